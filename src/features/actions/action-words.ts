import { calendarDay } from '../../bot/text.ts';
import type { ActionFacts } from './lookup.ts';

/** "10 Dec 2026" */
export const dayWords = (day: string): string => calendarDay(new Date(`${day}T00:00:00.000Z`));

type Owned = Pick<ActionFacts, 'ownerId' | 'owner'>;

export const ownerWords = ({ ownerId, owner }: Owned): string =>
  owner ?? (ownerId === null ? 'nobody yet' : 'somebody who is no longer in the directory');

/** "Draft the definition. Owner: Ann Member. Due 10 Dec 2026." */
export function actionLine({ what, due, ...owned }: Pick<ActionFacts, 'what' | 'due' | 'ownerId' | 'owner'>): string {
  return `${sentenceOf(what)} Owner: ${ownerWords(owned)}. ${dueWords(due)}`;
}

export const sentenceOf = (what: string): string => (/[.!?…]$/.test(what) ? what : `${what}.`);

export const dueWords = (due: string | null): string => (due === null ? 'No date.' : `Due ${dayWords(due)}.`);
