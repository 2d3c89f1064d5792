import { note, type Card } from '../bot/card.ts';
import { moment } from '../bot/text.ts';

export interface Timing {
  /** When it should have gone out. */
  readonly dueAt: Date;
  /** When it was planned: what is planned after its time is not late before that. */
  readonly createdAt: Date;
  /** How often sending has begun, this time included. */
  readonly attempts: number;
}

/** How late something goes out now, in milliseconds; 0 when in time. */
export function lateness(timing: Pick<Timing, 'dueAt' | 'createdAt'>, now: Date): number {
  return Math.max(0, now.getTime() - Math.max(timing.dueAt.getTime(), timing.createdAt.getTime()));
}

/** The card, saying that it is late and why when it is later than `lateAfterMs` (PRODUCT.md section 5: never late without saying so). */
export function sayIfLate(card: Card, timing: Timing, now: Date, lateAfterMs: number): Card {
  if (lateness(timing, now) <= lateAfterMs) return card;
  const why = timing.attempts > 1 ? 'it could not be sent earlier' : 'the service was not running';
  const words = ['This was due at ', moment(timing.dueAt), `; it is late because ${why}.`];
  return { summary: [card.summary, ' ', words], blocks: [note(words), ...card.blocks] };
}
