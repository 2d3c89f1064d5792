import type { IRichTextBlock, ITextBlock, ITextRun, Spacing } from '@microsoft/teams.cards';
import { spell, type FixedSpan, type Part, type Text, type TimeShown } from '../../bot/text.ts';
import { cutSpans, isLinkable } from '../cut.ts';
import { IN_CARDS } from './spelling.ts';

/** How words look where they stand. Colour is never the only sign of what they mean. */
export interface Look {
  readonly small?: true;
  readonly heading?: true;
  readonly warns?: true;
  readonly spacing?: Spacing;
}

/** More lines than this are kept in one block, because each block costs more than what it says. */
const MOST_BLOCKS = 40;

/** Date and time functions work in every text of a card: a space of no width keeps typed ones as they are. */
export const literal = (text: string): string =>
  text
    .replace(/\{(?=\{)/g, '{\u200b')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '');

/**
 * The blocks that show a text, one a line. Rich text, in which Teams reads no markup, wherever it
 * can be: only times (which Teams for desktop ignores there) and links (likewise) need Markdown.
 */
export function toTextElements(text: Text, max: number, look: Look = {}): (IRichTextBlock | ITextBlock)[] {
  const lines = toLines(cutSpans(spell(text, IN_CARDS), max));
  if (lines.length > MOST_BLOCKS) return [toBlock(joined(lines), look)];
  return lines.map(({ parts, gap }, i) => {
    const spacing = i === 0 ? look.spacing : gap ? 'Small' : 'None';
    return toBlock(parts, { ...look, ...(spacing && { spacing }) });
  });
}

interface Line {
  readonly parts: Part[];
  /** After an empty line. */
  readonly gap: boolean;
}

/** Lines that say something; empty ones only leave a gap. */
function toLines(parts: readonly Part[]): Line[] {
  const lines: Part[][] = [[]];
  for (const part of parts) {
    const [first = '', ...more] = typeof part === 'string' ? literal(part).split('\n') : [part];
    if (first !== '') lines.at(-1)?.push(first);
    for (const words of more) lines.push(words === '' ? [] : [words]);
  }
  const isEmpty = (line: readonly Part[]) =>
    line.every((part) => (typeof part === 'string' ? part : wordsOf(part)).trim() === '' && !isTime(part));
  return lines.flatMap((line, i) => (isEmpty(line) ? [] : [{ parts: line, gap: i > 0 && isEmpty(lines[i - 1] ?? []) }]));
}

/** All lines as one, with as few parts as can be. */
function joined(lines: readonly Line[]): Part[] {
  const all: Part[] = [];
  for (const part of lines.flatMap((line, i) => (i === 0 ? line.parts : ['\n', ...line.parts]))) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else all.push(part);
  }
  return all;
}

const isTime = (part: Part): boolean => typeof part !== 'string' && part.span === 'time';

const isMarked = (part: Part): boolean => isTime(part) || (typeof part !== 'string' && part.span === 'link' && isLinkable(part.url));

function toBlock(parts: readonly Part[], look: Look): IRichTextBlock | ITextBlock {
  const spacing = look.spacing ? { spacing: look.spacing } : {};
  const words = parts.map((part) => (typeof part === 'string' ? part : '\\')).join('');
  const isHeading = look.heading === true && toMarkdown(parts) === words;
  if (!isHeading && !parts.some(isMarked)) return { type: 'RichTextBlock', ...spacing, inlines: parts.map((part) => toRun(part, look)) };
  return {
    type: 'TextBlock',
    text: toMarkdown(parts),
    wrap: true,
    ...(isHeading && { style: 'heading' as const }),
    ...shape(look),
    ...spacing,
  };
}

const shape = (look: Look) => ({
  ...(look.small && { size: 'Small' as const, isSubtle: true }),
  ...(look.heading && { size: 'Medium' as const, weight: 'Bolder' as const }),
  ...(look.warns && { color: 'Attention' as const, weight: 'Bolder' as const }),
});

function toRun(part: Part, look: Look): ITextRun {
  const run = { type: 'TextRun' as const, text: literal(typeof part === 'string' ? part : wordsOf(part)), ...shape(look) };
  if (typeof part === 'string') return run;
  if (part.span === 'bold') return { ...run, weight: 'Bolder' };
  return part.span === 'strike' ? { ...run, strikethrough: true } : run;
}

const wordsOf = (span: FixedSpan): string =>
  (span.span === 'time' ? '' : span.span === 'link' ? span.label : span.text).replace(/\s*[\r\n]\s*/g, ' ');

/** Everything that Markdown could read as more than the character it is. */
export function escapeMarkdown(text: string): string {
  return literal(text)
    .replaceAll('\n', '\n\n')
    .replace(/[\\`*_[\]<>~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^[ \t]+/gm, (indent) => '\u00a0'.repeat(indent.length))
    .replace(/^(\u00a0*)([#+=-]|\d+(?=[.)]))/gm, (_, indent: string, mark: string) =>
      /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`,
    );
}

const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

const SHOWN: Record<TimeShown, (at: string) => string> = {
  date: (at) => `{{DATE(${at}, SHORT)}}`,
  time: (at) => `{{TIME(${at})}}`,
  dateTime: (at) => `{{DATE(${at}, SHORT)}}, {{TIME(${at})}}`,
};

function toMarkdown(parts: readonly Part[]): string {
  return parts.reduce<string>((before, part, i) => {
    const next = parts[i + 1];
    const isEnd = next === undefined || (typeof next === 'string' && /^\s/.test(next));
    return before + toMarked(part, before, isEnd);
  }, '');
}

const toPercent = (sign: string): string => `%${sign.charCodeAt(0).toString(16)}`;

function toMarked(part: Part, before: string, isEnd: boolean): string {
  if (typeof part === 'string') return before === '' || before.endsWith('\n') ? escapeMarkdown(part) : escapeMarkdown(`.${part}`).slice(1);
  if (part.span === 'time') return SHOWN[part.show](instant(part.at));
  const words = escapeMarkdown(wordsOf(part));
  if (part.span === 'link') return isLinkable(part.url) ? `[${words}](${part.url.replace(/[()\\]/g, toPercent)})` : words;
  return part.span === 'bold' && canStandBold(words, before, isEnd) ? `**${words}**` : words;
}

/** Markdown sees a pair of asterisks as bold only where its ends touch words, not spaces or signs. */
const canStandBold = (words: string, before: string, isEnd: boolean): boolean =>
  (/^[\p{L}\p{N}]/u.test(words) || /^$|\s$/.test(before.slice(-1))) &&
  /^\S.*\S$|^\S$/su.test(words) &&
  (/[\p{L}\p{N}]$/u.test(words) || isEnd);
