import { importCsv } from '../features/directory/import-csv.ts';
import type { Problem } from '../features/directory/csv-columns.ts';
import type { Installation } from '../installation.ts';
import { readInput } from './read-input.ts';
import { complain } from './say.ts';

/** Takes in a directory CSV. 1 when a row was bad: nothing was applied then, unless `partial`; 2 when the file cannot be read. */
export async function importDirectory(installation: Installation, file: string, partial: boolean): Promise<0 | 1 | 2> {
  const csv = await readInput(file);
  if (typeof csv === 'string') return complain(csv);
  const ctx = installation.context(installation.body, 'cli', { kind: 'operator' });
  const result = await importCsv(ctx, { csv, partial });
  for (const told of alike(result.problems)) process.stdout.write(`${told}\n`);
  const applied = result.problems.length === 0 || partial;
  process.stdout.write(
    applied
      ? `${String(result.rows)} rows: ${String(result.added)} added, ${String(result.updated)} updated, ${String(result.unchanged)} unchanged\n`
      : `Nothing was applied. Mend the lines above, or take in the good ones with --partial.\n`,
  );
  for (const missing of result.missing) process.stdout.write(`not in this file, left as it is: ${missing}\n`);
  return result.problems.length === 0 ? 0 : 1;
}

const MOST_LINES = 10;

/** The same problem is said once, with the lines it is on. */
function alike(problems: readonly Problem[]): string[] {
  return [...Map.groupBy(problems, ({ column, reason }) => `${column}: ${reason}`)].map(([words, own]) => {
    const lines = own.map(({ line }) => String(line));
    const shown = lines.slice(0, MOST_LINES).join(', ');
    const more = lines.length > MOST_LINES ? ` and ${String(lines.length - MOST_LINES)} more` : '';
    return `${lines.length === 1 ? 'line' : 'lines'} ${shown}${more}, ${words}`;
  });
}
