import type { Ctx } from '../../bot/context.ts';
import { Conflict } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { assertNotCancelled, checkInOpensAt, getAttendee, isClosed, type Attendee } from '../attendance/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';

/**
 * The acting person as an attendee of a meeting that goes on or is about to. Throws as checking in does for who
 * does not take part, and Conflict before check-in opens and after the end.
 */
export async function getDeclarable(ctx: Ctx, meetingId: string): Promise<{ meeting: MeetingFacts; me: Attendee }> {
  const meeting = await getMeeting(ctx, meetingId);
  const me = await getAttendee(ctx, meeting);
  assertNotCancelled(meeting);
  const opensAt = checkInOpensAt(ctx, meeting);
  if (ctx.now < opensAt)
    throw new Conflict(
      rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. A conflict of interest can be declared from ${moment(opensAt)}.`,
    );
  if (ctx.now > meeting.endsAt || isClosed(meeting))
    throw new Conflict(
      `${meeting.subTopic} is over, so nothing can be declared here any more. If you had a conflict of interest, tell ${ctx.body.settings.contact}; they can note it.`,
    );
  return { meeting, me };
}
