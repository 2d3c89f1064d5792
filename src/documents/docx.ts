import {
  AlignmentType,
  BorderStyle,
  Document as WordDocument,
  Footer,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table as WordTable,
  TableCell,
  TableLayoutType,
  TableRow,
  Tab,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import { unzipSync, zipSync } from 'fflate';
import type { Block, Document, HeadRow, Section, Table } from './document.ts';
import { toPrintable } from './printable.ts';

// Twentieths of a point; A4 is 11,906 by 16,838.
const MARGIN = 1_120;
const WIDTH = 11_906 - 2 * MARGIN;
const LABEL_WIDTH = 2_100;
const GREY = '555555';
const NUMBERED = 'numbered';
const BULLETED = 'bulleted';

/** The document as a Word file with real headings, lists and page numbers; the same bytes for the same document. */
export async function toDocx(document: Document): Promise<Uint8Array> {
  // Each ordered list counts from 1 again.
  const lists = { ordered: 0 };
  const children = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: runs(document.title) }),
    new Paragraph({ style: 'Notice', children: runs(document.notice) }),
    ...(document.head.length > 0 ? [headTable(document.head)] : []),
    ...document.sections.flatMap((section) => toParts(section, lists)),
  ];
  const file = new WordDocument({
    title: toPrintable(document.title),
    creator: toPrintable(document.author),
    lastModifiedBy: toPrintable(document.author),
    description: toPrintable(document.notice),
    styles: stylesOf(document.language),
    numbering: {
      config: [
        { reference: NUMBERED, levels: [levelOf(LevelFormat.DECIMAL, '%1.')] },
        { reference: BULLETED, levels: [levelOf(LevelFormat.BULLET, '\u2022')] },
      ],
    },
    sections: [
      {
        properties: {
          page: { size: { width: 11_906, height: 16_838 }, margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN } },
        },
        footers: { default: footerOf(document.footer) },
        children,
      },
    ],
  });
  return dated(await Packer.toBuffer(file), document.at);
}

const levelOf = (format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
  level: 0,
  format,
  text,
  alignment: AlignmentType.START,
  style: { paragraph: { indent: { left: 400, hanging: 300 } } },
});

interface Lists {
  ordered: number;
}

const spacing = { after: 80 };

/** A line break of the text is one in Word; everything else is words. */
function runs(text: string, style: { readonly bold?: true; readonly size?: number } = {}): TextRun[] {
  return toPrintable(text)
    .split('\n')
    .map((line, i) => new TextRun({ text: line, ...style, ...(i > 0 ? { break: 1 } : {}) }));
}

function toParts({ heading, blocks }: Section, lists: Lists): (Paragraph | WordTable)[] {
  return [new Paragraph({ heading: HeadingLevel.HEADING_1, children: runs(heading) }), ...blocks.flatMap((block) => toBlock(block, lists))];
}

function toBlock(block: Block, lists: Lists): (Paragraph | WordTable)[] {
  switch (block.type) {
    case 'paragraph':
      return [new Paragraph({ children: runs(block.text), spacing })];
    case 'heading':
      return [new Paragraph({ heading: HeadingLevel.HEADING_2, children: runs(block.text) })];
    case 'list': {
      const instance = block.ordered ? ++lists.ordered : 0;
      const numbering = { reference: block.ordered ? NUMBERED : BULLETED, level: 0, instance };
      return block.items.map((item) => new Paragraph({ numbering, children: runs(item), spacing: { after: 40 } }));
    }
    case 'table':
      return [tableOf(block), new Paragraph({ spacing })];
  }
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const line = { style: BorderStyle.SINGLE, size: 4, color: 'B8B8B8' } as const;
const NO_LINES = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const LINES = { ...NO_LINES, top: line, bottom: line, insideHorizontal: line };
const cellMargins = { top: 40, bottom: 40, left: 0, right: 100 };

const headTable = (rows: readonly HeadRow[]): WordTable =>
  new WordTable({
    layout: TableLayoutType.FIXED,
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: [LABEL_WIDTH, WIDTH - LABEL_WIDTH],
    borders: NO_LINES,
    margins: cellMargins,
    rows: rows.map(
      ({ label, text }) => new TableRow({ children: [cellOf(label, LABEL_WIDTH, { bold: true }), cellOf(text, WIDTH - LABEL_WIDTH)] }),
    ),
  });

const cellOf = (text: string, size: number, style: { readonly bold?: true; readonly size?: number } = {}): TableCell =>
  new TableCell({ width: { size, type: WidthType.DXA }, children: [new Paragraph({ children: runs(text, style) })] });

/** In half points. */
const CELL_SIZE = 18;

function tableOf({ columns, rows }: Table): WordTable {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((WIDTH * share) / shares));
  const rowOf = (cells: readonly string[], style: { readonly bold?: true }) =>
    cells.map((cell, i) => cellOf(cell, widths[i] ?? 0, { ...style, size: CELL_SIZE }));
  return new WordTable({
    layout: TableLayoutType.FIXED,
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: LINES,
    margins: cellMargins,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: rowOf(
          columns.map((one) => one.title),
          { bold: true },
        ),
      }),
      ...rows.map((row) => new TableRow({ children: rowOf(row, {}) })),
    ],
  });
}

const footerOf = (text: string): Footer =>
  new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: WIDTH }],
        children: [
          new TextRun({ children: [toPrintable(text), new Tab()], size: 16, color: GREY }),
          new TextRun({ children: ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES], size: 16, color: GREY }),
        ],
      }),
    ],
  });

const stylesOf = (language: string) => ({
  default: {
    document: { run: { font: 'Calibri', size: 21, language: { value: language } } },
    title: { run: { size: 36, bold: true }, paragraph: { spacing: { after: 80 } } },
    heading1: { run: { size: 26, bold: true }, paragraph: { spacing: { before: 300, after: 80 }, keepNext: true } },
    heading2: { run: { size: 21, bold: true }, paragraph: { spacing: { before: 160, after: 40 }, keepNext: true } },
  },
  paragraphStyles: [
    { id: 'Notice', name: 'Notice', basedOn: 'Normal', run: { bold: true, color: GREY }, paragraph: { spacing: { after: 240 } } },
  ],
});

/** The packer writes the machine's clock into the file and into its archive; here it is what the document is dated. */
function dated(packed: Uint8Array, at: Date): Uint8Array {
  const files = unzipSync(new Uint8Array(packed));
  const core = new TextDecoder().decode(files['docProps/core.xml']);
  const stamped = core.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${at.toISOString()}`);
  // An archive's times are local ones without a zone: this is the first there is, on every machine.
  return zipSync({ ...files, 'docProps/core.xml': new TextEncoder().encode(stamped) }, { mtime: new Date(1980, 0, 1) });
}
