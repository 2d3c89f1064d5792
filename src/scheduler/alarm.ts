const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * One timer that can be set again and again, exact to a fraction of a millisecond. A wait longer than a platform timer allows
 * rings early; for ever is allowed.
 */
export function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;

  const stop = (): void => {
    clearTimeout(timer);
    clearImmediate(turn);
  };

  // A timer counts whole milliseconds and may fire one early; then nothing would be due yet.
  function ringAt(at: number): void {
    if (performance.now() < at) turn = setImmediate(ringAt, at);
    else ring();
  }

  return {
    stop,
    set(ms: number): void {
      stop();
      if (ms > LONGEST_TIMEOUT_MS) {
        if (ms !== Infinity) timer = setTimeout(ring, LONGEST_TIMEOUT_MS);
      } else timer = setTimeout(ringAt, Math.max(0, Math.ceil(ms)), performance.now() + ms);
    },
  };
}
