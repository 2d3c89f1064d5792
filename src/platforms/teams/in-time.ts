import type { Reply } from '../../bot/define.ts';
import { toReply } from '../../bot/failures.ts';
import { TimedOut, within } from '../patience.ts';
import type { Answer } from './answers.ts';
import type { Desk } from './desk.ts';
import { inPlain } from './spelling.ts';

/** Teams shows an error of its own when an invoke is not answered in some ten seconds. */
const ASK_MS = 6500;
const SHOW_MS = 3000;

export interface Shown {
  /** Shows the reply, as much of it as the answer carries in the answer. */
  readonly show: (reply: Reply) => Promise<Answer>;
  /** The answer that is no more than a sentence. */
  readonly say: (words: string) => Answer;
  /** The answer when the reply takes too long. */
  readonly late: Answer;
  /** Shows a reply that came too late for the answer; left out where the person was asked to try again. */
  readonly afterwards?: (reply: Reply) => Promise<unknown>;
}

/** Asks the bot and answers in time. Whatever goes wrong, the person hears a sentence. */
export async function answerInTime(desk: Desk, ask: () => Promise<Reply>, { show, say, late, afterwards }: Shown): Promise<Answer> {
  const asked = ask().catch((error: unknown) => toReply(error, desk.log));
  const reply = await unlessLate(asked, ASK_MS);
  if (reply === null) {
    if (afterwards) inBackground(desk, asked.then(afterwards));
    return late;
  }
  const showing = show(reply).catch((error: unknown) => say(inPlain(toReply(error, desk.log).whisper?.summary ?? '')));
  return (await unlessLate(desk.running.track(showing), SHOW_MS)) ?? late;
}

async function unlessLate<T>(work: Promise<T>, ms: number): Promise<T | null> {
  try {
    return await within(work, ms);
  } catch (error) {
    if (error instanceof TimedOut) return null;
    throw error;
  }
}

/** Goes on after the answer; a stop waits for it. */
export function inBackground(desk: Pick<Desk, 'running' | 'log'>, work: Promise<unknown>): void {
  desk.running.track(work).catch((error: unknown) => {
    desk.log.warn({ event: 'teams-answer-failed', err: error }, 'an answer could not be shown');
  });
}
