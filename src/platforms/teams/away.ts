import { COULD_NOT_SAVE } from '../../bot/failures.ts';
import { lastWords, TAKEN, toast, type Answer } from './answers.ts';
import type { Desk } from './desk.ts';
import type { Activity } from './envelope.ts';
import { inBackground } from './in-time.ts';
import { plain } from './tell.ts';

/** The answer while it cannot be known for which tenant this is: a sentence where Teams shows one; anything else is asked for again. */
export const answerAway = (activity: Activity, desk: Desk): Answer => answerWords(activity, desk, COULD_NOT_SAVE, { status: 503 });

/** A plain sentence to whatever a person did, without knowing more of them. */
export function answerWords(activity: Activity, desk: Desk, words: string, otherwise: Answer): Answer {
  if (activity.type === 'invoke') return activity.name?.startsWith('task/') ? lastWords(words) : toast(words);
  if (activity.type !== 'message') return otherwise;
  const connector = desk.connectors(activity.serviceUrl);
  inBackground(
    desk,
    connector((api) => api.conversations.createActivity(activity.conversation.id, plain(words))),
  );
  return TAKEN;
}
