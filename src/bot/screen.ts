import { z } from 'zod';
import { fold } from './fold.ts';
import { toLatinLook } from './look-alikes.ts';

/** What competitors do not discuss, by topic: the words that give it away, and phrases with them that are harmless. */
export const ScreenTopic = z.object({
  topic: z.string(),
  locale: z.string(),
  /** What the person who typed it reads; a sentence. */
  reason: z.string(),
  /** Folded words and phrases; `*` at the end of a word is any ending. */
  words: z.array(z.string()),
  accepted: z.array(z.string()),
  /** How to say it otherwise; a sentence. */
  instead: z.string().optional(),
});
export type ScreenTopic = z.infer<typeof ScreenTopic>;

const term = z
  .string()
  .regex(/^[\p{L}\p{N}]+\*?(?: [\p{L}\p{N}]+\*?)*$/u, 'give words with one space between them; a * stands only at the end of a word')
  .refine((text) => fold(text.replaceAll('*', '')) === text.replaceAll('*', ''), 'give small letters without accents')
  .refine((text) => text.replace(/[* ]/g, '').length >= 3, 'give at least 3 letters: less would be found everywhere')
  .refine((text) => !/(?<![^ ])[^ ]{1,2}\*/.test(text), 'give at least 3 letters before a *');

const terms = z.array(term).superRefine((all, issues) => {
  for (const [n, one] of all.entries())
    if (all.indexOf(one) < n) issues.addIssue({ code: 'custom', path: [n], message: `"${one}" is there twice` });
});

const sentence = z.string().regex(/^\S.*\S\.$/, 'give a sentence that ends with a full stop');

const PresetTopic = z
  .strictObject({
    topic: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/, 'give small letters and single hyphens'),
    reason: sentence,
    instead: sentence.optional(),
    words: terms.min(1, 'give at least one word'),
    accepted: terms.default([]),
  })
  .superRefine(({ words, accepted }, issues) => {
    for (const [n, phrase] of accepted.entries())
      if (!hasAny(phrase.replaceAll('*', ''), words))
        issues.addIssue({ code: 'custom', path: ['accepted', n], message: `"${phrase}" accepts nothing that the words find` });
  });

/** One language's screen as a preset ships it. What could never be found, or makes no sense, is refused. */
export const PresetScreen = z
  .array(PresetTopic)
  .min(1, 'give at least one topic')
  .superRefine((all, issues) => {
    for (const [n, { topic }] of all.entries())
      if (all.findIndex((one) => one.topic === topic) < n)
        issues.addIssue({ code: 'custom', path: [n, 'topic'], message: `"${topic}" is there twice` });
  });

/**
 * The topics that a text touches. Case, accents, characters nobody sees, line breaks and punctuation inside
 * words, spelling a word letter by letter, and letters of other scripts that look like Latin ones change nothing.
 */
export function findTopics(text: string, topics: readonly ScreenTopic[]): ScreenTopic[] {
  const readings = readingsOf(text);
  return topics.filter(({ words, accepted }) => readings.some((reading) => hasAny(leaveOut(reading, accepted), words)));
}

const UNSEEN = /[\p{Cf}\p{DI}]/gu;
const INSIDE_A_WORD = /(?<=\p{L})(?:\p{Pd}?[^\S\r\n]*[\r\n\v\f\u0085\u2028\u2029]\s*|[\p{P}\p{S}]+)(?=\p{L})/gu;
const SPELLED = /(?<!\p{L})\p{L}(?: \p{L}(?!\p{L})){2,}/gu;

/** The text as a reader may take it: as it stands, with broken words mended, and with spelled words put together. */
function readingsOf(text: string): string[] {
  const seen = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(UNSEEN, '');
  return [...new Set([seen, toLatinLook(seen)].flatMap(waysToRead))];
}

function waysToRead(seen: string): string[] {
  const plain = fold(seen);
  const mended = fold(seen.replace(INSIDE_A_WORD, ''));
  const spelled = plain.replace(SPELLED, (run) => run.replaceAll(' ', ''));
  return [plain, mended, spelled];
}

const hasAny = (folded: string, words: readonly string[]): boolean => words.some((word) => toPattern(word).test(folded));

/** A mark in place of what is accepted keeps the words around it apart. */
const leaveOut = (folded: string, accepted: readonly string[]): string =>
  accepted.reduce((left, phrase) => left.replace(toPattern(phrase), '|'), folded);

const toPattern = (words: string): RegExp => new RegExp(`(?<!\\p{L})${words.replaceAll('*', '\\p{L}*')}(?!\\p{L})`, 'gu');
