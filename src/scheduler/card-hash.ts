import { createHash } from 'node:crypto';
import { canonicalJson } from '../bot/audit.ts';
import type { Card } from '../bot/card.ts';

/** Equal for cards that look the same. The detour through JSON makes instants plain text. */
export function hashOfCard(card: Card): string {
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(card))))
    .digest('hex');
}
