import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** One record as written, with the line of the file it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A line the quoting rules of RFC 4180 make unreadable. `cell` counts from 0. */
export interface Unreadable {
  readonly line: number;
  readonly cell: number;
  readonly reason: string;
}

export interface CsvFile {
  readonly records: readonly CsvRecord[];
  readonly unreadable: readonly Unreadable[];
}

/** Each costs reading the rest again: a file with more is no CSV. */
const MOST_UNREADABLE = 50;

const NEWLINE = 10;

/**
 * Records of a CSV text, lines that are blank or have only commas left out. A line whose quoting is broken is named, and reading
 * goes on with the next line: one bad line hides none of the others.
 */
export function readRecords(bytes: Buffer): CsvFile {
  const records: CsvRecord[] = [];
  const unreadable: Unreadable[] = [];
  const said = separatorLine(bytes);
  const delimiter = said?.delimiter ?? ',';
  let offset = said?.length ?? 0;
  let linesBefore = said ? 1 : 0;
  while (offset < bytes.length && unreadable.length < MOST_UNREADABLE) {
    const stopped = readOn(bytes.subarray(offset), delimiter, linesBefore, records);
    if (!stopped) break;
    unreadable.push({ line: stopped.line, cell: stopped.cell, reason: stopped.reason });
    const end = bytes.indexOf(NEWLINE, offset + stopped.at);
    if (end === -1) break;
    offset = end + 1;
    linesBefore = stopped.line;
  }
  return { records, unreadable };
}

/** The line that Excel writes above a header to say what parts the columns, such as `sep=;`; null without one. */
function separatorLine(bytes: Buffer): { readonly delimiter: string; readonly length: number } | null {
  const [all, delimiter] = /^(?:\uFEFF)?"?sep=([,;|\t])"?[,;|\t]*\r?\n/i.exec(bytes.subarray(0, 80).toString('utf8')) ?? [];
  return all === undefined || delimiter === undefined ? null : { delimiter, length: Buffer.byteLength(all) };
}

interface Stopped extends Unreadable {
  /** Byte the broken record begins at. */
  readonly at: number;
}

function readOn(bytes: Buffer, delimiter: string, linesBefore: number, records: CsvRecord[]): Stopped | null {
  let at = 0;
  let lines = 0;
  try {
    parse(bytes, {
      bom: linesBefore === 0,
      delimiter,
      relax_column_count: true,
      on_record(cells: string[], info) {
        if (cells.some((cell) => cell.trim() !== '')) records.push({ line: linesBefore + lines + 1, cells });
        at = info.bytes;
        lines = info.lines;
        return null;
      },
    });
    return null;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { column } = error as CsvError & { column?: unknown };
    return { at, line: linesBefore + lines + 1, cell: typeof column === 'number' ? column : 0, reason: reasonOf(error) };
  }
}

const reasonOf = (error: CsvError): string =>
  error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'A quote is opened and never closed. Close it, or double it ("") when it belongs to the text.'
    : 'A quote stands where none may. Put quotes around the whole value, and double those inside ("").';
