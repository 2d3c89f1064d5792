const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** One timer that can be set again and again. A wait longer than a platform timer allows rings early; for ever is allowed. */
export function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(ms: number): void {
      clearTimeout(timer);
      // A timer may fire up to a millisecond early; then nothing would be due yet.
      if (ms !== Infinity) timer = setTimeout(ring, Math.min(Math.ceil(ms) + 1, LONGEST_TIMEOUT_MS));
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}
