import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../src/bot/audit.ts';
import { inTransaction, type BodyFacts, type Ctx } from '../src/bot/context.ts';
import { fold } from '../src/bot/fold.ts';
import { BodySettings } from '../src/bot/settings.ts';
import type { Database } from '../src/db/client.ts';
import { importCsv, type ImportResult } from '../src/features/directory/import-csv.ts';
import { lockDirectory } from '../src/features/directory/lock-directory.ts';
import { readPreset, type Preset, type PresetStatement } from '../src/preset.ts';

export interface ApplyingPreset {
  readonly preset: string;
  readonly now: Date;
  readonly log: Logger;
  /** Where the presets are, when not in this folder. */
  readonly presets?: string;
}

/**
 * Puts the body of a preset in, with its groups and statements; what is there already stays as it is,
 * so what the Secretariat changed is never overwritten. Runs at every start, by several replicas at
 * once. Throws PresetError before anything is written when the preset can't be used.
 */
export async function applyPreset(db: Database, { preset: name, now, log, presets }: ApplyingPreset): Promise<BodyFacts> {
  const preset = readPreset(name, presets);
  const { slug, zone, locale, settings } = preset;
  const made = await db.body.createMany({
    data: [{ id: uuidv7(), slug, name: preset.name, preset: name, settings, zone, locale, createdAt: now }],
    skipDuplicates: true,
  });
  // A body from before there was a screen gets it; one that has it, be it empty, keeps its own. So with the wording of minutes.
  const { screen, wording } = settings;
  await db.$executeRaw`UPDATE "Body" SET settings = settings || ${JSON.stringify({ screen })}::jsonb WHERE slug = ${slug} AND settings->'screen' IS NULL`;
  await db.$executeRaw`UPDATE "Body" SET settings = settings || ${JSON.stringify({ wording })}::jsonb WHERE slug = ${slug} AND settings->'wording' IS NULL`;
  const body = await loadBody(db, { slug });
  await inTransaction(operator(db, body, now, log), async (ctx) => {
    await lockDirectory(ctx);
    const groups = await addGroups(ctx, preset);
    const statements = await addStatements(ctx, preset.statements);
    if (groups + statements === 0) return;
    recordAudit(ctx, 'preset.apply', `body:${body.id}`, { preset: name, groups, statements });
    log.info({ event: 'preset', preset: name, bodies: made.count, groups, statements }, 'preset applied');
  });
  return body;
}

/** A body as contexts carry it, its settings parsed. Throws when there is none. */
export async function loadBody(db: Database, which: { readonly id: string } | { readonly slug: string }): Promise<BodyFacts> {
  const { id, slug, name, zone, locale, settings } = await db.body.findUniqueOrThrow({ where: which });
  return { id, slug, name, zone, locale, settings: BodySettings.parse(settings) };
}

/**
 * Takes in the made-up directory of the body's preset, once: while anybody of it is there, nothing is
 * done (null), so that what was changed in a trial stays.
 */
export async function seedDemoDirectory(ctx: Ctx): Promise<ImportResult | null> {
  const { preset } = await ctx.db.body.findUniqueOrThrow({ where: { id: ctx.body.id }, select: { preset: true } });
  const csv = await readFile(path.join(readPreset(preset).folder, 'demo.csv'));
  const emails = csv.toString('utf8').matchAll(/[^,\s]+@[^,\s]+\.example/g);
  const there = await ctx.db.person.count({ where: { bodyId: ctx.body.id, email: { in: [...emails].map(([email]) => email) } } });
  return there > 0 ? null : importCsv(ctx, { csv });
}

async function addGroups(ctx: Ctx, { groups }: Preset): Promise<number> {
  const { count } = await ctx.db.group.createMany({
    data: groups.map((group) => ({
      ...group,
      id: uuidv7(),
      bodyId: ctx.body.id,
      nameKey: fold(group.name),
      zone: group.zone ?? ctx.body.zone,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })),
    skipDuplicates: true,
  });
  return count;
}

async function addStatements(ctx: Ctx, statements: readonly PresetStatement[]): Promise<number> {
  let added = 0;
  for (const one of statements) if (await addStatement(ctx, one)) added += 1;
  return added;
}

/** Once the Secretariat has published a version of its own, the preset's later ones are not put over it. */
async function addStatement(
  ctx: Ctx,
  { kind, version, locale, text, policyUrl, effectiveFrom, confirmed }: PresetStatement,
): Promise<boolean> {
  const bodyId = ctx.body.id;
  await ctx.db.statement.createMany({ data: [{ id: uuidv7(), bodyId, kind }], skipDuplicates: true });
  const { id: statementId } = await ctx.db.statement.findUniqueOrThrow({ where: { bodyId_kind: { bodyId, kind } } });
  const own = await ctx.db.statementVersion.count({ where: { statementId, locale, publishedById: { not: null } } });
  if (own > 0) return false;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const row = {
    id: uuidv7(),
    bodyId,
    statementId,
    version,
    locale,
    text,
    policyUrl,
    sha256,
    effectiveFrom,
    publishedAt: ctx.now,
    confirmed,
  };
  const { count } = await ctx.db.statementVersion.createMany({ data: [row], skipDuplicates: true });
  return count > 0;
}

const operator = (db: Database, body: BodyFacts, now: Date, log: Logger): Ctx => ({
  db,
  body,
  actor: { kind: 'operator' },
  surface: 'cli',
  now,
  log,
  publicUrl: '',
  reactions: new Map(),
  wake: () => undefined,
});
