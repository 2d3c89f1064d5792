import type { Ctx } from '../../bot/context.ts';
import { fold } from '../../bot/fold.ts';
import { findTopics, type ScreenTopic } from '../../bot/screen.ts';
import type { RollFacts } from '../attendance/lookup.ts';
import type { Content, Kept, NoteItem } from './content.ts';

/** A text of the minutes that is looked at before they go out. */
export interface Flag {
  /** Names it in its version: item, field and topic. */
  readonly id: string;
  readonly item: NoteItem;
  readonly field: Field;
  readonly text: string;
  readonly topic: string;
  readonly reason: string;
  /** How to say it otherwise; a sentence. */
  readonly instead: string | null;
  /** Set when the Secretariat let it stand. */
  readonly kept: Kept | null;
}

export const FIELDS = ['title', 'note', 'input'] as const;
export type Field = (typeof FIELDS)[number];

const ATTRIBUTED: Omit<ScreenTopic, 'words'> = {
  topic: 'attributed',
  locale: 'en',
  reason: 'It names a person or an organisation that was there. Minutes say what was put in, not by whom.',
  instead: 'Leave the name out, such as: One participant said that.',
  accepted: [],
};

const TITLES = ['mr', 'mrs', 'ms', 'dr', 'prof'];
const SHORTEST = 3;

/** Full names, surnames with a title, and organisations of everybody on the roll. */
function toNames(roll: RollFacts): string[] {
  const names = roll.entries.flatMap(({ name, organisation }) => {
    const surname = fold(name).split(' ').at(-1) ?? '';
    return [fold(name), fold(organisation ?? ''), ...TITLES.map((title) => `${title} ${surname}`)];
  });
  return [...new Set(names)].filter((name) => name.length >= SHORTEST);
}

/**
 * What in the minutes reads like a decision, names who said something, or touches what competitors do not
 * discuss (PRODUCT.md section 2, rule 5; section 6). The items of the agenda were looked at when it was made.
 */
export function findFlags(ctx: Ctx, { items, kept }: Pick<Content, 'items' | 'kept'>, roll: RollFacts): Flag[] {
  const { wording, screen } = ctx.body.settings;
  const topics = [...wording, { ...ATTRIBUTED, words: toNames(roll) }, ...screen];
  return items.flatMap((item) =>
    FIELDS.flatMap((field) => {
      const text = field === 'title' && item.number !== null ? '' : (item[field] ?? '');
      return findTopics(text, topics).map(({ topic, reason, instead }): Flag => ({
        ...{ id: `${item.key}:${field}:${topic}`, item, field, text, topic, reason },
        instead: instead ?? null,
        kept: kept.find((one) => one.topic === topic && one.text === text) ?? null,
      }));
    }),
  );
}

export const openFlags = (flags: readonly Flag[]): Flag[] => flags.filter(({ kept }) => kept === null);

/** "Item 2, Pathway methods" or "Departure from the agenda: Visa news". */
export const itemName = ({ number, title }: Pick<NoteItem, 'number' | 'title'>): string =>
  number === null ? `Departure from the agenda: ${title}` : `Item ${String(number)}, ${title}`;

/** Why flagged texts may stand, as a version keeps it. */
export const toKept = (flags: readonly Flag[], reason: string, by: Kept['by'], at: Date): Kept[] =>
  flags.map(({ topic, text }) => ({ topic, text, reason, by: { id: by.id, name: by.name }, at: at.toISOString() }));
