import type { Clock } from './import-clock.ts';
import { parseClock, parseDuration } from './import-clock.ts';
import type { Problem } from './import-problem.ts';
import { cellsOf, columnName, type Cells, type Column, type Table } from './import-table.ts';
import type { FileRecord } from './import-text.ts';

/** One row, its times as the file's clock showed them. */
export interface Row {
  readonly line: number;
  readonly name: string;
  /** Lower-cased; null where the file has none. */
  readonly email: string | null;
  /** Null where the form has no times. */
  readonly join: Clock | null;
  /** Null when the file has the duration instead. */
  readonly leave: Clock | null;
  /** In milliseconds; null when the file does not say. */
  readonly duration: number | null;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Rows of the waiting room: nobody was in the meeting there. */
  readonly inWaitingRoom: number;
  readonly problems: readonly Problem[];
}

const NAME_LIMIT = 200;
const EMAIL_LIMIT = 254;

/**
 * Every row of the table by itself, with all that is wrong named by line and column. `day`, as the file writes days, is meant
 * where it has clocks only.
 */
export function readRows(table: Table, day: string | null): Rows {
  const problems: Problem[] = [];
  const rows: Row[] = [];
  let inWaitingRoom = 0;
  for (const record of table.rows) {
    const cell = cellsOf(table.header, record);
    if (/^yes$/i.test(cell('waiting'))) inWaitingRoom += 1;
    else rows.push(...(readRow(table, day, record, cell, problems) ?? []));
  }
  return { rows, inWaitingRoom, problems };
}

type Wrong = (column: Column, reason: string) => null;

function readRow(table: Table, day: string | null, record: FileRecord, cell: Cells, problems: Problem[]): Row[] | null {
  const before = problems.length;
  const wrong: Wrong = (column, reason) => {
    problems.push({ line: record.line, column: columnName(table, column), reason });
    return null;
  };
  const email = readEmail(cell('email'), wrong);
  const name = readName(cell('name') || (email ?? ''), wrong);
  const times = table.form === 'untimed' ? { join: null, leave: null, duration: null } : readTimes(cell, day, wrong);
  return problems.length > before || !times ? null : [{ line: record.line, name, email, ...times }];
}

/** What a name says is left as it is, also when a spreadsheet would run it: it is only ever shown, and phones begin with a plus. */
function readName(text: string, wrong: Wrong): string {
  if (text === '') wrong('name', 'The row has neither a name nor an e-mail.');
  else if (text.includes('\uFFFD')) wrong('name', 'Some characters were lost when the file was saved. Download it again.');
  else if (/\p{Cc}/u.test(text)) wrong('name', 'There is a line break or another control character in the name.');
  else if (text.length > NAME_LIMIT) wrong('name', `Keep the name under ${String(NAME_LIMIT)} characters.`);
  return text;
}

function readEmail(text: string, wrong: Wrong): string | null {
  if (text === '') return null;
  const email = text.toLowerCase();
  const isOne = email.length <= EMAIL_LIMIT && /^[^\s@]+@[^\s@]+$/.test(email) && !/[\p{Cc}\uFFFD]/u.test(email);
  return isOne ? email : wrong('email', 'This is no e-mail address. Leave it empty when there is none.');
}

function readTimes(cell: Cells, day: string | null, wrong: Wrong): Pick<Row, 'join' | 'leave' | 'duration'> | null {
  const duration = cell('duration') === '' ? null : parseDuration(cell('duration'));
  // With both times it is only a check.
  if (cell('duration') !== '' && duration === null && cell('leave') === '')
    wrong('duration', 'This is no duration such as 1h 13m 42s, or a number of minutes.');
  const join = readClock(cell, 'join', day, wrong);
  const hasEnd = cell('leave') !== '' || duration !== null;
  if (!hasEnd) wrong('leave', 'The row has neither a time of leaving nor a duration.');
  const leave = cell('leave') === '' ? null : readClock(cell, 'leave', day, wrong);
  return join && hasEnd ? { join, leave, duration } : null;
}

function readClock(cell: Cells, column: 'join' | 'leave', day: string | null, wrong: Wrong): Clock | null {
  return parseClock(cell(column), day) ?? wrong(column, 'This is no date and time, such as 7/20/23, 4:30:36 PM.');
}
