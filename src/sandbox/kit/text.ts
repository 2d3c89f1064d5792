import { z } from 'zod';

/** A text of 1 to `max` characters, with Slack's own words for what is wrong. */
export function words(max: number): z.ZodString {
  return z
    .string()
    .min(1, 'must be more than 0 characters')
    .max(max, `must be less than ${String(max + 1)} characters`);
}

export function atMost(max: number): z.ZodString {
  return z.string().max(max, `must be less than ${String(max + 1)} characters`);
}

/** A `plain_text` object. */
export function plain(max: number) {
  return z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() });
}

/** A `plain_text` or `mrkdwn` object. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [
    plain(max),
    z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() }),
  ]);
}
export type AnyText = z.infer<ReturnType<typeof anyText>>;

/** An id the app chooses: block, action or callback. */
export const Id = words(255);

export const WebAddress = words(3000).regex(/^(https?:\/\/|mailto:)\S+$/i, 'must be a valid URL');

export const ImageAddress = words(3000).regex(/^https?:\/\/\S+$/i, 'must be a valid image URL');

export const Option = z.strictObject({
  text: anyText(75),
  value: atMost(75),
  description: anyText(75).optional(),
  url: WebAddress.optional(),
});
export type Option = z.infer<typeof Option>;

/** 1 to `max` options, each with its own value. */
export function options(max: number) {
  return z
    .array(Option)
    .min(1, 'no fewer than 1 items')
    .max(max, `no more than ${String(max)} items allowed`)
    .refine(hasDistinctValues, 'option values must be unique');
}

function hasDistinctValues(list: Option[]): boolean {
  return new Set(list.map(({ value }) => value)).size === list.length;
}

export const Confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.infer<typeof Confirm>;
