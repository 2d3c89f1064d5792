import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { deadlineCheck } from '../../bot/deadline.ts';
import { toSdkLogger } from './sdk-log.ts';

/** No call to Slack waits longer. */
export const CALL_LIMIT_MS = 8000;

/** fetch that gives up (the SDK sets no limit for answers to a response_url) and begins nothing too late. */
const fetchInTime: typeof fetch = async (input, init) => {
  const assertInTime = deadlineCheck();
  assertInTime();
  const limited = { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_LIMIT_MS) };
  return fetch(input, typeof init?.body === 'string' ? askedAgain(limited, init.body, assertInTime) : limited);
};

/**
 * The body is asked for when the connection stands, and the headers leave with it: making a connection takes time in
 * which a process may stand still. What has no length of its own would go out in chunks, so its length is said.
 */
function askedAgain(init: RequestInit, body: string, assertInTime: () => void): RequestInit {
  const bytes = new TextEncoder().encode(body);
  const headers = new Headers(init.headers);
  headers.set('Content-Length', String(bytes.length));
  // eslint-disable-next-line @typescript-eslint/require-await -- fetch takes bodies that are asked for from async generators only
  async function* whenConnected(): AsyncGenerator<Uint8Array> {
    assertInTime();
    yield bytes;
  }
  return { ...init, headers, body: whenConnected(), duplex: 'half' };
}

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
