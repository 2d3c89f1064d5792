import { list, note, paragraph, type Block } from '../../bot/card.ts';
import { actionLine } from '../actions/cards.ts';
import type { Carried } from './carried.ts';

const SHOWN = 10;

const more = (n: number): Block[] => (n > SHOWN ? [note(`and ${String(n - SHOWN)} more`)] : []);

/** Under an agenda: what is still open from before, and what was done since the group met last. */
export const carriedBlocks = ({ open, done }: Carried): Block[] => [
  ...(open.length > 0
    ? [paragraph('Open actions from earlier meetings:'), list(open.slice(0, SHOWN).map(actionLine)), ...more(open.length)]
    : []),
  ...(done.length > 0
    ? [paragraph('Done since the last meeting:'), list(done.slice(0, SHOWN).map((one) => one.what)), ...more(done.length)]
    : []),
];
