import { shorten } from '../../bot/shorten.ts';
import { clockTime, rich, type Text } from '../../bot/text.ts';
import type { ConflictFacts } from './conflicts.ts';

const itemWords = ({ itemNumber, item }: ConflictFacts): string =>
  itemNumber === null ? 'the whole meeting' : `item ${String(itemNumber)}, ${item ?? ''}`;

/** Who it is, as copied when it was declared. */
export const declaredBy = ({ name, organisation }: ConflictFacts): string => (organisation === null ? name : `${name} (${organisation})`);

const outWords = ({ staysOut }: ConflictFacts): string => (staysOut ? 'stays out of it' : 'takes part');

/** One conflict with what others should know. */
export function conflictLine(conflict: ConflictFacts): Text {
  const gone = conflict.withdrawnAt ? rich`. Withdrawn at ${clockTime(conflict.withdrawnAt)}` : '';
  return rich`${declaredBy(conflict)}, on ${itemWords(conflict)}, ${outWords(conflict)}, at ${clockTime(conflict.at)}: ${conflict.about}${gone}`;
}

/** As many names as fit a line, and as long. */
const NAMED = 12;
const NAME = 60;

/** "Conflicts declared: none", or who on what. */
export function conflictsLine(all: readonly ConflictFacts[]): string {
  const conflicts = all.filter(({ withdrawnAt }) => withdrawnAt === null);
  if (conflicts.length === 0) return 'Conflicts of interest declared: none';
  const named = conflicts
    .slice(0, NAMED)
    .map(
      (one) =>
        `${shorten(one.name, NAME)} (${one.itemNumber === null ? 'whole meeting' : `item ${String(one.itemNumber)}`}, ${outWords(one)})`,
    );
  const more = conflicts.length > NAMED ? ` and ${String(conflicts.length - NAMED)} more` : '';
  return `Conflicts of interest declared: ${String(conflicts.length)}: ${named.join(', ')}${more}`;
}
