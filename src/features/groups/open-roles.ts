import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { GroupChoice } from './choice.ts';
import { listMembers, type GroupFacts, type MemberFacts } from './lookup.ts';
import { resolveGroup } from './resolve.ts';

export interface RolesFormFacts {
  readonly group: GroupFacts;
  readonly members: readonly MemberFacts[];
}

/** Who could be given which role. Secretariat only. */
export const openRoles = verb('groups.openRoles', GroupChoice, async (ctx, input): Promise<RolesFormFacts> => {
  assertSecretariat(ctx);
  const group = await resolveGroup(ctx, input.group, { press: 'groups.open-roles' });
  return { group, members: await listMembers(ctx, group.id) };
});
