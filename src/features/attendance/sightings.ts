import type { Presence } from '../../db/generated/client.ts';

/** When a platform saw somebody in the call: from the first sign to the last. */
export interface Seen {
  /** Null when only the leaving was reported. */
  readonly from: Date | null;
  /** Null while they are in the call, as far as is known. */
  readonly until: Date | null;
}

/** True for what a platform reported of a call: nobody said it. */
export const isSighting = (layer: Pick<Presence, 'source'>): boolean => layer.source === 'teams';

/** The span of one person's sightings, in whatever order they were reported; null without any. */
export function seenIn(layers: readonly Pick<Presence, 'source' | 'what' | 'at'>[]): Seen | null {
  const times = (what: Presence['what']): number[] =>
    layers.flatMap((layer) => (isSighting(layer) && layer.what === what ? [layer.at.getTime()] : []));
  const [joined, left] = [times('arrived'), times('left')];
  if (joined.length + left.length === 0) return null;
  const lastLeft = Math.max(...left);
  return {
    from: joined.length > 0 ? new Date(Math.min(...joined)) : null,
    until: left.length > 0 && lastLeft >= Math.max(...joined) ? new Date(lastLeft) : null,
  };
}
