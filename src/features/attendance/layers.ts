import type { Presence } from '../../db/generated/client.ts';
import { countingSightings, isSighting, seenIn, type Seen } from './sightings.ts';

/** What the record says of one person at one meeting. */
export const ROLL_STATUSES = ['here', 'left_early', 'not_here', 'apologies'] as const;
export type RollStatus = (typeof ROLL_STATUSES)[number];

export type Layer = Presence;

/** Why a claim of having arrived is to be looked at: kept on its layer. */
export const SAID_LATE = 'said after check-in closed';

export interface Standing {
  readonly status: RollStatus;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
  /** Whose word counts: the person's own claim, or the chair's or Secretariat's. */
  readonly said: 'self' | 'roll';
  /** The person spoke again after the chair or Secretariat: to be looked at. */
  readonly contested: boolean;
  readonly alternateFor: string | null;
  /** Ids of the layers that count: what a platform saw first, then what was said, in the order it was said. */
  readonly layers: readonly string[];
}

interface Claim {
  status: RollStatus;
  arrivedAt: Date | null;
  leftAt: Date | null;
}

const isOfficial = (layer: Layer): boolean => layer.source === 'chair' || layer.source === 'secretariat';

/**
 * One person's layers resolved by rule:
 * 1. The latest word of the chair or Secretariat beats every claim.
 * 2. Without one, the latest claim counts.
 * 3. Times come from the claims.
 * 4. What a platform saw of the call says nothing about whether somebody took part: with nothing but that there
 *    is no standing, and beside the others' words it changes no status and no time that was said. It only fills
 *    the arrival of somebody who was there, and the departure of somebody who left early, where nobody gave one
 *    and it does not contradict the other time. "Here" says that they stayed, so it gets no departure.
 * 5. A platform's attendance file that was taken in (source `import`) stands beside what the platform reported
 *    live (source `teams`), neither above the other: both are sightings, and what is filled is from the first
 *    sign of either to the last. Rows that a corrected file replaces or withdraws no longer count.
 * Null when nobody said anything.
 */
export function resolve(layers: readonly Layer[]): Standing | null {
  const inOrder = [...layers].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1));
  const standing = resolveSaid(inOrder.filter((layer) => !isSighting(layer)));
  const sightings = countingSightings(inOrder);
  const seen = seenIn(sightings);
  if (!standing || !seen) return standing;
  return { ...standing, ...filledTimes(standing, seen), layers: [...sightings.map((layer) => layer.id), ...standing.layers] };
}

function filledTimes(standing: Standing, seen: Seen): Pick<Standing, 'arrivedAt' | 'leftAt'> {
  const { status, arrivedAt, leftAt } = standing;
  const isAfter = (later: Date | null, earlier: Date | null) => !later || !earlier || later > earlier;
  const from = arrivedAt ?? (wasThere(status) && isAfter(leftAt, seen.from) ? seen.from : null);
  return { arrivedAt: from, leftAt: leftAt ?? (status === 'left_early' && isAfter(seen.until, from) ? seen.until : null) };
}

function resolveSaid(inOrder: readonly Layer[]): Standing | null {
  const claim = claimed(inOrder.filter((layer) => !isOfficial(layer)));
  const word = inOrder.findLast(isOfficial);
  const ids = inOrder.map((layer) => layer.id);
  if (!word) return claim && { ...claim, said: 'self', contested: false, alternateFor: null, layers: ids };
  const status = wordStatus(word);
  return {
    status,
    arrivedAt: wasThere(status) ? (claim?.arrivedAt ?? null) : null,
    leftAt: status === 'left_early' ? (claim?.leftAt ?? null) : null,
    said: 'roll',
    contested:
      claim !== null && claim.status !== status && inOrder.some((layer) => !isOfficial(layer) && layer.recordedAt > word.recordedAt),
    alternateFor: word.what === 'alternate' ? word.forPersonId : null,
    layers: ids,
  };
}

/** The person's own words in order: arriving, leaving, coming back, not having been there. */
function claimed(layers: readonly Layer[]): Claim | null {
  let claim: Claim | null = null;
  for (const layer of layers) claim = nextClaim(claim, layer);
  return claim;
}

function nextClaim(before: Claim | null, layer: Layer): Claim {
  const arrivedAt = before?.arrivedAt ?? null;
  switch (layer.what) {
    case 'arrived':
      return { status: 'here', arrivedAt: layer.replacesId === null && arrivedAt ? arrivedAt : layer.at, leftAt: null };
    case 'left':
      return { status: 'left_early', arrivedAt, leftAt: layer.at };
    case 'present':
    case 'alternate':
      return { status: 'here', arrivedAt, leftAt: null };
    case 'apologies':
      return { status: 'apologies', arrivedAt: null, leftAt: null };
    case 'absent':
      return { status: 'not_here', arrivedAt: null, leftAt: null };
  }
}

function wordStatus(layer: Layer): RollStatus {
  switch (layer.what) {
    case 'arrived':
    case 'present':
    case 'alternate':
      return 'here';
    case 'left':
      return 'left_early';
    case 'apologies':
      return 'apologies';
    case 'absent':
      return 'not_here';
  }
}

/** Layers by person; guests, who have no person, are left out. */
export function byPerson(layers: readonly Layer[]): Map<string, Layer[]> {
  const found = new Map<string, Layer[]>();
  for (const layer of layers) {
    if (layer.personId === null) continue;
    const own = found.get(layer.personId) ?? [];
    own.push(layer);
    found.set(layer.personId, own);
  }
  return found;
}

export const wasThere = (status: RollStatus): boolean => status === 'here' || status === 'left_early';
