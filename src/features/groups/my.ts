import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import type { Answer, MembershipRole } from '../../db/generated/client.ts';
import { listOwnActions } from '../actions/lookup.ts';
import { listAnswersOf, listUpcoming, type MeetingFacts } from '../meetings/lookup.ts';
import { listGroups, listMemberships, type GroupFacts } from './lookup.ts';

export interface MyPage {
  readonly groups: readonly { readonly group: GroupFacts; readonly role: MembershipRole }[];
  readonly answered: readonly { readonly meeting: MeetingFacts; readonly answer: Answer }[];
  /** Meetings that wait for the person's answer, soonest first. */
  readonly waiting: readonly MeetingFacts[];
  /** How many open actions the person owns. */
  readonly actions: number;
}

/** How far ahead the page looks: as many meetings as one message can carry with their buttons. */
const MEETINGS = 10;

/** The acting person's groups, next meetings with their answers, and what waits for an answer. */
export const my = verb('groups.my', z.object({}), async (ctx): Promise<MyPage> => {
  const person = actingPerson(ctx);
  const roles = new Map((await listMemberships(ctx, person.id)).map(({ groupId, role }) => [groupId, role]));
  const actions = (await listOwnActions(ctx, person.id)).length;
  if (roles.size === 0) return { groups: [], answered: [], waiting: [], actions };
  const meetings = await listUpcoming(ctx, { groupIds: [...roles.keys()], limit: MEETINGS });
  const answers = await listAnswersOf(
    ctx,
    person.id,
    meetings.map((meeting) => meeting.id),
  );
  return {
    groups: (await listGroups(ctx)).flatMap((group) => {
      const role = roles.get(group.id);
      return role ? [{ group, role }] : [];
    }),
    answered: meetings.flatMap((meeting) => {
      const answer = answers.get(meeting.id);
      return answer ? [{ meeting, answer }] : [];
    }),
    waiting: meetings.filter((meeting) => !answers.has(meeting.id)),
    actions,
  };
});
