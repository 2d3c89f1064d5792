import { actingPersonId } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { listMemberships, type GroupFacts } from '../groups/lookup.ts';
import { listAnswersOf, listUpcoming } from './lookup.ts';
import { chooseGroups, GroupChoice } from './which-groups.ts';

/** As many as one message carries with their buttons. */
const MOST = 10;

export const LIST_PRESS = 'meetings.list';

/**
 * What is planned in the named group, or in the person's own; with their answers where they may answer.
 * Anyone may look: when groups meet is no secret, and links are not shown here.
 */
export const listMeetings = verb('meetings.list', GroupChoice, async (ctx, { group }) => {
  const groups: readonly GroupFacts[] = await chooseGroups(ctx, group, LIST_PRESS);
  const meetings = await listUpcoming(ctx, { groupIds: groups.map((one) => one.id), limit: MOST + 1 });
  const personId = actingPersonId(ctx);
  const ids = meetings.map((one) => one.id);
  return {
    groups,
    named: Boolean(group),
    meetings: meetings.slice(0, MOST),
    hasMore: meetings.length > MOST,
    answers: personId ? await listAnswersOf(ctx, personId, ids) : new Map<string, never>(),
    memberOf: new Set(personId ? (await listMemberships(ctx, personId)).map((one) => one.groupId) : []),
  };
});

export type MeetingList = Awaited<ReturnType<typeof listMeetings>>;
