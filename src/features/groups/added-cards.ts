import { buttons, heading, list, note, paragraph, type Block, type Card } from '../../bot/card.ts';
import { bold, rich, typed } from '../../bot/text.ts';
import { askSecretariatButton } from '../directory/cards.ts';
import { joinButton, listGroupsButton } from './buttons.ts';
import type { GroupFacts } from './lookup.ts';
import type { Refusal } from './open-to.ts';

export interface AddedFacts {
  readonly bodyName: string;
  readonly organisation: string | null;
  /** In words; null for who is of no member organisation. */
  readonly className: string | null;
  /** What they can join. */
  readonly groups: readonly GroupFacts[];
  readonly refusal: Refusal | null;
}

/** As many as one message carries with a button each. */
const OFFERED = 10;

/** The first message to somebody the Secretariat added to the directory. */
export function addedCard({ bodyName, organisation, className, groups, refusal }: AddedFacts): Card {
  const as = className === null ? '' : ` (${className})`;
  const added = `You are in ${bodyName}'s directory now${organisation === null ? '' : `, for ${organisation}${as}`}.`;
  const names = groups.map((group) => group.name).join(', ');
  const next =
    refusal?.words ?? (groups.length > 0 ? 'You can join these working groups:' : 'No working group takes people in at the moment.');
  return {
    summary: rich`${added} ${next} ${names}${names === '' ? '' : '. '}${typed('list')} shows all groups.`,
    blocks: [
      heading('Welcome'),
      paragraph(added),
      paragraph(next),
      ...offers(groups),
      buttons(listGroupsButton, ...(refusal?.buttons ?? [askSecretariatButton('My entry in the directory')])),
      note('Groups advise; they do not decide.'),
    ],
  };
}

const offers = (groups: readonly GroupFacts[]): Block[] => [
  ...groups
    .slice(0, OFFERED)
    .flatMap((group): Block[] => [paragraph(rich`${bold(group.name)}: ${group.remit}`), buttons(joinButton(group))]),
  ...(groups.length > OFFERED ? [list(groups.slice(OFFERED).map((group) => group.name))] : []),
];
