import { note, paragraph, type Field, type Form } from '../../bot/card.ts';
import { optionLabel } from '../../bot/shorten.ts';
import { rich } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import { conflictLine } from './conflict-words.ts';
import { ABOUT_LIMIT, WHOLE } from './declare-conflict.ts';
import { checkLine } from './gate-words.ts';
import type { OpenedConflict } from './open-conflict.ts';
import type { OverrideQuestion } from './open-override.ts';
import { REASON_LIMIT } from './override.ts';

/** Why a check is let pass. */
export function overrideForm({ meeting, check, found }: OverrideQuestion): Form {
  const about = found
    ? rich`${checkLine(found, meeting)}.`
    : 'Nobody recorded that the statement was read aloud. With your reason the meeting can be closed; the record says that no reading is recorded.';
  return {
    id: 'opening.override',
    title: 'Go on anyway',
    submit: 'Go on',
    close: 'Cancel',
    hidden: { meeting: meeting.id, check },
    body: [
      paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`),
      paragraph(about),
      {
        type: 'field',
        name: 'reason',
        label: 'Reason',
        hint: 'It goes into the record with your name and the time.',
        input: { kind: 'text', multiline: true, maxLength: REASON_LIMIT },
      },
    ],
  };
}

/** What somebody has a conflict of interest about. */
export function conflictForm({ draft, meeting, own }: OpenedConflict): Form {
  const items = meeting.agenda.items
    .slice(0, 99)
    .map(({ title }, i) => ({ value: String(i + 1), label: optionLabel(`${String(i + 1)}. ${title}`) }));
  const options = [{ value: WHOLE, label: 'The whole meeting' }, ...items];
  const item: Field = {
    type: 'field',
    name: 'item',
    label: 'Item of the agenda',
    input: { kind: 'select', options, ...(items.length === 0 ? { initial: WHOLE } : {}) },
  };
  return {
    id: 'opening.declare-conflict',
    title: 'Conflict of interest',
    submit: 'Declare it',
    close: 'Cancel',
    hidden: { draft, meeting: meeting.id, agenda: String(meeting.agenda.n) },
    body: [
      paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`),
      ...own.map((one) => note(rich`You declared before: ${conflictLine(one)}.`)),
      item,
      {
        type: 'field',
        name: 'about',
        label: 'What others should know',
        hint: 'No confidential detail. Who runs the meeting sees it, and it is in the record.',
        input: { kind: 'text', multiline: true, maxLength: ABOUT_LIMIT },
      },
      {
        type: 'field',
        name: 'out',
        label: 'I stay out of this item',
        input: {
          kind: 'radio',
          options: [
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ],
        },
      },
    ],
  };
}
