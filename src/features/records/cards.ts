import { buttons, heading, list, note, paragraph, quote, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { clockTime, count, moment, rich, type Text } from '../../bot/text.ts';
import { askSecretariatButton } from '../directory/cards.ts';
import { meetingRecordButton, ownDetailsButton, ownExportButton, pastMeetingsButton } from './buttons.ts';
import type { OwnMeeting, OwnRecord } from './lookup.ts';
import { toPages, toPieces } from '../../bot/pages.ts';
import type { Past, PastMeeting } from './past.ts';

export { recordSections } from './meeting-cards.ts';

const wrong: Button = { ...askSecretariatButton('My record'), label: 'Something is wrong' };

const summaryWords = (record: OwnRecord): string => {
  if (record.meetings.length === 0) return 'Your participation, last 12 months: no meeting was held in your groups yet.';
  const { attended, apologies, groups, meetings } = record;
  const said = apologies === 0 ? '' : `, ${count(apologies, 'apology', 'apologies')}`;
  return `Your participation, last 12 months: ${String(attended)} of ${count(meetings.length, 'meeting', 'meetings')} in ${count(groups, 'group', 'groups')}${said}.`;
};

/** The answer to /wg record. */
export function ownRecordCard(record: OwnRecord): Card {
  const words = summaryWords(record);
  return sentence(words, record.meetings.length === 0 ? [wrong] : [ownDetailsButton(), ownExportButton, wrong]);
}

const statusWords = {
  here: 'there',
  left_early: 'left early',
  not_here: 'not there',
  apologies: 'apologies',
  nothing: 'nothing recorded',
} as const;
const sourceWords = { roll: 'roll', self: 'you said so, not yet confirmed', answer: 'your answer' } as const;

function meetingLine(one: OwnMeeting): Text {
  const source = one.source === null ? '' : ` (${sourceWords[one.source]})`;
  const times = [one.arrivedAt ? rich`, from ${clockTime(one.arrivedAt)}` : '', one.leftAt ? rich`, until ${clockTime(one.leftAt)}` : ''];
  return rich`${one.groupName}: ${one.subTopic}, ${moment(one.startsAt)}: ${statusWords[one.status]}${source}${times}`;
}

/** Every meeting with what is recorded and on whose word. */
export function ownDetailsCard(record: OwnRecord, wanted: number): Card {
  const pages = toPages([{ title: 'Your meetings, last 12 months', lines: record.meetings.map(meetingLine) }]);
  const page = Math.min(wanted, pages.length - 1);
  const more = page + 1 < pages.length ? [ownDetailsButton('Next page', page + 1)] : [];
  return { summary: summaryWords(record), blocks: [...(pages[page] ?? []), buttons(...more, ownExportButton, wrong)] };
}

/** A message takes this many pieces and little more. */
const PIECES = 12;

/** The record as CSV, to be copied. */
export function ownExportCard(csv: string): Card {
  const pieces = toPieces(csv);
  const words = 'Your record as CSV. Copy it into a file whose name ends in .csv.';
  const cut: Block[] =
    pieces.length > PIECES ? [note('This is not all of it: the rest is too long for a message. Ask the Secretariat for the file.')] : [];
  return { summary: words, blocks: [paragraph(words), ...pieces.slice(0, PIECES).map((piece) => quote(piece)), ...cut] };
}

/** The answer to /wg records. */
export function pastCard(past: Past): Card {
  const whose = past.group ? past.group.name : 'all groups';
  if (past.meetings.length === 0)
    return sentence(past.page === 0 ? `No meeting of ${whose} has been held yet.` : 'There are no earlier meetings.');
  const words = `Meetings held: ${whose}, latest first.`;
  const rows = past.meetings.flatMap((one): Block[] => [
    list([pastLine(one)]),
    buttons({ ...meetingRecordButton(one.id), describe: `Record of ${one.subTopic}` }),
  ]);
  const earlier = past.hasMore ? [buttons(pastMeetingsButton(past.group?.slug ?? null, past.page + 1, 'Earlier meetings'))] : [];
  return { summary: words, blocks: [heading(`Records: ${whose}`), ...rows, ...earlier] };
}

function pastLine(one: PastMeeting): Text {
  const line = rich`${one.groupName}: ${one.subTopic}, ${moment(one.startsAt)}`;
  if (one.isCancelled) return rich`${line}: cancelled`;
  return one.rollAt ? rich`${line}: roll confirmed ${moment(one.rollAt)}` : rich`${line}: roll not confirmed yet`;
}
