import { readFile } from 'node:fs/promises';
import { importCsv } from '../features/directory/import-csv.ts';
import type { Installation } from '../installation.ts';

/** Takes in a directory CSV. 1 when a row was bad: nothing was applied then, unless `partial`. */
export async function importDirectory(installation: Installation, file: string, partial: boolean): Promise<0 | 1> {
  const ctx = installation.context(installation.body, 'cli', { kind: 'operator' });
  const result = await importCsv(ctx, { csv: await readFile(file), partial });
  for (const problem of result.problems) process.stdout.write(`line ${String(problem.line)}, ${problem.column}: ${problem.reason}\n`);
  const applied = result.problems.length === 0 || partial;
  process.stdout.write(
    applied
      ? `${String(result.rows)} rows: ${String(result.added)} added, ${String(result.updated)} updated, ${String(result.unchanged)} unchanged\n`
      : `Nothing was applied. Mend the lines above, or take in the good ones with --partial.\n`,
  );
  for (const missing of result.missing) process.stdout.write(`not in this file, left as it is: ${missing}\n`);
  return result.problems.length === 0 ? 0 : 1;
}
