import { setTimeout as sleep } from 'node:timers/promises';
import { findNextDue, findQueue, type Queue } from './due.ts';
import { ownUpkeep } from './log.ts';
import { createEngine, type Counts, type SchedulerParts } from './parts.ts';
import { createPasses } from './passes.ts';
import { runUpkeep, startTicking, type Ticking } from './ticker.ts';
import { createWatch } from './watch.ts';

export interface Scheduler {
  /** Begins to tick and to send. What became due while nobody ran goes out now, or expires. */
  start(): void;
  /** Begins nothing new and waits, within bounds, for what is under way; the rest is looked for after its lease. */
  stop(): Promise<void>;
  /** Something may have become due, or the clock was moved. Cheap to call often; nothing before start(). */
  wake(): void;
  /** One full pass now, after the one under way if there is one. Never throws; a database that is away is logged. */
  runDue(): Promise<Counts>;
  /** When the next planned notice or delivery is due, of any body. Throws when the database is away. */
  nextDueAt(): Promise<Date | null>;
  /** What waits though it is due, over all bodies. Throws when the database is away. */
  queue(): Promise<Queue>;
}

/** The scheduler of one process; any number of them may share a database. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const engine = createEngine(parts);
  const watch = createWatch(engine.log);
  const passes = createPasses(engine, watch);
  const upkeep = [...(parts.upkeep ?? []), ...ownUpkeep(engine)];
  let ticking: Ticking | null = null;

  async function tick(): Promise<void> {
    await watch.guard(() => runUpkeep(engine, upkeep));
    passes.wake();
  }

  return {
    start() {
      if (ticking || engine.stopping) return;
      passes.begin();
      ticking = startTicking(engine.log, tick);
      void tick();
    },
    async stop() {
      engine.stopping = true;
      await ticking?.stop();
      const bound = new AbortController();
      await Promise.race([passes.end(), sleep(engine.limits.drainMs, undefined, bound).catch(() => undefined)]);
      bound.abort();
    },
    wake: () => {
      passes.wake();
    },
    runDue: () => passes.run(),
    nextDueAt: () => findNextDue(engine.db),
    queue: () => findQueue(engine),
  };
}
