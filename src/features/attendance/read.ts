import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { getCurrentStatement } from '../statements/lookup.ts';
import { MeetingId } from './check-in.ts';
import { findReading, listRollsToConfirm } from './lookup.ts';
import { assertMayRun } from './may-run.ts';
import { assertNotCancelled, checkInOpensAt, isClosed } from './window.ts';

export const ReadInput = z.object({ meeting: MeetingId.optional() });

export type ReadAloud =
  | { readonly outcome: 'recorded' | 'already'; readonly meeting: MeetingFacts; readonly by: string; readonly at: Date }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] };

/**
 * Records who read the statement aloud and when, once a meeting, and puts the meeting in session. Without
 * a meeting named it is the one under way that the person runs. Throws NotAllowed for others, Conflict
 * before check-in opens and after the roll is confirmed.
 */
export const read = verb('attendance.read', ReadInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<ReadAloud> => {
    if (input.meeting !== undefined) return readAloud(ctx, await getMeeting(ctx, input.meeting));
    actingPerson(ctx);
    const meetings = await listRunningNow(ctx);
    const [only] = meetings;
    if (!only) throw new Conflict('No meeting that you run is under way. You can record the reading once check-in has opened.');
    return meetings.length > 1 ? { outcome: 'choose', meetings } : readAloud(ctx, only);
  }),
);

async function listRunningNow(ctx: Ctx): Promise<MeetingFacts[]> {
  const soon = { ...ctx, now: new Date(ctx.now.getTime() + ctx.body.settings.timings.checkInBefore * 60_000) };
  const meetings: MeetingFacts[] = [];
  for (const id of await listRollsToConfirm(soon, { begun: true })) meetings.push(await getMeeting(ctx, id));
  return meetings.filter((meeting) => ctx.now <= meeting.endsAt);
}

async function readAloud(ctx: Ctx, meeting: MeetingFacts): Promise<ReadAloud> {
  const reader = await assertMayRun(ctx, meeting);
  assertNotCancelled(meeting);
  const before = await findReading(ctx, meeting.id);
  if (before) return { outcome: 'already', meeting, by: before.byName, at: before.at };
  assertMeetingOpen(ctx, meeting);
  const statement = await getCurrentStatement(ctx);
  const reading = { id: uuidv7(), bodyId: ctx.body.id, meetingId: meeting.id, statementVersionId: statement.id };
  const { count } = await ctx.db.reading.createMany({
    data: [{ ...reading, byId: reader.id, byName: reader.name, at: ctx.now }],
    skipDuplicates: true,
  });
  const kept = count === 0 ? await findReading(ctx, meeting.id) : null;
  if (kept) return { outcome: 'already', meeting, by: kept.byName, at: kept.at };
  await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, state: { in: ['announced', 'agenda_sent', 'check_in_open'] } },
    data: { state: 'in_session', updatedAt: ctx.now },
  });
  const facts = { meetingId: meeting.id, statementVersionId: statement.id, readingId: reading.id };
  recordAudit(ctx, 'attendance.read', `meeting:${meeting.id}`, facts);
  for (const kind of ['attendance.opening-chair', 'meetings.meeting']) await markStale(ctx, kind, meeting.id);
  return { outcome: 'recorded', meeting, by: reader.name, at: ctx.now };
}

function assertMeetingOpen(ctx: Ctx, meeting: MeetingFacts): void {
  const opensAt = checkInOpensAt(ctx, meeting);
  if (ctx.now < opensAt)
    throw new Conflict(
      rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. The reading can be recorded from ${moment(opensAt)}.`,
    );
  if (isClosed(meeting))
    throw new Conflict('The roll of this meeting is confirmed, so a reading can no longer be added. Tell the Secretariat.');
}
