import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, Ineligible } from '../../bot/errors.ts';
import { localTime, rich } from '../../bot/text.ts';
import { assertEligible, membershipClassName } from '../directory/lookup.ts';
import { getOwnStatement, type StatementFacts } from '../statements/lookup.ts';
import { leaveButton, openGroupButton } from './buttons.ts';
import { GroupChoice } from './choice.ts';
import { assertJoinable } from './joinable.ts';
import { findMembership, listChannels, type GroupFacts } from './lookup.ts';
import { listOpenTo } from './open-to.ts';
import { resolveGroup } from './resolve.ts';

export interface JoinFormFacts {
  readonly group: GroupFacts;
  readonly statement: StatementFacts;
  /** Whom the person takes part for. */
  readonly basis: string;
  readonly organisation: string | null;
  readonly className: string | null;
  readonly contact: string;
  readonly hasChannel: boolean;
}

export type OpenJoin = { readonly ask: JoinFormFacts } | { readonly choose: readonly GroupFacts[] };

/**
 * What the join form shows; without a group, the groups the person can join. Refuses, with the reason and
 * whom to ask, exactly when joining itself would: Ineligible (person or group), Conflict (already in).
 */
export const openJoin = verb('groups.openJoin', GroupChoice, async (ctx, input): Promise<OpenJoin> => {
  actingPerson(ctx);
  if (input.group === '') return { choose: await listJoinable(ctx) };
  const group = await resolveGroup(ctx, input.group, { press: 'groups.open-join' });
  await assertNotMember(ctx, group);
  assertJoinable(ctx, group);
  const { person, basis } = await assertEligible(ctx, group);
  const statement = await getOwnStatement(ctx);
  return {
    ask: {
      group,
      statement,
      basis,
      organisation: person.organisation,
      className: person.membershipClass === null ? null : membershipClassName(ctx.body, person.membershipClass),
      contact: ctx.body.settings.contact,
      hasChannel: (await listChannels(ctx, group.id)).length > 0,
    },
  };
});

async function assertNotMember(ctx: Ctx, group: GroupFacts): Promise<void> {
  const membership = await findMembership(ctx, actingPerson(ctx).id, group.id);
  if (!membership) return;
  throw new Conflict(
    rich`You are already in ${group.name}, since ${localTime(membership.joinedAt, 'date')}. Open it to see what comes next.`,
    [openGroupButton(group), leaveButton(group)],
  );
}

/** Groups this person may join. Throws Ineligible with their own reason when groups take people in and none is open to them. */
async function listJoinable(ctx: Ctx): Promise<readonly GroupFacts[]> {
  const { groups, refusal } = await listOpenTo(ctx, actingPerson(ctx).id);
  if (refusal) throw new Ineligible(refusal.reason, refusal.words, refusal.buttons);
  return groups;
}
