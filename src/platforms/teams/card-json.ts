import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ActionArray, CardElementArray, IAdaptiveCard } from '@microsoft/teams.cards';
import { z } from 'zod';

export type Element = CardElementArray[number];
export type CardAction = ActionArray[number];

/** An Adaptive Card as plain data. */
export interface CardJson extends IAdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly body: Element[];
}

/** Teams refuses activities over about 100 kB and asks to keep within 80 kB, counted as UTF-16: two bytes a unit. */
export const ACTIVITY_UNITS = 40_000;

/** How much of an activity something takes up: UTF-16 units of its JSON. */
export const unitsOf = (json: unknown): number => JSON.stringify(json).length;

/** A card longer than this was not packed here: it is not unpacked. */
const UNPACKED_BYTES = 200_000;

const Packed = z.looseObject({ type: z.literal('AdaptiveCard'), body: z.array(z.looseObject({ type: z.string() })) });

/** A card as a short string, to travel in its own button. */
export const pack = (card: CardJson): string => deflateRawSync(JSON.stringify(card)).toString('base64url');

/** The card that was packed; null for anything else. */
export function unpack(packed: string): CardJson | null {
  try {
    const json = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: UNPACKED_BYTES }).toString();
    return Packed.parse(JSON.parse(json)) as unknown as CardJson;
  } catch {
    return null;
  }
}
