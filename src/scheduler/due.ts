import type { Database } from '../db/client.ts';
import type { Engine } from './parts.ts';

/** When the next planned notice or delivery is due, in the program's time. */
export async function findNextDue(db: Database, notThese: readonly string[] = []): Promise<Date | null> {
  const [next] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT LEAST(
      (SELECT min("dueAt") FROM "Notice" WHERE state = 'planned' AND id <> ALL (${[...notThese]}::uuid[])),
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned')) AS at`;
  return next?.at ?? null;
}

interface Waits {
  readonly look: number | null;
  readonly card: number | null;
}

/** Milliseconds until there is anything to do: something due, a lease over, a card to draw again. Infinity when nothing is planned. */
export async function findNextWorkMs(engine: Engine): Promise<number> {
  const due = await findNextDue(engine.db, [...engine.setAside.keys()]);
  const [waits] = await engine.db.$queryRaw<Waits[]>`
    SELECT
      (SELECT (EXTRACT(EPOCH FROM min("leaseUntil") - clock_timestamp()) * 1000)::float8
        FROM "Delivery" WHERE state IN ('claimed', 'unknown')) AS look,
      (SELECT (EXTRACT(EPOCH FROM min(COALESCE("leaseUntil", clock_timestamp())) - clock_timestamp()) * 1000)::float8
        FROM "PostedCard" WHERE "staleAt" IS NOT NULL AND retired IS NULL) AS card`;
  const all = [due && due.getTime() - engine.clock.now().getTime(), waits?.look, waits?.card];
  const known = all.filter((ms): ms is number => typeof ms === 'number');
  return Math.max(0, Math.min(...known));
}
