import type { Ctx } from '../../bot/context.ts';
import { inTransaction } from '../../bot/context.ts';
import { planNotices } from '../../bot/planned.ts';
import { daysAfter, dayIn } from '../../bot/days.ts';
import { today } from './lookup.ts';

/** How long before its last day the Secretariat hears that an invitation ends: time to ask the expert and the chair. */
const AHEAD_DAYS = 14;

const keyOf = (id: string): string => `appointment:${id}:ending`;

/**
 * Has the Secretariat told, once, of each expert's invitation that ends within 14 days; of one that was given within
 * them nobody needs reminding. Catches up after downtime, as long as the last day has not passed.
 */
export async function remindOfEndings(ctx: Ctx): Promise<void> {
  const day = today(ctx);
  const ending = await ctx.db.appointment.findMany({
    where: { bodyId: ctx.body.id, office: 'expert', untilDate: { gte: day, lte: daysAfter(day, AHEAD_DAYS) }, person: { erasedAt: null } },
    select: { id: true, fromDate: true, untilDate: true, createdAt: true },
  });
  const due = ending.flatMap(({ id, fromDate, untilDate, createdAt }) => {
    if (!untilDate || (fromDate && fromDate > untilDate)) return [];
    return dayIn(ctx.body.zone, createdAt) < daysAfter(untilDate, -AHEAD_DAYS) ? [{ id, untilDate }] : [];
  });
  const planned = await ctx.db.notice.findMany({
    where: { bodyId: ctx.body.id, key: { in: due.map(({ id }) => keyOf(id)) } },
    select: { key: true },
  });
  const known = new Set(planned.map(({ key }) => key));
  const fresh = due.filter(({ id }) => !known.has(keyOf(id)));
  if (fresh.length === 0) return;
  await inTransaction(ctx, (ctx) =>
    planNotices(
      ctx,
      fresh.map(({ id, untilDate }) => ({
        kind: 'directory.invitation-ending',
        key: keyOf(id),
        subject: { appointmentId: id },
        dueAt: ctx.now,
        expiresAt: daysAfter(untilDate, 1),
      })),
    ),
  );
  ctx.wake();
}
