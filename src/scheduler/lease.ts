export interface Lease {
  /** Milliseconds left, seen from this process; never more than the database grants. */
  leftMs(): number;
}

/**
 * Starts counting before the claim is written, so that ours ends first. Both clocks are asked: the
 * monotonic one stands still while a machine sleeps, the wall clock may be set back.
 */
export function startLease(ms: number): Lease {
  const monotonic = performance.now();
  const wall = Date.now();
  return { leftMs: () => ms - Math.max(performance.now() - monotonic, Date.now() - wall) };
}
