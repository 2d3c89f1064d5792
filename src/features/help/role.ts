import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import type { Audience } from '../../bot/define.ts';
import { listMemberships } from '../groups/lookup.ts';

export type Role = 'stranger' | 'member' | 'chair' | 'secretariat';

const OFFERED: Readonly<Record<Role, readonly Audience[]>> = {
  stranger: ['everyone'],
  member: ['everyone', 'member'],
  chair: ['everyone', 'member', 'chair'],
  secretariat: ['everyone', 'member', 'chair', 'secretariat'],
};

/** The widest role the acting person has anywhere; what they may do is decided by each verb. */
export async function getRole(ctx: Ctx): Promise<Role> {
  if (isSecretariat(ctx)) return 'secretariat';
  if (ctx.actor.kind !== 'person') return 'stranger';
  const memberships = await listMemberships(ctx, ctx.actor.person.id);
  return memberships.some(({ role }) => role === 'chair' || role === 'vice_chair') ? 'chair' : 'member';
}

export const isOffered = (role: Role, audience: Audience): boolean => OFFERED[role].includes(audience);
