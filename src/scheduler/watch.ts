import type { Logger } from 'pino';
import { isDatabaseAway } from '../db/errors.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface Watch {
  /** Runs what needs the database. Null when it failed; a database that is away is told once, until it is back. */
  guard<T>(work: () => Promise<T>): Promise<T | null>;
  /** How long to wait before the next try: longer with each failure in a row. */
  pauseMs(): number;
}

export function createWatch(log: Logger): Watch {
  let failures = 0;
  let isAway = false;
  return {
    async guard(work) {
      try {
        const result = await work();
        if (isAway) log.info({ event: 'database-back' }, 'the database is back');
        failures = 0;
        isAway = false;
        return result;
      } catch (error) {
        failures += 1;
        if (!isDatabaseAway(error)) log.error({ event: 'pass-failed', err: error }, 'a pass of the scheduler failed');
        else if (!isAway) log.error({ event: 'database-away', err: error }, 'database away: notices wait');
        isAway ||= isDatabaseAway(error);
        return null;
      }
    },
    pauseMs: () => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, Math.min(failures, 10) - 1)),
  };
}
