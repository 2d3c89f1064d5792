import { z } from 'zod';

/** The address in its usual form; null unless it is a complete https address. */
export function httpsUrl(typed: string): string | null {
  if (!URL.canParse(typed)) return null;
  const url = new URL(typed);
  return url.protocol === 'https:' && url.hostname !== '' ? url.href : null;
}

/** A typed link that may be left out: null then, and otherwise https, of at most 500 characters. */
export const optionalLink = z
  .string()
  .trim()
  .max(500, 'Use a shorter link.')
  .nullish()
  .transform((url) => (url === '' ? null : (url ?? null)))
  .refine((url) => url === null || httpsUrl(url) !== null, 'Give a link that starts with https://.');
