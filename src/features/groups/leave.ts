import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { myGroupsButton } from './buttons.ts';
import { groupId } from './choice.ts';
import { findMembership, getGroup, type GroupFacts, type MembershipFacts } from './lookup.ts';

export const LeaveInput = z.object({ groupId });

/**
 * Ends the acting person's membership; the row stays as history and they may join again. Nobody needs to
 * be eligible to leave. Throws Conflict when they are not in the group (any more).
 */
export const leave = verb('groups.leave', LeaveInput, (ctx, input) =>
  inTransaction(ctx, async (ctx) => {
    const group = await getGroup(ctx, input.groupId);
    const { id, personId } = await assertMember(ctx, group);
    const { count } = await ctx.db.membership.updateMany({
      where: { id, bodyId: ctx.body.id, leftAt: null },
      data: { leftAt: ctx.now, endReason: 'left' },
    });
    if (count === 0) throw notIn(group);
    recordAudit(ctx, 'groups.leave', `group:${group.id}`, { groupId: group.id, personId, membershipId: id });
    return group;
  }),
);

/** The acting person's open membership. Throws Conflict in words when there is none. */
export async function assertMember(ctx: Ctx, group: GroupFacts): Promise<MembershipFacts> {
  const membership = await findMembership(ctx, actingPerson(ctx).id, group.id);
  if (!membership) throw notIn(group);
  return membership;
}

const notIn = (group: GroupFacts): Conflict =>
  new Conflict(`You are not in ${group.name}, so there is nothing to leave. "My groups" shows the ones you are in.`, [myGroupsButton]);
