import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich, when } from '../../bot/text.ts';
import { assertEligible } from '../directory/lookup.ts';
import { joinButton } from '../groups/buttons.ts';
import { rsvpButtons } from './buttons.ts';
import { cancelReasonOf, getMeeting, isInvited, type MeetingFacts } from './lookup.ts';

/** Cards on show that follow a meeting's facts; the subject is the meeting's id. */
export const MEETING_CARD = 'meetings.meeting';
export const AGENDA_CARD = 'meetings.agenda';

/** Both cards of a meeting, or of several, are drawn again. */
export async function markMeetingStale(ctx: Ctx, meetingId: string | readonly string[]): Promise<void> {
  await markStale(ctx, MEETING_CARD, meetingId);
  await markStale(ctx, AGENDA_CARD, meetingId);
}

/**
 * The meeting, when the acting person may answer it now. `shown` is the sequence that stood beside the
 * button. Throws Conflict when it was cancelled, closed, ended or moved since (and has the card drawn
 * again), NotAllowed for people outside the group, Ineligible by the rules of participation.
 */
export async function getAnswerable(ctx: Ctx, meetingId: string, shown?: string): Promise<MeetingFacts> {
  actingPerson(ctx);
  const meeting = await getMeeting(ctx, meetingId);
  const change = whatChanged(meeting, shown);
  if (change) {
    await markStale(ctx, MEETING_CARD, meetingId);
    ctx.wake();
    throw change;
  }
  await assertTakesPart(ctx, meeting);
  return meeting;
}

/** Why a press on this meeting's card no longer counts; null while it does. */
export function whatChanged(meeting: MeetingFacts, shown?: string): Conflict | null {
  if (meeting.state === 'cancelled') return new Conflict(`This meeting was cancelled: ${cancelReasonOf(meeting)} Nothing was noted.`);
  if (meeting.state === 'draft') return new Conflict('This meeting is a draft that was never announced. Nothing was noted.');
  if (meeting.isOver)
    return new Conflict(
      rich`This meeting ended on ${moment(meeting.endsAt)}, so answers can't change any more. Was the record wrong? Tell the Secretariat.`,
    );
  if (shown !== undefined && shown !== String(meeting.sequence))
    return new Conflict(
      rich`${meeting.subTopic} moved${meeting.movedFrom ? rich` from ${moment(meeting.movedFrom)}` : ''} to ${when(meeting.startsAt, meeting.endsAt)}. Nothing was noted yet: please answer for the new time.`,
      rsvpButtons(meeting.id, meeting.sequence),
    );
  return null;
}

/** Throws NotAllowed or Ineligible unless the acting person takes part in the meeting's group and may do so today. */
export async function assertTakesPart(ctx: Ctx, meeting: MeetingFacts): Promise<void> {
  const group = { slug: meeting.groupSlug, name: meeting.groupName };
  await assertEligible(ctx, group);
  if (await isInvited(ctx, meeting, actingPerson(ctx).id)) return;
  throw new NotAllowed(`You are not in ${meeting.groupName}, so this is not yours to answer. You can join the group first.`, [
    joinButton(group),
  ]);
}
