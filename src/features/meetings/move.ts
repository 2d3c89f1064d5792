import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { resolveStart } from './local-time.ts';
import { getMeeting, listOpenOccurrences, minutesAfter, type MeetingFacts } from './lookup.ts';
import { assertNotStarted, getManageable } from './manageable.ts';
import { listUntold, moveOccurrences, type NewTime } from './move-series.ts';
import { CHANGEABLE_STATES, recordExceptions } from './series-change.ts';

export const MoveInput = z.object({
  meeting: inputs.meetingId,
  /** The meeting's as the form was opened: of two people who move it at once, one hears of the other. */
  sequence: z.coerce.number().int(),
  date: inputs.date,
  time: inputs.time,
  minutes: inputs.minutes,
  zone: inputs.zone,
  scope: inputs.scope,
});

/** What a move did: to one meeting, or to several of a series, which are then listed as they are now. */
export interface Moved {
  readonly meeting: MeetingFacts;
  readonly moved: number;
  /** Moved by themselves before, so left where they are. */
  readonly stayed: number;
  /** What is still to come of the series; empty for one meeting alone. */
  readonly open: readonly MeetingFacts[];
}

/**
 * Moves a meeting that has not started, alone or with others of its series, and has everybody told who was
 * told of it. Answers stay. Throws InvalidInput by field for times that can't be, Conflict when somebody
 * else changed it first.
 */
export const move = verb('meetings.move', MoveInput, async (ctx, input): Promise<Moved> => {
  const meeting = await getManageable(ctx, input.meeting);
  assertNotStarted(ctx, meeting);
  if (meeting.sequence !== input.sequence) throw movedMeanwhile(meeting);
  const start = resolveStart(input, ctx.now);
  if ('problems' in start) throw new InvalidInput(start.problems);
  if (start.startsAt.getTime() === meeting.startsAt.getTime() && input.minutes === meeting.minutes && start.zone === meeting.zone)
    throw new InvalidInput({ date: 'That is when it already is. Give another time, or close this form to leave it.' });
  const time = { ...start, minutes: input.minutes };
  const { series } = meeting;
  const scope = series ? (input.scope ?? 'this') : 'this';
  if (scope === 'this' || !series) {
    await inTransaction(ctx, (ctx) => saveMove(ctx, meeting, time));
    return { meeting: await getMeeting(ctx, meeting.id), moved: 1, stayed: 0, open: [] };
  }
  const done = await inTransaction(ctx, (ctx) => moveOccurrences(ctx, meeting, series, scope, time));
  return { meeting: await getMeeting(ctx, meeting.id), ...done, open: await listOpenOccurrences(ctx, series.id) };
});

async function saveMove(ctx: Ctx, meeting: MeetingFacts, time: NewTime & { readonly startsAt: Date }): Promise<void> {
  const { count } = await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, sequence: meeting.sequence, state: { in: CHANGEABLE_STATES } },
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
  await recordExceptions(ctx, meeting.series?.id, 'this', [
    { recurrenceId: meeting.recurrenceId, movedTo: time.localStart, zone: time.zone },
  ]);
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
  const isUntold = (await listUntold(ctx, meeting)).has(meeting.id);
  return isUntold && meeting.movedFrom ? meeting.movedFrom : meeting.startsAt;
}

const movedMeanwhile = (meeting: MeetingFacts): Conflict =>
  new Conflict(
    meeting.state === 'cancelled'
      ? 'Somebody cancelled this meeting while you had the form open. Nothing was moved.'
      : rich`Somebody moved this meeting while you had the form open. Nothing was changed; look at it with ${typed('manage')} and move it again if needed.`,
  );
