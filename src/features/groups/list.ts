import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listUpcoming, type MeetingFacts } from '../meetings/lookup.ts';
import { isJoinable } from './joinable.ts';
import { listGroups, listMemberships, type GroupFacts } from './lookup.ts';

export interface ListedGroup {
  readonly group: GroupFacts;
  readonly next: MeetingFacts | null;
  readonly hasJoined: boolean;
  readonly isJoinable: boolean;
}

export interface GroupList {
  readonly bodyName: string;
  readonly groups: readonly ListedGroup[];
  readonly isStranger: boolean;
}

/** The living groups and, for people in the directory, which of them they are in. Strangers may look as well. */
export const list = verb('groups.list', z.object({}), async (ctx): Promise<GroupList> => {
  const personId = actingPersonId(ctx);
  const groups = (await listGroups(ctx)).filter((group) => group.status !== 'closed');
  const upcoming = await listUpcoming(ctx, { groupIds: groups.map((group) => group.id) });
  const joined = new Set((personId === null ? [] : await listMemberships(ctx, personId)).map((membership) => membership.groupId));
  return {
    bodyName: ctx.body.name,
    isStranger: ctx.actor.kind === 'stranger',
    groups: groups.map((group) => ({
      group,
      next: upcoming.find((meeting) => meeting.groupId === group.id) ?? null,
      hasJoined: joined.has(group.id),
      isJoinable: isJoinable(ctx, group),
    })),
  };
});
