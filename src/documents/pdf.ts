import pdfmake, { type Content, type Definition, type Run, type Style, type TableLayout } from 'pdfmake';
import type { Block, Document, HeadRow, Section, Table } from './document.ts';
import { FONTS } from './fonts.ts';
import { toPrintable } from './printable.ts';
import { toRuns } from './runs.ts';

const files = new Set<string>(Object.values(FONTS).flatMap(({ normal, bold }) => [normal, bold]));
pdfmake.setFonts(FONTS);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((file) => files.has(file));

// A4 is 595 points wide.
const MARGIN = 56;
const WIDTH = 595 - 2 * MARGIN;
const GREY = '#555555';
const RULE = '#b8b8b8';

/** The document as a PDF: A4, fonts embedded, the same bytes for the same document. Nothing in it is a link. */
export async function toPdf(document: Document): Promise<Uint8Array> {
  return pdfmake.createPdf(definitionOf(document)).getBuffer();
}

const definitionOf = (document: Document): Definition => ({
  version: '1.7',
  pageSize: 'A4',
  pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 8],
  language: document.language,
  displayTitle: true,
  info: { title: toPrintable(document.title), author: toPrintable(document.author), creationDate: document.at, modDate: document.at },
  defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
  content: [
    say(document.title, { fontSize: 18, bold: true, margin: [0, 0, 0, 4] }),
    say(document.notice, { fontSize: 11, bold: true, color: GREY, margin: [0, 0, 0, 12] }),
    ...(document.head.length > 0 ? [headTable(document.head)] : []),
    ...document.sections.flatMap(toContents),
  ],
  footer: (page, pages) => ({
    margin: [MARGIN, 20, MARGIN, 0],
    fontSize: 8,
    color: GREY,
    columns: [
      { ...say(document.footer), width: '*' },
      { ...say(`Page ${String(page)} of ${String(pages)}`, { alignment: 'right' }), width: 'auto' },
    ],
  }),
});

const say = (text: string, style: Style = {}) => ({ text: toRuns(text) as readonly Run[], ...style });

const LABEL_WIDTH = 104;

const headTable = (rows: readonly HeadRow[]): Content => ({
  table: {
    widths: [LABEL_WIDTH, WIDTH - LABEL_WIDTH - 8],
    body: rows.map(({ label, text }) => [say(label, { bold: true }), say(text)]),
  },
  layout: layoutOf(() => 0, 2),
});

const layoutOf = (lineWidth: TableLayout['hLineWidth'], padding: number): TableLayout => ({
  hLineWidth: lineWidth,
  vLineWidth: () => 0,
  hLineColor: () => RULE,
  paddingLeft: (column) => (column === 0 ? 0 : 4),
  paddingRight: () => 4,
  paddingTop: () => padding,
  paddingBottom: () => padding,
});

const headingStyle: Style = { fontSize: 12.5, bold: true, margin: [0, 16, 0, 4] };

function toContents({ heading, blocks }: Section): Content[] {
  const title = say(heading, headingStyle);
  const [first = [], ...rest] = toGroups(blocks);
  const [opening] = first;
  if (opening?.type === 'table') return [tableOf(opening, title), ...rest.flatMap((group) => together(group))];
  return [...together(first, title), ...rest.flatMap((group) => together(group))];
}

/** Headings with the block under them: none is to stand alone at the foot of a page. */
function toGroups(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    if (group?.at(-1)?.type === 'heading') group.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** Half a page: what is longer is let break rather than pushed to the next page. */
const SHORT = 2_500;

/** So many items of a list stay with the heading above it; the others may go on to the next page. */
const KEPT = 2;

type List = Extract<Block, { type: 'list' }>;

const firstOf = (one: List): List => ({ ...one, items: one.items.slice(0, KEPT) });
const restOf = ({ items, ordered }: List): Content => listOf(items.slice(KEPT), ordered, KEPT + 1);

function together(group: readonly Block[], title?: Content): Content[] {
  const last = group.at(-1);
  if (last?.type === 'list' && last.items.length > KEPT + 1)
    return [...together([...group.slice(0, -1), firstOf(last)], title), restOf(last)];
  const contents = [...(title ? [title] : []), ...group.flatMap(toContent)];
  const isWhole = contents.length > 1 && JSON.stringify(group).length < SHORT;
  return isWhole ? [{ stack: contents, unbreakable: true }] : contents;
}

function toContent(block: Block): Content[] {
  switch (block.type) {
    case 'paragraph':
      return [say(block.text, { margin: [0, 0, 0, 4] })];
    case 'heading':
      return [say(block.text, { bold: true, margin: [0, 8, 0, 2] })];
    case 'list':
      return [listOf(block.items, block.ordered)];
    case 'table':
      return [tableOf(block)];
  }
}

function listOf(items: readonly string[], ordered: boolean, start = 1): Content {
  const lines = items.map((item) => say(item, { margin: [0, 0, 0, 2] }));
  return ordered ? { ol: lines, start } : { ul: lines };
}

const CELL: Style = { fontSize: 9 };

/** Its title and head are repeated on every page it goes on to. */
function tableOf({ columns, rows }: Table, title?: ReturnType<typeof say>): Content {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const room = WIDTH - 8 * columns.length + 4;
  const heads = title ? [[{ ...title, margin: [0, 12, 0, 0], colSpan: columns.length } as const, ...columns.slice(1).map(() => ({}))]] : [];
  const body = [
    ...heads,
    columns.map((one) => say(one.title, { ...CELL, bold: true })),
    ...rows.map((row) => row.map((cell) => say(cell, CELL))),
  ];
  return {
    table: {
      headerRows: heads.length + 1,
      keepWithHeaderRows: 1,
      dontBreakRows: rows.every((row) => row.every((cell) => cell.length < SHORT / 5)),
      widths: columns.map(({ share }) => (room * share) / shares),
      body,
    },
    layout: layoutOf((line) => (line < heads.length ? 0 : 0.5), 3),
    margin: [0, 4, 0, 8],
  };
}
