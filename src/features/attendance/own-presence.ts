import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { clockTime, rich, type Text } from '../../bot/text.ts';
import { findOwnClaim } from './own-claim.ts';

/** That the acting person is recorded as here, as a sentence; null when they are not. */
export async function describeOwnPresence(ctx: Ctx, meetingId: string): Promise<Text | null> {
  const personId = actingPersonId(ctx);
  const claim = personId === null ? null : await findOwnClaim(ctx, meetingId, personId);
  if (!claim) return null;
  const { arrivedAt } = claim.standing;
  return arrivedAt ? rich`You are recorded as here at ${clockTime(arrivedAt)}.` : 'You are recorded as here.';
}
