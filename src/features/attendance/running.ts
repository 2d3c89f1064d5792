import type { Ctx } from '../../bot/context.ts';
import { listMeetingsById, minutesAfter, type MeetingFacts } from '../meetings/lookup.ts';
import { listRollsToConfirm } from './lookup.ts';

/** Meetings that the acting person runs and that go on or are about to start: check-in is open. */
export async function listRunningNow(ctx: Ctx, groupId?: string): Promise<MeetingFacts[]> {
  const soon = { ...ctx, now: minutesAfter(ctx.now, ctx.body.settings.timings.checkInBefore) };
  const meetings = (await listMeetingsById(ctx, await listRollsToConfirm(soon, { begun: true, groupId }))).toReversed();
  return meetings.filter((meeting) => ctx.now <= meeting.endsAt);
}
