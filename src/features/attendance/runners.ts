import type { Ctx } from '../../bot/context.ts';
import type { Skip, Target } from '../../bot/define.ts';
import { findLeftOffice, listEligible, listSecretariat } from '../directory/lookup.ts';
import { findMembership, listMembers } from '../groups/lookup.ts';
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

/**
 * True while the person may be written to about running the meeting: named for it or a chair of its group,
 * and free to take part today; or of the Secretariat. Whom it was written to first need not be whom listRunners
 * would name now: of two who may, nobody is left without it.
 */
export async function isRunner(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  if ((await findLeftOffice(ctx, personId)) === null) return true;
  const isNamed = meeting.chair?.id === personId || meeting.secretariat?.id === personId;
  const role = isNamed ? 'chair' : (await findMembership(ctx, personId, meeting.groupId))?.role;
  if (role !== 'chair' && role !== 'vice_chair') return false;
  return (await listEligible(ctx, { slug: meeting.groupSlug }, [personId])).has(personId);
}

export const toTargets = (personIds: readonly string[]): Target[] => [...new Set(personIds)].map((person) => ({ person }));
