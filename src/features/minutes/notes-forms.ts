import { note, paragraph, type Block, type Field, type Form } from '../../bot/card.ts';
import { optionLabel } from '../../bot/shorten.ts';
import { moment, rich } from '../../bot/text.ts';
import { meetingLine, meetingTitle } from '../meetings/cards.ts';
import { WHOLE, type CommentChoices } from './comment.ts';
import type { CommentFacts } from './comments.ts';
import type { NoteItem } from './content.ts';
import type { Correcting } from './correct.ts';
import { itemName } from './flags.ts';
import type { KeepChoices } from './keep-flag.ts';
import { inputField, noteField, type NotesPage } from './notes.ts';
import type { SendingBack } from './send-back.ts';

const ATTRIBUTION = 'Say what was put in, not by whom: no names of people or organisations, unless they agreed to be named.';

/** One page of the notes. */
export function notesForm(shown: NotesPage): Form {
  const { meeting, page, pages } = shown;
  return {
    id: 'minutes.save-notes',
    title: pages > 1 ? `Notes, page ${String(page + 1)} of ${String(pages)}` : 'Notes',
    submit: page + 1 < pages ? 'Save and go on' : 'Save',
    close: 'Cancel',
    hidden: { meeting: meeting.id, version: String(shown.n), page: String(page) },
    body: [paragraph(rich`${meeting.groupName}: ${meetingLine(meeting)}`), ...noteFields(shown)],
  };
}

function noteFields(shown: NotesPage): (Block | Field)[] {
  const { changed, page, pages, items } = shown;
  const meanwhile: Block[] = changed
    ? [
        paragraph(
          rich`${changed.by} saved the notes at ${moment(changed.at)}, after you opened them. Nothing of yours was saved yet, and nothing is lost: put the two together, and save again.`,
        ),
      ]
    : [];
  return [
    ...meanwhile,
    note(`One or two sentences for each item. ${ATTRIBUTION}`),
    ...items.flatMap((item) => itemFields(item, changed?.theirs.get(item.key))),
    ...(page + 1 < pages ? [] : departureFields(shown)),
  ];
}

const initially = (text: string | null) => (text ? { initial: text } : {});

function itemFields(item: NoteItem, theirs: NoteItem | undefined): Field[] {
  const hintOf = (own: string | null, other: string | null | undefined, usual?: string) => {
    const hint = theirs && (other ?? '') !== (own ?? '') ? `Saved meanwhile: ${other ? other : 'nothing'}` : usual;
    return hint === undefined ? {} : { hint };
  };
  const empty = item.number === null ? 'Emptied, it is taken out.' : undefined;
  return [
    {
      ...{ type: 'field', name: noteField(item.key), label: optionLabel(itemName(item)), optional: true },
      ...hintOf(item.note, theirs?.note, empty),
      input: { kind: 'text', multiline: true, ...initially(item.note) },
    },
    {
      ...{ type: 'field', name: inputField(item.key), label: inputLabel(item), optional: true },
      ...hintOf(item.input, theirs?.input),
      input: { kind: 'text', multiline: true, ...initially(item.input) },
    },
  ];
}

/** Of its own item: a form has several. */
const inputLabel = ({ number, title }: NoteItem): string =>
  optionLabel(`Input to the Standards Committee, ${number === null ? title : `item ${String(number)}`}`);

const departureFields = ({ departure }: NotesPage): Field[] => [
  {
    ...{ type: 'field', name: 'departure', label: "Departure from the agenda, with the chair's approval", optional: true },
    hint: 'What was talked about that is not on the agenda, in a few words.',
    input: { kind: 'text', ...initially(departure.title) },
  },
  {
    ...{ type: 'field', name: 'departureNote', label: 'Note on it', optional: true },
    input: { kind: 'text', multiline: true, ...initially(departure.note) },
  },
];

/** Issued minutes, one page of them. */
export function correctionForm({ notes, comment, reason }: Correcting): Form {
  const { meeting, page, pages } = notes;
  const about = comment
    ? [paragraph(rich`${comment.by} suggests, about ${comment.item ?? 'the minutes as a whole'}: ${comment.text}`)]
    : [];
  const where = pages > 1 ? [note(`Page ${String(page + 1)} of ${String(pages)} of the items.`)] : [];
  return {
    id: 'minutes.correct',
    title: 'Correct the minutes',
    submit: 'Correct them',
    close: 'Cancel',
    hidden: { meeting: meeting.id, version: String(notes.n), page: String(page), ...(comment ? { comment: comment.id } : {}) },
    body: [
      paragraph('A new version is made; the earlier ones stay in the record. The channels are told once, with the reason.'),
      ...about,
      ...where,
      {
        ...{ type: 'field', name: 'reason', label: 'Reason of the correction' },
        hint: 'Everybody reads it.',
        input: { kind: 'text', maxLength: 300, ...initially(comment ? '' : reason) },
      },
      ...noteFields(notes),
      {
        ...{ type: 'field', name: 'clearance', label: 'Why flagged words may stand', optional: true },
        hint: 'Only where something reads like a decision, names somebody, or touches what competitors do not discuss.',
        input: { kind: 'text', maxLength: 300 },
      },
    ],
  };
}

export function keepForm({ meeting, version, flag }: KeepChoices): Form {
  return {
    id: 'minutes.keep-flag',
    title: 'Keep the text',
    submit: 'Keep it',
    close: 'Cancel',
    hidden: { meeting: meeting.id, version: String(version), flag: flag.id },
    body: [
      paragraph(rich`${itemName(flag.item)}: ${flag.text}`),
      note(`Flagged (${flag.topic}): ${flag.reason} ${flag.instead ?? ''}`.trim()),
      {
        ...{ type: 'field', name: 'reason', label: 'Why it may stand' },
        hint: 'It is logged with your name.',
        input: { kind: 'text', maxLength: 300 },
      },
    ],
  };
}

export const sendBackForm = ({ meeting, version, sentBy }: SendingBack): Form => ({
  id: 'minutes.send-back',
  title: 'Send the minutes back',
  submit: 'Send them back',
  close: 'Cancel',
  hidden: { meeting: meeting.id, version: String(version) },
  body: [
    paragraph(`Minutes of ${meetingTitle(meeting)}, sent by ${sentBy}.`),
    {
      ...{ type: 'field', name: 'note', label: 'What should be changed' },
      hint: 'Whoever runs the meeting reads it. It is not part of the minutes.',
      input: { kind: 'text', multiline: true, maxLength: 1_000 },
    },
  ],
});

export function commentForm({ draft, meeting, minutes }: CommentChoices): Form {
  const items = minutes.items.map((item, i) => ({ value: String(i), label: optionLabel(itemName(item)) }));
  const options = [...items, { value: WHOLE, label: 'Something else in the minutes, such as who was there' }];
  return {
    id: 'minutes.comment',
    title: 'Suggest a correction',
    submit: 'Send it',
    close: 'Cancel',
    hidden: { draft, meeting: meeting.id, version: String(minutes.n) },
    body: [
      paragraph(`Minutes of ${meetingTitle(meeting)}`),
      { type: 'field', name: 'item', label: 'What it is about', input: { kind: 'select', options } },
      {
        ...{ type: 'field', name: 'text', label: 'What is wrong, and how it should read' },
        hint: 'Only the Secretariat sees it, with your name. Leave out what competitors do not discuss.',
        input: { kind: 'text', multiline: true, maxLength: 1_000 },
      },
    ],
  };
}

export const declineForm = (comment: CommentFacts): Form => ({
  id: 'minutes.decline-comment',
  title: 'Do not take it up',
  submit: 'Send the answer',
  close: 'Cancel',
  hidden: { comment: comment.id },
  body: [
    paragraph(rich`${comment.by}, about ${comment.item ?? 'the minutes as a whole'}: ${comment.text}`),
    {
      ...{ type: 'field', name: 'reason', label: 'Why it is not taken up' },
      hint: `${optionLabel(comment.by)} reads it.`,
      input: { kind: 'text', maxLength: 300 },
    },
  ],
});
