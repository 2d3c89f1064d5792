import type { Part } from '../bot/text.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `max` UTF-16 units, cut between whole characters with "…". Broken surrogates and NUL, which Slack refuses, are replaced. */
export function cut(text: string, max: number): string {
  const sound = text.toWellFormed().replaceAll('\0', '');
  if (sound.length <= max) return sound;
  let kept = '';
  // A little more than fits, so that the last character is seen whole.
  for (const { segment } of graphemes.segment(sound.slice(0, max + 100))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

const TIME_LENGTH = 24;

function lengthOf(part: Part): number {
  if (typeof part === 'string') return part.length;
  if (part.span === 'time') return TIME_LENGTH;
  return part.span === 'link' ? part.label.length : part.text.length;
}

/** The parts of a text, at most `max` characters of them. */
export function cutSpans(parts: readonly Part[], max: number): Part[] {
  const kept: Part[] = [];
  let left = max;
  for (const part of parts) {
    const fits = lengthOf(part) <= left;
    kept.push(fits ? tidySpan(part, left) : shorten(part, left));
    if (!fits) break;
    left -= lengthOf(part);
  }
  return kept.filter((part) => lengthOf(part) > 0);
}

const tidySpan = (part: Part, left: number): Part => (typeof part !== 'string' && part.span === 'time' ? part : shorten(part, left));

function shorten(part: Part, left: number): Part {
  if (typeof part === 'string') return cut(part, Math.max(left, 1));
  if (part.span === 'time') return '…';
  return part.span === 'link'
    ? { ...part, label: cut(part.label, Math.max(left, 1)) }
    : { ...part, text: cut(part.text, Math.max(left, 1)) };
}

export const spansLength = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + lengthOf(part), 0);

/** An address that may stand behind a link or button; anything else is shown as words only. */
export const isLinkable = (url: string): boolean =>
  url.length <= 3000 && /^(https?:\/\/|mailto:)[^\s<>|]+$/i.test(url) && URL.canParse(url);
