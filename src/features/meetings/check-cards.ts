import { buttons, note, paragraph, sentence, type Block, type Button, type Card, type Form } from '../../bot/card.ts';
import { bold, count, rich, when } from '../../bot/text.ts';
import { agendaButton } from './buttons.ts';
import { meetingTitle } from './cards.ts';
import { LONGEST, type RewordChoices, type Settled } from './check-line.ts';
import * as fields from './form-fields.ts';
import type { Held } from './screen-agenda.ts';
import type { Waiting, WaitingLine } from './waiting-lines.ts';

/** Slack shows 50 blocks; a line takes three. */
const MOST_LINES = 12;

/** For the Secretariat: the lines that wait, why, and what to do. */
export function checkCard({ meeting, lines }: Waiting): Card {
  const of = rich`${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}`;
  if (lines.length === 0) return sentence(rich`Agenda of ${of}: no line waits to be checked any more.`, [agendaButton(meeting.id)]);
  const told = rich`Please check ${count(lines.length, 'line', 'lines')} of the agenda of ${of}: ${lines.map((one) => `"${one.line}"`).join('; ')}.`;
  const more = lines.length - MOST_LINES;
  return {
    summary: told,
    blocks: [
      paragraph(rich`${bold('Agenda lines to check')}: ${of}`),
      ...lines.slice(0, MOST_LINES).flatMap(lineBlocks),
      ...(more > 0 ? [note(`and ${String(more)} more; they come up here as these are done.`)] : []),
      note('Until then members see that a line is being checked; its text is seen only by you and the chair.'),
    ],
  };
}

function lineBlocks(waiting: WaitingLine): Block[] {
  const { line, by, reasons, times } = waiting;
  const where = times > 1 ? `, in ${String(times)} meetings of the series` : '';
  return [
    paragraph([bold(line), `\nTyped by ${by}${where}.`]),
    note(reasons.join(' ')),
    buttons(lineButton('Clear', 'meetings.clear-line', waiting), lineButton('Reword', 'meetings.open-reword', waiting)),
  ];
}

const lineButton = (label: string, press: string, { meetingId, n, item, line }: WaitingLine): Button => ({
  label,
  press,
  with: { meeting: meetingId, n: String(n), item: String(item) },
  describe: `${label} the line ${line}`,
});

export function rewordForm({ meeting, n, item, line }: RewordChoices): Form {
  return {
    id: 'meetings.reword-line',
    title: 'Reword the line',
    submit: 'Save',
    hidden: { meeting, n: String(n), item: String(item) },
    body: [
      fields.field(
        'line',
        'Line',
        { kind: 'text', maxLength: LONGEST, initial: line },
        { hint: 'One item, such as: Pathway methods, 30 min (lead: N. N.). The new words are checked too.' },
      ),
      fields.clearanceField(),
    ],
  };
}

export const clearedReply = ({ meeting, line, times }: Settled): Card =>
  sentence(`Cleared: "${line}"${inSeries(times)}. Where the agenda is posted, it follows.`, [agendaButton(meeting.id)]);

export const rewordedReply = ({ meeting, line, times }: Settled): Card =>
  sentence(`Reworded: "${line}"${inSeries(times)}. Where the agenda is posted, it follows.`, [agendaButton(meeting.id)]);

const inSeries = (times: number): string => (times > 1 ? `, in ${String(times)} meetings of the series` : '');

/** For who typed them: which lines wait, and why. */
export function heldBlocks(held: readonly Held[]): Block[] {
  if (held.length === 0) return [];
  const lines = held.slice(0, MOST_LINES).map((one): Block => paragraph([bold(one.line), `\n${one.reasons.join(' ')}`]));
  const more = held.length - MOST_LINES;
  return [
    paragraph(
      `${count(held.length, 'line waits', 'lines wait')} for the Secretariat. Until it is cleared, members see that a line is being checked, not its text.`,
    ),
    ...lines,
    ...(more > 0 ? [note(`and ${String(more)} more`)] : []),
  ];
}

/** The same as a sentence. */
export function heldWords(held: readonly Held[]): string {
  if (held.length === 0) return '';
  const lines = held.slice(0, 3).map((one) => `"${one.line}". ${one.reasons.join(' ')}`);
  return ` ${count(held.length, 'line waits', 'lines wait')} for the Secretariat: ${lines.join(' ')}`;
}
