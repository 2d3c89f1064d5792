import type { Database } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { HOLDS, nthToken, pacesTable, programTime } from './pace.ts';
import type { Engine } from './parts.ts';

/** When the next planned notice or delivery is due, in the program's time. */
export async function findNextDue(db: Database): Promise<Date | null> {
  const [next] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT LEAST(
      (SELECT min("dueAt") FROM "Notice" WHERE state = 'planned'),
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned')) AS at`;
  return next?.at ?? null;
}

export interface Queue {
  readonly waiting: number;
  /** For how long the oldest has been due. */
  readonly ageMs: number;
}

/** What waits though it is due: notices not yet taken up, and deliveries. */
export async function findQueue({ db, clock }: Pick<Engine, 'db' | 'clock'>): Promise<Queue> {
  const now = clock.now();
  const [found] = await db.$queryRaw<{ n: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS n, min("dueAt") AS oldest FROM (
      SELECT "dueAt" FROM "Delivery" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz
      UNION ALL SELECT "dueAt" FROM "Notice" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz) waiting`;
  return { waiting: found?.n ?? 0, ageMs: found?.oldest ? now.getTime() - found.oldest.getTime() : 0 };
}

/** Milliseconds until there is something of each kind to do: 0 or less for now, Infinity for never. */
export interface Work {
  readonly notices: number;
  /** Also 0 when what is due is in other hands, ours or another replica's. */
  readonly sends: number;
  readonly addresses: number;
  readonly expiry: number;
  readonly unresolved: number;
  readonly cards: number;
}

export const soonest = (work: Work): number => Math.max(0, Math.min(...Object.values(work).map(Number)));

/** A notice that waits, by what is needed to take it up when it is due. */
export interface Upcoming {
  readonly id: string;
  readonly bodyId: string;
  readonly dueAt: Date;
}

interface Row {
  readonly upcoming: readonly { readonly id: string; readonly bodyId: string; readonly dueAt: string }[] | null;
  readonly later: Date | null;
  readonly addresses: Date | null;
  readonly expiry: Date | null;
  readonly send: number | null;
  readonly unresolved: number | null;
  readonly cards: number | null;
}

// Of what is due and waits, how many are looked at for the first that may go.
const LOOK_AHEAD = 200;

// What they plan begins to go out before the next ones are taken.
const NOTICES = 10;

/**
 * One cheap question for all there is to do, now and next: what is due, budgets, rests and leases that end, cards to draw again;
 * and which notices come first, so that when one is due nothing has to be asked before it is taken up.
 */
export async function findWork(engine: Engine): Promise<{ readonly work: Work; readonly upcoming: readonly Upcoming[] }> {
  const now = engine.clock.now();
  for (const [id, until] of engine.setAside) if (until <= now.getTime()) engine.setAside.delete(id);
  const [row] = await engine.db.$queryRaw<[Row]>`
    WITH waiting AS (
      SELECT w.id, w."spentTo", pace.*, ${programTime(engine.clock.offset())} AS at
      FROM "Workspace" w JOIN ${pacesTable(engine.limits)} ON pace.platform = w.platform::text
      WHERE EXISTS (
        SELECT 1 FROM "Delivery" d WHERE d."workspaceId" = w.id AND d.state = 'planned' AND d."dueAt" <= ${now}::timestamptz)
    ), budget AS (
      SELECT id, at, GREATEST(${nthToken(Prisma.sql`0`)} - "aheadMs" / 2 * interval '1 ms',
        (SELECT r.until FROM "Rest" r WHERE r."workspaceId" = waiting.id AND r.address = '' AND ${HOLDS})) AS free
      FROM waiting
    ), free AS (
      SELECT EXTRACT(EPOCH FROM CASE WHEN free > at THEN free ELSE (
        SELECT min(COALESCE(r.until, at)) FROM (
          SELECT "workspaceId", address FROM "Delivery" d
          WHERE d."workspaceId" = budget.id AND d.state = 'planned' AND d."dueAt" <= ${now}::timestamptz
          ORDER BY turn, "dueAt", id LIMIT ${LOOK_AHEAD}::int) d
        LEFT JOIN "Rest" r ON r."workspaceId" = d."workspaceId" AND r.address = d.address AND ${HOLDS}) END - at) * 1000 AS ms
      FROM budget
    )
    SELECT
      (SELECT jsonb_agg(n ORDER BY "dueAt", id) FROM (
        SELECT id, "bodyId", "dueAt" FROM "Notice" WHERE state = 'planned' AND id <> ALL (${[...engine.setAside.keys()]}::uuid[])
        ORDER BY "dueAt", id LIMIT ${NOTICES}::int) n) AS upcoming,
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "dueAt" > ${now}::timestamptz) AS later,
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "workspaceId" IS NULL) AS addresses,
      (SELECT min("expiresAt") FROM "Delivery" WHERE state = 'planned') AS expiry,
      (SELECT min(ms)::float8 FROM free) AS send,
      (SELECT (EXTRACT(EPOCH FROM min("leaseUntil") - clock_timestamp()) * 1000)::float8
        FROM "Delivery" WHERE state IN ('claimed', 'unknown')) AS unresolved,
      (SELECT (EXTRACT(EPOCH FROM min(COALESCE("leaseUntil", clock_timestamp())) - clock_timestamp()) * 1000)::float8
        FROM "PostedCard" WHERE "staleAt" IS NOT NULL AND retired IS NULL) AS cards /* prepared */`;
  const upcoming = (row.upcoming ?? []).map((one) => ({ ...one, dueAt: new Date(one.dueAt) }));
  const until = (at: Date | null | undefined): number => (at ? at.getTime() - engine.clock.now().getTime() : Infinity);
  const work = {
    notices: until(upcoming[0]?.dueAt),
    sends: Math.min(row.send ?? Infinity, until(row.later)),
    addresses: until(row.addresses),
    expiry: until(row.expiry),
    unresolved: row.unresolved ?? Infinity,
    cards: row.cards ?? Infinity,
  };
  return { work, upcoming };
}
