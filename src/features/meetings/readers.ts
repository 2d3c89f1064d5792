import type { Ctx } from '../../bot/context.ts';
import type { Target } from '../../bot/define.ts';
import type { Answer } from '../../db/generated/client.ts';
import { listEligible, listPeople, listSecretariat } from '../directory/lookup.ts';
import { listChannels, listMembers } from '../groups/lookup.ts';
import { isInvited, listAnswers, type MeetingFacts } from './lookup.ts';

/** Who is written to about a meeting. Only people who still take part in the group and may do so today. */

export async function listChannelTargets(ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> {
  return (await listChannels(ctx, meeting.groupId)).map((one) => ({ channel: one.id }));
}

/** Everyone with an answer, whatever it is. */
export const listAnswered = (ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> =>
  listWithAnswer(ctx, meeting, ['attending', 'tentative', 'declined']);

/**
 * Those who come, or may. `reminded` leaves out who asked to be reminded in the channel only; the
 * meeting link goes to all, since they have it from nowhere else.
 */
export async function listComing(ctx: Ctx, meeting: MeetingFacts, which: 'reminded' | 'all'): Promise<Target[]> {
  const coming = await listWithAnswer(ctx, meeting, ['attending', 'tentative']);
  if (which === 'all') return coming;
  const members = await listMembers(ctx, meeting.groupId);
  const byChannel = new Set(members.filter((one) => one.remindBy === 'channel').map((one) => one.personId));
  return coming.filter((target) => !('person' in target && byChannel.has(target.person)));
}

/** Members without an answer who did not ask to be left to the channel. */
export async function listSilent(ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> {
  const answered = new Set((await listAnswers(ctx, meeting.id)).map((one) => one.personId));
  const members = await listMembers(ctx, meeting.groupId);
  const silent = members.filter((one) => one.remindBy === 'direct' && !answered.has(one.personId)).map((one) => one.personId);
  return toTargets(silent, await listEligible(ctx, { slug: meeting.groupSlug }, silent));
}

/** The meeting's chair; without one the group's chairs; without those the Secretariat. */
export async function listChairTargets(ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> {
  if (meeting.chair) return [{ person: meeting.chair.id }];
  const chairs = (await listMembers(ctx, meeting.groupId)).filter((one) => one.role === 'chair' || one.role === 'vice_chair');
  const readers = chairs.length > 0 ? chairs : await listSecretariat(ctx);
  return readers.map((one) => ({ person: one.personId }));
}

/** True while this person may be written to about the meeting. */
export async function canStillHear(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  const eligible = await listEligible(ctx, { slug: meeting.groupSlug }, [personId]);
  if (!eligible.has(personId)) return false;
  return (await isInvited(ctx, meeting, personId)) || (await listSecretariat(ctx)).some((one) => one.personId === personId);
}

/** True once a channel was told of the meeting: one that never was needs no cancellation. */
export async function wasTold(ctx: Ctx, meeting: MeetingFacts): Promise<boolean> {
  const told = {
    bodyId: ctx.body.id,
    meetingId: meeting.id,
    kind: { in: ['meetings.announced', 'meetings.moved'] },
    state: 'expanded' as const,
  };
  return (await ctx.db.notice.count({ where: told })) > 0;
}

export interface SuggestionFacts {
  readonly text: string;
  readonly by: string;
  readonly organisation: string | null;
}

export async function findSuggestion(ctx: Ctx, id: string): Promise<SuggestionFacts | null> {
  const row = await ctx.db.agendaSuggestion.findFirst({ where: { id, bodyId: ctx.body.id } });
  const [person] = row ? await listPeople(ctx, [row.personId]) : [];
  return row ? { text: row.text, by: person?.name ?? 'A member', organisation: person?.organisation ?? null } : null;
}

async function listWithAnswer(ctx: Ctx, meeting: MeetingFacts, wanted: readonly Answer[]): Promise<Target[]> {
  const answers = await listAnswers(ctx, meeting.id);
  const people = answers.filter((one) => wanted.includes(one.answer)).map((one) => one.personId);
  return toTargets(people, await listEligible(ctx, { slug: meeting.groupSlug }, people));
}

const toTargets = (people: readonly string[], eligible: ReadonlySet<string>): Target[] =>
  people.filter((id) => eligible.has(id)).map((person) => ({ person }));
