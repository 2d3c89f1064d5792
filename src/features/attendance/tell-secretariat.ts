import type { Ctx } from '../../bot/context.ts';
import { planNow } from '../../bot/planned.ts';

/** Plans a message to the Secretariat about a claim that only they can act on. */
export const tellSecretariat = (ctx: Ctx, meetingId: string, presenceId: string): Promise<void> =>
  planNow(ctx, {
    kind: 'attendance.correction',
    key: `presence:${presenceId}:attendance.correction`,
    meetingId,
    subject: { presenceId },
  });
