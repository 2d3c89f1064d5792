import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, Target } from '../../bot/define.ts';
import type { PersonalKind } from '../../bot/preferences.ts';
import type { Answer } from '../../db/generated/client.ts';
import { findLeftOffice, listEligible, listSecretariat } from '../directory/lookup.ts';
import { findMembership, listChannels, listMembers } from '../groups/lookup.ts';
import { getGroupNotices, listPreferences, listWanting, ownLeadOf } from '../preferences/lookup.ts';
import { isInvited, listAnswers, type MeetingFacts } from './lookup.ts';
import { noticeOf } from './plan.ts';
import { isSeriesTold } from './series-told.ts';

/** Who is written to about a meeting. Only people who still take part in the group and may do so today. */

export async function listChannelTargets(ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> {
  return (await listChannels(ctx, meeting.groupId)).map((one) => ({ channel: one.id }));
}

/** Everyone with an answer, whatever it is. */
export const listAnswered = (ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> =>
  listWithAnswer(ctx, meeting, ['attending', 'tentative', 'declined']);

/**
 * Whom a reminder goes to: the channels at the group's time, and those who come, or may, when they chose to
 * be reminded; at the group's time also who chose an earlier one that had passed before they said they come.
 * Left out is who switched it off, who asked for the channel only, and who got it already.
 */
export async function listReminded(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts): Promise<Target[]> {
  const { lead } = notice.subject;
  const { timings, off } = await getGroupNotices(ctx, meeting.groupId);
  if (off.includes('meetings.reminder')) return [];
  const channels = lead === undefined ? await listChannelTargets(ctx, meeting) : [];
  const byChannel = await listByChannel(ctx, meeting);
  const coming = (await listPersonally(ctx, meeting, notice, 'meetings.reminder')).filter((id) => !byChannel.has(id));
  const chosen = await listPreferences(ctx, coming);
  const isNow = (id: string): boolean => {
    const own = ownLeadOf(chosen.get(id), timings.reminderBefore);
    return lead === undefined ? own === null || own > timings.reminderBefore : String(own) === lead;
  };
  return [...channels, ...coming.filter(isNow).map((person) => ({ person }))];
}

/** Whom the joining link goes to: all who come, or may, but for who switched it off or got it already. It is in no channel. */
export async function listJoining(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts): Promise<Target[]> {
  return (await listPersonally(ctx, meeting, notice, 'meetings.join')).map((person) => ({ person }));
}

/** Members without an answer who did not switch it off or ask to be left to the channel. */
export const listSilent = async (ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> =>
  (await getSilence(ctx, meeting)).asked.map((person) => ({ person }));

export interface Silence {
  /** Ids of the people a request to answer goes to. */
  readonly asked: readonly string[];
  /** How many have no such requests sent to them, by their own choice. */
  readonly unasked: number;
}

/** Members who have not answered and may take part today. */
export async function getSilence(ctx: Ctx, meeting: MeetingFacts): Promise<Silence> {
  const answered = new Set((await listAnswers(ctx, meeting.id)).map((one) => one.personId));
  const byChannel = await listByChannel(ctx, meeting);
  const members = (await listMembers(ctx, meeting.groupId)).map((one) => one.personId);
  const silent = members.filter((id) => !answered.has(id));
  const eligible = await listEligible(ctx, { slug: meeting.groupSlug }, silent);
  const reachable = silent.filter((id) => eligible.has(id));
  const asked = await listWanting(
    ctx,
    'meetings.nudge',
    reachable.filter((id) => !byChannel.has(id)),
  );
  return { asked, unasked: reachable.length - asked.length };
}

/** Who asked to be reminded in the group's channel only; nobody while it has none. */
async function listByChannel(ctx: Ctx, meeting: MeetingFacts): Promise<Set<string>> {
  const members = (await listMembers(ctx, meeting.groupId)).filter((one) => one.remindBy === 'channel');
  const counts = members.length > 0 && (await listChannels(ctx, meeting.groupId)).length > 0;
  return new Set(counts ? members.map((one) => one.personId) : []);
}

/**
 * Those who come, or may, and want this; only the one a notice for one person names. Notices of one
 * occasion wait for each other here, so that nobody is in two of them.
 */
async function listPersonally(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts, kind: PersonalKind): Promise<string[]> {
  const { key } = noticeOf(meeting, kind, notice.dueAt, notice.dueAt);
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  const coming = (await listWithAnswer(ctx, meeting, ['attending', 'tentative'])).flatMap((one) => ('person' in one ? [one.person] : []));
  const meant = coming.filter((id) => notice.subject.person === undefined || notice.subject.person === id);
  // A link that changed is news to those who have the old one.
  const got = notice.subject.again === 'link' ? new Set<string>() : await listGot(ctx, key, notice.id);
  return listWanting(
    ctx,
    kind,
    meant.filter((id) => !got.has(id)),
  );
}

/** Who has or gets a message of this occasion by another notice than the one named. */
export async function listGot(ctx: Ctx, key: string, noticeId?: string): Promise<Set<string>> {
  const of = { bodyId: ctx.body.id, ...(noticeId && { id: { not: noticeId } }), OR: [{ key }, { key: { startsWith: `${key}:` } }] };
  const where = { notice: of, target: { startsWith: 'person:' }, state: { notIn: ['cancelled' as const, 'expired' as const] } };
  const live = await ctx.db.delivery.findMany({ where, select: { target: true } });
  const logged = await ctx.db.deliveryLog.findMany({ where, select: { target: true } });
  return new Set([...live, ...logged].map((one) => one.target.slice('person:'.length)));
}

/** The meeting's chair; without one the group's chairs; without those the Secretariat. Who may not take part today is passed over. */
export async function listChairTargets(ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> {
  const chairs = (await listMembers(ctx, meeting.groupId)).filter((one) => one.role === 'chair' || one.role === 'vice_chair');
  for (const readers of [meeting.chair ? [meeting.chair.id] : [], chairs.map((one) => one.personId)]) {
    const targets = toTargets(readers, await listEligible(ctx, { slug: meeting.groupSlug }, readers));
    if (targets.length > 0) return targets;
  }
  return (await listSecretariat(ctx)).map((one) => ({ person: one.personId }));
}

/** True while this person may hear what is for the chair: they chair the meeting or the group, or are of the Secretariat. */
export async function isChairing(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  const role = meeting.chair?.id === personId ? 'chair' : (await findMembership(ctx, personId, meeting.groupId))?.role;
  return role === 'chair' || role === 'vice_chair' || (await findLeftOffice(ctx, personId)) === null;
}

/** True while this person may be written to about the meeting. */
export async function canStillHear(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  const eligible = await listEligible(ctx, { slug: meeting.groupSlug }, [personId]);
  if (!eligible.has(personId)) return false;
  return (await isInvited(ctx, meeting, personId)) || (await findLeftOffice(ctx, personId)) === null;
}

/** True once a channel was told of the meeting: one that never was needs no cancellation. */
export async function wasTold(ctx: Ctx, meeting: MeetingFacts): Promise<boolean> {
  const told = {
    bodyId: ctx.body.id,
    meetingId: meeting.id,
    kind: { in: ['meetings.announced', 'meetings.moved'] },
    state: 'expanded' as const,
  };
  if (meeting.series !== null && (await isSeriesTold(ctx, meeting.series.id))) return true;
  return (await ctx.db.notice.count({ where: told })) > 0;
}

async function listWithAnswer(ctx: Ctx, meeting: MeetingFacts, wanted: readonly Answer[]): Promise<Target[]> {
  const answers = await listAnswers(ctx, meeting.id);
  const people = answers.filter((one) => wanted.includes(one.answer)).map((one) => one.personId);
  return toTargets(people, await listEligible(ctx, { slug: meeting.groupSlug }, people));
}

const toTargets = (people: readonly string[], eligible: ReadonlySet<string>): Target[] =>
  people.filter((id) => eligible.has(id)).map((person) => ({ person }));
