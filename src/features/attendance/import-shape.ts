import { parseClock, parseDuration } from './import-clock.ts';
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
  const [record, ...rows] = records;
  if (!record || record.cells.length < FEWEST_COLUMNS || rows.length === 0) return null;
  const where = (test: (cell: string) => boolean): number[] =>
    record.cells.flatMap((_, place) => {
      const written = rows.map(({ cells }) => cells[place] ?? '').filter((cell) => cell !== '');
      return written.length > 0 && written.every(test) ? [place] : [];
    });
  const clocks = where((cell) => parseClock(cell) !== null);
  const duration = where((cell) => parseDuration(cell) !== null).find((place) => place > (clocks[1] ?? 0));
  const [email] = where((cell) => /^[^\s@]+@[^\s@]+$/.test(cell));
  const found: readonly (readonly [Column, number | undefined])[] = [
    ['name', 0],
    ['join', clocks[0]],
    ['leave', clocks[1]],
    ['duration', duration],
    ['email', email],
  ];
  const places = new Map(found.flatMap(([column, place]): [Column, number][] => (place === undefined ? [] : [[column, place]])));
  const isOfPeople = record.cells.some((cell) => /\(UPN\)/i.test(cell));
  const form = clocks.length >= 2 ? (isOfPeople ? 'spans' : 'stays') : isOfPeople ? 'untimed' : null;
  return form && { product: 'teams', form, header: { record, places }, rows, about: timesOf(summary.records) };
}

/** When the meeting was by the summary: its first two times are the start and the end in every language. */
function timesOf(records: readonly FileRecord[]): Cells | null {
  const [start, end] = records.flatMap(({ cells }) => (cells[1] !== undefined && parseClock(cells[1]) ? [cells[1]] : []));
  if (start === undefined || end === undefined) return null;
  return (column) => (column === 'start' ? start : column === 'end' ? end : '');
}
