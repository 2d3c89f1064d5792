import type { Ctx } from '../../bot/context.ts';
import type { Skip, Target } from '../../bot/define.ts';
import { listEligible, listSecretariat } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';

/**
 * Whom to write to about running a meeting: the people named for it, else the group's chairs, else the
 * Secretariat. Who may not take part today (Board, a lapsed organisation) is passed over.
 */
export async function listRunners(ctx: Ctx, meeting: MeetingFacts): Promise<readonly Target[] | Skip> {
  const eligible = async (ids: readonly string[]): Promise<string[]> => {
    const found = await listEligible(ctx, { slug: meeting.groupSlug }, ids);
    return ids.filter((id) => found.has(id));
  };
  const named = await eligible([meeting.chair, meeting.secretariat].flatMap((host) => (host ? [host.id] : [])));
  if (named.length > 0) return toTargets(named);
  const chairs = (await listMembers(ctx, meeting.groupId)).filter(({ role }) => role === 'chair' || role === 'vice_chair');
  const chairing = await eligible(chairs.map((one) => one.personId));
  if (chairing.length > 0) return toTargets(chairing);
  const secretariat = await listSecretariat(ctx);
  if (secretariat.length > 0) return toTargets(secretariat.map((one) => one.personId));
  return { skip: 'nobody is named for the meeting, and neither the group nor the body has anybody to ask' };
}

export const toTargets = (personIds: readonly string[]): Target[] => [...new Set(personIds)].map((person) => ({ person }));
