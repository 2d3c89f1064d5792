import type { Ctx } from '../../bot/context.ts';
import { Conflict } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { assertChair } from '../groups/lookup.ts';
import { cancelReasonOf, getMeeting, type MeetingFacts } from './lookup.ts';

/** The meeting, when the acting person may run it and it can still be changed. Throws NotAllowed, or Conflict saying what happened to it. */
export async function getManageable(ctx: Ctx, meetingId: string): Promise<MeetingFacts> {
  const meeting = await getMeeting(ctx, meetingId);
  await assertChair(ctx, meeting.groupId);
  if (meeting.state === 'cancelled') throw new Conflict(`This meeting is cancelled already: ${cancelReasonOf(meeting)}`);
  if (meeting.isOver) throw new Conflict(rich`This meeting ended on ${moment(meeting.endsAt)}; what happened in it can't be changed here.`);
  return meeting;
}

/** Throws Conflict once the meeting runs: from then on it is closed, not moved. */
export function assertNotStarted(ctx: Ctx, meeting: MeetingFacts): void {
  if (meeting.state === 'in_session' || meeting.startsAt <= ctx.now)
    throw new Conflict("This meeting has started, so it can't be moved. Cancel it if nobody meets, and schedule another.");
}
