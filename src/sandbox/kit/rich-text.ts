import { z } from 'zod';
import { words } from './text.ts';

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();

const Inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1, 'must be more than 0 characters'), style }),
  z.strictObject({
    type: z.literal('link'),
    url: words(3000),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.number().int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string(),
    unicode: z.string().optional(),
    url: z.string().optional(),
    style,
  }),
]);
export type Inline = z.infer<typeof Inline>;

const border = z.union([z.literal(0), z.literal(1)]).optional();
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

const Part = z.discriminatedUnion('type', [
  Section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(Section),
    indent: z.number().int().min(0).max(8).optional(),
    offset: z.number().int().optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Inline), border }),
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(Inline), border, language: z.string().optional() }),
]);
export type RichTextPart = z.infer<typeof Part>;

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: words(255).optional(),
  elements: z.array(Part),
});
