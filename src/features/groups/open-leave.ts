import { actingPerson } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { GroupChoice } from './choice.ts';
import { listGroups, listMemberships, type GroupFacts } from './lookup.ts';
import { resolveGroup } from './resolve.ts';
import { assertMember } from './leave.ts';

export type OpenLeave = { readonly ask: GroupFacts } | { readonly choose: readonly GroupFacts[] };

/** The group to leave, to be confirmed; without one, the person's groups. Throws Conflict when they are not in it. */
export const openLeave = verb('groups.openLeave', GroupChoice, async (ctx, input): Promise<OpenLeave> => {
  const person = actingPerson(ctx);
  if (input.group === '') {
    const mine = new Set((await listMemberships(ctx, person.id)).map((membership) => membership.groupId));
    return { choose: (await listGroups(ctx)).filter((group) => mine.has(group.id)) };
  }
  const group = await resolveGroup(ctx, input.group, { press: 'groups.open-leave' });
  await assertMember(ctx, group);
  return { ask: group };
});
