import type { MeetingFacts } from '../meetings/lookup.ts';
import { LINGER_MINUTES } from './call-meeting.ts';
import { parseClock, parseDuration, readerOf, type NoMoment } from './import-clock.ts';
import { isRefused, refuse, type Problem, type Refused } from './import-problem.ts';
import { decideReading, readStay, type LocalStay, type Reading, type ReadingOptions } from './import-reading.ts';
import { readRows, type Row } from './import-rows.ts';
import { gather, type FileName, type Stay } from './import-stays.ts';
import { columnName, findTable, type Column, type Product, type Table } from './import-table.ts';
import { readRecords } from './import-text.ts';

export interface AttendanceFile {
  readonly product: Product;
  readonly reading: Reading;
  /** Rows under the header, good and bad. */
  readonly rows: number;
  readonly names: readonly FileName[];
  /** Rows left out: people who waited to be let in, and stays before check-in opened or long after the end. */
  readonly inWaitingRoom: number;
  readonly outside: number;
  /** Rows that cannot be taken in, by line. */
  readonly problems: readonly Problem[];
}

/** Minutes round, and products count a second more or less. */
const TOLERANCE_MS = 120_000;

const WHY: Readonly<Record<NoMoment, string>> = {
  'no-day': 'There is no such day.',
  skipped: 'The clocks of this zone went forward over this time. Say the right --zone.',
  twice: 'The clocks of this zone showed this time twice that night. Download the file in UTC, and say --zone UTC.',
};

/**
 * An attendance file of Zoom or Teams, read as the given meeting's (PLATFORMS.md 8b). Nothing is looked up or written.
 * Refused as a whole when it is something else, or its times cannot be decided or are not the meeting's.
 */
export function readAttendanceFile(
  bytes: Uint8Array,
  meeting: MeetingFacts,
  opensAt: Date,
  options: ReadingOptions,
): AttendanceFile | Refused {
  const text = readRecords(bytes);
  if (isRefused(text)) return text;
  const table = findTable(text.records);
  if (isRefused(table)) return table;
  const { rows, inWaitingRoom, problems } = readRows(table, formatDay(meeting));
  const whole = { product: table.product, rows: table.rows.length, inWaitingRoom };
  if (table.rows.length === 0)
    return refuse('The file names nobody. Download it again once the meeting is over.', table.header.record.line);
  const about = table.form === 'untimed' ? meetingStay(table) : null;
  const stays = about ? [about] : rows.flatMap((row): LocalStay[] => (row.join ? [{ ...row, join: row.join }] : []));
  if (table.form === 'untimed' && !about) return refuse(UNTIMED, table.header.record.line);
  if (stays.length === 0) return { ...whole, reading: { order: 'dmy', zone: meeting.zone }, names: [], outside: 0, problems };
  const reading = decideReading(stays, meeting, options);
  if (isRefused(reading)) return reading;
  const timed = about ? { stays: rows.map((row) => ({ ...row, stay: UNKNOWN })), problems: [] } : readStays(table, rows, reading);
  const counting = timed.stays.filter(({ stay }) => isNear(stay, opensAt, meeting));
  if (timed.stays.length > 0 && counting.length === 0) return refuse(OUTSIDE, table.header.record.line);
  const found = [...problems, ...timed.problems].sort((a, b) => a.line - b.line);
  return { ...whole, reading, names: gather(counting), outside: timed.stays.length - counting.length, problems: found };
}

/** The meeting's first day on the clocks of its zone, as YYYY-MM-DD: the Swedish way. */
const formatDay = ({ startsAt, zone }: MeetingFacts): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(startsAt);

const UNTIMED =
  'This is a list of unique users: it has no times, and no line about the meeting by which to see that it is this one. Download it again without "Show unique users".';

const OUTSIDE = 'Nobody in the file was in the call during the meeting: it is of another one.';

const UNKNOWN: Stay = { from: null, until: null };

/** The meeting itself as Zoom's preamble or the columns in front of each row have it. */
function meetingStay(table: Table): LocalStay | null {
  const [row] = table.rows;
  const leading = row ? (column: Column) => row.cells[table.header.places.get(column) ?? -1] ?? '' : null;
  const cell = table.about ?? leading;
  const join = cell && parseClock(cell('start'));
  if (!join) return null;
  return { line: 1, join, leave: parseClock(cell('end')), duration: table.about ? parseDuration(cell('duration')) : null };
}

function isNear({ from, until }: Stay, opensAt: Date, meeting: MeetingFacts): boolean {
  if (!from || !until) return true;
  return until > opensAt && from.getTime() < meeting.endsAt.getTime() + LINGER_MINUTES * 60_000;
}

interface Timed {
  readonly stays: readonly (Row & { readonly stay: Stay })[];
  readonly problems: readonly Problem[];
}

function readStays(table: Table, rows: readonly Row[], reading: Reading): Timed {
  const read = readerOf(reading.order, reading.zone);
  const problems: Problem[] = [];
  const stays = rows.flatMap((row) => {
    const wrong = (column: Column, reason: string) => {
      problems.push({ line: row.line, column: columnName(table, column), reason });
      return [];
    };
    if (!row.join) return [];
    const stay = readStay({ ...row, join: row.join }, read);
    if ('why' in stay) return wrong(stay.column, WHY[stay.why]);
    const length = stay.until.getTime() - stay.from.getTime();
    if (length < 0) return wrong('leave', 'The time of leaving is before the time of joining.');
    const away = row.duration === null ? 0 : row.duration - length;
    // Of a person's whole span they may have missed a part; of one stay, nothing.
    const isTrue = table.form === 'spans' ? away <= TOLERANCE_MS : Math.abs(away) <= TOLERANCE_MS;
    return isTrue ? [{ ...row, stay }] : wrong('duration', 'The duration is not what lies between the two times.');
  });
  return { stays, problems };
}
