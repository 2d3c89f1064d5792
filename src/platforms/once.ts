import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { within } from './patience.ts';

/** Requests already seen, shared by all replicas. */
export interface SeenLedger {
  firstTime(hash: string, until: Date): Promise<boolean>;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
const LEDGER_LIMIT_MS = 700;

/** Answers whether a request is the first of its name. */
export type Once = (name: string) => Promise<boolean>;

/**
 * While the ledger is away every request counts as the first: the person then hears that nothing could
 * be saved, and no effect can double because every effect needs the same database.
 */
export function createOnce(platform: 'slack' | 'teams', ledger: SeenLedger, now: () => Date, log: Logger): Once {
  return async (name) => {
    const hash = createHash('sha256').update(`${platform}:${name}`).digest('hex');
    try {
      return await within(ledger.firstTime(hash, new Date(now().getTime() + KEPT_MS)), LEDGER_LIMIT_MS);
    } catch (error) {
      log.warn({ event: 'replay-ledger-away', err: error }, 'replay ledger away, going on');
      return true;
    }
  };
}
