import type { Logger } from 'pino';
import { ChatFailure } from '../../bot/chat.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Finds out whether Microsoft gives the bot a token, and keeps trying while it does not. */
export interface Connection {
  /** One attempt, joined by whoever asks meanwhile. Never throws; the next one is planned when it fails. */
  attempt(): Promise<void>;
  /** A token was refused later, as when the secret has run out. */
  lost(error: unknown): void;
  /** Null when connected, else what keeps it from being so. */
  problem(): string | null;
  stop(): void;
}

export function createConnection(acquireToken: () => Promise<void>, log: Logger): Connection {
  let trying: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let problem: string | null = 'not connected yet';
  let stopped = false;

  const lost = (error: unknown): void => {
    problem = inWords(error);
    log.warn({ event: 'teams-not-connected', err: error, retryInMs: wait }, 'not connected to Teams');
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void attempt(), wait).unref();
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const tryOnce = async (): Promise<void> => {
    try {
      await acquireToken();
      problem = null;
      wait = FIRST_WAIT_MS;
    } catch (error) {
      lost(error);
    }
  };

  const attempt = (): Promise<void> => {
    if (problem === null || stopped) return Promise.resolve();
    clearTimeout(timer);
    trying ??= tryOnce().finally(() => {
      trying = null;
    });
    return trying;
  };

  return {
    attempt,
    lost(error) {
      if (problem === null) lost(error);
    },
    problem: () => problem,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const inWords = (error: unknown): string =>
  error instanceof ChatFailure && error.outcome === 'refused'
    ? 'Microsoft refuses the bot a token; check TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID'
    : 'Microsoft could not be asked for a token; check the network, the program keeps trying';
