import type { Ctx } from '../../bot/context.ts';
import { resolve, wasThere, type Layer, type Standing } from './layers.ts';
import { listOwnPresences } from './lookup.ts';
import type { Copied } from './presence.ts';

export interface OwnClaim {
  readonly standing: Standing;
  /** The layer that a correction replaces. */
  readonly latest: Layer;
  /** Affiliation as it was when the person was first recorded. */
  readonly copied: Copied;
}

/** What is recorded of a person who was there; null when they are not recorded as there. */
export async function findOwnClaim(ctx: Ctx, meetingId: string, personId: string): Promise<OwnClaim | null> {
  const layers = await listOwnPresences(ctx, meetingId, personId);
  const standing = resolve(layers);
  const [first] = layers;
  const latest = layers.at(-1);
  if (!standing || !first || !latest || !wasThere(standing.status)) return null;
  return { standing, latest, copied: copiedOf(first) };
}

export const copiedOf = ({ name, organisation, membershipClass, role }: Copied): Copied => ({ name, organisation, membershipClass, role });
