/** Rows in one statement: well under what a statement may have of values. */
const BATCH = 1_000;

export function* inBatches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
