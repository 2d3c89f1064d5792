import type { IActionSet, IOpenUrlAction, IShowCardAction } from '@microsoft/teams.cards';
import type { Block, Button, Card, Payload } from '../../bot/card.ts';
import { toSpans, type Text } from '../../bot/text.ts';
import { cut, isLinkable } from '../cut.ts';
import { ACTIVITY_UNITS, unitsOf, type CardAction, type CardJson, type Element } from './card-json.ts';
import { literal, toTextElements } from './literal.ts';
import { inPlain, labelOf } from './spelling.ts';

/** Where a card is to stand. */
export interface How {
  readonly surface: 'message' | 'dialog';
  /** Dialogs can be opened here. */
  readonly dialogs: boolean;
  opensForm(press: string, payload: Payload): boolean;
  /** It is the home card: it is drawn again after a press. */
  readonly home?: boolean;
}

/** A message activity is either of them: of words and a card together Teams makes two messages, and tells the name of neither. */
export interface MessageParts {
  /** All that it says in plain words: the message itself when there is no card, else what notifications show. */
  readonly summary: string;
  /** Null when the summary says it all. */
  readonly card: CardJson | null;
}

const TEXT_LENGTH = 3000;
const NOTE_LENGTH = 2000;
const HEADER_LENGTH = 300;
const SPOKEN_LENGTH = 500;
const LABEL_LENGTH = 75;
const BUTTON_VALUE = 2000;
/** The store's rules allow six; fewer where their labels are long, because a phone shows some 40 characters in a row. */
const BUTTONS_IN_A_ROW = 6;
const ROW_LENGTH = 40;
/** The edges of a button, in characters. */
const BUTTON_EDGES = 5;
/** For the summary, the refresh and what surrounds a card in its activity. */
const AROUND = 8_000;

/** A message: its card, or its words where a card would only say them again. */
export function toMessage(card: Card, how: How): MessageParts {
  const summary = cut(inPlain(card.summary), TEXT_LENGTH) || '…';
  if (card.blocks.every((block) => saysAgain(block, summary))) return { summary, card: null };
  const shown = toAdaptiveCard(card, how);
  return { summary, card: shown.body.length > 0 ? shown : null };
}

/** Plain words only: a time is shown in the reader's zone and a link can be opened, which the text does not do. */
function saysAgain(block: Block, text: string): boolean {
  if (block.type !== 'header' && block.type !== 'text') return false;
  const isMore = toSpans(block.text).some((part) => typeof part !== 'string' && (part.span === 'time' || part.span === 'link'));
  return !isMore && inPlain(block.text) === text;
}

/** A card as Adaptive Card 1.5; its summary when it has no blocks. */
export function toAdaptiveCard(card: Card, how: How): CardJson {
  const blocks: readonly Block[] = card.blocks.length > 0 ? card.blocks : [{ type: 'text', text: card.summary }];
  // Buttons at the end lead on, such as to the next page.
  const drawn = blocks.map((block, i): Drawn => ({
    ...draw(block, how),
    ...(i === blocks.length - 1 && block.type === 'buttons' && { stays: true }),
  }));
  return {
    ...frame(fit(drawn, ACTIVITY_UNITS - AROUND), inPlain(card.summary)),
    ...(card.follows && {
      refresh: { action: { type: 'Action.Execute', title: 'Refresh', verb: 'refresh', data: { action: 'refresh' } } },
    }),
  };
}

/** What surrounds the elements of every card: its words for where it cannot be drawn, and what is read out. */
export const frame = (fitted: Fitted, summary: string): CardJson => ({
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: fitted.words || cut(summary, TEXT_LENGTH),
  speak: cut(summary, SPOKEN_LENGTH),
  body: fitted.body,
});

/** What one neutral block becomes, with how many lines it says and what they are in plain words. */
export interface Drawn {
  readonly elements: readonly Element[];
  readonly lines: number;
  readonly words: string;
  /** A line is drawn above what comes next. */
  readonly rule?: true;
  /** Never left out. */
  readonly stays?: true;
}

export interface Fitted {
  readonly body: Element[];
  readonly words: string;
}

/** As many as there is room for with their words; when some are left out, it says there how many lines they had. */
export function fit(drawn: readonly Drawn[], room: number): Fitted {
  const cost = (one: Drawn) => unitsOf(one.elements) + unitsOf(one.words);
  let used = drawn.reduce((sum, one) => sum + (one.stays ? cost(one) : 0), 0);
  const over = drawn.findIndex((one) => !one.stays && (used += cost(one)) > room);
  if (over < 0) return join(drawn);
  const left = drawn.slice(over).reduce((sum, one) => sum + (one.stays ? 0 : one.lines), 0);
  const words = left === 1 ? '1 more line is left out here.' : `${String(left)} more lines are left out here.`;
  return join([...drawn.slice(0, over), drawNote(words), ...drawn.slice(over).filter((one) => one.stays)]);
}

function join(drawn: readonly Drawn[]): Fitted {
  const body: Element[] = [];
  let isRuled = false;
  for (const { elements, rule } of drawn) {
    const [first, ...more] = elements;
    if (first) body.push(apart(first, body.at(-1), isRuled), ...more);
    isRuled = rule === true || (isRuled && !first);
  }
  const words = drawn.map((one) => one.words).filter((one) => one !== '');
  return { body, words: words.join('\n') };
}

/** Buttons belong to what stands above them, so what comes after them stands further off. */
function apart(element: Element, before: Element | undefined, isRuled: boolean): Element {
  if (!before) return element;
  if (isRuled) return { ...element, separator: true, spacing: 'Medium' };
  return before.type === 'ActionSet' && element.spacing === undefined ? { ...element, spacing: 'Medium' } : element;
}

export function draw(block: Block, how: How): Drawn {
  switch (block.type) {
    case 'header':
      return drawText(block.text, toTextElements(block.text, HEADER_LENGTH, { heading: true, spacing: 'Medium' }));
    case 'text':
      return drawText(block.text, toTextElements(block.text, TEXT_LENGTH));
    case 'quote':
      return drawQuote(block.text);
    case 'list':
      return drawList(block.items, block.ordered ?? false);
    case 'note':
      return drawNote(block.text);
    case 'buttons':
      return drawButtons(block.buttons, how);
    case 'divider':
      return { elements: [], lines: 0, words: '', rule: true };
  }
}

/** Plain words with the addresses of links, for where the card is not drawn. */
const inWords = (text: Text): string =>
  toSpans(text)
    .map((part) => (typeof part !== 'string' && part.span === 'link' ? `${part.label} (${part.url})` : inPlain(part)))
    .join('');

const drawText = (text: Text, elements: readonly Element[]): Drawn => ({ elements, lines: 1, words: cut(inWords(text), TEXT_LENGTH) });

export const drawNote = (text: Text): Drawn => drawText(text, toTextElements(text, NOTE_LENGTH, { small: true, spacing: 'Small' }));

function drawQuote(text: Text): Drawn {
  const items = toTextElements(text, TEXT_LENGTH);
  return drawText(text, items.length === 0 ? [] : [{ type: 'Container', style: 'emphasis', items }]);
}

function drawList(items: readonly Text[], ordered: boolean): Drawn {
  const all = items.reduce<number>((sum, item) => sum + inWords(item).length, 0);
  const share = all <= TEXT_LENGTH ? TEXT_LENGTH : Math.max(300, Math.floor(TEXT_LENGTH / items.length));
  const filled = items.filter((item) => inPlain(item).trim() !== '').map((item, i): Text => [ordered ? `${String(i + 1)}. ` : '• ', item]);
  return {
    elements: filled.flatMap((item, i) => toTextElements(item, share, i === 0 ? {} : { spacing: 'Small' })),
    lines: items.length,
    words: filled.map((item) => cut(inWords(item), share)).join('\n'),
  };
}

function drawButtons(buttons: readonly Button[], how: How): Drawn {
  const rows: CardAction[][] = [];
  let length = 0;
  for (const action of buttons.flatMap((button) => toAction(button, how))) {
    const own = (action.title?.length ?? 0) + BUTTON_EDGES;
    const row = rows.at(-1);
    const fits = row !== undefined && row.length < BUTTONS_IN_A_ROW && length + own <= ROW_LENGTH;
    if (fits) row.push(action);
    else rows.push([action]);
    length = fits ? length + own : own;
  }
  const elements = rows.map((actions): IActionSet => ({ type: 'ActionSet', spacing: 'Small', actions }));
  const links = buttons.flatMap((button) =>
    'url' in button && isLinkable(button.url) ? [`${toTitle(labelOf(button))}: ${button.url}`] : [],
  );
  return { elements, lines: 0, words: links.join('\n') };
}

/** What a button or field is called; never nothing. */
export const toTitle = (text: string, max = LABEL_LENGTH): string => literal(cut(text.trim(), max)) || '…';

/** No button for an address that can't be opened: the rest of the card is still worth showing. */
function toAction(button: Button, how: How): (CardAction | IOpenUrlAction)[] {
  const shown = {
    title: toTitle(labelOf(button)),
    ...(button.style && { style: button.style === 'danger' ? ('destructive' as const) : ('positive' as const) }),
    ...(button.describe && { tooltip: literal(cut(button.describe, LABEL_LENGTH)) }),
  };
  if ('url' in button) return isLinkable(button.url) ? [{ type: 'Action.OpenUrl', ...shown, url: button.url }] : [];
  const press = { press: button.press, with: bounded(button.with ?? {}), ...(how.home && { home: true }) };
  if (!button.confirm) return [{ ...shown, ...toPress(press, how) }];
  const { title, text, yes } = button.confirm;
  const asked = [title, text].filter((words) => words.trim() !== '').flatMap((words) => toTextElements(words, HEADER_LENGTH));
  const sure = { ...toPress(press, how), title: toTitle(yes), style: 'destructive' as const };
  const card: NonNullable<IShowCardAction['card']> = { type: 'AdaptiveCard', body: asked, actions: [sure] };
  return [{ type: 'Action.ShowCard', ...shown, card }];
}

/** Opens a dialog where its answer is a form and dialogs are to be had; in a dialog, everything is sent as a form is. */
function toPress(press: { readonly press: string; readonly with: Payload; readonly home?: boolean }, how: How): CardAction {
  const data = { action: 'press', ...press };
  if (how.surface === 'dialog') return { type: 'Action.Submit', data, associatedInputs: 'none' };
  if (how.dialogs && how.opensForm(press.press, press.with))
    return { type: 'Action.Submit', data: { ...data, dialog_id: 'press', msteams: { type: 'task/fetch' } }, associatedInputs: 'none' };
  return { type: 'Action.Execute', verb: 'press', data, associatedInputs: 'none' };
}

/** Throws when it is too long: a payload holds ids, and half of one would be worse than none. */
export function bounded(payload: Payload, max = BUTTON_VALUE): Payload {
  const { length } = JSON.stringify(payload);
  if (length > max) throw new RangeError(`a payload has ${String(length)} characters`);
  return payload;
}
