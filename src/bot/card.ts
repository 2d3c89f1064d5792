import type { Text, Typed } from './text.ts';

/** Values that may travel in a button or form: ids and small choices, never facts to decide from. */
export type Payload = Readonly<Record<string, string>>;

export type Button = {
  /** A command's words where the button does what typing them does. */
  readonly label: string | Typed;
  readonly style?: 'primary' | 'danger';
  /** What a screen reader says when the label repeats in a list. */
  readonly describe?: string;
} & ({ readonly press: string; readonly with?: Payload; readonly confirm?: Confirm } | { readonly url: string });

export interface Confirm {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

export type Block =
  | { readonly type: 'header'; readonly text: string }
  | { readonly type: 'text'; readonly text: Text }
  | { readonly type: 'quote'; readonly text: Text }
  | { readonly type: 'list'; readonly items: readonly Text[]; readonly ordered?: boolean }
  | { readonly type: 'note'; readonly text: Text }
  | { readonly type: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly type: 'divider' };

/**
 * What a person sees in a message or on their home. `summary` is the complete plain sentence for
 * notifications and screen readers; a card without one would be silent for some readers.
 */
export interface Card {
  readonly summary: Text;
  readonly blocks: readonly Block[];
  /** It stays on show and its facts change: platforms that can, ask for it anew for each reader (`Bot.card`). */
  readonly follows?: true;
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly about?: string;
}

export type Input =
  | {
      readonly kind: 'text';
      readonly multiline?: boolean;
      readonly maxLength?: number;
      readonly initial?: string;
      readonly placeholder?: string;
    }
  | { readonly kind: 'url' | 'email'; readonly initial?: string; readonly placeholder?: string }
  | { readonly kind: 'number'; readonly initial?: string; readonly min?: number; readonly max?: number }
  /** YYYY-MM-DD */
  | { readonly kind: 'date'; readonly initial?: string }
  /** HH:mm */
  | { readonly kind: 'time'; readonly initial?: string }
  | { readonly kind: 'select' | 'radio'; readonly options: readonly Option[]; readonly initial?: string; readonly placeholder?: string }
  | { readonly kind: 'checkboxes'; readonly options: readonly Option[]; readonly initial?: readonly string[] };

export interface Field {
  readonly type: 'field';
  /** Key of the value in the verb's input, and of its field error. */
  readonly name: string;
  readonly label: string;
  readonly hint?: Text;
  readonly optional?: boolean;
  readonly input: Input;
}

/** A dialog. `id` names the entry in a feature's `forms`; without `submit` it only shows. */
export interface Form {
  readonly id: string;
  /** At most 24 characters: Slack's limit, the narrower of the two. */
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  readonly hidden?: Payload;
  readonly body: readonly (Block | Field)[];
}

/** What the person typed into a form, by field name. Nothing chosen is null or an empty list. */
export type FormValues = Readonly<Record<string, string | readonly string[] | null>>;

/** A card that is one sentence, with buttons under it. */
export function sentence(text: Text, buttons: readonly Button[] = []): Card {
  const blocks: Block[] = [{ type: 'text', text }];
  if (buttons.length > 0) blocks.push({ type: 'buttons', buttons });
  return { summary: text, blocks };
}

export const heading = (text: string): Block => ({ type: 'header', text });
export const paragraph = (text: Text): Block => ({ type: 'text', text });
export const quote = (text: Text): Block => ({ type: 'quote', text });
export const list = (items: readonly Text[], ordered = false): Block => ({ type: 'list', items, ordered });
export const note = (text: Text): Block => ({ type: 'note', text });
export const buttons = (...all: readonly Button[]): Block => ({ type: 'buttons', buttons: all });
export const divider: Block = { type: 'divider' };
