/** The program's time. Everything the domain decides by time asks this, so that it can be moved in trials. */
export interface Clock {
  now(): Date;
  /** Milliseconds the program's time is ahead of the machine's. */
  offset(): number;
  /** Moves the program's time forward; refused in production by whoever wires it. */
  advance(ms: number): void;
}

export function createClock(offsetMs = 0): Clock {
  let offset = offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    offset: () => offset,
    advance(ms) {
      offset += ms;
    },
  };
}
