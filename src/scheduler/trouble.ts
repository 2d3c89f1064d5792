import { inTransaction, type Ctx } from '../bot/context.ts';
import { planNotices } from '../bot/planned.ts';
import { toTarget } from './address.ts';
import type { Claimed } from './claim.ts';
import { settle } from './fate.ts';
import type { Engine } from './parts.ts';
import { blameFor } from './refusals.ts';

/** The kind of notice that tells the Secretariat; the notices feature renders it. */
export const TROUBLED = 'notices.troubled';
const TOLD_FOR_MS = 7 * 24 * 60 * 60_000;

/**
 * Parks a refused delivery with the platform's code, marks the channel or account that cannot be
 * reached, and plans one notice to the Secretariat: one for each time a destination breaks, one a day
 * for a workspace or a kind of message.
 */
export async function park(engine: Engine, claimed: Claimed, code: string): Promise<void> {
  const outside = await engine.context(claimed.bodyId);
  await inTransaction(outside, async (ctx) => {
    if (!(await settle(ctx.db, claimed, { state: 'failed', error: code }))) return;
    const occasion = await occasionOf(ctx, claimed, code);
    engine.counts.failed += 1;
    engine.meter.failed();
    engine.log.warn({ event: 'delivery-refused', delivery: claimed.id, kind: claimed.notice.kind, code }, 'a delivery was refused');
    // Telling of trouble with telling of trouble would never end.
    if (!occasion || claimed.notice.kind === TROUBLED) return;
    await planNotices(ctx, [
      {
        kind: TROUBLED,
        key: occasion,
        subject: { delivery: claimed.id, code },
        dueAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + TOLD_FOR_MS),
      },
    ]);
  });
}

/** The key of what there is to tell; null when it has been told. */
async function occasionOf(ctx: Ctx, claimed: Claimed, code: string): Promise<string | null> {
  const day = ctx.now.toISOString().slice(0, 10);
  const blame = blameFor(code);
  if (blame === 'workspace') return `workspace:${claimed.workspaceId}:${TROUBLED}:${code}:${day}`;
  if (blame === 'message') return `kind:${claimed.notice.kind}:${TROUBLED}:${code}:${day}`;
  return (await markBroken(ctx, claimed, code)) ? `delivery:${claimed.id}:${TROUBLED}` : null;
}

/** True for the one that finds it broken first. */
async function markBroken(ctx: Ctx, claimed: Claimed, code: string): Promise<boolean> {
  const target = toTarget(claimed.target);
  const { bodyId, workspaceId, address } = claimed;
  const marked =
    'channel' in target
      ? await ctx.db.groupChannel.updateMany({ where: { id: target.channel, bodyId, blocked: null }, data: { blocked: code } })
      : await ctx.db.account.updateMany({
          where: { bodyId, workspaceId, externalUserId: address, unreachable: null },
          data: { unreachable: code },
        });
  return marked.count > 0;
}

/** A post arrived: whatever kept the destination from being reached is over. */
export async function markWorking(ctx: Ctx, claimed: Claimed): Promise<void> {
  const target = toTarget(claimed.target);
  const { bodyId, workspaceId, address } = claimed;
  if ('channel' in target)
    await ctx.db.groupChannel.updateMany({ where: { id: target.channel, bodyId, blocked: { not: null } }, data: { blocked: null } });
  else if (claimed.attempts > 1)
    await ctx.db.account.updateMany({
      where: { bodyId, workspaceId, externalUserId: address, unreachable: { not: null } },
      data: { unreachable: null },
    });
}
