/** A stream of numbers from 0 to below 1 that depends on the seed and the name alone, so that one stream never shifts another. */
export function streamOf(seed: number, name: string): () => number {
  let state = hash(`${String(seed)} ${name}`);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to below `high`. */
export const between = (next: () => number, low: number, high: number): number => low + Math.floor(next() * (high - low));

// FNV-1a
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
