import type { Ctx } from '../../bot/context.ts';
import type { Skip } from '../../bot/define.ts';
import { listEligible } from '../directory/lookup.ts';
import { findAnswer, isInvited, type MeetingFacts } from '../meetings/lookup.ts';
import { listWanting } from '../preferences/lookup.ts';
import { findReading, listOwnPresences } from './lookup.ts';

/** Why a person is not asked "were you there?" after all, though they were to be; null when they are. */
export async function findUnasked(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<Skip | null> {
  if ((await listOwnPresences(ctx, meeting.id, personId)).length > 0) return { skip: 'the person is recorded' };
  if ((await findReading(ctx, meeting.id))?.byId === personId) return { skip: 'the person read the statement aloud' };
  const answer = await findAnswer(ctx, meeting.id, personId);
  if (answer !== 'attending' && answer !== 'tentative') return { skip: 'the person was not expected' };
  const eligible = await listEligible(ctx, { slug: meeting.groupSlug }, [personId]);
  if (!eligible.has(personId) || !(await isInvited(ctx, meeting, personId))) return { skip: 'no longer takes part' };
  const wanting = await listWanting(ctx, 'attendance.missed', [personId]);
  return wanting.length > 0 ? null : { skip: 'switched off by the person' };
}
