import { clockTime, moment, rich, type Text } from '../../bot/text.ts';
import { meetingTitle } from '../meetings/cards.ts';
import { actionInWords } from './actions.ts';
import type { ConcernFacts, StepFacts } from './lookup.ts';

/** "item 2, Pathway methods": what a concern is about, never what was said. */
export function itemWords({ meeting, itemNumber, item }: ConcernFacts): string {
  if (itemNumber !== null) return `item ${String(itemNumber)}, ${item ?? ''}`;
  const typed = item === null ? '' : ` ("${item}")`;
  return meeting ? `something that is not on the agenda${typed}` : `the group's chat or other work${typed}`;
}

export const placeWords = ({ meeting, group }: ConcernFacts): string => (meeting ? meetingTitle(meeting) : group.name);

/** Who raised it; null when they asked to keep their name out. */
export function raiserWords({ raisedBy }: ConcernFacts): string | null {
  if (!raisedBy) return null;
  return raisedBy.organisation === null ? raisedBy.name : `${raisedBy.name} (${raisedBy.organisation})`;
}

const movedWords = { left: 'left', returned: 'came back' } as const;

/** "11:20 (Thu 10:20 UTC): Paused for now, noted by N. N." */
export function stepLine(step: StepFacts): Text {
  const what = step.what === 'action' ? actionInWords(step.action ?? '') : `${step.name ?? 'Somebody'} ${movedWords[step.what]}`;
  return rich`${clockTime(step.at)}: ${what}, noted by ${step.byName}`;
}

/** The whole of a concern as a line of a record. */
export function concernLine(concern: ConcernFacts): Text {
  const by = raiserWords(concern) ?? 'somebody who asked to keep their name out';
  const how = concern.openness === 'open' ? 'said openly' : 'told only to the Secretariat';
  const steps = concern.steps.flatMap((step): Text[] => ['; ', stepLine(step)]);
  const done = steps.length > 0 ? steps : ['; nothing is recorded of what was done'];
  return rich`${moment(concern.at)}: competition concern about ${itemWords(concern)}, raised by ${by}, ${how}${done}`;
}
