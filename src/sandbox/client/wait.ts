import type { World } from '../desk/world.ts';

/** Waits until `look` finds something, looking again at each change; throws with `missing()` when time is up. */
export function waitFor<T>(world: World, look: () => T | null | undefined, missing: () => string, timeoutMs = 3000): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      world.changes.off('change', check);
    };
    const check = (): void => {
      const found = look();
      if (found === null || found === undefined) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(missing()));
    }, timeoutMs);
    world.changes.on('change', check);
    check();
  });
}

/** Resolves when nothing has changed for `quietMs`: background work of the app has come to rest. */
export function settle(world: World, quietMs = 120, timeoutMs = 5000): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(quiet);
      clearTimeout(limit);
      world.changes.off('change', again);
      resolve();
    };
    let quiet = setTimeout(done, quietMs);
    const limit = setTimeout(done, timeoutMs);
    const again = (): void => {
      clearTimeout(quiet);
      quiet = setTimeout(done, quietMs);
    };
    world.changes.on('change', again);
  });
}
