import { sentence, type Card } from '../../bot/card.ts';
import type { BodyFacts } from '../../bot/context.ts';

export const STILL_WORKING: Card = sentence('That is taking longer than usual. The answer follows here.');
export const ANSWER_FOLLOWS = 'That is taking longer than usual. The answer follows in your chat with me.';
export const OPENED_LATE = 'That took too long, so the form could not be opened. Please try again.';
export const NOT_OPENED = 'Teams did not show the form just now. Please try again in a minute; nothing was changed.';
export const SUBMITTED_LATE = 'That is taking longer than usual. Please press again; it is saved at most once.';
export const GONE: Card = sentence('This is from an earlier version and no longer works. Type "help" to see what you can do now.');
export const CHECK_FORM = 'Please check what you filled in.';
export const DONE = 'Done.';
export const IN_YOUR_CHAT = 'I answered in your chat with me.';
export const ONLY_TO_YOU = 'I answered below, where only you can see it.';
export const OPEN_A_CHAT =
  'I answer privately, and I can\'t write to you yet. Open a chat with me first: choose my name, then "Chat", and say hello. Then ask again.';
export const NOBODY: Card = sentence(
  "I can't tell who you are, because Teams sent no account with your message. That happens to guests who are not signed in and to people of some other organisations. Please sign in with a work account, or ask the Secretariat.",
);

/** What the bot says of itself where it was just added. */
export const welcomeWords = (body: BodyFacts): string =>
  `Hello. I keep the working groups of ${body.name}: joining, meetings, attendance and records. Type "help" to see what I can do.`;

/** `where` is "team" or "chat". Names who added the bot where Teams tells it. */
export const addedWords = (body: BodyFacts, by: string | null, where: 'team' | 'chat'): string =>
  `${by === null ? 'I was added to this' : `${by} added me to this`} ${where}. I keep the working groups of ${body.name}. ` +
  'To connect this channel to a group, mention me and type "group connect" with the name of the group. Everybody else: mention me and type "help", and I answer privately.';
