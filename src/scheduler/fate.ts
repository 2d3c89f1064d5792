import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../db/errors.ts';
import type { Database, Transaction } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { Claimed } from './claim.ts';
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

/** Puts a delivery back, and lets everything else for that destination wait as long, so that nothing overtakes it. */
export async function putBack(engine: Engine, claimed: Claimed, code: string, afterMs: number): Promise<void> {
  const until = new Date(engine.clock.now().getTime() + afterMs);
  await settle(engine.db, claimed, { state: 'planned', claimedBy: null, error: code, ...(afterMs > 0 && { dueAt: until }) });
  if (afterMs === 0) return;
  await engine.db.delivery.updateMany({
    where: { state: 'planned', workspaceId: claimed.workspaceId, address: claimed.address, dueAt: { lt: until } },
    data: { dueAt: until },
  });
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
