import { buttons, heading, list, note, paragraph, type Card } from '../../bot/card.ts';
import { askSecretariatButton } from '../directory/cards.ts';
import { alsoIn, ownLanguageButton, statementBlocks, statementName } from '../statements/cards.ts';
import type { StatementFacts } from '../statements/lookup.ts';
import type { GroupFacts } from './lookup.ts';

/** The statement as it stands pinned in a group's channel (rule 8). */
export function statementCard(group: GroupFacts, statement: StatementFacts, languages: readonly string[] = []): Card {
  const covers = `It covers everything ${group.name} does, this channel too.`;
  return {
    summary: `${statementName(statement)}, for ${group.name}: ${statement.text} ${covers}`,
    blocks: [
      heading(`Taking part in ${group.name}`),
      ...statementBlocks(statement),
      ...alsoIn(languages, ownLanguageButton),
      paragraph(covers),
      note('Taking part means keeping to it.'),
    ],
  };
}

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
