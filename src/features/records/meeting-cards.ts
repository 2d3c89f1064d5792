import { buttons, note, paragraph, type Block, type Card } from '../../bot/card.ts';
import { bold, link, moment, rich, when, type Text } from '../../bot/text.ts';
import { rollButton } from '../attendance/buttons.ts';
import { acceptedWords, notAcceptedLines } from '../attendance/cards.ts';
import type { RollEntry, SeenFacts } from '../attendance/lookup.ts';
import { actionLine } from '../actions/cards.ts';
import { concernLine } from '../concerns/cards.ts';
import { filesButton } from '../files/buttons.ts';
import { meetingLine } from '../meetings/cards.ts';
import { documentName } from '../meetings/lookup.ts';
import { versionLines } from './agenda-cards.ts';
import { conflictLine } from '../opening/cards.ts';
import { kindInWords } from '../notices/lookup.ts';
import { statementName } from '../statements/cards.ts';
import { meetingRecordButton } from './buttons.ts';
import { minutesSections } from './minutes-cards.ts';
import type { DeliveryFacts, MeetingRecord } from './meeting-record.ts';
import { toPages, type Section } from '../../bot/pages.ts';
import { openingLines } from './opening-lines.ts';

type ClassName = (slug: string | null) => string;

/** One page of the whole record of a meeting. */
export function meetingRecordCard(record: MeetingRecord, wanted: number, className: ClassName): Card {
  const pages = toPages(recordSections(record, className));
  const page = Math.min(wanted, pages.length - 1);
  const { meeting } = record;
  const title = rich`Record of ${meeting.groupName}: ${meetingLine(meeting)}`;
  const where = pages.length > 1 ? ` Page ${String(page + 1)} of ${String(pages.length)}.` : '';
  const more = page + 1 < pages.length ? [meetingRecordButton(meeting.id, 'Next page', page + 1)] : [];
  const back = page > 0 ? [meetingRecordButton(meeting.id, 'Previous page', page - 1)] : [];
  const roll = meeting.state === 'cancelled' ? [] : [rollButton(meeting.id, record.roll ? 'Correct the roll' : 'Confirm the roll')];
  const top: Block[] = [
    paragraph(bold(`${meeting.groupName}: ${meeting.subTopic}`)),
    note(rich`${when(meeting.startsAt, meeting.endsAt)}.${where}`),
  ];
  return {
    summary: rich`${title}.${where}`,
    blocks: [...top, ...(pages[page] ?? []), buttons(...back, ...more, ...roll, filesButton('record', meeting.id))],
  };
}

/** The whole record of a meeting in words, part by part. */
export function recordSections(record: MeetingRecord, className: ClassName): Section[] {
  const { entries, roll } = record;
  const people = entries.filter((entry) => entry.personId !== null);
  const of = (...statuses: RollEntry['status'][]) => people.filter((entry) => statuses.includes(entry.status));
  const lines = (some: readonly RollEntry[]) => some.map((entry) => entryLine(entry, className));
  const confirmed = roll
    ? rich`Confirmed by ${roll.confirmedBy.name}, ${moment(roll.at)}, version ${roll.version}`
    : 'The roll is not confirmed yet: what follows are claims';
  return [
    { title: 'Meeting', lines: meetingLines(record) },
    { title: 'Agenda as sent', lines: agendaLines(record), none: 'No agenda was recorded.' },
    { title: 'Agenda versions', lines: record.agendaVersions.flatMap(versionLines), none: 'No version was recorded.' },
    { title: 'Documents', lines: (record.agenda?.documents ?? []).map((doc) => link(doc.url, documentName(doc))) },
    { title: 'Statement', lines: statementLines(record) },
    { title: 'Opening', lines: openingLines(record) },
    { title: 'Acknowledgements', lines: acknowledgementLines(record) },
    { title: 'Present', lines: [confirmed, ...lines(of('here', 'left_early'))] },
    { title: 'Not there', lines: lines(of('not_here')) },
    { title: 'Apologies', lines: lines(of('apologies')) },
    { title: 'Alternates', lines: alternateLines(record) },
    { title: 'Guests', lines: lines(entries.filter((entry) => entry.personId === null && entry.status !== 'not_here')) },
    ...(record.seen.length > 0 ? [{ title: 'Seen in the call, not confirmed', lines: record.seen.map(seenLine) }] : []),
    { title: 'Conflicts of interest', lines: record.conflicts.map(conflictLine), none: 'None was declared.' },
    { title: 'Concerns', lines: record.concerns.map(concernLine), none: 'None was raised.' },
    { title: 'Actions', lines: record.actions.map((one) => `${actionLine(one)} ${actionStates[one.state]}`) },
    ...minutesSections(record),
    { title: 'Notices', lines: record.deliveries.map(deliveryLine) },
  ];
}

function meetingLines({ meeting }: MeetingRecord): Text[] {
  const cancelled = meeting.state === 'cancelled' ? [`Cancelled: ${meeting.cancelReason ?? 'no reason was given'}`] : [];
  return [
    `Kind: ${meeting.kindName}`,
    `Chair: ${meeting.chair?.name ?? 'none named'}`,
    `Secretariat: ${meeting.secretariat?.name ?? 'none named'}`,
    ...(meeting.movedFrom ? [rich`Moved from ${moment(meeting.movedFrom)}`] : []),
    ...cancelled,
  ];
}

function agendaLines({ agenda, agendaSent }: MeetingRecord): Text[] {
  if (!agenda) return [];
  const items = agenda.items.map(
    (item, i): Text => `Item ${String(i + 1)}: ${item.isWaiting ? `${item.text} (not shown: the Secretariat was to check it)` : item.text}`,
  );
  const sent = agendaSent.map(({ to, at }) => rich`Sent to ${to}, ${moment(at)}`);
  return [...items, ...(sent.length > 0 ? sent : ['Not sent to a channel']), `Version ${String(agenda.n)}`];
}

function statementLines({ statements, reading }: MeetingRecord): Text[] {
  const versions = statements.map((one) => statementName(one));
  const read = reading ? rich`Read aloud by ${reading.by}, ${moment(reading.at)}` : 'Not recorded as read aloud';
  return [...(versions.length > 0 ? versions : ['No version was accepted or read']), read];
}

const actionStates = { open: 'Open.', done: 'Done.', dropped: 'Dropped.' } as const;

const roleNames: Readonly<Record<string, string>> = { vice_chair: 'vice-chair' };
const saidWords = { self: ' (said so, not confirmed)', roll: '' } as const;

function entryLine(entry: RollEntry, className: ClassName): Text {
  const where = entry.organisation === null ? '' : `, ${entry.organisation}`;
  const kind = entry.membershipClass === null || entry.membershipClass === '' ? '' : ` (${className(entry.membershipClass)})`;
  const arrived = entry.arrivedAt === null ? '' : rich`, arrived ${moment(new Date(entry.arrivedAt))}`;
  const left = entry.leftAt === null ? '' : rich`, left ${moment(new Date(entry.leftAt))}`;
  const early = entry.status === 'left_early' && entry.leftAt === null ? ', left early' : '';
  return rich`${entry.name}${where}${kind}, ${roleNames[entry.role] ?? entry.role}${arrived}${left}${early}${saidWords[entry.said]}`;
}

/** How many of who was there accepted, who did not, and every acceptance with its time. */
function acknowledgementLines({ acceptance, acknowledgements }: MeetingRecord): Text[] {
  const each = acknowledgements.map((one) => rich`${one.name}: v${one.version}, ${moment(one.at)}`);
  if (acceptance.there === 0) return each;
  return [`Of those there: ${acceptedWords(acceptance)}`, ...notAcceptedLines(acceptance), ...each];
}

function seenLine({ name, organisation, from, until }: SeenFacts): Text {
  const where = organisation === null ? '' : `, ${organisation}`;
  return rich`${name}${where}${from ? rich`, from ${moment(from)}` : ''}${until ? rich`, until ${moment(until)}` : ''}`;
}

function alternateLines({ entries, answers }: MeetingRecord): Text[] {
  const came = entries
    .filter((entry) => entry.alternateFor !== null)
    .map((entry) => `${entry.name} for ${entry.alternateFor ?? ''}, present`);
  const named = answers
    .filter((one) => one.alternateName !== null)
    .map((one) => `${one.alternateName ?? ''} for ${one.name}, as named beforehand`);
  return [...came, ...named];
}

function deliveryLine({ kind, to, state, sentAt, error }: DeliveryFacts): Text {
  const what = rich`${kindInWords(kind)} to ${to}`;
  if (state === 'sent' && sentAt) return rich`${what}: sent ${moment(sentAt)}`;
  return error === null ? rich`${what}: ${state}` : rich`${what}: ${state}, ${error}`;
}
