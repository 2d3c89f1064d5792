import { calendarDay } from '../../bot/text.ts';
import type { ActionFacts } from './lookup.ts';

/** "10 Dec 2026" */
export const dayWords = (day: string): string => calendarDay(new Date(`${day}T00:00:00.000Z`));

type Owned = Pick<ActionFacts, 'ownerId' | 'owner'>;

export const ownerWords = ({ ownerId, owner }: Owned): string =>
  owner ?? (ownerId === null ? 'nobody yet' : 'somebody who is no longer in the directory');

/** "Draft the definition. Owner: Ann Member. Due 10 Dec 2026." */
export function actionLine({ what, due, ...owned }: Pick<ActionFacts, 'what' | 'due' | 'ownerId' | 'owner'>): string {
  const end = /[.!?…]$/.test(what) ? '' : '.';
  return `${what}${end} Owner: ${ownerWords(owned)}. ${due === null ? 'No date' : `Due ${dayWords(due)}`}.`;
}
