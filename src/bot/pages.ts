import { heading, list, paragraph, type Block } from './card.ts';
import { toSpans, type Text } from './text.ts';

/** A titled part of a record. Without lines it says so: "none" is a finding too. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Text[];
  readonly none?: string;
}

/** Slack takes 3,000 characters in a text; what a platform adds to escape it is left room for. */
const TEXT_LIMIT = 2_800;
/** Of short lines, so that a part of a page never costs more than a page. */
const LINES_IN_BLOCK = 60;
const BLOCKS_ON_PAGE = 40;
/** One message carries 12,000 characters on Slack and 80 kB on Teams; what stands above and below a page is left room for. */
const PAGE_LIMIT = 11_000;
/** What a line and a heading cost beside their words: Slack counts a heading as its longest, Teams the markup of each line. */
const LINE_COST = 60;
const HEADING_COST = 150;

/** Spans grow when a platform writes them: an instant becomes some hundred characters of markup. */
const lengthOf = (text: Text): number =>
  toSpans(text).reduce(
    (sum, part) => sum + (typeof part === 'string' ? part.length : part.span === 'time' ? 120 : JSON.stringify(part).length),
    0,
  );

/** The sections as blocks, cut into pages that fit one message each: of at most so many characters. At least one page. */
export function toPages(sections: readonly Section[], limit = PAGE_LIMIT): Block[][] {
  const pages: Block[][] = [[]];
  let size = 0;
  for (const section of sections)
    for (const [blocks, length] of toParts(section)) {
      const page = pages.at(-1) ?? [];
      const isFull = page.length > 0 && (page.length + blocks.length > BLOCKS_ON_PAGE || size + length > limit);
      if (isFull) pages.push([...blocks]);
      else page.push(...blocks);
      size = isFull ? length : size + length;
    }
  return pages;
}

/** The heading stays with the first lines under it. */
function toParts({ title, lines, none }: Section): [Block[], number][] {
  if (lines.length === 0) return [[[heading(title), paragraph(none ?? 'None.')], HEADING_COST + LINE_COST + (none ?? '').length]];
  const parts: [Block[], number][] = [];
  for (const chunk of toChunks(lines)) {
    const length = chunk.reduce((sum, line) => sum + lengthOf(line) + LINE_COST, 0);
    parts.push(parts.length === 0 ? [[heading(title), list(chunk)], HEADING_COST + length] : [[list(chunk)], length]);
  }
  return parts;
}

function toChunks(lines: readonly Text[]): Text[][] {
  const chunks: Text[][] = [];
  let size = Infinity;
  for (const line of lines) {
    const length = lengthOf(line) + 4;
    if (size + length > TEXT_LIMIT || chunks.at(-1)?.length === LINES_IN_BLOCK) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(line);
    size += length;
  }
  return chunks;
}

/** Text cut into pieces that fit one block each, at the ends of lines where there are any. */
export function toPieces(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > TEXT_LIMIT) {
    const end = rest.lastIndexOf('\n', TEXT_LIMIT);
    const at = end > 0 ? end + 1 : TEXT_LIMIT;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return rest === '' ? pieces : [...pieces, rest];
}
