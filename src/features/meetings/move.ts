import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { resolveStart } from './local-time.ts';
import { getMeeting, minutesAfter, type MeetingFacts } from './lookup.ts';
import { assertNotStarted, getManageable } from './manageable.ts';

export const MoveInput = z.object({
  meeting: inputs.meetingId,
  /** The meeting's as the form was opened: of two people who move it at once, one hears of the other. */
  sequence: z.coerce.number().int(),
  date: inputs.date,
  time: inputs.time,
  minutes: inputs.minutes,
  zone: inputs.zone,
});

/**
 * Moves a meeting that has not started, and has everybody told who was told of it. Answers stay.
 * Throws InvalidInput by field for times that can't be, Conflict when somebody else changed it first.
 */
export const move = verb('meetings.move', MoveInput, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  assertNotStarted(ctx, meeting);
  if (meeting.sequence !== input.sequence) throw movedMeanwhile(meeting);
  const start = resolveStart(input, ctx.now);
  if ('problems' in start) throw new InvalidInput(start.problems);
  if (start.startsAt.getTime() === meeting.startsAt.getTime() && input.minutes === meeting.minutes && start.zone === meeting.zone)
    throw new InvalidInput({ date: 'That is when it already is. Give another time, or close this form to leave it.' });
  await inTransaction(ctx, (ctx) => saveMove(ctx, meeting, { ...start, minutes: input.minutes }));
  return getMeeting(ctx, meeting.id);
});

interface NewTime {
  readonly startsAt: Date;
  readonly localStart: string;
  readonly zone: string;
  readonly minutes: number;
}

async function saveMove(ctx: Ctx, meeting: MeetingFacts, time: NewTime): Promise<void> {
  const { count } = await ctx.db.meeting.updateMany({
    where: {
      id: meeting.id,
      bodyId: ctx.body.id,
      sequence: meeting.sequence,
      state: { in: ['announced', 'agenda_sent', 'check_in_open'] },
    },
    data: {
      ...time,
      endsAt: minutesAfter(time.startsAt, time.minutes),
      sequence: meeting.sequence + 1,
      movedFrom: await lastHeardStart(ctx, meeting),
      state: meeting.state === 'check_in_open' ? 'agenda_sent' : meeting.state,
      updatedAt: ctx.now,
    },
  });
  if (count === 0) throw movedMeanwhile(await getMeeting(ctx, meeting.id));
  recordAudit(ctx, 'meetings.move', `meeting:${meeting.id}`, {
    meetingId: meeting.id,
    from: meeting.startsAt.toISOString(),
    to: time.startsAt.toISOString(),
    sequence: meeting.sequence + 1,
  });
  await markMeetingStale(ctx, meeting.id);
}

/** What people last heard: a move that is taken further before it was told is told as one. */
async function lastHeardStart(ctx: Ctx, meeting: MeetingFacts): Promise<Date> {
  const untold = await ctx.db.notice.count({
    where: { bodyId: ctx.body.id, meetingId: meeting.id, kind: 'meetings.moved', state: 'planned' },
  });
  return untold > 0 && meeting.movedFrom ? meeting.movedFrom : meeting.startsAt;
}

const movedMeanwhile = (meeting: MeetingFacts): Conflict =>
  new Conflict(
    meeting.state === 'cancelled'
      ? 'Somebody cancelled this meeting while you had the form open. Nothing was moved.'
      : 'Somebody moved this meeting while you had the form open. Nothing was changed; look at it with /wg manage and move it again if needed.',
  );
