import { buttons, list, paragraph, type Card } from '../../bot/card.ts';
import { rich, typed } from '../../bot/text.ts';
import { askSecretariatButton } from '../directory/cards.ts';
import { joinButton } from './buttons.ts';
import type { GroupFacts } from './lookup.ts';

export interface SuspendedFacts {
  readonly name: string;
  readonly groups: readonly GroupFacts[];
  readonly contact: string;
}

const names = (groups: readonly GroupFacts[]): string[] => groups.map((group) => group.name);

/** To the Secretariat: who had to leave which groups, and why. */
export function suspendedCard({ name, groups }: SuspendedFacts): Card {
  const text = `${name} is now a sitting Board member, so their place in these groups has ended from today. They may join again after the term.`;
  return { summary: `${text} Groups: ${names(groups).join(', ')}.`, blocks: [paragraph(text), list(names(groups))] };
}

/** To the person: what changed, that it is nothing personal, and what stays. */
export function suspendedPersonCard({ groups, contact }: SuspendedFacts): Card {
  const text =
    'You are now a sitting Board member. The terms of reference keep Board members out of the working groups, so your place in these groups has ended for the time of your term.';
  const after = `What you contributed stays on record, and you may join again afterwards. If this is not right, tell ${contact}.`;
  return {
    summary: `${text} Groups: ${names(groups).join(', ')}. ${after}`,
    blocks: [paragraph(text), list(names(groups)), paragraph(after), buttons(askSecretariatButton('My place in the working groups'))],
  };
}

/** As many as one message carries with a button each. */
const OFFERED = 10;

/** To a former Board member: they may take part again, with a button for each group they were in. */
export function mayRejoinCard({ groups }: Pick<SuspendedFacts, 'groups'>): Card {
  const text =
    'Your term on the Board has ended, so you may take part in the working groups again. These are the groups you were in before; join those you like.';
  const offered = groups.slice(0, OFFERED);
  return {
    summary: rich`${text} Groups: ${names(groups).join(', ')}. Type ${typed('join')} to join one.`,
    blocks: [paragraph(text), ...offered.flatMap((group) => [paragraph(group.name), buttons(joinButton(group))])],
  };
}

/** To an expert whose invitation is over: with thanks, and the way on. */
export function invitationEndedCard({ groups, contact }: Omit<SuspendedFacts, 'name'>): Card {
  const text = 'Your invitation as an expert has ended, and with it your place in these groups. Thank you for what you brought to them.';
  const after = `What you contributed stays on record. If there is more to do together, ${contact} can invite you again.`;
  return {
    summary: `${text} Groups: ${names(groups).join(', ')}. ${after}`,
    blocks: [paragraph(text), list(names(groups)), paragraph(after), buttons(askSecretariatButton('My invitation as an expert'))],
  };
}
