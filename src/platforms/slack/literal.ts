import type { RichTextElement } from '@slack/types';
import { formatInZone, toSpans, type Span, type Text, type TimeShown } from '../../bot/text.ts';

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

function lengthOf(part: string | Span): number {
  if (typeof part === 'string') return part.length;
  if (part.span === 'time') return TIME_LENGTH;
  return part.span === 'link' ? part.label.length : part.text.length;
}

/** The spans of a text, at most `max` characters of them. */
export function cutSpans(text: Text, max: number): (string | Span)[] {
  const kept: (string | Span)[] = [];
  let left = max;
  for (const part of toSpans(text)) {
    const fits = lengthOf(part) <= left;
    kept.push(fits ? tidySpan(part, left) : shorten(part, left));
    if (!fits) break;
    left -= lengthOf(part);
  }
  return kept.filter((part) => lengthOf(part) > 0);
}

const tidySpan = (part: string | Span, left: number): string | Span =>
  typeof part !== 'string' && part.span === 'time' ? part : shorten(part, left);

function shorten(part: string | Span, left: number): string | Span {
  if (typeof part === 'string') return cut(part, Math.max(left, 1));
  if (part.span === 'time') return '…';
  return part.span === 'link'
    ? { ...part, label: cut(part.label, Math.max(left, 1)) }
    : { ...part, text: cut(part.text, Math.max(left, 1)) };
}

export const spansLength = (text: Text): number => toSpans(text).reduce((sum, part) => sum + lengthOf(part), 0);

const FORMATS: Record<TimeShown, string> = {
  date: '{date_short_pretty}',
  time: '{time}',
  dateTime: '{date_short_pretty}, {time}',
};

const toSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** An address that may stand behind a link or button; anything else is shown as words only. */
export const isLinkable = (url: string): boolean =>
  url.length <= 3000 && /^(https?:\/\/|mailto:)[^\s<>|]+$/i.test(url) && URL.canParse(url);

/** Rich text, in which Slack reads nothing as markup: the one form that shows typed text literally. */
export function toRichElements(text: Text, max: number): RichTextElement[] {
  return cutSpans(text, max).map(toRichElement);
}

function toRichElement(part: string | Span): RichTextElement {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (part.span === 'time')
    return { type: 'date', timestamp: toSeconds(part.at), format: FORMATS[part.show], fallback: formatInZone(part.at, part.show, 'UTC') };
  if (part.span !== 'link') return { type: 'text', text: part.text, style: { [part.span]: true } };
  return isLinkable(part.url) ? { type: 'link', url: part.url, text: part.label } : { type: 'text', text: part.label };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's own markup with everything typed escaped; instants as date tokens. Bold and strike are left out. */
export function toMrkdwn(text: Text, max: number): string {
  return cutSpans(text, max)
    .map((part) => {
      if (typeof part === 'string') return escape(part);
      if (part.span === 'time')
        return `<!date^${String(toSeconds(part.at))}^${FORMATS[part.show]}|${formatInZone(part.at, part.show, 'UTC')}>`;
      if (part.span === 'link' && isLinkable(part.url)) return `<${escape(part.url)}|${escape(part.label).replaceAll('|', '¦')}>`;
      return escape(part.span === 'link' ? part.label : part.text);
    })
    .join('');
}

/** True when mrkdwn would show these spans as they are: nothing in them formats, quotes or turns into an emoji. */
export function isInert(text: Text): boolean {
  return toSpans(text).every((part) => {
    if (typeof part !== 'string' && (part.span === 'bold' || part.span === 'strike')) return false;
    const words = typeof part === 'string' ? part : part.span === 'link' ? part.label : '';
    return !/[*_~`|]|:[\w+-]+:|^\s*>/m.test(words);
  });
}
