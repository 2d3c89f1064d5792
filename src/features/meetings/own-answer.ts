import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { findAnswer, findMeeting, isInvited, OPEN_STATES } from './lookup.ts';
import { answerWords } from './notice-cards.ts';

/** What the acting person said about a meeting, as a sentence; null when it does not concern them. */
export async function describeOwnAnswer(ctx: Ctx, meetingId: string): Promise<string | null> {
  const personId = actingPersonId(ctx);
  const meeting = personId === null ? null : await findMeeting(ctx, meetingId);
  if (personId === null || !meeting || !OPEN_STATES.includes(meeting.state)) return null;
  const answer = await findAnswer(ctx, meetingId, personId);
  if (answer) return `Your answer: ${answerWords[answer]}.`;
  return (await isInvited(ctx, meeting, personId)) ? 'You have not answered yet.' : null;
}
