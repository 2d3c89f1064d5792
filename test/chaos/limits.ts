import type { Limits } from '../../src/scheduler/parts.ts';

/**
 * Production's limits made shorter so that a run is quick, in the same order: the client gives up (production: 8 s) before the
 * engine does (10 s), which is 2 s and more before the lease ends (30 s). A freeze here is longer than the lease.
 */
export interface Pace {
  readonly limits: Pick<Limits, 'leaseMs' | 'sendMs' | 'reconcileAfterMs' | 'betweenPostsMs' | 'betweenUpdatesMs'>;
  readonly callMs: number;
}

const rests = { reconcileAfterMs: 700, betweenPostsMs: 20, betweenUpdatesMs: 50 };

export const LONG: Pace = { limits: { leaseMs: 5_000, sendMs: 1_500, ...rests }, callMs: 1_200 };
export const SHORT: Pace = { limits: { leaseMs: 3_500, sendMs: 800, ...rests }, callMs: 600 };

/** A stored post may show in the history so much later; less than the engine waits before it looks. */
export const HISTORY_LAG_MS = 300;
