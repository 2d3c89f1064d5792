import { isBareClock, parseClock, parseDuration } from './import-clock.ts';
import type { Cells, Column, Section, Table } from './import-table.ts';
import type { FileRecord } from './import-text.ts';

/**
 * The report of Teams in whatever language it was downloaded, by the shape that all have: numbered sections (summary,
 * participants, activities), the name first, then the times of joining and leaving, the duration and the e-mail. Of the
 * activities where they are there; else one row a person; without times where the tenant leaves them out. Null for anything else.
 */
export function findByShape(sections: readonly Section[]): Table | null {
  const [summary, ...lists] = sections.filter(({ title }) => title !== '');
  if (!summary) return null;
  const tables = lists.flatMap((section) => tableOf(section, summary) ?? []);
  return (['stays', 'spans', 'untimed'] as const).flatMap((form) => tables.find((table) => table.form === form) ?? []).at(0) ?? null;
}

/** Names, an address and two more: what looks like less is some other list. */
const FEWEST_COLUMNS = 4;

function tableOf({ records }: Section, summary: Section): Table | null {
  const [record, ...all] = records;
  if (!record || record.cells.length < FEWEST_COLUMNS || all.length === 0) return null;
  const where = (test: (cell: string) => boolean): number[] =>
    record.cells.flatMap((_, place) => {
      const written = all.map(({ cells }) => cells[place] ?? '').filter((cell) => cell !== '');
      return written.length > 0 && written.every(test) ? [place] : [];
    });
  const [email] = where((cell) => /^[^\s@]+@[^\s@]+$/.test(cell));
  const clocks = where((cell) => parseClock(cell) !== null || isBareClock(cell));
  // Joining and leaving stand side by side; a webinar's time of registering stands alone before them.
  const join = clocks.find((place) => clocks.includes(place + 1));
  const leave = join === undefined ? undefined : join + 1;
  const duration = where((cell) => parseDuration(cell) !== null).find((place) => place > (leave ?? 0));
  const isOfPeople = record.cells.some((cell) => /\(UPN\)/i.test(cell));
  const isWebinar = email === 2 && leave !== undefined;
  const form = leave === undefined ? (isOfPeople ? 'untimed' : null) : isOfPeople || isWebinar ? 'spans' : 'stays';
  const found: readonly (readonly [Column, number | undefined])[] = [
    ['name', 0],
    ['join', join],
    ['leave', leave],
    ['duration', duration],
    ['email', email],
  ];
  const places = new Map(found.flatMap(([column, place]): [Column, number][] => (place === undefined ? [] : [[column, place]])));
  const rows = isWebinar ? all.filter(({ cells }) => (cells[join ?? 0] ?? '') !== '').map(withWholeName) : all;
  return form && { product: 'teams', form, header: { record, places }, rows, about: timesOf(summary.records) };
}

/** A webinar has first and last name in two columns; who only registered has no times and is left out. */
const withWholeName = (record: FileRecord): FileRecord => {
  const [first = '', last = '', ...rest] = record.cells;
  return { ...record, cells: [`${first} ${last}`.trim(), last, ...rest] };
};

/** When the meeting was by the summary: its first two times are the start and the end in every language. */
function timesOf(records: readonly FileRecord[]): Cells | null {
  const [start, end] = records.flatMap(({ cells }) => (cells[1] !== undefined && parseClock(cells[1]) !== null ? [cells[1]] : []));
  if (start === undefined || end === undefined) return null;
  return (column) => (column === 'start' ? start : column === 'end' ? end : '');
}
