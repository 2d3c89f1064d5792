import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { cancelPlanned, planNotices, type PlannedNotice } from '../../bot/planned.ts';
import type { GroupNotices } from '../../bot/settings.ts';
import { getGroupNotices } from '../preferences/lookup.ts';
import { minutesAfter, getMeeting, type MeetingFacts } from './lookup.ts';
import { noticeOf, occasionsOf } from './plan.ts';
import { planOwnReminders } from './planning-people.ts';
import { isSeriesUnheard, UNHEARD } from './series-told.ts';

/** Reactions of this feature to its own actions: what will be said about a meeting follows what was done to it. */

const meetingOf = (ctx: Ctx, entry: AuditEntry): Promise<MeetingFacts> => getMeeting(ctx, String(entry.facts.meetingId));

/**
 * What is still worth saying about a meeting by its group's settings; the agenda only until it went out.
 * Announcing, moving and cancelling are said by whoever does it.
 */
export const listOccasions = async (ctx: Ctx, meeting: MeetingFacts): Promise<PlannedNotice[]> =>
  occasionsLeft(meeting, await getGroupNotices(ctx, meeting.groupId), ctx.now);

/** The same for several meetings of one group, whose settings are asked for once. */
export function occasionsLeft(meeting: MeetingFacts, { timings, off }: GroupNotices, now: Date): PlannedNotice[] {
  const all = occasionsOf(meeting, timings, now, off);
  return meeting.state === 'announced' ? all : all.filter((notice) => notice.kind !== 'meetings.agenda');
}

export async function planScheduled(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meeting = await meetingOf(ctx, entry);
  const announced = noticeOf(meeting, 'meetings.announced', ctx.now, meeting.endsAt);
  await planNotices(ctx, [announced, ...(await listOccasions(ctx, meeting))]);
}

/** A move nobody heard the announcement of yet is announced, not told as a move. */
export async function planMoved(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meeting = await meetingOf(ctx, entry);
  const waiting = { bodyId: ctx.body.id, meetingId: meeting.id, kind: 'meetings.announced', state: 'planned' as const };
  const isUnheard = (await ctx.db.notice.count({ where: waiting })) > 0;
  await cancelPlanned(ctx, meeting.id, 'the meeting was moved');
  const told = noticeOf(meeting, isUnheard ? 'meetings.announced' : 'meetings.moved', ctx.now, meeting.endsAt);
  // The announcement of its series, still to go out, will show it where it is now.
  const isToldWithSeries = meeting.series !== null && (await isSeriesUnheard(ctx, meeting.series.id));
  await planNotices(ctx, [...(isToldWithSeries ? [] : [told]), ...(await listOccasions(ctx, meeting))]);
  await planOwnReminders(ctx, meeting);
}

export async function planCancelled(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meeting = await meetingOf(ctx, entry);
  await cancelPlanned(ctx, meeting.id, 'the meeting was cancelled');
  const told = noticeOf(meeting, 'meetings.cancelled', ctx.now, meeting.endsAt);
  // The announcement of its series, still to go out, will not show it.
  const isUnheard = meeting.series !== null && (await isSeriesUnheard(ctx, meeting.series.id));
  await planNotices(ctx, [isUnheard ? { ...told, subject: { ...told.subject, ...UNHEARD } } : told]);
}

/** A link that changes after it was sent out is sent again; before that, also when it is just due, the sending will carry the new one. */
export async function planChanged(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { changed } = entry.facts;
  if (!Array.isArray(changed) || !changed.includes('link')) return;
  const meeting = await meetingOf(ctx, entry);
  if (minutesAfter(meeting.startsAt, -ctx.body.settings.timings.checkInBefore) > ctx.now) return;
  const again = noticeOf(meeting, 'meetings.join', ctx.now, meeting.endsAt);
  if ((await ctx.db.notice.count({ where: { bodyId: ctx.body.id, key: again.key, state: 'planned', begunAt: null } })) > 0) return;
  await planNotices(ctx, [{ ...again, key: `${again.key}:${String(ctx.now.getTime())}`, subject: { ...again.subject, again: 'link' } }]);
}

/** Not tied to the meeting's time: a suggestion outlives a move. */
export async function planSuggested(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meeting = await meetingOf(ctx, entry);
  const suggestionId = String(entry.facts.suggestionId);
  const subject = { meetingId: meeting.id, suggestionId };
  await planNotices(ctx, [
    { kind: 'meetings.suggestion', key: `suggestion:${suggestionId}`, subject, dueAt: ctx.now, expiresAt: meeting.endsAt },
  ]);
}
