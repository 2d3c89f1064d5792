import type { Button as SlackButton, KnownBlock, PlainTextElement, RichTextBlockElement } from '@slack/types';
import type { Block, Button, Card, Payload } from '../../bot/card.ts';
import { toPlain, type Text } from '../../bot/text.ts';
import { cut, isLinkable, spansLength } from '../cut.ts';
import { isInert, toMrkdwn, toParts, toRichElements } from './literal.ts';

export interface Room {
  readonly blocks: number;
  /** Characters of all blocks together. */
  readonly length: number;
}

/** Slack refuses messages whose blocks hold more than about 13,000 characters, whatever their number. */
export const MESSAGE: Room = { blocks: 50, length: 12_000 };
/** A modal or home; the whole view may have about 250 kB. */
export const VIEW: Room = { blocks: 100, length: 60_000 };

const TEXT_LENGTH = 3000;
const NOTE_LENGTH = 2000;
const SUMMARY_LENGTH = 3000;
const BUTTONS_IN_A_ROW = 5;
const BUTTON_VALUE = 2000;

/** Buttons that only open an address: Slack reports their press all the same, and nothing is to be done. */
export const OPEN_LINK = 'open-link';

export const plain = (text: string, max: number): PlainTextElement => ({ type: 'plain_text', text: cut(text, max) || '…', emoji: false });

/** Numbers the buttons of one surface, because an action id must be unique in its block. */
export type Counter = () => number;

export function createCounter(): Counter {
  let n = 0;
  return () => (n += 1);
}

/** A message: the blocks, and the same said in one text for notifications and screen readers. */
export function toMessage(card: Card): { text: string; blocks: KnownBlock[] } {
  return { text: toMrkdwn(card.summary, SUMMARY_LENGTH), blocks: toCardBlocks(card, MESSAGE) };
}

/** The blocks of a card; its summary when it has none. Slack gives each its block id, new on every update. */
export function toCardBlocks(card: Card, room: Room): KnownBlock[] {
  const next = createCounter();
  const blocks = fit(
    card.blocks.map((block) => draw(block, next)),
    room,
  );
  return blocks.length > 0 ? blocks : richText(section(card.summary));
}

/** What one neutral block becomes, with how much it says. */
export interface Drawn {
  readonly blocks: readonly KnownBlock[];
  readonly lines: number;
  readonly length: number;
}

/** As many as there is room for; when some are left out, it says there how many lines they had. Buttons at the end stay: they lead on. */
export function fit(drawn: readonly Drawn[], room: Room): KnownBlock[] {
  if (within(drawn, room) === drawn.length) return drawn.flatMap((one) => one.blocks);
  const end = drawn.at(-1)?.blocks.filter((one) => one.type === 'actions') ?? [];
  const most = end.length > 0 ? drawn.slice(0, -1) : drawn;
  const shown = most.slice(0, within(most, { ...room, blocks: room.blocks - 1 - end.length }));
  const left = most.slice(shown.length).reduce((sum, one) => sum + one.lines, 0);
  const words = left === 1 ? '1 more line is left out here.' : `${String(left)} more lines are left out here.`;
  return [...shown.flatMap((one) => one.blocks), { type: 'context', elements: [plain(words, NOTE_LENGTH)] }, ...end];
}

/** How many of these there is room for. */
function within(drawn: readonly Drawn[], room: Room): number {
  let blocks = 0;
  let length = 0;
  const over = drawn.findIndex((one) => {
    blocks += one.blocks.length;
    length += one.length;
    return blocks > room.blocks || length > room.length;
  });
  return over < 0 ? drawn.length : over;
}

export function draw(block: Block, next: Counter): Drawn {
  switch (block.type) {
    case 'header':
      return { blocks: block.text.trim() === '' ? [] : [{ type: 'header', text: plain(block.text, 150) }], lines: 1, length: 150 };
    case 'text':
      return drawText(section(block.text), block.text);
    case 'quote':
      return drawText({ type: 'rich_text_quote', elements: toRichElements(block.text, TEXT_LENGTH) }, block.text);
    case 'list':
      return drawList(block.items, block.ordered ?? false);
    case 'note':
      return drawNote(block.text);
    case 'buttons':
      return drawButtons(block.buttons, next);
    case 'divider':
      return { blocks: [{ type: 'divider' }], lines: 0, length: 0 };
  }
}

const section = (text: Text): RichTextBlockElement => ({ type: 'rich_text_section', elements: toRichElements(text, TEXT_LENGTH) });

const richText = (element: RichTextBlockElement): KnownBlock[] =>
  element.elements.length === 0 ? [] : [{ type: 'rich_text', elements: [element] }];

const drawText = (element: RichTextBlockElement, text: Text): Drawn => ({
  blocks: richText(element),
  lines: 1,
  length: Math.min(spansLength(toParts(text)), TEXT_LENGTH),
});

function drawList(items: readonly Text[], ordered: boolean): Drawn {
  const all = items.reduce((sum, item) => sum + spansLength(toParts(item)), 0);
  const share = all <= TEXT_LENGTH ? TEXT_LENGTH : Math.max(300, Math.floor(TEXT_LENGTH / items.length));
  const elements = items.map((item) => ({ type: 'rich_text_section' as const, elements: toRichElements(item, share) }));
  const filled = elements.filter((item) => item.elements.length > 0);
  return {
    blocks: richText({ type: 'rich_text_list', style: ordered ? 'ordered' : 'bullet', elements: filled }),
    lines: items.length,
    length: items.reduce((sum, item) => sum + Math.min(spansLength(toParts(item)), share), 0),
  };
}

/** Small print. Where small print could read what was typed as markup, it is rich text of normal size instead. */
function drawNote(text: Text): Drawn {
  const spans = toParts(text);
  const said = { lines: 1, length: Math.min(spansLength(spans), NOTE_LENGTH) };
  if (spans.length === 0) return { ...said, blocks: [] };
  if (spans.every((part) => typeof part === 'string'))
    return { ...said, blocks: [{ type: 'context', elements: [plain(spans.join(''), NOTE_LENGTH)] }] };
  if (!isInert(text)) return drawText(section(text), text);
  const small = toMrkdwn(text, NOTE_LENGTH / 2);
  if (small.length > NOTE_LENGTH) return drawText(section(text), text);
  return { ...said, blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: small, verbatim: true }] }] };
}

function drawButtons(buttons: readonly Button[], next: Counter): Drawn {
  const elements = buttons.flatMap((button) => toButton(button, next));
  const rows: KnownBlock[] = [];
  for (let i = 0; i < elements.length; i += BUTTONS_IN_A_ROW)
    rows.push({ type: 'actions', elements: elements.slice(i, i + BUTTONS_IN_A_ROW) });
  return { blocks: rows, lines: 0, length: 0 };
}

/** No button for an address that Slack would refuse: the rest of the card is still worth showing. */
function toButton(button: Button, next: Counter): SlackButton[] {
  const shown: SlackButton = {
    type: 'button',
    text: plain(toPlain(button.label), 75),
    ...(button.style && { style: button.style }),
    ...(button.describe && { accessibility_label: cut(button.describe, 75) }),
  };
  if ('url' in button) return isLinkable(button.url) ? [{ ...shown, action_id: `${OPEN_LINK}#${String(next())}`, url: button.url }] : [];
  return [
    {
      ...shown,
      action_id: `${button.press}#${String(next())}`,
      value: encodePayload(button.with ?? {}),
      ...(button.confirm && {
        confirm: {
          title: plain(button.confirm.title, 100),
          text: plain(button.confirm.text, 300),
          confirm: plain(button.confirm.yes, 30),
          deny: plain(button.confirm.no, 30),
        },
      }),
    },
  ];
}

/** Throws when it is too long: a payload holds ids, and half of one would be worse than none. */
function encodePayload(payload: Payload): string {
  const value = JSON.stringify(payload);
  if (value.length > BUTTON_VALUE) throw new RangeError(`a button's payload has ${String(value.length)} characters`);
  return value;
}
