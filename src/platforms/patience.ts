/** A wait that came to its end before the answer did. */
export class TimedOut extends Error {
  constructor(ms: number) {
    super(`no answer within ${String(ms)} ms`);
    this.name = 'TimedOut';
  }
}

/** The result of `work`, or TimedOut after so long. The work itself goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut(ms));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The result of `work`; calls `onSlow` once when it is not there after so long. */
export async function withNews<T>(work: Promise<T>, ms: number, onSlow: () => void): Promise<T> {
  const timer = setTimeout(onSlow, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps what is running in sight, so that a stop can wait for it. */
export interface Running {
  track<T>(work: Promise<T>): Promise<T>;
  /** Waits until nothing runs, at most so long; true when nothing was left. */
  drain(ms: number): Promise<boolean>;
}

export function createRunning(): Running {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      const settled: Promise<unknown> = work.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return work;
    },
    async drain(ms) {
      const until = performance.now() + ms;
      while (running.size > 0 && performance.now() < until) {
        await within(Promise.all(running), Math.max(until - performance.now(), 1)).catch(() => undefined);
      }
      return running.size === 0;
    },
  };
}
