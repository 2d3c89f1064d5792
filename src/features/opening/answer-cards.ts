import { sentence, type Card } from '../../bot/card.ts';
import { clockTime, rich, typed } from '../../bot/text.ts';
import { closeButton, readButton } from '../attendance/buttons.ts';
import { chooseCard } from '../attendance/cards.ts';
import type { Asked } from './ask.ts';
import { conflictButton, openButton, withdrawConflictButton } from './buttons.ts';
import { openingPageCard } from './cards.ts';
import type { ConflictFacts } from './conflicts.ts';
import { conflictLine } from './conflict-words.ts';
import type { Declared } from './declare-conflict.ts';
import { failingWords, overrideLine } from './gate-words.ts';
import { listFailing } from './gate.ts';
import type { Opened } from './open.ts';
import type { Overridden } from './override.ts';
import { wayOnButtons } from './way-on.ts';

/** The answer to /wg open. */
export function openedCard(opened: Opened): Card {
  switch (opened.outcome) {
    case 'page':
      return openingPageCard(opened.page);
    case 'choose':
      return chooseCard('Which meeting is it?', opened.meetings, (id) => openButton(id));
    case 'none':
      return sentence(
        rich`No meeting that you run is under way or about to start. It can be opened here from ${String(opened.minutes)} minutes before its start; ${typed('meetings')} shows what is planned.`,
      );
  }
}

/** What whoever let a check pass hears. */
export function overriddenCard({ outcome, gate, override }: Overridden): Card {
  const { meeting } = gate;
  const words =
    outcome === 'recorded' ? rich`Recorded. ${overrideLine(override)}.` : rich`It is already recorded. ${overrideLine(override)}.`;
  if (override.check === 'not_opened') return sentence(words, [closeButton(meeting.id)]);
  if (listFailing(gate).length === 0) return sentence(rich`${words} Nothing stands in the way of opening now.`, [readButton(meeting.id)]);
  return sentence(rich`${words} Still missing: ${failingWords(gate)}`, wayOnButtons(gate, true));
}

export function askedAnswer({ outcome, at, meeting }: Asked): Card {
  return sentence(
    outcome === 'asked'
      ? rich`The Secretariat is asked to let ${meeting.subTopic} open. You get a message when they did.`
      : rich`The Secretariat was asked at ${clockTime(at)}. You get a message when they let it open.`,
  );
}

export const postedCard = (subTopic: string): Card => sentence(`The statement of ${subTopic} goes out to the group's channels now.`);

export function declaredCard({ conflict, outcome }: Declared): Card {
  const already = outcome === 'already' ? 'It is already recorded' : 'Recorded';
  return sentence(rich`${already}: ${conflictLine(conflict)}. Who runs the meeting sees it.`, [
    withdrawConflictButton(conflict.id, 'Withdraw this conflict of interest'),
    conflictButton(conflict.meetingId, 'Declare another one'),
  ]);
}

export const withdrawnCard = (conflict: ConflictFacts): Card =>
  sentence(rich`Withdrawn: ${conflictLine(conflict)}. The record shows that it was declared and withdrawn.`);
