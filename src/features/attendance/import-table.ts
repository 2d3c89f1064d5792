import { fold } from '../../bot/fold.ts';
import { findByShape } from './import-shape.ts';
import { refuse, type Refused } from './import-problem.ts';
import type { FileRecord } from './import-text.ts';

export type Product = 'zoom' | 'teams';

/** What the two products call the columns that matter, folded; the others are left alone. */
const NAMES = {
  name: ['name', 'full name', 'name original name'],
  email: ['email', 'user email'],
  join: ['join time', 'first join', 'first join time'],
  leave: ['leave time', 'last leave', 'last leave time'],
  duration: ['duration', 'duration minutes', 'in meeting duration', 'total duration minutes'],
  waiting: ['in waiting room'],
  /** Of the whole meeting: in Zoom's preamble, or in front of every row. */
  start: ['start time'],
  end: ['end time'],
} as const;
export type Column = keyof typeof NAMES;

const OF_ZOOM = ['user email', 'name original name'];
const OF_TEAMS = ['role', 'in meeting duration', 'first join', 'participant id upn'];

export interface Table {
  readonly product: Product;
  /** One row a stay; else one a person: from the first joining to the last leaving, or, in Zoom's unique users, without times. */
  readonly form: 'stays' | 'spans' | 'untimed';
  readonly header: Header;
  readonly rows: readonly FileRecord[];
  /** Zoom's line about the meeting; null without one. */
  readonly about: Cells | null;
}

export interface Header {
  readonly record: FileRecord;
  readonly places: ReadonlyMap<Column, number>;
}

export type Cells = (column: Column) => string;

/** What a row has in a column; empty where it is too short, or the file has no such column. */
export const cellsOf =
  ({ places }: Pick<Header, 'places'>, { cells }: FileRecord): Cells =>
  (column) =>
    cells[places.get(column) ?? -1] ?? '';

/** The column as the file spells it. */
export const columnName = ({ header }: Table, column: Column): string => header.record.cells[header.places.get(column) ?? -1] ?? column;

/** The table of who was in the call, in the forms Zoom and Teams write (their columns in any order and case). */
export function findTable(records: readonly FileRecord[]): Table | Refused {
  const sections = toSections(records);
  const activities = sections.find((one) => one.title === 'in meeting activities' && one.header);
  const section = activities ?? sections.find((one) => one.header);
  const product = section?.header ? productOf(section.header) : null;
  const form = section?.header ? formOf(section.header) : null;
  if (!section?.header || !product || !form)
    return findByShape(sections) ?? refuse(notAttendance(records), section?.header?.record.line ?? records[0]?.line);
  const twice = findTwice(section.header);
  if (twice !== null) return refuse(`The column "${twice}" is there twice.`, section.header.record.line);
  return { product, form, header: section.header, rows: section.rows, about: aboutOf(section.before) };
}

export interface Section {
  /** Empty for what stands before the first numbered title. */
  readonly title: string;
  readonly records: readonly FileRecord[];
  readonly before: readonly FileRecord[];
  readonly header: Header | null;
  readonly rows: readonly FileRecord[];
}

/** Teams numbers its sections; a file without numbers is one section. */
function toSections(records: readonly FileRecord[]): Section[] {
  const parts: { title: string; records: FileRecord[] }[] = [{ title: '', records: [] }];
  for (const record of records) {
    const title = /^\d+\.\s+(\S.*)$/.exec(record.cells[0] ?? '')?.[1];
    const isTitle = title !== undefined && record.cells.slice(1).every((cell) => cell === '');
    if (isTitle) parts.push({ title: fold(title), records: [] });
    else parts.at(-1)?.records.push(record);
  }
  return parts.map(({ title, records: own }): Section => {
    const at = own.findIndex((record) => headerOf(record).places.has('name'));
    const record = own[at];
    if (!record) return { title, records: own, before: own, header: null, rows: [] };
    return { title, records: own, before: own.slice(0, at), header: headerOf(record), rows: own.slice(at + 1) };
  });
}

/** Zoom may repeat the host's e-mail and the meeting's duration in front of every row: what stands after the name is the person's. */
function headerOf(record: FileRecord): Header {
  const name = placesOf(record, 'name')[0] ?? 0;
  const columns = Object.keys(NAMES) as Column[];
  const places = columns.flatMap((column): [Column, number][] => {
    const all = placesOf(record, column);
    const place = all.find((one) => one >= name) ?? all[0];
    return place === undefined ? [] : [[column, place]];
  });
  return { record, places: new Map(places) };
}

const placesOf = ({ cells }: FileRecord, column: Column): number[] =>
  cells.flatMap((cell, place) => ((NAMES[column] as readonly string[]).includes(fold(cell)) ? [place] : []));

function findTwice({ record, places }: Header): string | null {
  const name = places.get('name') ?? 0;
  const columns = Object.keys(NAMES) as Column[];
  const twice = columns.find((column) => placesOf(record, column).filter((place) => place >= name).length > 1);
  return twice ? (record.cells[places.get(twice) ?? -1] ?? twice) : null;
}

function productOf({ record }: Header): Product | null {
  const has = (names: readonly string[]) => record.cells.some((cell) => names.includes(fold(cell)));
  if (has(OF_ZOOM)) return 'zoom';
  return has(OF_TEAMS) ? 'teams' : null;
}

function formOf({ record, places }: Header): Table['form'] | null {
  const of = (column: Column): string => fold(record.cells[places.get(column) ?? -1] ?? '');
  if (!places.has('email')) return null;
  if (places.has('join') && places.has('leave')) return of('join').startsWith('first') ? 'spans' : 'stays';
  return of('duration') === 'total duration minutes' ? 'untimed' : null;
}

function aboutOf(before: readonly FileRecord[]): Cells | null {
  const at = before.findIndex((record) => headerOf(record).places.has('start'));
  const [header, row] = [before[at], before[at + 1]];
  return header && row ? cellsOf(headerOf(header), row) : null;
}

/** Reports that are known and not taken, by headings only they have, and which to fetch instead. */
const OTHER_REPORTS = [
  {
    headings: ['user action', 'timestamp'],
    is: 'the list that Teams gives out during a meeting',
    instead: 'Download the attendance report from the meeting’s "Attendance" tab once it is over.',
  },
  {
    headings: ['first name', 'time joined', 'time exited'],
    is: 'the attendance report of Google Meet, whose times have no day',
    instead: 'Confirm who was there on the roll instead.',
  },
] as const;

function notAttendance(records: readonly FileRecord[]): string {
  const written = new Set(records.slice(0, 20).flatMap(({ cells }) => cells.map(fold)));
  const known = OTHER_REPORTS.find(({ headings }) => headings.every((heading) => written.has(heading)));
  if (known) return `This is ${known.is}. ${known.instead}`;
  const begins = records[0]?.cells.join(', ').slice(0, 60) ?? '';
  const expected =
    'Give the attendance report of Teams in any language, or the participants file of Zoom in English, as it was downloaded.';
  return `This is no attendance file of Zoom or Teams: it begins with "${begins}". ${expected}`;
}
