import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { calling } from './failure.ts';
import type { Installed, SlackWorkspace } from './workspaces.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Finds out for which workspace the configured token is, and keeps trying while Slack or the database is away. */
export interface Connection {
  /** One attempt, joined by whoever asks meanwhile. Never throws; the next one is planned when it fails. */
  attempt(): Promise<void>;
  isConnected(): boolean;
  /** Null when connected, else what keeps it from being so. */
  problem(): string | null;
  stop(): void;
}

export interface ConnectionParts {
  readonly botToken: string;
  readonly client: WebClient;
  save(installed: Installed): Promise<SlackWorkspace>;
  connected(workspace: SlackWorkspace): void;
  readonly log: Logger;
}

export function createConnection(parts: ConnectionParts): Connection {
  let trying: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let problem: string | null = 'not connected yet';
  let stopped = false;

  const plan = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(), wait).unref();
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const tryOnce = async (): Promise<void> => {
    try {
      parts.connected(await parts.save(await identify(parts)));
      problem = null;
      clearTimeout(timer);
    } catch (error) {
      problem = `Slack could not be reached or refused the bot token: ${error instanceof Error ? error.message : 'unknown'}`;
      parts.log.warn({ event: 'slack-not-connected', err: error, retryInMs: wait }, 'not connected to Slack yet');
      plan();
    }
  };

  const attempt = (): Promise<void> => {
    if (problem === null || stopped) return Promise.resolve();
    trying ??= tryOnce().finally(() => {
      trying = null;
    });
    return trying;
  };

  return {
    attempt,
    isConnected: () => problem === null,
    problem: () => problem,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** An app installed for a whole enterprise is known by the enterprise, any other by its team. */
async function identify({ client, botToken }: ConnectionParts): Promise<Installed> {
  const answer = await calling(() => client.auth.test());
  const externalId = answer.is_enterprise_install === true ? answer.enterprise_id : answer.team_id;
  if (!externalId || !answer.user_id) throw new Error('auth.test answered without a team');
  return {
    externalId,
    name: answer.team ?? externalId,
    kind: 'home',
    botToken,
    botUserId: answer.user_id,
    scopes: answer.response_metadata?.scopes ?? [],
  };
}
