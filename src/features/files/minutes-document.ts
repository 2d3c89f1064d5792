import { formatInZone, moment, rich } from '../../bot/text.ts';
import {
  column,
  heading,
  list,
  paragraph,
  table,
  type Block,
  type Document,
  type HeadRow,
  type Section,
} from '../../documents/document.ts';
import { dayWords } from '../actions/cards.ts';
import { concernLine } from '../concerns/cards.ts';
import { documentName } from '../meetings/lookup.ts';
import { isGivenOut, versionName } from '../minutes/lookup.ts';
import { inZone, type MinutesFile } from './facts.ts';
import { headRows, hostText } from './head.ts';
import { attendanceTable, linesOrNone, personWords, whoWasThere } from './people.ts';

export const ADVICE = 'Advice, not a decision';

/**
 * The minutes with the head that a record of the body has (DOMAIN.md, A1 row 12), and what compliant minutes hold
 * (A2): nobody is named for what they said, and "none" is said wherever there is nothing.
 */
export function minutesDocument(facts: MinutesFile): Document {
  const { body, zone, record, minutes } = facts;
  const { groupName, subTopic, startsAt } = record.meeting;
  const day = formatInZone(startsAt, 'date', zone);
  return {
    title: `Minutes: ${groupName}, ${subTopic}`,
    notice: minutes.isIssued ? ADVICE : `Draft. ${ADVICE}`,
    language: 'en',
    author: `${body.name}, Secretariat`,
    at: minutes.at,
    head: [...headRows(facts), ...versionRows(facts)],
    sections: [...peopleSections(facts), { heading: 'Documents', blocks: [documentList(facts)] }, ...minutesSections(facts)],
    footer: `${body.name}: ${groupName}, ${day}. Minutes, ${versionName(minutes).toLowerCase()}. ${ADVICE}.`,
  };
}

const kindWords = { draft: 'Saved by', issued: 'Issued by', correction: 'Corrected by' } as const;

/** Which version it is, whose, and until when comments are taken. */
export function versionRows(facts: MinutesFile): HeadRow[] {
  const { kind, n, edition, by, at, reason, commentsUntil } = facts.minutes;
  const why = reason === null ? '' : `. Reason: ${reason}`;
  const comments = commentsUntil ? [{ label: 'Comments', text: inZone(facts, rich`Until ${moment(commentsUntil)}`) }] : [];
  return [
    {
      label: edition === null ? 'Draft' : 'Version',
      text: inZone(facts, rich`${edition ?? n}. ${kindWords[kind]} ${by}, ${moment(at)}${why}`),
    },
    ...comments,
  ];
}

function peopleSections(facts: MinutesFile): Section[] {
  const { record } = facts;
  const { participants, secretariat, alternates, invited } = whoWasThere(facts);
  const words = (entries: typeof invited) => entries.map((entry) => personWords(facts, entry));
  const claims = record.roll ? [] : [paragraph('Nobody has confirmed the roll yet: these are claims.')];
  const staff = secretariat.length > 0 ? words(secretariat) : facts.secretariat ? [hostText(facts.secretariat)] : [];
  return [
    { heading: 'Participants', blocks: [attendanceTable(facts, participants), ...claims] },
    { heading: 'Secretariat', blocks: [linesOrNone(staff)] },
    {
      heading: 'Alternates',
      blocks: [linesOrNone(alternates.map((entry) => `${personWords(facts, entry)}, for ${entry.alternateFor ?? ''}`))],
    },
    { heading: 'Apologies', blocks: [linesOrNone(words(record.entries.filter((entry) => entry.status === 'apologies')))] },
    { heading: 'Invited and guests', blocks: [linesOrNone(words(invited))] },
  ];
}

function documentList({ record: { agenda, agendaSent }, ...facts }: MinutesFile): Block {
  if (!agenda) return paragraph('None.');
  const [first] = agendaSent;
  const sent = first ? inZone(facts, rich`sent ${moment(first.at)}`) : 'not sent to a channel';
  return list([`Agenda, version ${String(agenda.n)}, ${sent}`, ...agenda.documents.map((one) => `${documentName(one)}: ${one.url}`)], true);
}

/** What the minutes themselves say. */
export function minutesSections(facts: MinutesFile): Section[] {
  const { minutes, record } = facts;
  const open = record.concerns.filter((one) => one.openness === 'open');
  return [
    { heading: 'Items', blocks: minutes.items.length > 0 ? minutes.items.flatMap(itemBlocks) : [paragraph('None.')] },
    { heading: 'Departures from the agenda', blocks: [linesOrNone(departures(facts))] },
    { heading: 'Objections', blocks: [linesOrNone(open.map((one) => inZone(facts, concernLine(one))))] },
    { heading: 'Actions', blocks: [actionTable(facts)] },
    { heading: 'Input to the Standards Committee', blocks: [linesOrNone(minutes.items.flatMap(inputLine))] },
    { heading: 'Distribution', blocks: [linesOrNone(distribution(facts))] },
    {
      heading: 'Corrections',
      blocks: [linesOrNone(minutes.corrections.map((one) => inZone(facts, rich`${versionName(one)}, ${moment(one.at)}: ${one.reason}`)))],
    },
  ];
}

type Item = MinutesFile['minutes']['items'][number];

const itemTitle = ({ number, title }: Item): string => (number === null ? title : `${String(number)}. ${title}`);

const itemBlocks = (item: Item): Block[] => [heading(itemTitle(item)), paragraph(item.note === '' ? 'Nothing was noted.' : item.note)];

const inputLine = (item: Item): string[] => (item.input === null || item.input === '' ? [] : [`${itemTitle(item)}: ${item.input}`]);

/** What was taken up that was not on the agenda, and what was changed on it after it had been sent. */
function departures({ minutes, record: { agenda, agendaVersions }, ...facts }: MinutesFile): string[] {
  const added = minutes.items.filter((item) => item.number === null).map((item) => `Not on the agenda: ${item.title}`);
  const later = agendaVersions.filter((one) => agenda !== null && one.n > agenda.n);
  return [
    ...later.map(({ n, at }) => inZone(facts, rich`The agenda was changed after it was sent: version ${n}, ${moment(at)}`)),
    ...added,
  ];
}

function actionTable({ minutes: { actions } }: MinutesFile): Block {
  if (actions.length === 0) return paragraph('None.');
  const dueOf = (due: string | null) => (due === null ? 'No date' : dayWords(due));
  return table(
    [column('Action', 5), column('Owner', 2.4), column('Due', 1.5), column('State', 1.1)],
    actions.map(({ what, owner, due, state }) => [what, owner ?? 'Nobody named', dueOf(due), state]),
  );
}

/** A message shows the version that was in force when it went out. */
function versionAt(versions: MinutesFile['record']['minutes'], sentAt: Date): string {
  const given = versions.filter(({ edition, at }) => edition !== null && at <= sentAt).at(-1);
  return given ? `: ${versionName(given).toLowerCase()}` : '';
}

function distribution({ minutes, record, ...facts }: MinutesFile): string[] {
  if (!minutes.isIssued) return ['Not issued yet: a draft is for who runs the meeting and the Secretariat.'];
  const sent = record.deliveries.flatMap(({ kind, to, sentAt }) => (isGivenOut(kind) && sentAt ? [{ to, sentAt }] : []));
  return [
    `Open to whoever stands on the roll, the members of ${record.meeting.groupName} and the Secretariat`,
    ...sent.map(({ to, sentAt }) => inZone(facts, rich`${to}, ${moment(sentAt)}${versionAt(record.minutes, sentAt)}`)),
  ];
}
