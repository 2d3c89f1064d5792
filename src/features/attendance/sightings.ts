import { identityKey } from '../../bot/fold.ts';
import type { Presence } from '../../db/generated/client.ts';

/** When somebody was seen in the call: from the first sign to the last. */
export interface Seen {
  /** Null when only the leaving is known, or no time at all. */
  readonly from: Date | null;
  /** Null while they are in the call, as far as is known. */
  readonly until: Date | null;
}

/** Tells apart who is seen: a person of the directory, or a name. */
export const whoKey = ({ personId, name }: Pick<Presence, 'personId' | 'name'>): string => personId ?? `name:${identityKey(name)}`;

type Sign = Pick<Presence, 'id' | 'source' | 'what' | 'at' | 'replacesId'>;

/** Sources that saw a call and said nothing about it: what a platform reported live, and the list it gave out afterwards. */
export const SIGHTING_SOURCES = ['teams', 'import'] as const satisfies readonly Presence['source'][];

/** True for what a platform reported of a call, live or in a file that was taken in: nobody said it. */
export const isSighting = (layer: Pick<Presence, 'source'>): boolean => SIGHTING_SOURCES.some((source) => source === layer.source);

/**
 * The sightings that count: a corrected file replaces what an earlier one had, and what it no longer has it withdraws
 * with an `absent` that replaces it. All of them stay in the database.
 */
export function countingSightings<L extends Sign>(layers: readonly L[]): L[] {
  const replaced = new Set(layers.flatMap((layer) => (isSighting(layer) ? (layer.replacesId ?? []) : [])));
  return layers.filter((layer) => isSighting(layer) && layer.what !== 'absent' && !replaced.has(layer.id));
}

/** The span of one person's sightings, live or imported alike, in whatever order they were reported; null without any. */
export function seenIn(layers: readonly Sign[]): Seen | null {
  const counting = countingSightings(layers);
  if (counting.length === 0) return null;
  const times = (what: Presence['what']): number[] => counting.flatMap((layer) => (layer.what === what ? [layer.at.getTime()] : []));
  const [joined, left] = [times('arrived'), times('left')];
  const lastLeft = latest(left);
  return {
    from: joined.length > 0 ? new Date(earliest(joined)) : null,
    until: left.length > 0 && lastLeft >= latest(joined) ? new Date(lastLeft) : null,
  };
}

// Not by Math.max(...all): a file may have more rows than a call takes arguments.
const earliest = (times: readonly number[]): number => times.reduce((a, b) => Math.min(a, b), Infinity);
const latest = (times: readonly number[]): number => times.reduce((a, b) => Math.max(a, b), -Infinity);
