import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { actingPerson } from '../../bot/actor.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { MeetingId } from './check-in.ts';
import { hereButton } from './buttons.ts';
import { findOwnClaim } from './own-claim.ts';
import { lockAttendance, writeLayer } from './presence.ts';
import { assertCorrectionOpen, assertNotCancelled } from './window.ts';

export const LeaveEarlyInput = z.object({ meeting: MeetingId });

export type LeftEarly =
  | { readonly outcome: 'left' | 'already'; readonly meeting: MeetingFacts; readonly at: Date }
  /** The meeting is over: when it was has to be asked. */
  | { readonly outcome: 'ask-when'; readonly meeting: MeetingFacts };

/**
 * Records that the person leaves now. After the end the time is asked instead. Throws Conflict for
 * somebody who has not checked in, and once corrections are closed.
 */
export const leaveEarly = verb('attendance.leaveEarly', LeaveEarlyInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<LeftEarly> => {
    const person = actingPerson(ctx);
    const meeting = await getMeeting(ctx, input.meeting);
    assertNotCancelled(meeting);
    await lockAttendance(ctx, meeting.id, person.id);
    const own = await findOwnClaim(ctx, meeting.id, person.id);
    if (!own)
      throw new Conflict('You are not recorded as here, so there is nothing to leave early from. Check in first.', [
        hereButton(meeting.id),
      ]);
    if (own.standing.status === 'left_early') return { outcome: 'already', meeting, at: own.standing.leftAt ?? ctx.now };
    if (ctx.now > meeting.endsAt) {
      assertCorrectionOpen(ctx, meeting);
      return { outcome: 'ask-when', meeting };
    }
    const presenceId = await writeLayer(ctx, {
      ...own.copied,
      meetingId: meeting.id,
      personId: person.id,
      source: 'self',
      what: 'left',
      at: ctx.now,
      byId: person.id,
    });
    recordAudit(ctx, 'attendance.leaveEarly', `meeting:${meeting.id}`, { meetingId: meeting.id, presenceId });
    await markStale(ctx, 'attendance.opening', meeting.id);
    return { outcome: 'left', meeting, at: ctx.now };
  }),
);
