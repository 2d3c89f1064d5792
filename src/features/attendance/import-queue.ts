import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import type { ImportedName, ImportedNameState, Prisma } from '../../db/generated/client.ts';
import { namesOf } from '../directory/lookup.ts';
import { listMeetingsById, type MeetingFacts } from '../meetings/lookup.ts';
import { Stays, type Stay } from './import-stays.ts';

/** A name of an attendance file that the directory does not answer for, or did not. */
export interface NameFacts {
  readonly id: string;
  readonly meetingId: string;
  readonly name: string;
  readonly email: string | null;
  readonly stays: readonly Stay[];
  readonly state: ImportedNameState;
  /** Whom the Secretariat took it for. */
  readonly person: string | null;
  readonly reason: string | null;
  /** Changes with every decision: a form opened before it does not decide again. */
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

/** Of names that the latest file still has. */
const PRESENT = { NOT: { stays: { equals: [] } } } satisfies Prisma.ImportedNameWhereInput;
const ASKED = { state: { not: 'matched' as const }, ...PRESENT } satisfies Prisma.ImportedNameWhereInput;
const WAITING = { state: 'waiting' as const, ...PRESENT } satisfies Prisma.ImportedNameWhereInput;

/** How many names of the meeting's attendance file wait for the Secretariat. */
export const countWaiting = (ctx: Ctx, meetingId: string): Promise<number> =>
  ctx.db.importedName.count({ where: { bodyId: ctx.body.id, meetingId, ...WAITING } });

/** The first name that waits, in the order of the file, after the one given; null at the end. */
export async function findNextWaiting(ctx: Ctx, meetingId: string, after: NameFacts | null): Promise<NameFacts | null> {
  return (await listNames(ctx, { meetingId, ...WAITING, ...(after ? { id: { gt: after.id } } : {}) }, 1))[0] ?? null;
}

export async function findName(ctx: Ctx, id: string): Promise<NameFacts | null> {
  return (await listNames(ctx, { id }, 1))[0] ?? null;
}

const SHOWN = 20;

/** Names of a meeting that the Secretariat decided about, the latest decision first. */
export const listDecided = (ctx: Ctx, meetingId: string): Promise<NameFacts[]> =>
  listNames(ctx, { meetingId, decidedAt: { not: null }, ...PRESENT }, SHOWN, { decidedAt: 'desc' });

async function listNames(
  ctx: Ctx,
  where: Prisma.ImportedNameWhereInput,
  take: number,
  first?: Prisma.ImportedNameOrderByWithRelationInput,
): Promise<NameFacts[]> {
  const rows = await ctx.db.importedName.findMany({
    where: { ...where, bodyId: ctx.body.id },
    orderBy: [...(first ? [first] : []), { id: 'asc' }],
    take,
  });
  const ids = rows.flatMap(({ personId, decidedById }) => [personId ?? [], decidedById ?? []].flat());
  const people = await namesOf(ctx, ids);
  return rows.map((row) => toFacts(row, people));
}

function toFacts(row: ImportedName, people: ReadonlyMap<string, string>): NameFacts {
  const { id, meetingId, name, email, state, reason, decidedAt } = row;
  const person = people.get(row.personId ?? '') ?? null;
  const decidedBy = people.get(row.decidedById ?? '') ?? null;
  return { id, meetingId, name, email, stays: Stays.parse(row.stays), state, person, reason, decidedAt, decidedBy };
}

export interface QueuedMeeting {
  readonly meeting: MeetingFacts;
  readonly waiting: number;
  readonly decided: number;
}

const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000;
const MEETINGS = 10;

/**
 * Meetings whose attendance file has names that wait, or that were decided about and can still be looked at: those of the
 * last 90 days, and whatever waits; where most recently met first. For the Secretariat. Throws NotAllowed for others.
 */
export const importQueue = verb('attendance.importQueue', z.object({}), async (ctx): Promise<QueuedMeeting[]> => {
  assertSecretariat(ctx);
  const since = new Date(ctx.now.getTime() - REMEMBERED_MS);
  const counts = await ctx.db.importedName.groupBy({
    by: ['meetingId', 'state'],
    where: { bodyId: ctx.body.id, ...ASKED, OR: [{ state: 'waiting' }, { meeting: { endsAt: { gt: since } } }] },
    _count: true,
  });
  const of = (meetingId: string, isWaiting: boolean): number =>
    counts
      .filter((one) => one.meetingId === meetingId && (one.state === 'waiting') === isWaiting)
      .reduce((sum, one) => sum + one._count, 0);
  const meetings = await listMeetingsById(ctx, [...new Set(counts.map((one) => one.meetingId))]);
  return meetings
    .map((meeting) => ({ meeting, waiting: of(meeting.id, true), decided: of(meeting.id, false) }))
    .sort((a, b) => Number(b.waiting > 0) - Number(a.waiting > 0) || b.meeting.startsAt.getTime() - a.meeting.startsAt.getTime())
    .slice(0, MEETINGS);
});
