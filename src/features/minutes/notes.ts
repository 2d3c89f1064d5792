import { z } from 'zod';
import type { MeetingFacts } from '../meetings/lookup.ts';
import type { NoteItem } from './content.ts';

/** Characters: one or two sentences. */
export const NOTE_LIMIT = 600;
const TITLE_LIMIT = 120;
/** Two fields each: twelve in a form. */
export const ITEMS_ON_PAGE = 6;
const MOST_DEPARTURES = 10;

const OUTDATED = 'This form is out of date. Please open the notes again.';
const wholeNumber = z.coerce.number(OUTDATED).int(OUTDATED).min(0, OUTDATED);
export const MeetingId = z.uuid('This button no longer works. Please ask for the minutes again.');

export const PageInput = z.object({ meeting: MeetingId, page: wholeNumber.default(0) });
export const VersionInput = z.object({ meeting: MeetingId, version: wholeNumber });

const typed = z.string().trim().nullish();

/** The fields of the items are named after them (`noteField`), so they can't be listed here. */
export const NotesInput = VersionInput.extend({ page: wholeNumber.default(0), departure: typed, departureNote: typed }).catchall(
  z.unknown(),
);
export type NotesInput = z.output<typeof NotesInput>;

export const noteField = (key: string): string => `note:${key}`;
export const inputField = (key: string): string => `input:${key}`;

/** The notes as a form shows them. */
export interface NotesPage {
  readonly meeting: MeetingFacts;
  /** The version they are to follow. */
  readonly n: number;
  readonly page: number;
  readonly pages: number;
  readonly items: readonly NoteItem[];
  /** A departure that was typed and not saved. */
  readonly departure: { readonly title: string; readonly note: string };
  /** Set when somebody saved meanwhile: who, when, and by key what they wrote where that differs. */
  readonly changed: { readonly by: string; readonly at: Date; readonly theirs: ReadonlyMap<string, NoteItem> } | null;
}

const NO_DEPARTURE = { title: '', note: '' };

/** One page of notes, counted from 0. A page that is no longer there becomes the last one. */
export function toNotesPage(meeting: MeetingFacts, n: number, items: readonly NoteItem[], wanted: number): NotesPage {
  const pages = Math.max(1, Math.ceil(items.length / ITEMS_ON_PAGE));
  const page = Math.min(wanted, pages - 1);
  const shown = items.slice(page * ITEMS_ON_PAGE, (page + 1) * ITEMS_ON_PAGE);
  return { meeting, n, page, pages, items: shown, departure: NO_DEPARTURE, changed: null };
}

const textOf = (input: NotesInput, field: string): string | null => {
  const value = input[field];
  return typeof value === 'string' ? value.trim() : field in input ? '' : null;
};

/** The items with what was typed for them; those the form did not have stay as they are. */
export function withTyped(items: readonly NoteItem[], input: NotesInput): NoteItem[] {
  return items.map((item) => {
    const note = textOf(input, noteField(item.key));
    const put = textOf(input, inputField(item.key));
    return { ...item, note: note ?? item.note, input: put === null ? item.input : put === '' ? null : put };
  });
}

/** One sentence per field that does not fit; empty when all is well. */
export function findProblems(items: readonly NoteItem[], { departure, departureNote }: NotesInput): Record<string, string> {
  const problems: Record<string, string> = {};
  const refuse = (field: string, why: string) => {
    if (!(field in problems)) problems[field] = why;
  };
  const check = (field: string, text: string, limit = NOTE_LIMIT) => {
    if (text.length <= limit) return;
    const most = limit === NOTE_LIMIT ? 'Keep it to one or two sentences: at most' : 'Name it in a few words: at most';
    refuse(field, `${most} ${String(limit)} characters, and these are ${String(text.length)}. Nothing you typed is lost.`);
  };
  for (const item of items) {
    check(noteField(item.key), item.note);
    check(inputField(item.key), item.input ?? '');
  }
  check('departure', departure ?? '', TITLE_LIMIT);
  check('departureNote', departureNote ?? '');
  if (departure && !departureNote) refuse('departureNote', 'Say in a sentence or two what was talked about.');
  if (departureNote && !departure) refuse('departure', 'Name what was talked about that is not on the agenda.');
  if (departure && items.filter((item) => item.number === null).length >= MOST_DEPARTURES)
    refuse('departure', `There are ${String(MOST_DEPARTURES)} departures already. Put it under one of them.`);
  return problems;
}

/** With the typed departure at the end, and without departures whose note was emptied. */
export function withDepartures(items: readonly NoteItem[], { departure, departureNote }: NotesInput): NoteItem[] {
  const left = items.filter((item) => item.number !== null || item.note !== '');
  if (!departure || !departureNote) return left;
  const used = items.flatMap(({ key }) => (key.startsWith('d') ? [Number(key.slice(1))] : []));
  const key = `d${String(Math.max(0, ...used) + 1)}`;
  return [...left, { key, number: null, title: departure, note: departureNote, input: null }];
}

export const isSame = (a: readonly NoteItem[], b: readonly NoteItem[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What stands in both: for each field what was typed where it was changed, else what was saved meanwhile. */
export function mergeNotes(base: readonly NoteItem[], typed: readonly NoteItem[], latest: readonly NoteItem[]): NoteItem[] {
  const was = new Map(base.map((item) => [item.key, item]));
  const mine = new Map(typed.map((item) => [item.key, item]));
  const kept = latest.map((item) => {
    const [old, own] = [was.get(item.key), mine.get(item.key)];
    if (!own) return item;
    return {
      ...item,
      note: own.note === (old?.note ?? '') ? item.note : own.note,
      input: own.input === (old?.input ?? null) ? item.input : own.input,
    };
  });
  const gone = typed.filter((item) => !latest.some(({ key }) => key === item.key) && !isSame([item], [was.get(item.key) ?? item]));
  return [...kept, ...gone];
}
