import { ChatFailure } from '../bot/chat.ts';

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: ChatFailure['outcome']; readonly code: string; readonly retryAfterMs: number };

/** Ours, beside the platforms' codes: no answer within the deadline. */
export const NO_ANSWER = 'no_answer';
/** Ours: something other than a ChatFailure came out of an adapter. */
export const UNEXPECTED = 'unexpected_error';

/**
 * Runs one request and says how it ended; never throws. Without an answer in `deadlineMs`, or with an
 * error that is no ChatFailure, the outcome is unknown: it may have been done.
 */
export async function attempt<T>(request: () => Promise<T>, deadlineMs: number): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ChatFailure('unknown', NO_ANSWER));
    }, deadlineMs);
  });
  try {
    return { kind: 'done', value: await Promise.race([request(), deadline]) };
  } catch (error) {
    if (error instanceof ChatFailure) return { kind: error.outcome, code: error.code, retryAfterMs: error.retryAfterMs };
    return { kind: 'unknown', code: UNEXPECTED, retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** How long to wait before trying again for the nth time: 5 s doubling up to 5 min. */
export const backoffMs = (attempts: number): number => Math.min(5 * 60_000, 5_000 * 2 ** Math.max(0, Math.min(attempts, 10) - 1));
