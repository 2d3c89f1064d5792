import pino from 'pino';
import type { Clock } from '../../src/bot/clock.ts';
import { features } from '../../src/features/index.ts';
import { ownUpkeep } from '../../src/scheduler/log.ts';
import { createEngine, type SchedulerParts } from '../../src/scheduler/parts.ts';
import { createScheduler, type Scheduler } from '../../src/scheduler/scheduler.ts';
import { runUpkeep } from '../../src/scheduler/ticker.ts';
import type { Random } from './random.ts';
import type { Sim } from './sim.ts';
import { DAY, HOUR, SECOND } from './wall-time.ts';

/** How the two processes on the one database stand for some days. A number is how far the second one's clock is ahead. */
export const SHIFTS = {
  'both at once': { working: [0, 1], together: true, offset: 0 },
  'in turns': { working: [0, 1], together: false, offset: 0 },
  'the first alone': { working: [0], together: false, offset: 0 },
  'the second alone, 5 s behind': { working: [1], together: false, offset: -5 * SECOND },
  'in turns, one 5 s ahead': { working: [0, 1], together: false, offset: 5 * SECOND },
  'in turns, one 5 s behind': { working: [0, 1], together: false, offset: -5 * SECOND },
  'both, one an hour behind': { working: [0, 1], together: true, offset: -HOUR },
  'both, one a day behind': { working: [0, 1], together: true, offset: -DAY },
} as const;
export type Shift = keyof typeof SHIFTS;

interface Replica {
  readonly scheduler: Scheduler;
  readonly tidy: () => Promise<void>;
}

/** Two processes of the program that share a database, of which some work at each step. */
export function createReplicas(sim: Sim, now: () => number, random: Random) {
  const running = new Map<number, Replica>();
  let shift: Shift = 'both at once';
  let started = 0;
  let turn: readonly number[] = [];

  const offsetOf = (n: number): number => (n === 1 ? SHIFTS[shift].offset : 0);

  function start(n: number): Replica {
    const clock: Clock = {
      now: () => new Date(now() + offsetOf(n)),
      offset: () => now() + offsetOf(n) - Date.now(),
      advance: () => undefined,
    };
    started += 1;
    const parts: SchedulerParts = {
      db: sim.db,
      clock,
      features,
      contextFor: () => Promise.resolve(sim.world.ctx({ kind: 'scheduler' }, now() + offsetOf(n), 'scheduler', () => undefined)),
      chatFor: (id) => Promise.resolve(sim.platforms.get(id)?.chat ?? null),
      log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      replicaId: `replica-${String(n)}-${String(started)}`,
      limits: { betweenPostsMs: 0, betweenUpdatesMs: 0, reconcileAfterMs: 0 },
    };
    const engine = createEngine(parts);
    return { scheduler: createScheduler(parts), tidy: () => runUpkeep(engine, ownUpkeep(engine)) };
  }

  function nextTurn(): void {
    const { working, together } = SHIFTS[shift];
    turn = together ? working : [random.pick(working)];
  }

  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((one) => one.scheduler.stop()));
    running.clear();
  };

  return {
    stop,
    isRunning: () => running.size > 0,
    /** Those who no longer work stop, those who now do begin. */
    async begin(next: Shift = shift): Promise<void> {
      shift = next;
      const working: readonly number[] = SHIFTS[shift].working;
      for (const [n, one] of running) {
        if (working.includes(n)) continue;
        await one.scheduler.stop();
        running.delete(n);
      }
      for (const n of working) if (!running.has(n)) running.set(n, start(n));
      nextTurn();
    },
    /** Milliseconds by which the clocks of those whose turn is next are ahead. */
    clocks: (): readonly number[] => turn.map(offsetOf),
    /** Those whose turn it is do what is due, at the same time. */
    async runDue(): Promise<void> {
      await Promise.all(turn.flatMap((n) => running.get(n)?.scheduler.runDue() ?? []));
      nextTurn();
    },
    async tidy(): Promise<void> {
      await Promise.all([...running.values()].map((one) => one.tidy()));
    },
    nextDueAt: async (): Promise<number> => (await [...running.values()][0]?.scheduler.nextDueAt())?.getTime() ?? Infinity,
  };
}

export type Replicas = ReturnType<typeof createReplicas>;
