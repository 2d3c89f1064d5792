import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNotices, type PlannedNotice } from '../../bot/planned.ts';
import { SwitchableKind } from '../../bot/settings.ts';
import type { Notice } from '../../db/generated/client.ts';
import { getGroupNotices } from '../preferences/lookup.ts';
import { listUpcoming } from './lookup.ts';
import { noticeOf } from './plan.ts';
import { planOwnReminders } from './planning-people.ts';
import { occasionsLeft } from './planning.ts';

const SWITCHED_OFF = 'the group does without this notice';

/**
 * A group's new settings count for its meetings that are already planned. What was sent, is being sent or
 * is due stays; a time that has passed already is not made up for, the notice then keeps the time it had.
 */
export async function planGroupAgain(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const groupId = String(entry.facts.groupId);
  const notices = await getGroupNotices(ctx, groupId);
  const meetings = await listUpcoming(ctx, { groupIds: [groupId] });
  const keys = meetings.flatMap((meeting) => SwitchableKind.options.map((kind) => noticeOf(meeting, kind, ctx.now, ctx.now).key));
  const there = await ctx.db.notice.findMany({ where: { bodyId: ctx.body.id, key: { in: keys } } });
  const unwanted = there.filter((row) => notices.off.some((kind) => kind === row.kind));
  await ctx.db.notice.updateMany({
    where: { id: { in: unwanted.map((row) => row.id) }, state: 'planned', begunAt: null },
    data: { state: 'cancelled', reason: SWITCHED_OFF },
  });
  const isSwitchable = (kind: string): boolean => SwitchableKind.safeParse(kind).success;
  const wanted = meetings.flatMap((meeting) => occasionsLeft(meeting, notices, ctx.now)).filter((one) => isSwitchable(one.kind));
  const known = new Map(there.map((row) => [row.key, row]));
  for (const notice of wanted) {
    const row = known.get(notice.key);
    if (row) await putAt(ctx, row, notice);
  }
  await planNotices(
    ctx,
    wanted.filter((notice) => !known.has(notice.key)),
  );
  // Who chose what was the group's time has a time of their own now.
  for (const meeting of meetings) await planOwnReminders(ctx, meeting);
}

/** Guarded against the sending that may begin meanwhile: only what still waits for a later time is put elsewhere. */
async function putAt(ctx: Ctx, row: Notice, { dueAt, expiresAt }: PlannedNotice): Promise<void> {
  if (row.state === 'planned' && row.dueAt.getTime() === dueAt.getTime() && row.expiresAt.getTime() === expiresAt.getTime()) return;
  await ctx.db.notice.updateMany({
    where: {
      id: row.id,
      begunAt: null,
      OR: [
        { state: 'planned', dueAt: { gt: ctx.now } },
        { state: 'cancelled', reason: SWITCHED_OFF },
      ],
    },
    data: { state: 'planned', reason: null, dueAt, expiresAt },
  });
}
