import type { Card } from '../../src/bot/card.ts';
import { toPlain } from '../../src/bot/text.ts';

/** What a notification would show of the card. */
export const textOf = (card: Card): string => toPlain(card.summary);
