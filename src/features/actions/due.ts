import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../bot/context.ts';
import { dayIn, isoDay } from '../../bot/days.ts';
import { planNotices, type PlannedNotice } from '../../bot/planned.ts';

export const DUE = 'actions.due';

/** When owners are reminded on the day: early in a working day, in the group's zone. */
const MORNING = Temporal.PlainTime.from('09:00');

export interface Due {
  readonly id: string;
  readonly ownerId: string | null;
  readonly due: string | null;
  readonly group: { readonly zone: string };
}

/** True when its owner is reminded of it by now, or would be: it is due within the reminder's lead, or late. */
export function isDueSoon(ctx: Ctx, { due, group }: Pick<Due, 'due' | 'group'>): boolean {
  const lead = ctx.body.settings.timings.actionBefore * 60_000;
  return due !== null && due <= isoDay(dayIn(group.zone, new Date(ctx.now.getTime() + lead)));
}

/**
 * The reminders of an action that has an owner and a day: so long before as the settings say, and on the day.
 * Named by owner and day, so that a change and its taking back tell nobody twice; what no longer holds is seen
 * when it is due. A moment that has passed is not caught up on.
 */
export async function planDue(ctx: Ctx, { id, ownerId, due, group }: Due): Promise<void> {
  if (ownerId === null || due === null) return;
  const day = Temporal.PlainDate.from(due);
  const onTheDay = day.toZonedDateTime({ timeZone: group.zone, plainTime: MORNING });
  const before = onTheDay.subtract({ minutes: ctx.body.settings.timings.actionBefore });
  const midnight = day.add({ days: 1 }).toZonedDateTime({ timeZone: group.zone });
  const occasions = [
    { name: 'before', at: before, until: onTheDay },
    { name: 'day', at: onTheDay, until: midnight },
  ].filter(({ at, until }) => at.epochMilliseconds > ctx.now.getTime() && at.epochMilliseconds < until.epochMilliseconds);
  await planNotices(
    ctx,
    occasions.map(({ name, at, until }): PlannedNotice => ({
      kind: DUE,
      key: `action:${id}:due:${due}:${ownerId}:${name}`,
      subject: { actionId: id, ownerId, due },
      dueAt: new Date(at.epochMilliseconds),
      expiresAt: new Date(until.epochMilliseconds),
    })),
  );
}
