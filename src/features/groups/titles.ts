import { shorten } from '../../bot/shorten.ts';

/** Titles of dialogs are at most this long: Slack's limit, the narrower of the two. */
const TITLE = 24;

/** The title, cut with "…" where it would be too long, never inside a character. */
export const dialogTitle = (title: string): string => shorten(title, TITLE);
