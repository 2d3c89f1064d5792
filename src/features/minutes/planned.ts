import { z } from 'zod';
import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNotices } from '../../bot/planned.ts';
import { minutesAfter } from '../meetings/lookup.ts';

const RollConfirmed = z.object({ meetingId: z.string(), version: z.number() });
/** After this nobody is helped by a reminder any more. */
const LASTING_MINUTES = 14 * 24 * 60;

/** Plans the reminder that minutes are to be written, when a roll is confirmed for the first time. */
export async function planDue(ctx: Ctx, { facts }: AuditEntry): Promise<void> {
  const { meetingId, version } = RollConfirmed.parse(facts);
  if (version > 1) return;
  const dueAt = minutesAfter(ctx.now, ctx.body.settings.timings.minutesAfter);
  const key = `minutes:${meetingId}:minutes.due`;
  await planNotices(ctx, [{ kind: 'minutes.due', key, meetingId, dueAt, expiresAt: minutesAfter(dueAt, LASTING_MINUTES) }]);
}
