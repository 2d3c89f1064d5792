import { z } from 'zod';
import { Accessory, ActionElement, ContextElement, InputElement, type Interactive } from './elements.ts';
import { toFaults } from './faults.ts';
import { RichText } from './rich-text.ts';
import { anyText, atMost, Id, ImageAddress, plain } from './text.ts';

const block_id = Id.optional();

const Header = z.strictObject({ type: z.literal('header'), block_id, text: plain(150), level: z.number().int().optional() });

const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10, 'no more than 10 items allowed').optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must have text or fields');

const Context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z.array(ContextElement).min(1, 'no fewer than 1 items').max(10, 'no more than 10 items allowed'),
});

const Actions = z
  .strictObject({
    type: z.literal('actions'),
    block_id,
    elements: z.array(ActionElement).min(1, 'no fewer than 1 items').max(25, 'no more than 25 items allowed'),
  })
  .refine(({ elements }) => hasDistinctActions(elements), 'action_id must be unique within a block');

function hasDistinctActions(elements: { action_id?: string | undefined }[]): boolean {
  const ids = elements.flatMap(({ action_id }) => (action_id === undefined ? [] : [action_id]));
  return new Set(ids).size === ids.length;
}

const Input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plain(2000),
  element: InputElement,
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});
export type Input = z.infer<typeof Input>;

const ImageBlock = z.strictObject({
  type: z.literal('image'),
  block_id,
  image_url: ImageAddress,
  alt_text: atMost(2000),
  title: plain(2000).optional(),
});

const Divider = z.strictObject({ type: z.literal('divider'), block_id });

const Drawn = z.discriminatedUnion('type', [Header, Section, Context, Actions, Input, ImageBlock, Divider, RichText]);
export type Block = z.infer<typeof Drawn>;

/** Blocks that Slack has and the sandbox does not draw: let through, shown as a warning with their JSON. */
const UNDRAWN = [
  'alert',
  'call',
  'card',
  'carousel',
  'container',
  'context_actions',
  'data_table',
  'data_visualization',
  'file',
  'markdown',
  'plan',
  'table',
  'task_card',
  'video',
];

/** What is wrong with one block, as Slack words it; nothing for a block within the limits. */
export function findBlockFaults(block: unknown, pointer: string): string[] {
  if (isUndrawn(block)) return [];
  const result = Drawn.safeParse(block);
  return result.success ? [] : toFaults(result.error, pointer);
}

function isUndrawn(block: unknown): boolean {
  const named = z.object({ type: z.string() }).safeParse(block);
  return named.success && UNDRAWN.includes(named.data.type);
}

/** The typed block, or null for one that the sandbox does not draw. */
export function asDrawn(block: unknown): Block | null {
  const result = Drawn.safeParse(block);
  return result.success ? result.data : null;
}

/** Everything in a block that a person can act on. */
export function interactiveIn(block: Block): Interactive[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') return [block.accessory];
  return [];
}
