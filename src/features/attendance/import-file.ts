import type { MeetingFacts } from '../meetings/lookup.ts';
import { LINGER_MINUTES } from './call-meeting.ts';
import { dayIn, parseClock, parseDuration, readerOf, type NoMoment } from './import-clock.ts';
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
  const { rows, inWaitingRoom, problems } = readRows(table, dayOf(table, meeting));
  const whole = { product: table.product, rows: table.rows.length, inWaitingRoom };
  if (table.rows.length === 0)
    return refuse('The file names nobody. Download it again once the meeting is over.', table.header.record.line);
  const about = table.form === 'untimed' ? meetingStay(table) : null;
  const stays = about ? [about] : rows.flatMap((row): LocalStay[] => (row.join ? [{ ...row, join: row.join }] : []));
  if (table.form === 'untimed' && !about) return refuse(UNTIMED[table.product], table.header.record.line);
  if (stays.length === 0) return { ...whole, reading: { order: 'dmy', zone: meeting.zone }, names: [], outside: 0, problems };
  const reading = decideReading(stays, meeting, options);
  if (isRefused(reading)) return reading;
  const timed = about ? { stays: rows.map((row) => ({ ...row, stay: UNKNOWN })), problems: [] } : readStays(table, rows, reading);
  const counting = timed.stays.filter(({ stay }) => isNear(stay, opensAt, meeting));
  if (timed.stays.length > 0 && counting.length === 0) return refuse(OUTSIDE, table.header.record.line);
  const found = [...problems, ...timed.problems].sort((a, b) => a.line - b.line);
  return { ...whole, reading, names: gather(counting), outside: timed.stays.length - counting.length, problems: found };
}

/**
 * The day that clocks alone are of: what the file says of its meeting, so that another day's is refused as such; only a file
 * that says none is taken for the meeting's own day, on the clocks of its zone. Null when what it says is no day.
 */
function dayOf(table: Table, { startsAt, zone }: MeetingFacts): string | null {
  const said = table.about?.('start') ?? '';
  // Swedish writes YYYY-MM-DD.
  return said === '' ? new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(startsAt) : dayIn(said);
}

const UNTIMED: Readonly<Record<Product, string>> = {
  zoom: 'This is a list of unique users: it has no times, and no line about the meeting by which to see that it is this one. Download it again without "Show unique users".',
  teams:
    'This report of Teams has no times that can be read, neither of its people nor of the meeting. Download it again in English, or confirm who was there on the roll.',
};

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
    return [{ ...row, stay }];
  });
  return { stays, problems };
}
