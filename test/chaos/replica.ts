import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Telling, Told, WorkerSetting } from './worker.ts';

const WORKER = path.join(import.meta.dirname, 'worker.ts');

/** A child process that is a replica. */
export interface Replica {
  /** Resolves when it has begun to work; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  isGone(): boolean;
  /** One pass of a driven replica: the steps it took, or null when it died on the way. */
  run(): Promise<readonly string[] | null>;
  signal(name: NodeJS.Signals): void;
  /** Lets it end in order, what is under way included. */
  stop(): Promise<void>;
}

export interface ReplicaPlace {
  /** Where compiled code is kept between starts. */
  readonly cache: string;
  /** A file descriptor for what replicas log; without it nobody hears. */
  readonly logTo?: number | undefined;
}

const running = new Set<ChildProcess>();
// Also a frozen one, which would not notice that its parent is gone.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startReplica(setting: WorkerSetting, place: ReplicaPlace): Replica {
  const child = fork(WORKER, {
    execArgv: ['--disable-warning=DeprecationWarning'],
    env: { ...process.env, NODE_COMPILE_CACHE: place.cache, CHAOS_SETTING: JSON.stringify(setting) },
    stdio: ['ignore', 'ignore', place.logTo ?? 'ignore', 'ipc'],
  });
  running.add(child);
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isGone = true;
      running.delete(child);
      resolve();
    });
  });
  // A channel of a dead process: its end is told by 'exit'.
  child.on('error', () => undefined);
  const hear = <K extends Telling['kind']>(kind: K): Promise<Extract<Telling, { kind: K }>> =>
    new Promise((resolve) => {
      const listen = (told: Telling): void => {
        if (told.kind !== kind) return;
        child.off('message', listen);
        resolve(told as Extract<Telling, { kind: K }>);
      };
      child.on('message', listen);
    });
  const tell = (what: Told): void => {
    if (child.connected) child.send(what, () => undefined);
  };
  const ready = Promise.race([hear('ready').then(() => true), gone.then(() => false)]).then((isUp) => {
    if (!isUp) throw new Error('a replica ended while it started');
  });
  ready.catch(() => undefined);

  return {
    ready,
    gone,
    isGone: () => isGone,
    async run() {
      const ran = hear('ran');
      tell('run');
      const told = await Promise.race([ran, gone]);
      return told ? told.steps : null;
    },
    signal: (name) => void child.kill(name),
    async stop() {
      tell('stop');
      await Promise.race([gone, sleep(20_000, undefined, { ref: false })]);
      if (!isGone) child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A seat that is never empty: who dies is replaced at once. */
export interface Seat {
  /** `then` is called at the very moment. */
  kill(then?: () => void): Promise<void>;
  /** Stops the process for so long. A kill meanwhile ends the freeze. */
  freeze(ms: number): Promise<void>;
  close(): Promise<void>;
  /** Throws when replicas end of themselves again and again: then something else is wrong than what is tried here. */
  check(): void;
}

const FAILED_STARTS = 5;

export function openSeat(start: () => Replica): Seat {
  let replica = start();
  let failedStarts = 0;
  let isClosing = false;

  const refill = async (left: Replica): Promise<void> => {
    left.ready.then(
      () => (failedStarts = 0),
      () => (failedStarts += 1),
    );
    await left.gone;
    if (isClosing || failedStarts >= FAILED_STARTS) return;
    replica = start();
    void refill(replica);
  };
  void refill(replica);

  return {
    async kill(then) {
      const struck = replica;
      await struck.ready.catch(() => undefined);
      then?.();
      struck.signal('SIGKILL');
      await struck.gone;
    },
    async freeze(ms) {
      const struck = replica;
      await struck.ready.catch(() => undefined);
      struck.signal('SIGSTOP');
      await Promise.race([sleep(ms), struck.gone]);
      struck.signal('SIGCONT');
    },
    async close() {
      isClosing = true;
      await replica.stop();
    },
    check() {
      if (failedStarts >= FAILED_STARTS) throw new Error('replicas end while they start: see their log');
    },
  };
}
