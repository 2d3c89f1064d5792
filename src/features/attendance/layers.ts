import type { Presence } from '../../db/generated/client.ts';

/** What the record says of one person at one meeting. */
export const ROLL_STATUSES = ['here', 'left_early', 'not_here', 'apologies'] as const;
export type RollStatus = (typeof ROLL_STATUSES)[number];

export type Layer = Presence;

export interface Standing {
  readonly status: RollStatus;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
  /** Whose word counts: the person's own claim, or the chair's or Secretariat's. */
  readonly said: 'self' | 'roll';
  /** The person spoke again after the chair or Secretariat: to be looked at. */
  readonly contested: boolean;
  readonly alternateFor: string | null;
  readonly layers: readonly string[];
}

interface Claim {
  status: RollStatus;
  arrivedAt: Date | null;
  leftAt: Date | null;
}

const isOfficial = (layer: Layer): boolean => layer.source === 'chair' || layer.source === 'secretariat';

/**
 * One person's layers resolved by rule: the latest word of the chair or Secretariat beats every claim;
 * without one, the latest claim counts. Times come from the claims. Null when there is no layer.
 */
export function resolve(layers: readonly Layer[]): Standing | null {
  const inOrder = [...layers].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1));
  const claim = claimed(inOrder.filter((layer) => !isOfficial(layer)));
  const word = inOrder.findLast(isOfficial);
  const ids = inOrder.map((layer) => layer.id);
  if (!word) return claim && { ...claim, said: 'self', contested: false, alternateFor: null, layers: ids };
  const status = wordStatus(word);
  const wasThere = status === 'here' || status === 'left_early';
  return {
    status,
    arrivedAt: wasThere ? (claim?.arrivedAt ?? null) : null,
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
