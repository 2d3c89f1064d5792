import type { Database } from './client.ts';

/** Remembers requests, shared by all replicas, so that a replay has no second effect. */
export interface Ledger {
  /** True for the one caller that names this hash first; the name is kept until then at least. */
  firstTime(hash: string, until: Date): Promise<boolean>;
  /** Drops names whose time is over; returns how many. */
  forget(now: Date): Promise<number>;
}

export function createLedger(db: Database): Ledger {
  return {
    async firstTime(hash, until) {
      const { count } = await db.replayLedger.createMany({ data: [{ hash, until }], skipDuplicates: true });
      return count === 1;
    },
    async forget(now) {
      const { count } = await db.replayLedger.deleteMany({ where: { until: { lt: now } } });
      return count;
    },
  };
}
