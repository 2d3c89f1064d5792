import { buttons, heading, note, paragraph, sentence, type Block, type Card, type Field, type Form, type Option } from '../../bot/card.ts';
import { moment, rich } from '../../bot/text.ts';
import { nameInWords } from '../directory/lookup.ts';
import { meetingLine, meetingTitle } from '../meetings/cards.ts';
import { showMinutesButton } from '../minutes/buttons.ts';
import { rollButton } from './buttons.ts';
import { acceptedWords, notAcceptedLines } from './cards.ts';
import { chooseCard } from './chair-cards.ts';
import { waitingBlocks, waitingWords } from './import-cards.ts';
import { ROLL_STATUSES } from './layers.ts';
import type { RollFacts } from './lookup.ts';
import type { OpenedRoll } from './open-roll.ts';
import { othersField, personField, type RollField, type RollPage } from './roll-page.ts';
import { byClassWords, callWords, countRows, countWords, seenWords, statusNames } from './roll-words.ts';
import { acceptanceOf, type Sheet, type SheetRow } from './sheet.ts';

type ClassName = (slug: string | null) => string;

/** At the end, to whoever runs the meeting; says who confirmed it once somebody did. */
export function rollCard(sheet: Sheet, className: ClassName): Card {
  const { meeting, roll } = sheet;
  if (meeting.state === 'cancelled') return sentence(`${meetingTitle(meeting)} was cancelled.`);
  if (roll) return sentence(confirmedWords(roll));
  const counts = `${countWords(countRows(sheet.rows))}.`;
  const classes = `By class: ${byClassWords(sheet.rows, className)}.${inCallWords(sheet)}`;
  return {
    summary: rich`${meetingLine(meeting)}: who was there? ${counts} ${classes} Please confirm the roll.`,
    blocks: [
      heading(`Who was there? ${meeting.subTopic}`),
      paragraph(meetingLine(meeting)),
      paragraph(counts),
      note(classes),
      ...acceptanceNotes(sheet),
      buttons(rollButton(meeting.id)),
    ],
  };
}

/** Whom only the platform saw: for whoever confirms the roll to look at. */
function inCallWords({ rows, seenGuests, importedWaiting }: Sheet): string {
  const unsaid = rows.filter((row) => row.seen && !row.standing).length + seenGuests.length;
  const seen = unsaid === 0 ? '' : ` Seen in the call, not confirmed: ${String(unsaid)}.`;
  return importedWaiting === 0 ? seen : `${seen} ${waitingWords(importedWaiting)} for the Secretariat.`;
}

const confirmedWords = (roll: RollFacts) =>
  rich`The roll is confirmed by ${roll.confirmedBy.name}, ${moment(roll.at)}${roll.version > 1 ? `, version ${String(roll.version)}` : ''}. ${countWords(countRows(roll.entries), 'not here')}.`;

/** The closing page of the form. */
export function confirmedCard(roll: RollFacts, className: ClassName): Card {
  const words = confirmedWords(roll);
  const classes = `By class: ${byClassWords(
    roll.entries.filter((entry) => entry.personId !== null),
    className,
  )}.`;
  return {
    summary: rich`${words} ${classes}`,
    blocks: [
      paragraph(words),
      note(classes),
      buttons(showMinutesButton(roll.meetingId, roll.version > 1 ? 'Minutes' : 'Write the minutes')),
    ],
  };
}

/** The roll to confirm, meetings to choose from, or that none waits. */
export function openedRoll(
  result: OpenedRoll,
  zone: string,
  className: ClassName,
  mayReview: boolean,
): { readonly form: Form } | { readonly whisper: Card } {
  if (result.outcome === 'open') return { form: rollForm(result.page, zone, className, mayReview) };
  if (result.outcome === 'none') return { whisper: sentence('No meeting that you run waits for its roll.') };
  return { whisper: chooseCard('Which meeting is it?', result.meetings, (id) => rollButton(id)) };
}

/** One page of the roll. All but the last lead on to the next. `mayReview`: names of an imported file can be decided from here. */
export function rollForm(shown: RollPage, zone: string, className: ClassName, mayReview: boolean): Form {
  const { sheet, page, pages } = shown;
  const isLast = page === pages - 1;
  return {
    id: isLast ? 'attendance.confirm-roll' : 'attendance.mark-roll',
    title: 'Who was there?',
    submit: isLast ? 'Confirm the roll' : 'Next page',
    close: 'Cancel',
    hidden: { meeting: sheet.meeting.id, version: String(sheet.version), page: String(page) },
    body: [
      ...intro(shown, className, zone),
      ...waitingBlocks(sheet.importedWaiting, sheet.meeting.id, mayReview),
      ...shown.fields.map((field) => toField(field, sheet, zone)),
      ...(isLast ? lastFields(sheet) : []),
    ],
  };
}

function intro({ sheet, page, pages }: RollPage, className: ClassName, zone: string): Block[] {
  const blocks: Block[] = [paragraph(meetingLine(sheet.meeting))];
  if (sheet.roll) blocks.push(note(rich`This corrects version ${sheet.version}, which stays. ${confirmedWords(sheet.roll)}`));
  if (pages > 1) blocks.push(note(`Page ${String(page + 1)} of ${String(pages)}. What you mark on a page is kept when you go on.`));
  const alternates = sheet.namedAlternates.map((one) => `${one.name} for ${one.insteadOf}`).join('; ');
  const named = alternates === '' ? 'none' : `${alternates} (add them under Guests if they were there)`;
  const { apologies } = countRows(sheet.rows);
  blocks.push(note(`By class so far: ${byClassWords(sheet.rows, className)}. Apologies: ${String(apologies)}. Alternates: ${cut(named)}.`));
  blocks.push(...acceptanceNotes(sheet));
  const unknown = sheet.seenGuests.map((one) => `${one.name}, ${callWords(one, zone)}`).join('; ');
  if (unknown !== '') blocks.push(note(`In the call, not in the directory: ${cut(unknown)}. Add them under Guests if they took part.`));
  return blocks;
}

/** Here and accepted are two facts: who is on the roll without the other is pointed out before it is confirmed. */
function acceptanceNotes(sheet: Sheet): Block[] {
  const acceptance = acceptanceOf(sheet);
  if (acceptance.there === 0) return [];
  return [note(cut([`Statement: ${acceptedWords(acceptance)}`, ...notAcceptedLines(acceptance)].join('. ') + '.'))];
}

const cut = (text: string): string => (text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text);

const statusOptions: readonly Option[] = ROLL_STATUSES.map((status) => ({ value: status, label: statusNames[status] }));

/** Options take 75 characters. */
const shortNameOf = (row: SheetRow): string => (nameInWords(row).length > 75 ? `${nameInWords(row).slice(0, 74)}…` : nameInWords(row));

function toField(field: RollField, sheet: Sheet, zone: string): Field {
  if (field.field === 'person') {
    const { row } = field;
    return {
      type: 'field',
      name: personField(row.personId),
      label: nameInWords(row),
      hint: seenWords(row, sheet, zone),
      input: { kind: 'select', options: statusOptions, initial: row.status },
    };
  }
  return {
    type: 'field',
    name: othersField(field.rows[0]?.personId ?? ''),
    label: 'Members who had not answered: tick who was there',
    optional: true,
    input: { kind: 'checkboxes', options: field.rows.map((row) => ({ value: row.personId, label: shortNameOf(row) })) },
  };
}

function lastFields(sheet: Sheet): Field[] {
  const guests = sheet.guests.map(nameInWords).join('\n');
  const fields: Field[] = [
    {
      type: 'field',
      name: 'guests',
      label: 'Guests',
      hint: 'One a line: Name, Organisation.',
      optional: true,
      input: { kind: 'text', multiline: true, maxLength: 3_000, ...(guests === '' ? {} : { initial: guests }) },
    },
  ];
  if (sheet.version > 0)
    fields.push({
      type: 'field',
      name: 'reason',
      label: 'Reason for the correction',
      input: { kind: 'text', maxLength: 500 },
    });
  return fields;
}
