import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { Engine, Upkeep } from './parts.ts';

const MINUTE_MS = 60_000;
const KEEP_RUNS_MS = 24 * 60 * MINUTE_MS;

export interface Ticking {
  stop(): Promise<void>;
}

/** Calls `tick` each minute by the machine's clock; a tick that takes longer is not doubled. */
export function startTicking(log: Logger, tick: () => Promise<void>): Ticking {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
  const task = schedule('* * * * *', tick, { name: 'scheduler', noOverlap: true, suppressMissedWarning: true, logger: quiet });
  task.on('execution:failed', ({ execution }) => {
    log.error({ event: 'tick-failed', err: execution?.error }, 'a tick of the scheduler failed');
  });
  return {
    async stop() {
      await task.destroy();
    },
  };
}

/**
 * Runs each upkeep whose slot no replica has claimed yet. One that fails is logged and runs again in
 * its next slot. Throws when the claims cannot be written.
 */
export async function runUpkeep(engine: Engine, upkeep: readonly Upkeep[]): Promise<void> {
  for (const one of upkeep) {
    if (engine.stopping || !(await claimSlot(engine, one))) continue;
    try {
      await one.run();
    } catch (error) {
      engine.log.error({ event: 'upkeep-failed', upkeep: one.name, err: error }, 'upkeep failed');
    }
  }
}

/** True for the one replica that does the work of this slot. */
export async function claimSlot(
  { db, clock }: Engine,
  { name, everyMinutes = 1 }: Pick<Upkeep, 'name' | 'everyMinutes'>,
): Promise<boolean> {
  const now = clock.now();
  const length = everyMinutes * MINUTE_MS;
  const slot = new Date(Math.floor(now.getTime() / length) * length);
  const claimed = await db.jobRun.createMany({ data: [{ name, slot, claimedAt: now }], skipDuplicates: true });
  if (claimed.count === 0) return false;
  // A replica whose clock is behind still finds the slots of the last day taken.
  await db.jobRun.deleteMany({ where: { name, slot: { lt: new Date(slot.getTime() - Math.max(length, KEEP_RUNS_MS)) } } });
  return true;
}
