import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { formatInZone } from '../../bot/text.ts';
import type { Answer } from '../../db/generated/client.ts';
import { isDueSoon, listOwnActions, type ActionFacts } from '../actions/lookup.ts';
import { hasCheckedIn, listRollsToConfirm } from '../attendance/lookup.ts';
import { listGroups, listMemberships, listOpenTo, type GroupFacts, type MembershipFacts, type Refusal } from '../groups/lookup.ts';
import { listAnswersOf, listMeetingsById, listSince, listUnderWay, type MeetingFacts } from '../meetings/lookup.ts';
import { listMinutesToDo } from '../minutes/lookup.ts';
import { listTroubled } from '../notices/lookup.ts';

export interface OwnGroup {
  readonly group: GroupFacts;
  readonly role: MembershipFacts['role'];
}

export interface SecretariatDesk {
  readonly today: readonly MeetingFacts[];
  /** People who asked to be added to the directory. */
  readonly waiting: number;
  readonly failed: number;
}

export interface HomeFacts {
  readonly bodyName: string;
  readonly next: { readonly meeting: MeetingFacts; readonly answer: Answer | null; readonly canCheckIn: boolean } | null;
  /** Meetings after the next one that wait for the person's answer. */
  readonly unanswered: readonly MeetingFacts[];
  readonly rolls: readonly MeetingFacts[];
  /** The person's own that are due soon, or late. */
  readonly actions: readonly ActionFacts[];
  /** Minutes to write, review or issue. */
  readonly minutes: readonly MeetingFacts[];
  readonly groups: readonly OwnGroup[];
  readonly toJoin: readonly GroupFacts[];
  /** Why there is nothing to join, when that is the person's own case. */
  readonly refusal: Refusal | null;
  readonly desk: SecretariatDesk | null;
}

export interface StrangerFacts {
  readonly bodyName: string;
  readonly groups: readonly GroupFacts[];
}

const ROLLS_SHOWN = 5;
const MINUTES_SHOWN = 5;

/** What a person's home shows. Reads only. */
export async function getHome(ctx: Ctx, personId: string): Promise<HomeFacts> {
  const all = (await listGroups(ctx)).filter((group) => group.status !== 'closed');
  const roles = new Map((await listMemberships(ctx, personId)).map((membership) => [membership.groupId, membership.role]));
  const upcoming = (await listSince(ctx, personId, [...roles.keys()], ctx.now)).filter((meeting) => !meeting.isOver);
  const answers = await listAnswersOf(
    ctx,
    personId,
    upcoming.map((meeting) => meeting.id),
  );
  const [next, ...later] = upcoming;
  const rolls = await listMeetingsById(ctx, (await listRollsToConfirm(ctx)).slice(0, ROLLS_SHOWN));
  const open = await listOpenTo(ctx, personId);
  const minutes = await listMeetingsById(ctx, (await listMinutesToDo(ctx)).slice(0, MINUTES_SHOWN));
  return {
    bodyName: ctx.body.name,
    next: next ? { meeting: next, answer: answers.get(next.id) ?? null, canCheckIn: await canCheckIn(ctx, next, personId) } : null,
    unanswered: later.filter((meeting) => !answers.has(meeting.id)),
    rolls: rolls.toReversed(),
    actions: (await listOwnActions(ctx, personId)).filter((one) => isDueSoon(ctx, one)),
    minutes: minutes.toReversed(),
    groups: all.flatMap((group) => {
      const role = roles.get(group.id);
      return role ? [{ group, role }] : [];
    }),
    toJoin: open.groups,
    refusal: open.refusal,
    desk: isSecretariat(ctx) ? await getDesk(ctx, personId, all) : null,
  };
}

async function canCheckIn(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  const underWay = await listUnderWay(ctx, [meeting.groupId]);
  return underWay.some((one) => one.id === meeting.id) && !(await hasCheckedIn(ctx, meeting.id, personId));
}

const DAY_MS = 24 * 60 * 60 * 1000;

async function getDesk(ctx: Ctx, personId: string, groups: readonly GroupFacts[]): Promise<SecretariatDesk> {
  const dayOf = (at: Date): string => formatInZone(at, 'date', ctx.body.zone);
  const ids = groups.map((group) => group.id);
  const meetings = await listSince(ctx, personId, ids, new Date(ctx.now.getTime() - DAY_MS));
  return {
    today: meetings.filter((meeting) => meeting.state !== 'cancelled' && dayOf(meeting.startsAt) === dayOf(ctx.now)),
    waiting: await ctx.db.accessRequest.count({ where: { bodyId: ctx.body.id, state: 'waiting' } }),
    failed: (await listTroubled(ctx)).length,
  };
}

/** What somebody who is not in the directory may see. */
export async function getStrangerHome(ctx: Ctx): Promise<StrangerFacts> {
  const groups = (await listGroups(ctx)).filter((group) => group.status !== 'closed');
  return { bodyName: ctx.body.name, groups };
}
