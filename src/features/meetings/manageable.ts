import type { Ctx } from '../../bot/context.ts';
import { Conflict } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { assertChair } from '../groups/lookup.ts';
import { cancelReasonOf, getMeeting, type MeetingFacts } from './lookup.ts';
import { isClosed, permits } from './states.ts';

/** The meeting, when the acting person may run it and it can still be changed. Throws NotAllowed, or Conflict saying what happened to it. */
export async function getManageable(ctx: Ctx, meetingId: string): Promise<MeetingFacts> {
  const meeting = await getMeeting(ctx, meetingId);
  await assertChair(ctx, meeting.groupId);
  if (meeting.state === 'cancelled') throw new Conflict(`This meeting is cancelled already: ${cancelReasonOf(meeting)}`);
  if (meeting.state === 'draft') throw new Conflict('This meeting is a draft that was never announced, so nothing can be changed here.');
  if (isClosed(meeting) && ctx.now < meeting.endsAt)
    throw new Conflict("The roll of this meeting is confirmed, so it is closed; what happened in it can't be changed here.");
  if (meeting.isOver) throw new Conflict(rich`This meeting ended on ${moment(meeting.endsAt)}; what happened in it can't be changed here.`);
  return meeting;
}

/** Throws Conflict once the meeting runs: from then on it is closed, not moved. */
export function assertNotStarted(ctx: Ctx, meeting: MeetingFacts): void {
  if (!permits(meeting, 'move') || meeting.startsAt <= ctx.now)
    throw new Conflict("This meeting has started, so it can't be moved. Cancel it if nobody meets, and schedule another.");
}
