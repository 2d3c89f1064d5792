import type { Database } from '../db/client.ts';
import { HOLDS, NEXT_TOKEN, pacesTable, programTime } from './pace.ts';
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

/** What a look finds to do. */
export interface Work {
  readonly notices: boolean;
  readonly deliveries: boolean;
  readonly addresses: boolean;
  readonly expired: boolean;
  readonly unresolved: boolean;
  readonly cards: boolean;
}

/** One cheap question for all there may be to do now. */
export async function findWork({ db, clock, setAside }: Engine): Promise<Work> {
  const now = clock.now();
  const aside = [...setAside].flatMap(([id, until]) => (until > now.getTime() ? [id] : []));
  const [work] = await db.$queryRaw<[Work]>`
    SELECT
      EXISTS (SELECT 1 FROM "Notice" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz AND id <> ALL (${aside}::uuid[])) AS notices,
      EXISTS (SELECT 1 FROM "Delivery" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz) AS deliveries,
      EXISTS (SELECT 1 FROM "Delivery" WHERE state = 'planned' AND "workspaceId" IS NULL AND "dueAt" <= ${now}::timestamptz) AS addresses,
      EXISTS (SELECT 1 FROM "Delivery" WHERE state = 'planned' AND "expiresAt" <= ${now}::timestamptz) AS expired,
      EXISTS (SELECT 1 FROM "Delivery" WHERE state IN ('claimed', 'unknown') AND "leaseUntil" <= clock_timestamp()) AS unresolved,
      EXISTS (
        SELECT 1 FROM "PostedCard"
        WHERE "staleAt" IS NOT NULL AND retired IS NULL AND ("leaseUntil" IS NULL OR "leaseUntil" <= clock_timestamp())) AS cards`;
  return work;
}

interface Waits {
  readonly due: Date | null;
  readonly send: number | null;
  readonly look: number | null;
  readonly card: number | null;
}

// Of what is due and waits, how many are looked at for the first that may go.
const LOOK_AHEAD = 200;

/**
 * Milliseconds until there is anything to do: something due, a budget or a rest over, a lease over, a card to
 * draw again. Infinity when nothing is planned, 0 when something is due that is in other hands.
 */
export async function findNextWorkMs(engine: Engine): Promise<number> {
  const now = engine.clock.now();
  const [waits] = await engine.db.$queryRaw<Waits[]>`
    WITH waiting AS (
      SELECT w.id, w."spentTo", pace.*, ${programTime(engine.clock.offset())} AS at
      FROM "Workspace" w JOIN ${pacesTable(engine.limits.paces)} ON pace.platform = w.platform::text
      WHERE EXISTS (
        SELECT 1 FROM "Delivery" d WHERE d."workspaceId" = w.id AND d.state = 'planned' AND d."dueAt" <= ${now}::timestamptz)
    ), budget AS (
      SELECT id, at, GREATEST(${NEXT_TOKEN},
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
      LEAST(
        (SELECT min("dueAt") FROM "Notice" WHERE state = 'planned' AND id <> ALL (${[...engine.setAside.keys()]}::uuid[])),
        (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "dueAt" > ${now}::timestamptz),
        (SELECT min("expiresAt") FROM "Delivery" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz),
        (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "workspaceId" IS NULL)) AS due,
      (SELECT min(ms)::float8 FROM free) AS send,
      (SELECT (EXTRACT(EPOCH FROM min("leaseUntil") - clock_timestamp()) * 1000)::float8
        FROM "Delivery" WHERE state IN ('claimed', 'unknown')) AS look,
      (SELECT (EXTRACT(EPOCH FROM min(COALESCE("leaseUntil", clock_timestamp())) - clock_timestamp()) * 1000)::float8
        FROM "PostedCard" WHERE "staleAt" IS NOT NULL AND retired IS NULL) AS card`;
  const all = [waits?.due && waits.due.getTime() - engine.clock.now().getTime(), waits?.send, waits?.look, waits?.card];
  const known = all.filter((ms): ms is number => typeof ms === 'number');
  return Math.max(0, Math.min(...known));
}
