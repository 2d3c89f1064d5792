import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';
import type { ConcernOpenness, ConcernStepWhat, Prisma } from '../../db/generated/client.ts';
import { listMeetingsById, type MeetingFacts } from '../meetings/lookup.ts';

/** What was done about a concern, or who left or returned. */
export interface StepFacts {
  readonly what: ConcernStepWhat;
  readonly action: string | null;
  readonly name: string | null;
  readonly at: Date;
  readonly byName: string;
}

export interface ConcernFacts {
  readonly id: string;
  readonly openness: ConcernOpenness;
  readonly group: { readonly id: string; readonly slug: string; readonly name: string };
  /** Null when it is about the group's chat or other work. */
  readonly meeting: MeetingFacts | null;
  /** On the agenda as it was, from 1. */
  readonly itemNumber: number | null;
  readonly item: string | null;
  /** Null when the person asked to keep their name out. */
  readonly raisedBy: { readonly id: string; readonly name: string; readonly organisation: string | null } | null;
  readonly at: Date;
  /** In the order in which they happened. */
  readonly steps: readonly StepFacts[];
}

const WITH = {
  group: { select: { id: true, slug: true, name: true } },
  steps: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.ConcernInclude;

/** Who may know of concerns that were told to the Secretariat alone; the scheduler writes the Secretariat's messages. */
const visible = (ctx: Ctx): Prisma.ConcernWhereInput => (isSecretariat(ctx) || ctx.actor.kind === 'scheduler' ? {} : { openness: 'open' });

/** Concerns of a meeting, oldest first; those told to the Secretariat alone are there for the Secretariat only. */
export const listConcerns = (ctx: Ctx, meetingId: string): Promise<ConcernFacts[]> => listWhere(ctx, { meetingId, ...visible(ctx) }, 'asc');

/** The latest concerns of all groups; those told to the Secretariat alone are there for the Secretariat only. */
export const listLatest = (ctx: Ctx, limit: number): Promise<ConcernFacts[]> => listWhere(ctx, visible(ctx), 'desc', limit);

/** Throws NotFound also for one that the acting person may not know of. */
export async function getConcern(ctx: Ctx, id: string): Promise<ConcernFacts> {
  const [found] = await listWhere(ctx, { id, ...visible(ctx) }, 'asc');
  if (found) return found;
  throw new NotFound('There is no such concern in the record that you can see.');
}

/** The concern as whoever raised it knows it anyway. */
export async function findRaised(ctx: Ctx, id: string): Promise<ConcernFacts | null> {
  return (await listWhere(ctx, { id }, 'asc'))[0] ?? null;
}

async function listWhere(ctx: Ctx, where: Prisma.ConcernWhereInput, order: Prisma.SortOrder, take?: number): Promise<ConcernFacts[]> {
  const rows = await ctx.db.concern.findMany({
    where: { ...where, bodyId: ctx.body.id },
    include: WITH,
    orderBy: [{ at: order }, { id: order }],
    ...(take === undefined ? {} : { take }),
  });
  const ids = rows.flatMap((row) => row.meetingId ?? []);
  const meetings = new Map((ids.length > 0 ? await listMeetingsById(ctx, ids) : []).map((one) => [one.id, one]));
  return rows.map(({ id, openness, group, itemNumber, item, at, steps, ...row }) => ({
    ...{ id, openness, group, itemNumber, item, at },
    meeting: meetings.get(row.meetingId ?? '') ?? null,
    raisedBy: row.raisedById ? { id: row.raisedById, name: row.raisedByName ?? '', organisation: row.organisation } : null,
    steps: steps.map(({ what, action, name, at, byName }) => ({ what, action, name, at, byName })),
  }));
}
