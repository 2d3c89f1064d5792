import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Card, Form, FormValues, Payload } from '../../bot/card.ts';
import { createCounter, draw, fit, plain, toCardBlocks, VIEW, type Drawn } from './blocks.ts';
import { toInput, VALUE } from './inputs.ts';

const TITLE = 24;
const METADATA = 3000;

/** What travels in a view and comes back with it: the hidden payload, and whether the home is to be drawn again afterwards. */
const Carried = z.object({ with: z.record(z.string(), z.string()), home: z.boolean().default(false) });
export type Carried = z.infer<typeof Carried>;

/** A form as a modal. Throws when its hidden payload is too long to travel. */
export function toModal(form: Form, home = false): ModalView {
  const next = createCounter();
  const drawn = form.body.map((part): Drawn => {
    if (part.type !== 'field') return draw(part, next);
    const input = toInput(part);
    return { blocks: input ? [input] : [], lines: 1, length: 0 };
  });
  return {
    type: 'modal',
    callback_id: form.id,
    title: plain(form.title, TITLE),
    ...(form.submit && { submit: plain(form.submit, TITLE) }),
    close: plain(form.close ?? (form.submit ? 'Cancel' : 'Close'), TITLE),
    private_metadata: carry({ with: { ...form.hidden }, home }),
    blocks: fit(drawn, VIEW),
  };
}

/** A card as a page that only shows, with one way out. */
export const toPage = (card: Card, title: string, home = false): ModalView => ({
  type: 'modal',
  callback_id: 'page',
  title: plain(title, TITLE),
  close: plain('Done', TITLE),
  private_metadata: carry({ with: {}, home }),
  blocks: toCardBlocks(card, VIEW),
});

function carry(carried: { readonly with: Payload; readonly home: boolean }): string {
  const metadata = JSON.stringify(carried.home ? carried : { with: carried.with });
  if (metadata.length > METADATA) throw new RangeError(`a form's hidden payload has ${String(metadata.length)} characters`);
  return metadata;
}

/** What the view carried; null for a view that an earlier version of the code made. */
export function readCarried(metadata: string | undefined): Carried | null {
  try {
    return Carried.parse(JSON.parse(metadata ?? ''));
  } catch {
    return null;
  }
}

const Chosen = z.object({ value: z.string() });

const Typed = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
});

const State = z.object({ values: z.record(z.string(), z.record(z.string(), Typed)) });

/** What was typed and chosen, by field name. Throws a ZodError on what Slack never sends. */
export function readValues(state: unknown): FormValues {
  const { values } = State.parse(state ?? { values: {} });
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, block]) => {
      const typed = block[VALUE];
      return typed ? [[name, readValue(typed)]] : [];
    }),
  );
}

function readValue(typed: z.infer<typeof Typed>): FormValues[string] {
  switch (typed.type) {
    case 'datepicker':
      return typed.selected_date ?? null;
    case 'timepicker':
      return typed.selected_time ?? null;
    case 'static_select':
    case 'radio_buttons':
      return typed.selected_option?.value ?? null;
    case 'checkboxes':
    case 'multi_static_select':
      return typed.selected_options?.map((option) => option.value) ?? [];
    default:
      return typed.value ?? null;
  }
}

const Inputs = z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() }));

/** The block ids of the inputs of a view, in order: the only places where Slack shows an error. */
export function inputsOf(blocks: unknown): string[] {
  const parsed = Inputs.safeParse(blocks);
  if (!parsed.success) return [];
  return parsed.data.flatMap((block) => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []));
}

/** Errors by field as Slack wants them: those of fields that the form does not show go to its first input. Null when it has no input. */
export function toViewErrors(errors: Readonly<Record<string, string>>, inputs: readonly string[]): Record<string, string> | null {
  const [first] = inputs;
  if (first === undefined) return null;
  const shown: Record<string, string> = {};
  for (const [field, words] of Object.entries(errors)) {
    const place = inputs.includes(field) ? field : (inputs.find((input) => field.startsWith(`${input}.`)) ?? first);
    shown[place] = shown[place] === undefined ? words : `${shown[place]} ${words}`;
  }
  return Object.keys(shown).length > 0 ? shown : null;
}
