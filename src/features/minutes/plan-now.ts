import type { Ctx } from '../../bot/context.ts';
import { planNotices, type PlannedNotice } from '../../bot/planned.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Plans a message of this feature for now; what did not get out within a week is not sent any more. */
export const planNow = (ctx: Ctx, notice: Omit<PlannedNotice, 'dueAt' | 'expiresAt'>): Promise<void> =>
  planNotices(ctx, [{ ...notice, dueAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + WEEK_MS) }]);
