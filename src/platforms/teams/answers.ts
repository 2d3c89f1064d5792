import type { Card } from '../../bot/card.ts';
import { cut } from '../cut.ts';
import type { CardJson } from './card-json.ts';
import { toAttachment } from './chat.ts';
import { inPlain } from './spelling.ts';

/** The HTTP answer to an activity; what an invoke's body means depends on the invoke. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Teams hears that it was taken; nothing is shown. */
export const TAKEN: Answer = { status: 200 };

/** Takes the place of the card that was pressed, for the person who pressed. */
export const cardAnswer = (card: CardJson): Answer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
});

const TOAST_LENGTH = 200;

/** A line that is shown for a moment to the person who pressed. */
export const toast = (words: string): Answer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: cut(words, TOAST_LENGTH) },
});

/** The next page of a dialog, or its first. */
export const page = (title: string, card: CardJson): Answer => ({
  status: 200,
  body: { task: { type: 'continue', value: { title, width: 'medium', height: 'medium', card: toAttachment(card) } } },
});

/** A last sentence in a dialog. */
export const lastWords = (words: string): Answer => ({ status: 200, body: { task: { type: 'message', value: cut(words, 1000) } } });

/** All that a card says, where that is one or two sentences and nothing can be pressed; else null. */
export function toSentence(card: Card): string | null {
  if (card.blocks.some((block) => block.type !== 'text' && block.type !== 'note')) return null;
  const said = card.blocks.map((block) => ('text' in block ? inPlain(block.text) : '')).join(' ');
  const words = said === '' ? inPlain(card.summary) : said;
  return words.length <= TOAST_LENGTH ? words : null;
}
