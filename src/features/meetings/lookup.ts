import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';
import type { Answer, MeetingState, Prisma } from '../../db/generated/client.ts';
import { rich, typed } from '../../bot/text.ts';
import type { Affiliation } from '../directory/lookup.ts';
import { findMembership } from '../groups/lookup.ts';
import type { AgendaItem, Doc } from './agenda-text.ts';
import { toDocuments, toShownItems } from './agenda-versions.ts';
import { OPEN_STATES } from './states.ts';
import type { SeriesWords } from './rule-words.ts';

export type { AgendaItem, Doc } from './agenda-text.ts';
export { documentName } from './document-version.ts';
export { listAgendaVersions, toShownItems, type AgendaVersionFacts } from './agenda-versions.ts';
export { findZone } from './local-time.ts';
export { isClosed, OPEN_STATES, permits, statesFor } from './states.ts';
export { listZones, type ZoneFacts } from './zones.ts';

export interface Host {
  readonly id: string;
  readonly name: string;
}

export interface AnswerCounts {
  readonly attending: number;
  readonly attendingOrganisations: number;
  readonly tentative: number;
  readonly declined: number;
}

/** The series an occurrence belongs to, as it was announced. */
export interface SeriesFacts extends SeriesWords {
  readonly id: string;
  /** Raised when several occurrences change at once. */
  readonly sequence: number;
}

export interface MeetingFacts {
  readonly id: string;
  /** Null for a meeting by itself. */
  readonly series: SeriesFacts | null;
  /** Names the occurrence in its series for ever: where the rule put it. */
  readonly recurrenceId: string | null;
  readonly groupId: string;
  readonly groupSlug: string;
  readonly groupName: string;
  readonly kind: string;
  readonly kindName: string;
  readonly subTopic: string;
  /** Local wall time as planned, YYYY-MM-DDTHH:mm. */
  readonly localStart: string;
  readonly zone: string;
  readonly minutes: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly link: string;
  readonly state: MeetingState;
  readonly sequence: number;
  readonly audience: string;
  readonly movedFrom: Date | null;
  readonly cancelReason: string | null;
  readonly chair: Host | null;
  readonly secretariat: Host | null;
  /** As everybody may see it: lines that the Secretariat is still to check stand there without their text. */
  readonly agenda: { readonly n: number; readonly items: readonly AgendaItem[]; readonly documents: readonly Doc[] };
  readonly answers: AnswerCounts;
  /** When anything about it last changed, answers aside. */
  readonly changedAt: Date;
  /** Nobody can answer any more: cancelled, closed, or past its end. */
  readonly isOver: boolean;
}

const WITH = {
  group: { select: { slug: true, name: true } },
  series: { select: { id: true, rule: true, localStart: true, zone: true, lastDate: true, times: true, sequence: true } },
  agendas: { orderBy: { n: 'desc' }, take: 1 },
  answers: { select: { answer: true, person: { select: { organisationId: true } } } },
} satisfies Prisma.MeetingInclude;

type Row = Prisma.MeetingGetPayload<{ include: typeof WITH }>;

/** The meeting, cancelled and past ones too. Throws NotFound for another body's. */
export async function getMeeting(ctx: Ctx, id: string): Promise<MeetingFacts> {
  const found = await findMeeting(ctx, id);
  if (found) return found;
  throw new NotFound(rich`This meeting is not in the calendar any more. ${typed('meetings')} shows what is planned.`);
}

export async function findMeeting(ctx: Ctx, id: string): Promise<MeetingFacts | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const row = await ctx.db.meeting.findFirst({ where: { id, bodyId: ctx.body.id }, include: WITH });
  return row ? ((await toFacts(ctx, [row]))[0] ?? null) : null;
}

/** Meetings that are not cancelled, closed or over, the next one first. */
export async function listUpcoming(ctx: Ctx, which: { groupIds?: readonly string[]; limit?: number } = {}): Promise<MeetingFacts[]> {
  return listWhere(ctx, { ...inGroups(which.groupIds), state: { in: [...OPEN_STATES] }, endsAt: { gt: ctx.now } }, which.limit);
}

/** Meetings one can check in to, or ask about: from the opening of check-in until "were you there?" is asked. */
export async function listUnderWay(ctx: Ctx, groupIds: readonly string[]): Promise<MeetingFacts[]> {
  const { checkInBefore, missedAfter } = ctx.body.settings.timings;
  return listWhere(ctx, {
    ...inGroups(groupIds),
    state: { notIn: ['draft', 'cancelled'] },
    startsAt: { lte: minutesAfter(ctx.now, checkInBefore) },
    endsAt: { gte: minutesAfter(ctx.now, -missedAfter) },
  });
}

/** Meetings, cancelled ones aside, whose time holds the moment: from `lead` minutes before the start until `linger` minutes after the end. */
export const listAround = (ctx: Ctx, at: Date, lead: number, linger: number): Promise<MeetingFacts[]> =>
  listWhere(ctx, {
    state: { notIn: ['draft', 'cancelled'] },
    startsAt: { lte: minutesAfter(at, lead) },
    endsAt: { gte: minutesAfter(at, -linger) },
  });

/** What concerns a person in these groups, or as a host, and ended after `since`; cancelled and closed ones too, by start. */
export async function listSince(ctx: Ctx, personId: string, groupIds: readonly string[], since: Date): Promise<MeetingFacts[]> {
  const OR = [{ groupId: { in: [...groupIds] } }, { chairId: personId }, { secretariatId: personId }, { audience: 'all' }];
  return listWhere(ctx, { OR, state: { not: 'draft' }, endsAt: { gt: since } });
}

/** The occurrences of a series that were not cancelled or closed and are not over, the next one first. */
export const listOpenOccurrences = (ctx: Ctx, seriesId: string): Promise<MeetingFacts[]> =>
  listWhere(ctx, { seriesId, state: { in: [...OPEN_STATES] }, endsAt: { gt: ctx.now } });

/** All occurrences of a series, cancelled and past ones too. */
export const listOccurrences = (ctx: Ctx, seriesId: string): Promise<MeetingFacts[]> => listWhere(ctx, { seriesId });

/** Those of these meetings that are there, by start. */
export const listMeetingsById = (ctx: Ctx, ids: readonly string[]): Promise<MeetingFacts[]> => listWhere(ctx, { id: { in: [...ids] } });

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

const inGroups = (groupIds?: readonly string[]): Prisma.MeetingWhereInput => (groupIds ? { groupId: { in: [...groupIds] } } : {});

async function listWhere(ctx: Ctx, where: Prisma.MeetingWhereInput, limit?: number): Promise<MeetingFacts[]> {
  const rows = await ctx.db.meeting.findMany({
    where: { ...where, bodyId: ctx.body.id },
    include: WITH,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    ...(limit === undefined ? {} : { take: limit }),
  });
  return toFacts(ctx, rows);
}

async function toFacts(ctx: Ctx, rows: readonly Row[]): Promise<MeetingFacts[]> {
  const ids = rows.flatMap((row) => [row.chairId, row.secretariatId]).filter((id) => id !== null);
  const people =
    ids.length === 0
      ? []
      : await ctx.db.person.findMany({ where: { bodyId: ctx.body.id, id: { in: ids } }, select: { id: true, name: true } });
  const hosts = new Map(people.map((one) => [one.id, one]));
  return rows.map((row) => toMeeting(ctx, row, hosts));
}

function toMeeting(ctx: Ctx, row: Row, hosts: ReadonlyMap<string, Host>): MeetingFacts {
  const { group, agendas, answers, updatedAt, chairId, secretariatId, ...facts } = row;
  const latest = agendas[0];
  return {
    ...facts,
    groupSlug: group.slug,
    groupName: group.name,
    kindName: ctx.body.settings.meetingKinds.find((kind) => kind.slug === row.kind)?.name ?? row.kind,
    chair: hosts.get(chairId ?? '') ?? null,
    secretariat: hosts.get(secretariatId ?? '') ?? null,
    agenda: {
      n: latest?.n ?? 0,
      items: toShownItems(latest?.items ?? []),
      documents: toDocuments(latest?.documents ?? []),
    },
    answers: countAnswers(answers),
    changedAt: latest && latest.at > updatedAt ? latest.at : updatedAt,
    isOver: !OPEN_STATES.includes(row.state) || row.endsAt <= ctx.now,
  };
}

function countAnswers(answers: Row['answers']): AnswerCounts {
  const of = (answer: Answer) => answers.filter((one) => one.answer === answer);
  const organisations = new Set(of('attending').flatMap((one) => one.person.organisationId ?? []));
  return {
    attending: of('attending').length,
    attendingOrganisations: organisations.size,
    tentative: of('tentative').length,
    declined: of('declined').length,
  };
}

export interface AnswerFacts extends Affiliation {
  readonly answer: Answer;
  readonly note: string | null;
  readonly alternateId: string | null;
  readonly alternateName: string | null;
  /** What the alternate said of themselves; null while they have not answered, and of one who is not in the directory. */
  readonly alternateAnswer: Answer | null;
}

/** Who answered what, by organisation and name. Notes are for the chair and the Secretariat only: the caller sees to that. */
export async function listAnswers(ctx: Ctx, meetingId: string): Promise<AnswerFacts[]> {
  const rows = await ctx.db.rsvpCurrent.findMany({
    where: { meetingId, bodyId: ctx.body.id },
    include: {
      rsvp: { select: { note: true, alternateId: true, alternateName: true } },
      person: { select: { name: true, organisation: { select: { name: true, membershipClass: true } } } },
    },
  });
  const said = new Map(rows.map((row) => [row.personId, row.answer]));
  return rows
    .map(({ personId, answer, rsvp, person }) => ({
      personId,
      name: person.name,
      organisation: person.organisation?.name ?? null,
      membershipClass: person.organisation?.membershipClass ?? null,
      answer,
      ...rsvp,
      alternateAnswer: said.get(rsvp.alternateId ?? '') ?? null,
    }))
    .sort((a, b) => (a.organisation ?? '').localeCompare(b.organisation ?? '') || a.name.localeCompare(b.name));
}

export async function findAnswer(ctx: Ctx, meetingId: string, personId: string): Promise<Answer | null> {
  return (await listAnswersOf(ctx, personId, [meetingId])).get(meetingId) ?? null;
}

/** A person's answers by meeting id; meetings without one are not in it. */
export async function listAnswersOf(ctx: Ctx, personId: string, meetingIds: readonly string[]): Promise<Map<string, Answer>> {
  const rows = await ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, personId, meetingId: { in: [...meetingIds] } },
    select: { meetingId: true, answer: true },
  });
  return new Map(rows.map((row) => [row.meetingId, row.answer]));
}

/** True for members of the group, for the meeting's named hosts, and for everyone when it is open to all. */
export async function isInvited(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  if (meeting.audience === 'all' || meeting.chair?.id === personId || meeting.secretariat?.id === personId) return true;
  return (await findMembership(ctx, personId, meeting.groupId)) !== null;
}

export { getSilence, type Silence } from './readers.ts';

/** The reason of a cancellation as a sentence of its own. */
export function cancelReasonOf({ cancelReason }: Pick<MeetingFacts, 'cancelReason'>): string {
  const reason = cancelReason ?? 'no reason was given';
  return /[.!?…]$/.test(reason) ? reason : `${reason}.`;
}
