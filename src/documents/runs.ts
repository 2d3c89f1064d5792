import { fontOf, type FontName } from './fonts.ts';
import { toPrintable } from './printable.ts';

/** Text in one font. */
export interface FontRun {
  readonly text: string;
  readonly font: FontName;
}

/**
 * A text as runs of one font each. A character that no font has is written as its number, such as [U+738B]:
 * an empty box would be taken for nothing.
 */
export function toRuns(text: string): FontRun[] {
  const runs: { text: string; font: FontName }[] = [];
  for (const character of keepOrder(toPrintable(text))) {
    const last = runs.at(-1);
    // What joins words, and a mark over a letter, stay with what is before them.
    const own = character === '\n' ? (last?.font ?? 'Roboto') : fontOf(character);
    const font = own && last?.font === 'DejaVu' && /[\p{M}\u00a0]/u.test(character) ? 'DejaVu' : own;
    const shown = font ? character : numberOf(character);
    if (last?.font === (font ?? 'Roboto')) last.text += shown;
    else if (shown !== '') runs.push({ text: shown, font: font ?? 'Roboto' });
  }
  return runs;
}

/** Signs that only join others or say how to draw them mean nothing by themselves. */
const numberOf = (character: string): string =>
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/.test(character)
    ? ''
    : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{M}]+(?:[ ][\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{M}]+)+/gu;
/** So many characters fit one line wherever they stand. */
const ON_LINE = 40;

/**
 * Words from right to left are set one by one from left to right, which turns their order around; held together by
 * spaces that do not break they are set as one, and long ones line by line.
 */
const keepOrder = (text: string): string => text.replace(RIGHT_TO_LEFT, (words) => toLines(words).join('\n'));

function toLines(words: string): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < ON_LINE) lines[lines.length - 1] = `${line}\u00a0${word}`;
    else lines.push(word);
  }
  return lines;
}
