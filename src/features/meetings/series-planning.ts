import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { cancelPlanned, planNotices, type PlannedNotice } from '../../bot/planned.ts';
import { getGroupNotices } from '../preferences/lookup.ts';
import { listMeetingsById, listOccurrences, minutesAfter, type MeetingFacts } from './lookup.ts';
import { toTold } from './move-series.ts';
import { isAgendaDue, noticeOf } from './plan.ts';
import { planOwnReminders } from './planning-people.ts';
import { occasionsLeft, planChanged } from './planning.ts';
import { announcementKey, isSeriesUnheard, SERIES_ANNOUNCED, UNHEARD } from './series-told.ts';

/** Reactions to what was done to several occurrences at once: one message about it, and each occurrence's own occasions. */

export const SERIES_MOVED = 'meetings.series-moved';
export const SERIES_CANCELLED = 'meetings.series-cancelled';

const seriesOf = (entry: AuditEntry): string => String(entry.facts.seriesId);
const meetingsOf = (ctx: Ctx, { facts }: AuditEntry): Promise<MeetingFacts[]> =>
  listMeetingsById(ctx, Array.isArray(facts.meetingIds) ? facts.meetingIds : []);

/** One announcement for all; an occurrence's own card goes out with its agenda, when that is due. */
export async function planSeriesScheduled(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meetings = await listOccurrences(ctx, seriesOf(entry));
  await planNotices(ctx, [seriesNotice(ctx, entry, SERIES_ANNOUNCED, meetings), ...(await occasionsOfAll(ctx, meetings))]);
}

/** What is not announced yet is announced as it is now, not told as a move. */
export async function planSeriesMoved(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meetings = await meetingsOf(ctx, entry);
  await cancelPlanned(
    ctx,
    meetings.map((one) => one.id),
    'the meeting was moved',
  );
  const isUnheard = await isSeriesUnheard(ctx, seriesOf(entry));
  const told = isUnheard ? [] : [seriesNotice(ctx, entry, SERIES_MOVED, meetings), ...(await listAgendasDue(ctx, meetings))];
  await planNotices(ctx, [...told, ...(await occasionsOfAll(ctx, meetings))]);
  for (const meeting of meetings) await planOwnReminders(ctx, meeting);
}

export async function planSeriesCancelled(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const meetings = await meetingsOf(ctx, entry);
  await cancelPlanned(
    ctx,
    meetings.map((one) => one.id),
    'the meeting was cancelled',
  );
  const told = seriesNotice(ctx, entry, SERIES_CANCELLED, meetings);
  const isUnheard = await isSeriesUnheard(ctx, seriesOf(entry));
  await planNotices(ctx, [isUnheard ? { ...told, subject: { ...told.subject, ...UNHEARD } } : told]);
}

/** A new link is sent at once only for those whose old one went out. */
export async function planSeriesChanged(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const soon = minutesAfter(ctx.now, ctx.body.settings.timings.checkInBefore);
  for (const meeting of await meetingsOf(ctx, entry))
    if (meeting.startsAt <= soon) await planChanged(ctx, { ...entry, facts: { ...entry.facts, meetingId: meeting.id } });
}

/** What is moved so near that its agenda should be out has it sent now: the message about the move has dates only. */
async function listAgendasDue(ctx: Ctx, meetings: readonly MeetingFacts[]): Promise<PlannedNotice[]> {
  const waiting = meetings.filter((one) => one.state === 'announced');
  const [first] = waiting;
  const { timings, off } = first ? await getGroupNotices(ctx, first.groupId) : { timings: null, off: [] };
  if (timings === null || off.includes('meetings.agenda')) return [];
  const due = waiting.filter((one) => isAgendaDue(one, timings, ctx.now));
  return due.map((one) => noticeOf(one, 'meetings.agenda', ctx.now, one.startsAt));
}

async function occasionsOfAll(ctx: Ctx, meetings: readonly MeetingFacts[]): Promise<PlannedNotice[]> {
  const [first] = meetings;
  if (!first) return [];
  const notices = await getGroupNotices(ctx, first.groupId);
  return meetings.flatMap((meeting) => occasionsLeft(meeting, notices, ctx.now));
}

/** Names the meetings with their sequence: what changes again before it is sent is left to the later message. */
function seriesNotice(ctx: Ctx, entry: AuditEntry, kind: string, meetings: readonly MeetingFacts[]): PlannedNotice {
  const series = seriesOf(entry);
  const change = String(entry.facts.change ?? 0);
  const ends = meetings.map((one) => one.endsAt.getTime());
  return {
    kind,
    key: kind === SERIES_ANNOUNCED ? announcementKey(series) : `series:${series}:${kind}:${change}`,
    subject: { series, ...(kind === SERIES_ANNOUNCED ? {} : { meetings: toTold(meetings) }) },
    dueAt: ctx.now,
    expiresAt: new Date(Math.max(...ends)),
  };
}
