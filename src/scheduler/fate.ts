import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../db/errors.ts';
import type { Database, Transaction } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Claimed } from './claim.ts';
import { HOLDS, programTime } from './pace.ts';
import type { Engine } from './parts.ts';

/**
 * Writes what became of a claimed delivery, only while this claim stands: false when another replica
 * took it over because our lease had ended. Without a `leaseUntil` of its own the claim ends here.
 */
export async function settle(db: Database | Transaction, claimed: Claimed, data: Prisma.DeliveryUpdateManyMutationInput): Promise<boolean> {
  const written = await db.delivery.updateMany({
    where: { id: claimed.id, claimedBy: claimed.claimedBy, state: { in: ['claimed', 'unknown'] } },
    data: { leaseUntil: null, ...data },
  });
  return written.count === 1;
}

/** Outcome unknown: left for a look at the platform once `afterMs` of the database's clock are over. */
export async function settleUnknown(engine: Engine, claimed: Claimed, code: string, afterMs: number): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE "Delivery" SET state = 'unknown', error = ${code}, "leaseUntil" = clock_timestamp() + ${Math.ceil(afterMs)}::int * interval '1 ms'
    WHERE id = ${claimed.id}::uuid AND "claimedBy" = ${claimed.claimedBy} AND state IN ('claimed', 'unknown')`;
}

/** Puts a delivery back, to be tried again after `afterMs`; others may overtake it. */
export async function putBack(engine: Engine, claimed: Claimed, code: string, afterMs: number): Promise<void> {
  const dueAt = new Date(engine.clock.now().getTime() + afterMs);
  await settle(engine.db, claimed, { state: 'planned', claimedBy: null, error: code, ...(afterMs > 0 && { dueAt }) });
}

// So many destinations limited at once are no accident: the workspace's budget is spent.
const LIMITED_AT_ONCE = 3;

/** Leaves a destination alone for `afterMs`, by all replicas; with several of one workspace limited at once, that workspace. */
export async function letRest(engine: Engine, { workspaceId, address }: Claimed, afterMs: number): Promise<void> {
  const at = programTime(engine.clock.offset());
  const until = Prisma.sql`${at} + ${afterMs}::float8 * interval '1 ms'`;
  await engine.db.$executeRaw`
    INSERT INTO "Rest" AS r ("workspaceId", address, since, until) VALUES (${workspaceId}::uuid, ${address}, ${at}, ${until})
    ON CONFLICT ("workspaceId", address) DO UPDATE SET since = excluded.since, until = excluded.until`;
  await engine.db.$executeRaw`
    INSERT INTO "Rest" AS r ("workspaceId", address, since, until) SELECT ${workspaceId}::uuid, '', now.at, ${until} FROM (SELECT ${at} AS at) now
    WHERE ${LIMITED_AT_ONCE} <= (
      SELECT count(*) FROM "Rest" r WHERE r."workspaceId" = ${workspaceId}::uuid AND r.address <> '' AND ${HOLDS}
        AND r.since > at - interval '10 s')
    ON CONFLICT ("workspaceId", address) DO UPDATE SET since = excluded.since, until = GREATEST(r.until, excluded.until)`;
}

const RETRY_AFTER_MS = [100, 500, 2_000, 5_000];

/**
 * Runs a fate write, again while the database is away and the lease lasts. What still fails then is
 * found by a look at the platform after the lease.
 */
export async function persist<T>(claimed: Claimed, write: () => Promise<T>): Promise<T> {
  for (const pause of RETRY_AFTER_MS) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error) || claimed.lease.leftMs() <= pause) throw error;
      await sleep(pause);
    }
  }
  return write();
}
