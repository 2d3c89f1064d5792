import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { refuse, type Refused } from './import-problem.ts';

/** One record, with the line of the file on which it ends. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A meeting's list has some hundred rows, a large webinar's some thousand; what is larger is something else. */
const MOST_BYTES = 8_000_000;
export const MOST_ROWS = 20_000;

const AS_DOWNLOADED = 'Give the file as it was downloaded, without opening and saving it.';

/** The records of an attendance file: UTF-16 with a byte order mark or UTF-8, separated by tabs, commas or semicolons; blank lines are left out. */
export function readRecords(bytes: Uint8Array): { readonly records: readonly FileRecord[] } | Refused {
  if (bytes.length > MOST_BYTES) return refuse(`The file is larger than ${String(MOST_BYTES / 1_000_000)} MB. ${AS_DOWNLOADED}`);
  const text = decode(bytes);
  if (text === null) return refuse(`This is neither UTF-8 nor UTF-16 text with a byte order mark. ${AS_DOWNLOADED}`);
  if (text.trim() === '') return refuse('The file is empty. Download the attendance report again once the meeting is over.');
  try {
    const records = recordsOf(text);
    return records.length > MOST_ROWS
      ? refuse(`The file has more than ${MOST_ROWS.toLocaleString('en')} rows. ${AS_DOWNLOADED}`)
      : { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: unknown };
    return refuse(`A quote is opened and never closed. ${AS_DOWNLOADED}`, typeof lines === 'number' ? lines : 1);
  }
}

/** Null for bytes that are no text, and for UTF-16 that does not say so. */
function decode(bytes: Uint8Array): string | null {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(mark, { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

function recordsOf(text: string): FileRecord[] {
  const records: FileRecord[] = [];
  parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    on_record(cells: string[], info) {
      const trimmed = cells.map((cell) => cell.trim());
      if (trimmed.some((cell) => cell !== '') && !/^sep=/i.test(trimmed[0] ?? '')) records.push({ line: info.lines, cells: trimmed });
      return null;
    },
  });
  return records;
}

/**
 * Teams writes tabs, and commas inside its times; a name with a tab in it makes no file of Zoom's one of Teams'. Spreadsheets of
 * half of Europe save with semicolons, and what `sep=` names goes before all.
 */
function delimiterOf(text: string): '\t' | ',' | ';' {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const said = /^\uFEFF?"?sep=([;,\t])/i.exec(lines[0] ?? '')?.[1];
  if (said === ';' || said === ',' || said === '\t') return said;
  const isIn = (mark: string): boolean => lines.filter((line) => line.includes(mark)).length * 2 >= lines.length;
  if (isIn('\t')) return '\t';
  const total = (mark: string): number => text.split(mark).length;
  return isIn(';') && total(';') > total(',') ? ';' : ',';
}
