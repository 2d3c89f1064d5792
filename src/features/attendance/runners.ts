import type { Ctx } from '../../bot/context.ts';
import type { Skip, Target } from '../../bot/define.ts';
import { listSecretariat } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';

/** Whom to write to about running a meeting: the people named for it, else the group's chairs, else the Secretariat. */
export async function listRunners(ctx: Ctx, meeting: MeetingFacts): Promise<readonly Target[] | Skip> {
  const named = [meeting.chair, meeting.secretariat].flatMap((host) => (host ? [host.id] : []));
  if (named.length > 0) return toTargets(named);
  const chairs = (await listMembers(ctx, meeting.groupId)).filter(({ role }) => role === 'chair' || role === 'vice_chair');
  if (chairs.length > 0) return toTargets(chairs.map((one) => one.personId));
  const secretariat = await listSecretariat(ctx);
  if (secretariat.length > 0) return toTargets(secretariat.map((one) => one.personId));
  return { skip: 'nobody is named for the meeting, and neither the group nor the body has anybody to ask' };
}

export const toTargets = (personIds: readonly string[]): Target[] => [...new Set(personIds)].map((person) => ({ person }));
