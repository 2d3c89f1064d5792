import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNotices, type PlannedNotice } from '../../bot/planned.ts';
import type { Preferences } from '../../bot/preferences.ts';
import { getGroupNotices, listPreferences, ownLeadOf } from '../preferences/lookup.ts';
import { listAnswers, listMeetingsById, minutesAfter, type MeetingFacts } from './lookup.ts';
import { noticeOf } from './plan.ts';
import { listGot } from './readers.ts';

/** Reactions to what one person said: their own lead time, and the link they would have got had they said it earlier. */

/** Replicas' clocks differ by seconds: this near to its time a notice may be on its way already. */
const NEAR_MINUTES = 1;

const isComing = (answer: unknown): boolean => answer === 'attending' || answer === 'tentative';

/** Whoever comes is reminded when they chose, and gets a joining link that others were sent already. */
export async function planAnswered(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { meetingId, meetingIds, answer } = entry.facts;
  const { personId } = entry;
  if (personId === null || !isComing(answer)) return;
  const meetings = await listMeetingsById(ctx, Array.isArray(meetingIds) ? meetingIds : [String(meetingId)]);
  const chosen = (await listPreferences(ctx, [personId])).get(personId);
  await planNotices(ctx, [...(await listMissedLinks(ctx, meetings, personId)), ...(await listOwnReminders(ctx, meetings, chosen))]);
}

/** A person's new lead time counts for the meetings they already said they come to. */
export async function planPreferred(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const personId = String(entry.facts.personId);
  const chosen = (await listPreferences(ctx, [personId])).get(personId);
  if (!chosen?.reminderBefore) return;
  const answers = await ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, personId, answer: { in: ['attending', 'tentative'] }, meeting: { startsAt: { gt: ctx.now } } },
    select: { meetingId: true },
  });
  const meetings = await listMeetingsById(
    ctx,
    answers.map((one) => one.meetingId),
  );
  await planNotices(ctx, await listOwnReminders(ctx, meetings, chosen));
}

/** After a move: the own lead times of those who said they come. */
export async function planOwnReminders(ctx: Ctx, meeting: MeetingFacts): Promise<void> {
  const coming = (await listAnswers(ctx, meeting.id)).filter((one) => isComing(one.answer)).map((one) => one.personId);
  const chosen = [...(await listPreferences(ctx, coming)).values()].filter((one) => one.reminderBefore !== null);
  for (const one of chosen) await planNotices(ctx, await listOwnReminders(ctx, [meeting], one));
}

/** The reminder at somebody's own lead time, one for everybody who has the same; nothing where that time has passed. */
async function listOwnReminders(ctx: Ctx, meetings: readonly MeetingFacts[], chosen: Preferences | undefined): Promise<PlannedNotice[]> {
  if (!chosen?.reminderBefore) return [];
  const leads = new Map<string, number>();
  for (const { groupId } of meetings)
    if (!leads.has(groupId)) leads.set(groupId, (await getGroupNotices(ctx, groupId)).timings.reminderBefore);
  return meetings.flatMap((meeting) => {
    const lead = ownLeadOf(chosen, leads.get(meeting.groupId) ?? 0);
    return lead === null || meeting.isOver ? [] : ownReminder(ctx, meeting, lead);
  });
}

function ownReminder(ctx: Ctx, meeting: MeetingFacts, lead: number): PlannedNotice[] {
  const dueAt = minutesAfter(meeting.startsAt, -lead);
  const expiresAt = minutesAfter(meeting.startsAt, -ctx.body.settings.timings.checkInBefore);
  if (dueAt <= ctx.now || expiresAt <= dueAt) return [];
  const notice = noticeOf(meeting, 'meetings.reminder', dueAt, expiresAt);
  return [{ ...notice, key: `${notice.key}:lead:${String(lead)}`, subject: { ...notice.subject, lead: String(lead) } }];
}

/**
 * The joining link for one person, where the others were sent it or are being sent it. Who is among those
 * others after all gets no second one: that is seen when it is sent (readers.ts).
 */
async function listMissedLinks(ctx: Ctx, meetings: readonly MeetingFacts[], personId: string): Promise<PlannedNotice[]> {
  const open = meetings.filter((meeting) => !meeting.isOver);
  const sent = await ctx.db.notice.findMany({
    where: {
      bodyId: ctx.body.id,
      key: { in: open.map((meeting) => noticeOf(meeting, 'meetings.join', ctx.now, ctx.now).key) },
      expiresAt: { gt: ctx.now },
      dueAt: { lte: minutesAfter(ctx.now, NEAR_MINUTES) },
      state: { in: ['planned', 'expanded'] },
    },
  });
  const planned: PlannedNotice[] = [];
  for (const row of sent) {
    const meeting = open.find((one) => one.id === row.meetingId);
    if (!meeting || (await listGot(ctx, row.key)).has(personId)) continue;
    const notice = noticeOf(meeting, row.kind, row.dueAt > ctx.now ? row.dueAt : ctx.now, row.expiresAt);
    planned.push({ ...notice, key: `${row.key}:person:${personId}`, subject: { ...notice.subject, person: personId } });
  }
  return planned;
}
