import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { assertEligible } from '../directory/lookup.ts';
import { findInForce, getCurrentStatement } from '../statements/lookup.ts';
import { joinButton } from './buttons.ts';
import { groupId } from './choice.ts';
import { assertJoinable } from './joinable.ts';
import { getGroup, type GroupFacts } from './lookup.ts';
import { planWelcome } from './planned.ts';

export const JoinInput = z.object({
  groupId,
  statementVersionId: z.uuid('This form is from an earlier version. Please open it again.'),
  comply: z
    .array(z.string())
    .nullish()
    .refine(
      (ticked) => ticked?.includes('yes'),
      'Please tick that you have read the statement and will comply. Without it nobody can join.',
    ),
  interests: z
    .array(z.string().max(75))
    .nullish()
    .transform((chosen) => chosen ?? []),
  remindBy: z
    .enum(['direct', 'channel'])
    .nullish()
    .transform((chosen) => chosen ?? 'direct'),
});

/**
 * Makes the acting person a participant, once: a second press or a parallel one finds the same
 * membership and hears the same. Who joined before and left gets a new membership; the old one stays
 * as history. Throws Ineligible (rules 1 to 3 of the groups, or a group that takes nobody in) and
 * Conflict when the statement on the form is no longer the current one (rule 8).
 */
export const join = verb('groups.join', JoinInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<GroupFacts> => {
    const group = await getGroup(ctx, input.groupId);
    assertJoinable(ctx, group);
    const { person, basis } = await assertEligible(ctx, group);
    await assertCurrent(ctx, group, input.statementVersionId);
    const id = uuidv7();
    const interests = group.interests.filter((one) => input.interests.includes(one));
    const row = { id, bodyId: ctx.body.id, personId: person.personId, groupId: group.id, basis, interests };
    const { count } = await ctx.db.membership.createMany({
      data: [{ ...row, remindBy: input.remindBy, joinedAt: ctx.now }],
      skipDuplicates: true,
    });
    if (count === 1) await recordJoined(ctx, { membershipId: id, groupId: group.id, basis, statementVersionId: input.statementVersionId });
    return group;
  }),
);

async function assertCurrent(ctx: Ctx, group: GroupFacts, versionId: string): Promise<void> {
  if (await findInForce(ctx, versionId)) return;
  const current = await getCurrentStatement(ctx);
  throw new Conflict(
    `The statement changed while the form was open: version ${String(current.version)} is in force now. Please read it and join again; you are not in ${group.name} yet.`,
    [joinButton(group)],
  );
}

interface Joined {
  readonly membershipId: string;
  readonly groupId: string;
  readonly basis: string;
  readonly statementVersionId: string;
}

async function recordJoined(ctx: Ctx, joined: Joined): Promise<void> {
  recordAudit(ctx, 'groups.join', `group:${joined.groupId}`, { ...joined, personId: actingPerson(ctx).id });
  await planWelcome(ctx, joined.membershipId);
}
