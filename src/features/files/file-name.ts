import { shorten } from '../../bot/shorten.ts';
import type { FileFacts } from './facts.ts';

const LONGEST = 120;

/** "Climate Change, 2026-12-10, Pathways, minutes": what every system takes as a file's name; the kind of file is put after it. */
export function fileName({ record: { meeting } }: Pick<FileFacts, 'record'>, what: string): string {
  const begin = `${meeting.groupName}, ${meeting.localStart.slice(0, 10)}, ${meeting.subTopic}`;
  const plain = begin
    .toWellFormed()
    .replace(/[\p{C}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return `${shorten(plain, LONGEST)}, ${what}`;
}
