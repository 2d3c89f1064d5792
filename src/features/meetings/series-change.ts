import { v7 as uuidv7 } from 'uuid';
import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import type { MeetingState } from '../../db/generated/client.ts';
import { statesFor } from './states.ts';
import type { Scope } from './inputs.ts';
import { listMeetingsById, listOpenOccurrences, type MeetingFacts } from './lookup.ts';
import { SERIES_CARD } from './series-answerable.ts';

/** What changing several occurrences at once has in common. Past, closed and running ones are never among them. */

/** From these a meeting can be moved or cancelled. */
export const CHANGEABLE_STATES: MeetingState[] = statesFor('move');

/**
 * The occurrences in scope, seen from `named`, that are not over; by start. Locked in the order of their
 * ids, as everybody who changes or answers several does; who writes to others besides can deadlock.
 */
export async function lockOccurrences(ctx: Ctx, named: MeetingFacts, scope: Scope): Promise<MeetingFacts[]> {
  const open = named.series ? await listOpenOccurrences(ctx, named.series.id) : [named];
  const ids = open.filter((one) => isInScope(one, named, scope)).map((one) => one.id);
  await ctx.db.$executeRaw`SELECT 1 FROM "Meeting" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  return (await listMeetingsById(ctx, ids)).filter((one) => !one.isOver);
}

/** False once it is in session: from then on it is closed, not moved or cancelled. */
export const isChangeable = (meeting: MeetingFacts): boolean => CHANGEABLE_STATES.includes(meeting.state);

const isInScope = (one: MeetingFacts, named: MeetingFacts, scope: Scope): boolean =>
  one.id === named.id || scope === 'all' || (scope === 'following' && one.startsAt >= named.startsAt);

/** How many meetings of its series can still be changed, itself included; 1 for a meeting by itself. */
export async function countChangeable(ctx: Ctx, meeting: MeetingFacts): Promise<number> {
  if (!meeting.series) return 1;
  return (await listOpenOccurrences(ctx, meeting.series.id)).filter(isChangeable).length;
}

interface Placed {
  readonly recurrenceId: string | null;
  /** Null when it is cancelled. */
  readonly movedTo: string | null;
  readonly zone: string | null;
}

/** Notes where occurrences went from where their rule put them. Nothing for meetings that are in no series. */
export async function recordExceptions(ctx: Ctx, seriesId: string | undefined, scope: Scope, placed: readonly Placed[]): Promise<void> {
  if (seriesId === undefined) return;
  const rows = placed.flatMap(({ recurrenceId, ...place }) => (recurrenceId === null ? [] : [{ recurrenceId, ...place }]));
  const same = { bodyId: ctx.body.id, seriesId, scope, at: ctx.now, byId: actingPersonId(ctx) };
  await ctx.db.seriesException.deleteMany({
    where: { bodyId: ctx.body.id, seriesId, recurrenceId: { in: rows.map((one) => one.recurrenceId) } },
  });
  await ctx.db.seriesException.createMany({ data: rows.map((row) => ({ ...same, ...row, id: uuidv7() })) });
  await markStale(ctx, SERIES_CARD, seriesId);
}

/** Counts one change of several occurrences; its number names the message about it. */
export async function countChange(ctx: Ctx, seriesId: string): Promise<number> {
  const { sequence } = await ctx.db.series.update({
    where: { id: seriesId, bodyId: ctx.body.id },
    data: { sequence: { increment: 1 }, updatedAt: ctx.now },
    select: { sequence: true },
  });
  await markStale(ctx, SERIES_CARD, seriesId);
  return sequence;
}

/** The recurrence ids of occurrences that were moved by themselves: a move of the others leaves them where they are. */
export async function listMovedAlone(ctx: Ctx, seriesId: string): Promise<Set<string>> {
  const rows = await ctx.db.seriesException.findMany({
    where: { bodyId: ctx.body.id, seriesId, scope: 'this', movedTo: { not: null } },
    select: { recurrenceId: true },
  });
  return new Set(rows.map((row) => row.recurrenceId));
}
