import type { Block, Button, Card, Field, Form } from '../../src/bot/card.ts';
import { toPlain, type Text } from '../../src/bot/text.ts';

/** As somebody reads it in the zone of the tests' body. */
export const wordsOf = (text: Text): string => toPlain(text, 'Europe/Zurich');

function shown<T>(card: T | undefined): T {
  if (card === undefined) throw new Error('Nothing was shown.');
  return card;
}

/** The plain sentence of a card. These throw where nothing is shown, so that "not in it" says something. */
export const words = (card: Card | undefined): string => wordsOf(shown(card).summary);

const textsIn = (blocks: readonly (Block | Field)[]): Text[] =>
  blocks.flatMap((block) => ('items' in block ? [...block.items] : 'text' in block ? [block.text] : []));

export const textIn = (blocks: readonly (Block | Field)[] | undefined): string => textsIn(shown(blocks)).map(wordsOf).join('\n');
export const textOf = (card: Card | undefined): string => textIn(card?.blocks);

/** Every paragraph and every item of a list by itself, times in UTC. */
export const lines = (card: Card): string[] => textsIn(card.blocks).map((text) => toPlain(text));

export const buttonsIn = (blocks: readonly (Block | Field)[] | undefined): Button[] =>
  shown(blocks).flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
export const labels = (card: Card | undefined): string[] => buttonsIn(card?.blocks).map((one) => toPlain(one.label));

export const fieldsOf = (form: Form | undefined): Field[] => shown(form).body.filter((one) => one.type === 'field');
