import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Ineligible, NotAllowed } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { findInForce, getOwnStatement, type StatementFacts } from '../statements/lookup.ts';
import { getAttendee, type Attendee } from './attendee.ts';
import { resolve, SAID_LATE, type Standing } from './layers.ts';
import { listOwnPresences } from './lookup.ts';
import { lockAttendance, writeLayer } from './presence.ts';
import { assertCheckInOpen, checkInClosesAt } from './window.ts';

export const MeetingId = z.uuid('This button no longer works. Please ask for the meeting again.');

export const CheckInInput = z.object({ meeting: MeetingId, statement: MeetingId, late: z.literal('yes').optional() });

interface ToAccept {
  readonly meeting: MeetingFacts;
  readonly statement: StatementFacts;
  /** When check-in closed, for somebody who can only join late. */
  readonly closedAt: Date | null;
}

export type CheckedIn =
  | {
      readonly outcome: 'here' | 'late' | 'already';
      readonly meeting: MeetingFacts;
      readonly at: Date;
      readonly organisation: string | null;
    }
  /** A newer statement is in force than the one that was shown, or check-in closed and they did not say that they joined late: nothing was recorded. */
  | ({ readonly outcome: 'new-statement' | 'closed' } & ToAccept);

/**
 * "I'm here and I will comply": records the person's claim to be at the meeting and, through the
 * statements feature, that they accepted the statement they were shown (rules 7, 8, 9 and 11). Once check-in
 * closed it takes `late`, and the claim says so; coming back after leaving is not late. One effect however often
 * it is pressed. Throws Ineligible, NotAllowed or, outside the check-in time, Conflict.
 */
export const checkIn = verb('attendance.checkIn', CheckInInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<CheckedIn> => {
    const meeting = await getMeeting(ctx, input.meeting);
    const me = await getAttendee(ctx, meeting);
    assertCheckInOpen(ctx, meeting);
    await lockAttendance(ctx, meeting.id, me.id);
    const before = resolve(await listOwnPresences(ctx, meeting.id, me.id));
    if (before?.status === 'here')
      return { outcome: 'already', meeting, at: before.arrivedAt ?? meeting.startsAt, organisation: me.organisation };
    const closedAt = findClosed(ctx, meeting, before);
    if (closedAt && input.late === undefined) return { outcome: 'closed', meeting, closedAt, statement: await getOwnStatement(ctx) };
    const shown = await findInForce(ctx, input.statement);
    if (!shown) return { outcome: 'new-statement', meeting, closedAt, statement: await getOwnStatement(ctx) };
    await recordArrival(ctx, meeting, me, shown.id, closedAt !== null);
    return { outcome: closedAt ? 'late' : 'here', meeting, at: ctx.now, organisation: me.organisation };
  }),
);

/** When check-in closed, for somebody with this standing who arrives now; null while it is open, and for who was here before. */
export function findClosed(ctx: Ctx, meeting: MeetingFacts, before: Standing | null): Date | null {
  const closesAt = checkInClosesAt(ctx, meeting);
  return ctx.now > closesAt && before?.status !== 'left_early' ? closesAt : null;
}

/**
 * Whoever reads the statement aloud is there, and accepts it with the same press: checks them in beside the reading. False for
 * who is not recorded as here after it: once the meeting ended, and where they may run the meeting but not take part in it.
 */
export async function checkInReader(ctx: Ctx, meeting: MeetingFacts, statementVersionId: string): Promise<boolean> {
  if (ctx.now > meeting.endsAt) return false;
  const me = await getAttendee(ctx, meeting).catch((error: unknown) => {
    if (error instanceof Ineligible || error instanceof NotAllowed) return null;
    throw error;
  });
  if (!me) return false;
  await lockAttendance(ctx, meeting.id, me.id);
  const before = resolve(await listOwnPresences(ctx, meeting.id, me.id));
  if (before?.status !== 'here') await recordArrival(ctx, meeting, me, statementVersionId, findClosed(ctx, meeting, before) !== null);
  return true;
}

async function recordArrival(ctx: Ctx, meeting: MeetingFacts, me: Attendee, statementVersionId: string, isLate: boolean): Promise<void> {
  const { id, ...copied } = me;
  const presenceId = await writeLayer(ctx, {
    ...copied,
    meetingId: meeting.id,
    personId: id,
    source: 'self',
    what: 'arrived',
    at: ctx.now,
    byId: id,
    reason: isLate ? SAID_LATE : null,
  });
  recordAudit(ctx, 'attendance.checkIn', `meeting:${meeting.id}`, { meetingId: meeting.id, statementVersionId, presenceId, isLate });
  await markStale(ctx, 'attendance.opening', meeting.id);
}
