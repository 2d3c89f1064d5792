import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../bot/context.ts';
import type { ImportedName, ImportedNameState } from '../../db/generated/client.ts';
import { idsByEmail } from './call-people.ts';
import { inBatches } from './import-batches.ts';
import { mergeStays, Stays, type FileName, type Stay } from './import-stays.ts';

/** Takes the place of what earlier files said; `beside` it where this one is only a part. */
export type Place = 'instead' | 'beside';

interface Wanted {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
  readonly stays: readonly Stay[];
  readonly state: ImportedNameState;
  readonly personId: string | null;
}

/**
 * Brings the meeting's names to what the file says, in the open transaction. Whoever has exactly the e-mail of somebody in
 * the directory is that person; of the others the Secretariat's decisions stay, and the rest waits. Gives how many changed.
 */
export async function writeNames(ctx: Ctx, meetingId: string, names: readonly FileName[], place: Place): Promise<number> {
  const before = new Map((await ctx.db.importedName.findMany({ where: { bodyId: ctx.body.id, meetingId } })).map((row) => [row.key, row]));
  const people = await idsByEmail(
    ctx,
    names.flatMap(({ email }) => email ?? []),
  );
  const said = names.map((one) => toWanted(one, before.get(one.key), people.get(one.email ?? '') ?? null, place));
  const keys = new Set(said.map(({ key }) => key));
  const gone = place === 'instead' ? [...before.values()].filter(({ key }) => !keys.has(key)) : [];
  const wanted = [...said, ...gone.map((row) => ({ ...row, stays: [] }))].filter((one) => isNews(one, before.get(one.key)));
  await save(ctx, meetingId, wanted);
  return wanted.length;
}

function toWanted(one: FileName, before: ImportedName | undefined, matchedId: string | null, place: Place): Wanted {
  const { key, name, email } = one;
  const stays = place === 'beside' && before ? mergeStays([...Stays.parse(before.stays), ...one.stays]) : one.stays;
  const decided = before?.decidedAt ? { state: before.state, personId: before.personId } : null;
  const matched = { state: matchedId === null ? 'waiting' : 'matched', personId: matchedId } as const;
  return { id: before?.id ?? uuidv7(), key, name, email, stays, ...(decided ?? matched) };
}

const isNews = (one: Wanted, before: ImportedName | undefined): boolean =>
  !before ||
  one.state !== before.state ||
  one.personId !== before.personId ||
  one.name !== before.name ||
  JSON.stringify(one.stays) !== JSON.stringify(Stays.parse(before.stays));

async function save(ctx: Ctx, meetingId: string, wanted: readonly Wanted[]): Promise<void> {
  for (const batch of inBatches(wanted))
    await ctx.db.$executeRaw`
      INSERT INTO "ImportedName" AS n (id, "bodyId", "meetingId", key, name, email, stays, state, "personId", "importedAt")
      SELECT r.id, ${ctx.body.id}::uuid, ${meetingId}::uuid, r.key, r.name, r.email, r.stays, r.state, r."personId", ${ctx.now}
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS r(
        id uuid, key text, name text, email text, stays jsonb, state "ImportedNameState", "personId" uuid)
      ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, stays = excluded.stays, state = excluded.state, "personId" = excluded."personId", "importedAt" = excluded."importedAt"
      WHERE n."bodyId" = excluded."bodyId"`;
}
