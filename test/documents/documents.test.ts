import { expect, test } from 'vitest';
import { column, heading, list, paragraph, table, type Block, type Document } from '../../src/documents/document.ts';
import { toDocx } from '../../src/documents/docx.ts';
import { toPdf } from '../../src/documents/pdf.ts';
import { render } from '../../src/documents/render.ts';
import { readDocx, readPdf, wordsOf } from './reading.ts';

const documentOf = (...blocks: Block[]): Document => ({
  title: 'Minutes: Scrap & <quality>',
  notice: 'Advice, not a decision',
  language: 'en',
  author: 'Ærnøld Þórðarson',
  at: new Date('2026-12-10T12:00:00Z'),
  head: [{ label: 'Chair', text: 'Łukasz Żółć' }],
  sections: [{ heading: 'Items', blocks }],
  footer: 'Test Body',
});

const both = async (document: Document) => {
  const { pages } = await readPdf(await toPdf(document));
  return { pdf: pages.join(' '), word: wordsOf(await toDocx(document)) };
};

test.each(['pdf', 'docx'] as const)(
  'a %s is the same bytes for the same document, whenever and in whatever thread it is made',
  async (format) => {
    const document = documentOf(list(['one', 'two'], true), table([column('Name', 1)], [['Ελένη']]));
    const here = await (format === 'pdf' ? toPdf : toDocx)(document);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const there = await render(document, format);
    expect(Buffer.compare(here, there)).toBe(0);
    const other = await render({ ...document, at: new Date('2026-12-11T12:00:00Z') }, format);
    expect(Buffer.compare(here, other)).not.toBe(0);
  },
);

test('a document that cannot be made is told, and the next one is made all the same', async () => {
  const broken = { ...documentOf(), sections: null } as unknown as Document;
  await expect(render(broken, 'pdf')).rejects.toThrow();
  expect((await render(documentOf(), 'docx')).length).toBeGreaterThan(1_000);
});

test('names of Europe, Vietnam, Israel and Arabia are there as they are written, in both kinds', async () => {
  const names = ['Ærnøld Þórðarson-Ångström', 'Łukasz Żółć', 'Ελένη Παπαδοπούλου', 'Дмитро Щербаківський', 'Nguyễn Thị Phượng', 'Ճանաչում'];
  const { pdf, word } = await both(documentOf(list(names)));
  for (const name of names) for (const text of [pdf, word]) expect(text).toContain(name);
});

test('words from right to left keep their order: they are set as one', async () => {
  const document = documentOf(paragraph('Told by שלום בן יוסף yesterday'));
  expect(wordsOf(await toDocx(document))).toContain('Told by שלום בן יוסף yesterday');
  const { pieces } = await readPdf(await toPdf(document));
  expect(pieces.filter((piece) => /\p{Script=Hebrew}/u.test(piece))).toEqual(['שלום בן יוסף']);
});

test('what no font has is written as its number in a PDF, and as it is in Word', async () => {
  const { pdf, word } = await both(documentOf(paragraph('王 with 👩‍🚀 and → ≤')));
  expect(pdf).toContain('[U+738B] with [U+1F469][U+1F680] and → ≤');
  expect(word).toContain('王 with 👩‍🚀 and → ≤');
});

test('characters that are none break neither', async () => {
  const { pdf, word } = await both(documentOf(paragraph('bell \u0007, half \ud83d, none \uffff, tab\there')));
  for (const text of [pdf, word]) expect(text).toContain('bell \ufffd, half \ufffd, none \ufffd, tab here');
});

test('nothing that was typed becomes markup, a link or a field', async () => {
  const typed = '<b>bold</b> **md** [x](https://evil.example) {PAGE} & "quoted" https://evil.example/?a=1&b=2';
  const document = documentOf(heading(typed), paragraph(typed), list([typed]), table([column(typed, 1)], [[typed]]));
  const { pdf, word } = await both(document);
  for (const text of [pdf, word]) expect(text.split('{PAGE} & "quoted"')).toHaveLength(6);
  expect((await readPdf(await toPdf(document))).links).toBe(0);
  const parts = readDocx(await toDocx(document));
  expect(parts['word/document.xml']).not.toMatch(/w:hyperlink|w:fldSimple|w:instrText/);
  expect(Object.entries(parts).filter(([path, text]) => path.endsWith('.rels') && text.includes('evil'))).toEqual([]);
});

test('a long table goes on with its head on every page, and every page says which it is', async () => {
  const rows = Array.from({ length: 90 }, (_, i) => [`Person ${String(i)}`, 'River Keepers']);
  const document = {
    ...documentOf(),
    sections: [{ heading: 'Participants', blocks: [table([column('Name', 1), column('Organisation', 1)], rows)] }],
  };
  const { pages, info, language } = await readPdf(await toPdf(document));
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, i) => {
    expect(page).toContain('Name Organisation');
    expect(page).toContain(`Page ${String(i + 1)} of ${String(pages.length)}`);
  });
  for (const [name] of rows) expect(pages.join(' ')).toContain(name);
  expect(info).toMatchObject({ Title: 'Minutes: Scrap & <quality>', Author: 'Ærnøld Þórðarson' });
  expect(language).toBe('en');
});

test('no heading stands alone at the foot of a page', async () => {
  for (let before = 26; before < 42; before++) {
    const lines = Array.from({ length: before }, () => paragraph('One line.'));
    const { pages } = await readPdf(await toPdf(documentOf(...lines, heading('Lone heading'), paragraph('What it heads.'))));
    const page = pages.find((one) => one.includes('Lone heading'));
    expect(page).toContain('What it heads.');
  }
});

test('a long list begins under its heading, on a page that has room, and goes on counting on the next', async () => {
  const items = Array.from({ length: 30 }, (_, i) => `Line ${String(i + 1)}.`);
  const before = Array.from({ length: 25 }, () => paragraph('One line.'));
  const { pages } = await readPdf(await toPdf(documentOf(...before, heading('Long list'), list(items, true))));
  const [first = '', second = ''] = pages;
  expect(first).toContain('Long list Line 1.1. Line 2.2. Line 3.3.');
  expect(second).toContain('Line 30.30.');
});

test('a word longer than its column is broken, not lost', async () => {
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
  const { pages } = await readPdf(await toPdf(documentOf(table([column('A', 1), column('B', 1)], [[long, 'next']]), paragraph(long))));
  expect(pages.join('').replaceAll(' ', '').split(long)).toHaveLength(3);
});

test('Word finds a title, headings, lists that count anew, repeated heads of tables and page numbers', async () => {
  const document = documentOf(heading('First'), list(['a'], true), list(['b'], true), list(['c']), table([column('Name', 1)], [['x']]));
  const parts = readDocx(await toDocx(document));
  const body = parts['word/document.xml'] ?? '';
  for (const style of ['Title', 'Heading1', 'Heading2']) expect(body).toContain(`<w:pStyle w:val="${style}"/>`);
  expect(body).toContain('<w:tblHeader/>');
  const counted = [...body.matchAll(/<w:numId w:val="(\d+)"\/>/g)].map((match) => match[1]);
  expect(new Set(counted).size).toBe(3);
  expect(Object.entries(parts).find(([path]) => path.startsWith('word/footer'))?.[1]).toMatch(/PAGE[\s\S]*NUMPAGES/);
  expect(parts['docProps/core.xml']).toContain('Ærnøld Þórðarson');
  expect(parts['word/styles.xml']).toMatch(/w:lang [^>]*w:val="en"/);
});
