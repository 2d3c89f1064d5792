import type { Ctx } from '../../bot/context.ts';
import { planNotices } from '../../bot/planned.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Plans a message to the Secretariat about a claim that only they can act on. */
export const tellSecretariat = (ctx: Ctx, meetingId: string, presenceId: string): Promise<void> =>
  planNotices(ctx, [
    {
      kind: 'attendance.correction',
      key: `presence:${presenceId}:attendance.correction`,
      meetingId,
      subject: { presenceId },
      dueAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + WEEK_MS),
    },
  ]);
