import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { localTime, rich } from '../../bot/text.ts';
import { eligibility } from '../directory/eligibility.ts';
import { assertEligible, getPerson, membershipClassName, today } from '../directory/lookup.ts';
import { getOwnStatement, type StatementFacts } from '../statements/lookup.ts';
import { leaveButton, openGroupButton } from './buttons.ts';
import { GroupChoice } from './choice.ts';
import { assertJoinable, isJoinable } from './joinable.ts';
import { findMembership, listChannels, listGroups, listMemberships, type GroupFacts } from './lookup.ts';
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

/** Groups that take people in, that this person is not in and may join. Says why when it is the person who may join none. */
async function listJoinable(ctx: Ctx): Promise<GroupFacts[]> {
  const personId = actingPerson(ctx).id;
  const joined = new Set((await listMemberships(ctx, personId)).map((membership) => membership.groupId));
  const open = (await listGroups(ctx)).filter((group) => isJoinable(ctx, group) && !joined.has(group.id));
  const person = await getPerson(ctx, personId);
  const mine = open.filter((group) => eligibility(person, group.slug, today(ctx)).eligible);
  const [first] = open;
  if (first && mine.length === 0) await assertEligible(ctx, first);
  return mine;
}
