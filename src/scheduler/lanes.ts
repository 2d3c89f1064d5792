/** Work under way, at most one per key, with a rest of the key from its beginning where asked for. */
export interface Lanes {
  /** How many more may begin. */
  free(): number;
  readonly underWay: number;
  resting(): string[];
  /** Milliseconds until the first of these keys is rested. */
  restedInMs(keys: readonly string[]): number;
  /** Begins `work`, which must not reject. */
  run(key: string, work: () => Promise<void>, restMs?: number): void;
  /** Resolves when the next piece of work ends. */
  next(): Promise<void>;
  /** Resolves when nothing is under way. */
  drained(): Promise<void>;
}

export function createLanes(width: number): Lanes {
  const working = new Map<string, Promise<void>>();
  const restUntil = new Map<string, number>();

  const resting = (): string[] => {
    for (const [key, until] of restUntil) if (until <= performance.now()) restUntil.delete(key);
    return [...restUntil.keys()];
  };

  return {
    free: () => Math.max(0, width - working.size),
    get underWay() {
      return working.size;
    },
    resting,
    restedInMs: (keys) => Math.max(0, Math.min(...keys.map((key) => restUntil.get(key) ?? 0)) - performance.now()),
    run(key, work, restMs = 0) {
      if (restMs > 0) restUntil.set(key, performance.now() + restMs);
      const running = work().finally(() => {
        working.delete(key);
      });
      working.set(key, running);
    },
    next: () => Promise.race(working.values()),
    async drained() {
      while (working.size > 0) await Promise.all(working.values());
    },
  };
}
