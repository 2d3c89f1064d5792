import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listUpcoming, type MeetingFacts } from '../meetings/lookup.ts';
import { GroupChoice } from './choice.ts';
import { isJoinable } from './joinable.ts';
import {
  countMembers,
  findMembership,
  listChannels,
  listMembers,
  type ChannelFacts,
  type GroupFacts,
  type MembershipFacts,
} from './lookup.ts';
import { findObstacle, type Refusal } from './open-to.ts';
import { resolveGroup } from './resolve.ts';

export interface GroupPage {
  readonly group: GroupFacts;
  readonly members: { readonly people: number; readonly organisations: number };
  readonly chairs: readonly string[];
  readonly channels: readonly ChannelFacts[];
  readonly upcoming: readonly MeetingFacts[];
  readonly membership: MembershipFacts | null;
  readonly isJoinable: boolean;
  /** It takes people in, and the rules let this person join. */
  readonly isOpenToReader: boolean;
  /** Why the rules do not let this person join; null when they do, and for strangers. */
  readonly refusal: Refusal | null;
  readonly isStranger: boolean;
  readonly mayManage: boolean;
}

/** One group: what it is for, how many take part, what comes next. People outside the directory see no names. */
export const show = verb('groups.show', GroupChoice, async (ctx, input): Promise<GroupPage> => {
  const group = await resolveGroup(ctx, input.group, { press: 'groups.show' });
  const personId = actingPersonId(ctx);
  const members = personId === null && !isSecretariat(ctx) ? [] : await listMembers(ctx, group.id);
  const refusal = personId === null ? null : await findObstacle(ctx, personId, group);
  const channels = personId === null ? [] : await listChannels(ctx, group.id);
  return {
    group,
    members: await countMembers(ctx, group.id),
    chairs: members.filter((one) => one.role === 'chair' || one.role === 'vice_chair').map((one) => one.name),
    channels,
    upcoming: await listUpcoming(ctx, { groupIds: [group.id], limit: 3 }),
    membership: personId === null ? null : await findMembership(ctx, personId, group.id),
    isJoinable: isJoinable(ctx, group),
    isOpenToReader: personId !== null && refusal === null && isJoinable(ctx, group),
    refusal,
    isStranger: ctx.actor.kind === 'stranger',
    mayManage: isSecretariat(ctx),
  };
});
