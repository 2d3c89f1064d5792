import { unzipSync } from 'fflate';
import { getDocumentProxy } from 'unpdf';

export interface PdfRead {
  /** Text of each page as a reader gets it, spaces and line ends evened out. */
  readonly pages: readonly string[];
  /** What was set as one, piece by piece. */
  readonly pieces: readonly string[];
  readonly links: number;
  readonly language: string | null;
  readonly info: Readonly<Record<string, unknown>>;
}

/** Reads a PDF with a program that did not write it. */
export async function readPdf(bytes: Uint8Array): Promise<PdfRead> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const pages: string[] = [];
  const pieces: string[] = [];
  let links = 0;
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent();
    pieces.push(...items.flatMap((item) => ('str' in item ? [item.str] : [])));
    pages.push(even(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? ' ' : ''}` : '')).join('')));
    links += (await page.getAnnotations()).length;
  }
  const { info } = await pdf.getMetadata();
  const language = (info as { Language?: string | null }).Language ?? null;
  await pdf.loadingTask.destroy();
  return { pages, pieces, links, language, info: info as Record<string, unknown> };
}

/** The parts of a Word file by their path. */
export const readDocx = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, new TextDecoder().decode(part)]));

/** The words of a Word file's text, without its marks. */
export const wordsOf = (bytes: Uint8Array): string =>
  even(
    (readDocx(bytes)['word/document.xml'] ?? '')
      .replace(/<w:br\/>|<\/w:p>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  );

const even = (text: string): string => text.replace(/\s+/g, ' ').trim();
