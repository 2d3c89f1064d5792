import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { assertInTime } from '../../bot/deadline.ts';
import { toSdkLogger } from './sdk-log.ts';

/** No call to Slack waits longer. */
export const CALL_LIMIT_MS = 8000;

/** fetch that gives up (the SDK sets no limit for answers to a response_url) and begins nothing too late. */
const fetchInTime: typeof fetch = async (input, init) => {
  assertInTime();
  return fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_LIMIT_MS) });
};

/**
 * No retries and no waiting for rate limits: whoever sends decides about a second time, because the
 * SDK's own retry can post twice. No `headers`: the SDK writes a token into them and shares them
 * between workspaces.
 */
export function toClientOptions(apiUrl: string | undefined, log: Logger): WebClientOptions {
  return {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_LIMIT_MS,
    allowAbsoluteUrls: false,
    fetch: fetchInTime,
    logger: toSdkLogger(log),
  };
}

/** One client for each token. */
export type Clients = (botToken: string) => WebClient;

export function createClients(options: WebClientOptions): Clients {
  const clients = new Map<string, WebClient>();
  return (botToken) => {
    const known = clients.get(botToken);
    if (known) return known;
    const made = new WebClient(botToken, options);
    clients.set(botToken, made);
    return made;
  };
}
