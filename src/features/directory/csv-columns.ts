import type { CsvRecord } from './csv-records.ts';

/** The header of the directory CSV; the order of the columns in a file is free. */
export const COLUMNS = [
  'name',
  'email',
  'organisation',
  'membership_class',
  'country',
  'standing',
  'appointment',
  'appointment_from',
  'appointment_to',
  'appointment_groups',
  'time_zone',
  'locale',
] as const;

export type Column = (typeof COLUMNS)[number];

export interface Problem {
  /** Counted from 1, the header included. */
  readonly line: number;
  /** The column's name, or what stands in its place in a wrong header. */
  readonly column: string;
  readonly reason: string;
}

/** Which cell of a record holds which column. */
export type Places = ReadonlyMap<Column, number>;

export type Header =
  { readonly places: Places; readonly problems: readonly [] } | { readonly places: null; readonly problems: readonly Problem[] };

const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);

/** Finds the columns by name. Every name that is wrong, twice there or missing is a problem. */
export function readHeader(record: CsvRecord | undefined): Header {
  const expected = `Begin the file with this line: ${COLUMNS.join(',')}`;
  if (!record) return { places: null, problems: [{ line: 1, column: COLUMNS[0], reason: `The file is empty. ${expected}` }] };
  const { line, cells } = record;
  const [first = ''] = cells;
  if (cells.length === 1 && /[;\t|]/.test(first))
    return {
      places: null,
      problems: [{ line, column: COLUMNS[0], reason: 'The columns are not separated by commas. Save the file as CSV with commas.' }],
    };
  if (cells.some((cell) => cell.includes('\u0000')))
    return { places: null, problems: [{ line, column: COLUMNS[0], reason: 'This is not UTF-8 text. Save the file as CSV UTF-8.' }] };
  return placesOf(line, cells, expected);
}

function placesOf(line: number, cells: readonly string[], expected: string): Header {
  const places = new Map<Column, number>();
  const problems: Problem[] = [];
  for (const [place, cell] of cells.entries()) {
    const name = cell
      .replace(INVISIBLE, '')
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_')
      .replace(/^e_mail$/, 'email');
    // A column without a name is none: spreadsheets leave them at the right. That its cells are empty is looked at in each row.
    if (name === '') continue;
    if (!isColumn(name)) problems.push({ line, column: shown(cell), reason: `This is no column of the directory. ${expected}` });
    else if (places.has(name)) problems.push({ line, column: name, reason: 'This column is there twice.' });
    else places.set(name, place);
  }
  const missing = COLUMNS.filter((column) => !places.has(column));
  if (missing.length > 0)
    problems.push({
      line,
      column: missing.join(', '),
      reason: `${missing.length === 1 ? 'This column is' : 'These columns are'} missing. ${expected}`,
    });
  return problems.length === 0 ? { places, problems: [] } : { places: null, problems };
}

/** Characters that nobody sees and that come along when cells are copied. The joiners (U+200C, U+200D) belong to names. */
export const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

const shown = (cell: string): string => (cell.trim() === '' ? '(no name)' : cell.trim().slice(0, 40));
