const PATIENCE_MS = 5000;

/** Looks again and again until something is found; throws with `missing()` when it takes too long. */
export async function waitFor<T>(look: () => T | null | undefined, missing: () => string): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined) return found;
    if (performance.now() > until) throw new Error(missing());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Resolves when nothing has changed for `quietMs`, at the latest after five seconds. `listen` returns how to stop listening. */
export function quiet(listen: (changed: () => void) => () => void, quietMs = 120): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      clearTimeout(limit);
      stop();
      resolve();
    };
    let timer = setTimeout(done, quietMs);
    const limit = setTimeout(done, PATIENCE_MS);
    const stop = listen(() => {
      clearTimeout(timer);
      timer = setTimeout(done, quietMs);
    });
  });
}
