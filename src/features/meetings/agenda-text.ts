import { httpsUrl } from '../../bot/https.ts';
import { z } from 'zod';
import { Clearance } from './clearance.ts';
import { documentName, parseTitle } from './document-version.ts';

export const AgendaItem = z.object({
  title: z.string(),
  minutes: z.number().optional(),
  lead: z.string().optional(),
  /** Only of a line that the screen flagged. */
  clearance: Clearance.optional(),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

export const Doc = z.object({
  title: z.string(),
  url: z.string(),
  /** "v0.3" or "version 2026-11-01", when its line said so. */
  version: z.string().optional(),
  /** Only of a title that the screen flagged and the Secretariat let stand. */
  clearance: Clearance.optional(),
});
export type Doc = z.infer<typeof Doc>;

const MOST_ITEMS = 30;
const MOST_DOCUMENTS = 20;
const LONGEST_LINE = 200;

type Lines<T> = { readonly items: T[] } | { readonly problem: string };

/**
 * An agenda as typed, one item a line: "Pathway methods, 30 min (lead: N. N.)". What its lines are about
 * is looked at by `screenAgenda`.
 */
export function parseAgenda(typed: string): Lines<AgendaItem> {
  const lines = toLines(typed);
  if (lines.length === 0) return { problem: 'Give at least one agenda item, one a line. It tells people whether to come.' };
  if (lines.length > MOST_ITEMS)
    return { problem: `That is ${String(lines.length)} items; at most ${String(MOST_ITEMS)} fit one meeting.` };
  const items: AgendaItem[] = [];
  for (const line of lines) {
    const item = parseItem(line.text);
    const problem = tooLong(line) ?? itemProblem(item, line);
    if (problem) return { problem };
    items.push(item);
  }
  return { items };
}

/** Documents as typed, one a line: "Draft criteria, v0.3 https://…". */
export function parseDocuments(typed: string): Lines<Doc> {
  const lines = toLines(typed);
  if (lines.length > MOST_DOCUMENTS)
    return { problem: `That is ${String(lines.length)} documents; at most ${String(MOST_DOCUMENTS)} fit.` };
  const items: Doc[] = [];
  for (const line of lines) {
    const [, title = '', address = ''] = /^(.*?)\s*<?(\S+?)>?$/.exec(line.text) ?? [];
    const url = httpsUrl(address);
    if (!url) return { problem: `Line ${String(line.n)}: end the line with the document's address, which starts with https://` };
    if (line.text.length > 1000) return { problem: `Line ${String(line.n)} is too long: at most 1000 characters.` };
    const titled = parseTitle(title.replace(/[\s:,–-]+$/, ''));
    if ('problem' in titled) return { problem: `Line ${String(line.n)}: ${titled.problem}` };
    items.push({ ...titled, title: titled.title || new URL(url).hostname, url });
  }
  return { items };
}

/** The items as they would be typed, for editing. */
export const agendaToText = (items: readonly AgendaItem[]): string => items.map(itemToText).join('\n');

export const documentsToText = (documents: readonly Doc[]): string => documents.map((one) => `${documentName(one)} ${one.url}`).join('\n');

/** "Pathway methods, 30 min (lead: N. N.)" */
export function itemToText(item: AgendaItem): string {
  const minutes = item.minutes === undefined ? '' : `, ${String(item.minutes)} min`;
  return `${item.title}${minutes}${item.lead === undefined ? '' : ` (lead: ${item.lead})`}`;
}

interface Line {
  readonly n: number;
  readonly text: string;
}

function toLines(typed: string): Line[] {
  return typed
    .split(/\r?\n/)
    .map((text, i) => ({ n: i + 1, text: text.trim() }))
    .filter((line) => line.text !== '');
}

const BULLET = /^(?:\d{1,2}[.)]\s+|[-*•–]\s+)/;
const LEAD = /\s*[,;]?\s*\(\s*lead\s*:\s*([^()]+?)\s*\)/i;
const MINUTES = /\s*[,;]?\s*\(?\b(\d{1,3})\s*(?:min|mins|minutes)\b\.?\)?\s*$/i;

function parseItem(text: string): AgendaItem {
  let title = text.replace(BULLET, '');
  const lead = LEAD.exec(title)?.[1];
  title = title.replace(LEAD, '');
  const minutes = MINUTES.exec(title)?.[1];
  title = title.replace(MINUTES, '').trim();
  return { title, ...(minutes === undefined ? {} : { minutes: Number(minutes) }), ...(lead === undefined ? {} : { lead }) };
}

const itemProblem = (item: AgendaItem, line: Line): string | null =>
  item.title === '' ? `Line ${String(line.n)} has no subject. Say what the item is about.` : null;

const tooLong = (line: Line): string | null =>
  line.text.length > LONGEST_LINE ? `Line ${String(line.n)} is too long: at most ${String(LONGEST_LINE)} characters.` : null;
