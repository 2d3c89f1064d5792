import { AsyncLocalStorage } from 'node:async_hooks';
import { ChatFailure } from './chat.ts';

/** Milliseconds left; 0 or less when the time to begin has passed. */
export type LeftMs = () => number;

const current = new AsyncLocalStorage<LeftMs>();

/** Runs `work`; requests to a platform that it makes begin only while there is time left. */
export const withDeadline = <T>(leftMs: LeftMs, work: () => Promise<T>): Promise<T> => current.run(leftMs, work);

/**
 * Throws a ChatFailure (nothing was sent) when a request must not begin any more. Called by an adapter as the last
 * thing before the request leaves: a process that stood still in between holds a claim that another one has taken over.
 */
export function assertInTime(): void {
  deadlineCheck()();
}

/** assertInTime of the work that is running now, to be called later, wherever that is. */
export function deadlineCheck(): () => void {
  const leftMs = current.getStore();
  return () => {
    if (leftMs && leftMs() <= 0) throw new ChatFailure('unsent', TOO_LATE);
  };
}

/** The code of a request that was not begun because it was too late. */
export const TOO_LATE = 'too_late';
