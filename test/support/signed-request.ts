import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'test-signing-secret';

export interface SigningOptions {
  readonly secret?: string;
  /** Seconds since 1970; the machine's time unless told otherwise. */
  readonly timestamp?: number | string;
  readonly signature?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A signature as Slack makes it. */
export function signatureOf(body: string, timestamp: number | string, secret = SIGNING_SECRET): string {
  return `v0=${createHmac('sha256', secret)
    .update(`v0:${String(timestamp)}:${body}`)
    .digest('hex')}`;
}

/** Posts a body signed as Slack does. */
export async function postSigned(url: string, body: string, options: SigningOptions = {}): Promise<Response> {
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
  return fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': options.contentType ?? 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': String(timestamp),
      'X-Slack-Signature': options.signature ?? signatureOf(body, timestamp, options.secret),
      ...options.headers,
    },
    body,
  });
}

export const toForm = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
export const toInteraction = (payload: object): string => toForm({ payload: JSON.stringify(payload) });
