import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../bot/context.ts';
import type { NoticeKind, Target } from '../bot/define.ts';
import { toPreferences, toQuietHours, toZone } from '../bot/preferences.ts';
import { deferUntil, type QuietRule } from '../bot/quiet.ts';
import type { Notice } from '../db/generated/client.ts';
import { placed, targetKey } from './address.ts';

/** Fate of what a person's quiet hours outlast. */
export const QUIET = 'Their quiet hours last until after it was of any use.';

const TURNS = { first: 0, middle: 1, last: 2 } as const;

/**
 * Writes a notice's deliveries in one statement: each with its address, or with the reason why nobody gets
 * it. Targets that have one already keep it. Quiet hours are kept as the kind wants them. Answers how many
 * are new. Runs in the open transaction.
 */
export async function addDeliveries(
  ctx: Ctx,
  kind: NoticeKind,
  notice: Pick<Notice, 'id' | 'expiresAt'>,
  targets: readonly Target[],
  beginAt: Date,
): Promise<number> {
  const keys = [...new Set(targets.map(targetKey))];
  if (keys.length === 0) return 0;
  const moved = await listMoved(ctx, kind.quiet ?? 'ignore', targets, beginAt, notice.expiresAt);
  const rows = keys.map((target) => ({
    id: uuidv7(),
    target,
    dueAt: moved.get(target) ?? beginAt,
    heldUntil: moved.get(target) ?? null,
    isVain: moved.get(target) === null,
  }));
  return ctx.db.$executeRaw`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, target text, "dueAt" timestamptz, "heldUntil" timestamptz, "isVain" boolean))
    INSERT INTO "Delivery" (id, "bodyId", "noticeId", target, "workspaceId", address, state, error, turn, "dueAt", "heldUntil", "expiresAt")
    SELECT id, ${ctx.body.id}::uuid, ${notice.id}::uuid, target, "workspaceId", address,
      (CASE WHEN "isVain" THEN 'cancelled' ELSE fate END)::"DeliveryState", CASE WHEN "isVain" THEN ${QUIET} ELSE error END,
      ${TURNS[kind.turn ?? 'middle']}::smallint, "dueAt", "heldUntil", ${notice.expiresAt}::timestamptz
    FROM (${placed(ctx.body.id)}) p ORDER BY id ON CONFLICT DO NOTHING`;
}

/** When the direct messages go out that quiet hours move, by target; null when they would be of no use then. */
async function listMoved(
  ctx: Ctx,
  rule: QuietRule,
  targets: readonly Target[],
  beginAt: Date,
  expiresAt: Date,
): Promise<Map<string, Date | null>> {
  const moved = new Map<string, Date | null>();
  const ids = targets.flatMap((target) => ('person' in target ? [target.person] : []));
  if (rule === 'ignore' || ids.length === 0) return moved;
  // What is late meets the quiet hours of now.
  const from = beginAt > ctx.now ? beginAt : ctx.now;
  for (const person of await listPeople(ctx, ids)) {
    const chosen = toPreferences(person.preferences);
    const zone = toZone(chosen, { directory: person.zone, chat: person.chatZone }) ?? ctx.body.zone;
    const quiet = { hours: toQuietHours(chosen, ctx.body.settings.notices.quietHours), zone };
    const at = deferUntil(quiet, rule, from, expiresAt);
    if (at?.getTime() !== from.getTime()) moved.set(targetKey({ person: person.id }), at);
  }
  return moved;
}

/** When quiet hours let a message go that waited until now: later, or null for never; undefined when they let it go now. */
export async function findPutOff(ctx: Ctx, kind: NoticeKind, target: Target, expiresAt: Date): Promise<Date | null | undefined> {
  return (await listMoved(ctx, kind.quiet ?? 'ignore', [target], ctx.now, expiresAt)).get(targetKey(target));
}

interface Reader {
  readonly id: string;
  readonly preferences: unknown;
  readonly zone: string | null;
  readonly chatZone: string | null;
}

const listPeople = (ctx: Ctx, ids: readonly string[]): Promise<Reader[]> => ctx.db.$queryRaw`
  SELECT p.id, p.preferences, p.zone, (
    SELECT a.zone FROM "Account" a WHERE a."bodyId" = p."bodyId" AND a."personId" = p.id AND a.zone IS NOT NULL
    ORDER BY a."seenAt" DESC, a.id DESC LIMIT 1) AS "chatZone"
  FROM "Person" p WHERE p."bodyId" = ${ctx.body.id}::uuid AND p.id = ANY (${[...new Set(ids)]}::uuid[])`;
