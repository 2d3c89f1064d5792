import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listUpcoming, type MeetingFacts } from '../meetings/lookup.ts';
import { isJoinable } from './joinable.ts';
import { listGroups, type GroupFacts } from './lookup.ts';
import { listOpenTo, type Refusal } from './open-to.ts';

export interface ListedGroup {
  readonly group: GroupFacts;
  readonly next: MeetingFacts | null;
  readonly hasJoined: boolean;
  /** The group takes people in. */
  readonly isJoinable: boolean;
  /** It does, and the rules let this person join. */
  readonly isOpenToReader: boolean;
}

export interface GroupList {
  readonly bodyName: string;
  readonly groups: readonly ListedGroup[];
  readonly isStranger: boolean;
  /** The reader's own reason when none is open to them. */
  readonly refusal: Refusal | null;
}

/** The living groups and, for people in the directory, which of them they are in. Strangers may look as well. */
export const list = verb('groups.list', z.object({}), async (ctx): Promise<GroupList> => {
  const personId = actingPersonId(ctx);
  const groups = (await listGroups(ctx)).filter((group) => group.status !== 'closed');
  const upcoming = await listUpcoming(ctx, { groupIds: groups.map((group) => group.id) });
  const open = personId === null ? null : await listOpenTo(ctx, personId);
  return {
    bodyName: ctx.body.name,
    isStranger: ctx.actor.kind === 'stranger',
    refusal: open?.refusal ?? null,
    groups: groups.map((group) => ({
      group,
      next: upcoming.find((meeting) => meeting.groupId === group.id) ?? null,
      hasJoined: open?.joined.has(group.id) ?? false,
      isJoinable: isJoinable(ctx, group),
      isOpenToReader: open?.groups.some((one) => one.id === group.id) ?? false,
    })),
  };
});
