import type { Ctx } from '../../bot/context.ts';
import { forgetTries } from './link-tries.ts';

/** For so long a code that is over still hears why. */
const KEPT_MS = 24 * 60 * 60_000;

/** Deletes the body's codes a day after they were over, and the wrong tries that no longer count. */
export async function forgetCodes(ctx: Ctx): Promise<void> {
  await ctx.db.linkCode.deleteMany({ where: { bodyId: ctx.body.id, expiresAt: { lt: new Date(ctx.now.getTime() - KEPT_MS) } } });
  await forgetTries(ctx);
}
