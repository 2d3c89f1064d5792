import { z } from 'zod';

/** What is noted of an item of the agenda, or of something off it. */
export const NoteItem = z.object({
  /** Names the item for ever: its number on the agenda, or "d1", "d2" for departures from it. */
  key: z.string(),
  /** Null for a departure from the agenda, with the chair's approval. */
  number: z.int().nullable(),
  title: z.string(),
  note: z.string(),
  /** Input to the Standards Committee. */
  input: z.string().nullable(),
});
export type NoteItem = z.infer<typeof NoteItem>;

/** A flagged text that the Secretariat let stand. Another text in its place is flagged anew. */
export const Kept = z.object({
  topic: z.string(),
  text: z.string(),
  reason: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
});
export type Kept = z.infer<typeof Kept>;

export const MinuteAction = z.object({
  what: z.string(),
  owner: z.string().nullable(),
  /** Local day, YYYY-MM-DD. */
  due: z.string().nullable(),
  state: z.enum(['open', 'done', 'dropped']),
});
export type MinuteAction = z.infer<typeof MinuteAction>;

/** What a version of minutes holds, as its JSON column keeps it. */
export const Content = z.object({
  items: z.array(NoteItem),
  kept: z.array(Kept),
  /** As they were when the minutes were issued; none before. */
  actions: z.array(MinuteAction),
  /** The confirmed roll whose names and affiliations the issued minutes have; null before. */
  rollVersion: z.int().nullable(),
  /** Who sent them to the Secretariat, and when. */
  review: z.object({ by: z.object({ id: z.string(), name: z.string() }), at: z.iso.datetime() }).nullable(),
  /** Who of the Secretariat sent them back, and what is to be done; null once they are sent again. Versions of earlier releases have none. */
  returned: z
    .object({ by: z.object({ id: z.string(), name: z.string() }), at: z.iso.datetime(), note: z.string() })
    .nullable()
    .default(null),
});
export type Content = z.infer<typeof Content>;
