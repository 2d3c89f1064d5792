import type { Ctx } from '../bot/context.ts';
import type { NoticeKind } from '../bot/define.ts';
import { placed, toTarget } from './address.ts';
import type { Claimed } from './claim.ts';
import { listMoved, QUIET } from './deliveries.ts';
import { settle } from './fate.ts';
import type { Engine } from './parts.ts';

/**
 * Looks again at a direct message that waited, for the end of quiet hours or for its platform: the person may be
 * in quiet hours now, have longer ones, or be reached elsewhere. True when it is not to be sent now; then its claim has ended.
 * Throws when the database is away.
 */
export async function putOff(engine: Engine, ctx: Ctx, kind: NoticeKind, claimed: Claimed): Promise<boolean> {
  const moved = await listMoved(ctx, kind.quiet ?? 'ignore', [toTarget(claimed.target)], ctx.now, claimed.expiresAt);
  const until = moved.get(claimed.target);
  const notBegun = { state: 'planned', claimedBy: null, attempts: { decrement: 1 } } as const;
  if (until === null) {
    if (await settle(engine.db, claimed, { state: 'cancelled', error: QUIET })) engine.counts.cancelled += 1;
  } else if (until) {
    await settle(engine.db, claimed, { ...notBegun, dueAt: until, heldUntil: until });
  } else if (await isReachedElsewhere(engine, claimed)) {
    // The address it has now is looked up before it is claimed again (readdress.ts).
    await settle(engine.db, claimed, { ...notBegun, workspaceId: null, address: null });
  } else return false;
  return true;
}

/** Only another place counts: without any, the one chosen then is tried. */
async function isReachedElsewhere(engine: Engine, { bodyId, target, workspaceId, address }: Claimed): Promise<boolean> {
  const [place] = await engine.db.$queryRaw<{ workspaceId: string | null; address: string | null }[]>`
    WITH wanted AS (SELECT ${target}::text AS target) SELECT "workspaceId", address FROM (${placed(bodyId)}) p`;
  if (!place?.workspaceId) return false;
  return place.workspaceId !== workspaceId || place.address !== address;
}
