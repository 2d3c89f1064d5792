import { createHash } from 'node:crypto';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import type { Problem } from './csv-columns.ts';
import { readDirectoryFile, type DirectoryFile } from './csv-file.ts';
import { toKnown } from './csv-rows.ts';
import { planImport } from './import-plan.ts';
import { writeImport } from './import-write.ts';
import { linkAccounts } from './link-accounts.ts';
import { lockDirectory } from './lock-directory.ts';

export interface ImportResult {
  /** False when bad rows kept everything back. */
  readonly applied: boolean;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** E-mails the directory has and the file has not, and `e-mail (office)` for offices it no longer names. Nothing of it is removed. */
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
}

export const ImportInput = z.object({
  csv: z.union([z.string(), z.instanceof(Uint8Array)], 'Give the text of a CSV file.'),
  /** Apply the good rows although there are bad ones. */
  partial: z.boolean().default(false),
});

/** Ten thousand rows take a few seconds; a loaded machine gets time to finish what it began. */
const IMPORT_LIMIT_MS = 60_000;

/**
 * Takes in a directory CSV (CONTRACT.md, Directory CSV): people are found by e-mail and added or
 * updated; nothing is deleted. With a bad row nothing is applied, unless `partial`; each is named by
 * line, column and reason. Chat accounts with an added e-mail are linked. One transaction; for the
 * Secretariat and the operator.
 */
export const importCsv = verb('directory.importCsv', ImportInput, async (ctx, { csv, partial }): Promise<ImportResult> => {
  assertSecretariat(ctx);
  const groups = await ctx.db.group.findMany({ where: { bodyId: ctx.body.id }, select: { slug: true } });
  const file = readDirectoryFile(
    csv,
    toKnown(
      ctx.body,
      groups.map((group) => group.slug),
    ),
  );
  if (!file.readable || (file.problems.length > 0 && !partial)) return nothingApplied(file);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  return inTransaction(ctx, (ctx) => apply(ctx, file, sha256), IMPORT_LIMIT_MS);
});

async function apply(ctx: Ctx, file: DirectoryFile, sha256: string): Promise<ImportResult> {
  // Two imports at once would each add the same new people.
  await lockDirectory(ctx);
  const plan = await planImport(ctx, file);
  await writeImport(ctx, plan);
  const linked = await linkAccounts(ctx);
  const { added, updated, unchanged, missing } = plan;
  const counts = { rows: file.count, added, updated, unchanged };
  recordAudit(ctx, 'directory.importCsv', null, { ...counts, bad: file.problems.length, missing: missing.length, linked, sha256 });
  return { applied: true, ...counts, missing, problems: file.problems };
}

const nothingApplied = (file: DirectoryFile): ImportResult => ({
  applied: false,
  rows: file.count,
  added: 0,
  updated: 0,
  unchanged: 0,
  missing: [],
  problems: file.problems,
});
