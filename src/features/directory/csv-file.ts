import { COLUMNS, readHeader, type Problem } from './csv-columns.ts';
import { readRecords, type Unreadable } from './csv-records.ts';
import { readRow, type DirectoryRow, type Known, type OrganisationRow } from './csv-rows.ts';

export interface DirectoryFile {
  /** Rows under the header, good and bad. */
  readonly count: number;
  /** The good ones. */
  readonly rows: readonly DirectoryRow[];
  /** By organisation's folded name: all that the good rows say of it. */
  readonly organisations: ReadonlyMap<string, OrganisationRow>;
  readonly problems: readonly Problem[];
  /** False when nothing can be made of the file as a whole. */
  readonly readable: boolean;
}

/** A directory CSV with every problem of every row named by line and column. Nothing is looked up or written. */
export function readDirectoryFile(csv: string | Uint8Array, known: Known): DirectoryFile {
  const { records, unreadable } = readRecords(Buffer.from(csv as Uint8Array));
  const header = readHeader(unreadable.some((one) => one.line === 1) ? undefined : records[0]);
  if (!header.places) return { count: 0, rows: [], organisations: new Map(), problems: header.problems, readable: false };
  const places = header.places;
  const problems: Problem[] = unreadable.map((one) => toProblem(one, places));
  const read = records.slice(1).flatMap((record) => readRow(record, places, known, problems) ?? []);
  const { rows, organisations } = agree(read, problems);
  problems.sort((a, b) => a.line - b.line);
  return { count: records.length - 1 + unreadable.length, rows, organisations, problems, readable: true };
}

function toProblem({ line, cell, reason }: Unreadable, places: ReadonlyMap<string, number>): Problem {
  return { line, column: COLUMNS.find((column) => places.get(column) === cell) ?? 'name', reason };
}

/** Rows that contradict an earlier one (same e-mail, or other facts of the same organisation) become problems. */
function agree(read: readonly DirectoryRow[], problems: Problem[]): Pick<DirectoryFile, 'rows' | 'organisations'> {
  const rows: DirectoryRow[] = [];
  const lines = new Map<string, number>();
  const said = new Map<string, Said>();
  for (const row of read) {
    const twin = lines.get(row.email);
    lines.set(row.email, twin ?? row.line);
    const found = twin === undefined ? contradictions(row, said) : [toTwin(row, twin)];
    problems.push(...found);
    if (found.length > 0) continue;
    rows.push(row);
    if (row.organisation) remember(said, row.organisation, row.line);
  }
  return { rows, organisations: new Map([...said].map(([key, { facts }]) => [key, facts])) };
}

const toTwin = (row: DirectoryRow, twin: number): Problem => ({
  line: row.line,
  column: 'email',
  reason: `Line ${String(twin)} has the same e-mail address. Keep one row for each person.`,
});

const STATED = { membershipClass: 'membership_class', country: 'country', standing: 'standing' } as const;
type Stated = keyof typeof STATED;

interface Said {
  readonly facts: OrganisationRow;
  readonly lines: Readonly<Partial<Record<Stated, number>>>;
}

const stated = Object.keys(STATED) as Stated[];

function contradictions(row: DirectoryRow, said: ReadonlyMap<string, Said>): Problem[] {
  const own = row.organisation;
  const earlier = own && said.get(own.nameKey);
  if (!earlier) return [];
  return stated.flatMap((fact) => {
    const before = earlier.facts[fact];
    if (own[fact] === null || before === null || own[fact] === before) return [];
    const reason = `Line ${String(earlier.lines[fact] ?? 0)} says "${before}" for the same organisation. Make the rows agree.`;
    return [{ line: row.line, column: STATED[fact], reason }];
  });
}

function remember(said: Map<string, Said>, own: OrganisationRow, line: number): void {
  const before = said.get(own.nameKey);
  const facts = { ...own, ...before?.facts };
  const lines: Partial<Record<Stated, number>> = { ...before?.lines };
  for (const fact of stated)
    if (own[fact] !== null && lines[fact] === undefined) {
      lines[fact] = line;
      Object.assign(facts, { [fact]: own[fact] });
    }
  said.set(own.nameKey, { facts, lines });
}
