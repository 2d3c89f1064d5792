import { createHmac } from 'node:crypto';
import { recordBreach } from '../desk/breaches.ts';
import type { World } from '../desk/world.ts';
import { ACK_LIMIT_MS } from '../options.ts';

export type Outcome = { ok: true; body: unknown } | { ok: false; error: 'operation_timeout' | 'dispatch_failed' };

const GIVE_UP_MS = 15_000;

/** Slack's v0 signature over the raw body, with the real time: the app checks it against its own wall clock. */
export function signatureHeaders(secret: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}

/** Posts an interaction payload to the app and waits for its acknowledgement. */
export function deliverPayload(world: World, what: string, payload: Record<string, unknown>): Promise<Outcome> {
  return deliverForm(world, what, { payload: JSON.stringify(payload) });
}

/** Posts form fields, as slash commands arrive. */
export function deliverForm(world: World, what: string, fields: Record<string, string>): Promise<Outcome> {
  return deliver(world, what, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
}

/** Posts an event of the Events API. */
export function deliverEvent(world: World, what: string, event: Record<string, unknown>): Promise<Outcome> {
  return deliver(world, what, JSON.stringify(event), 'application/json');
}

async function deliver(world: World, what: string, body: string, type: string): Promise<Outcome> {
  const started = Date.now();
  const { eventsUrl, signingSecret } = world.options;
  const answer = fetch(typeof eventsUrl === 'string' ? eventsUrl : eventsUrl(), {
    method: 'POST',
    headers: { 'content-type': type, ...signatureHeaders(signingSecret, body) },
    body,
    // Longer than the limit: a late app must not also see its connection die.
    signal: AbortSignal.timeout(GIVE_UP_MS),
  }).then(readAnswer, (error: unknown) => ({ status: 0, body: String(error) }));
  const first = await Promise.race([answer, timeUp()]);
  if (first === 'late' || Date.now() - started > ACK_LIMIT_MS) {
    recordBreach(world, what, 'operation_timeout', [`No acknowledgement within ${String(ACK_LIMIT_MS / 1000)} seconds.`]);
    return { ok: false, error: 'operation_timeout' };
  }
  if (first.status === 200) return { ok: true, body: first.body };
  const said = first.status === 0 ? String(first.body) : `The app answered with HTTP status ${String(first.status)}.`;
  recordBreach(world, what, 'dispatch_failed', [said]);
  return { ok: false, error: 'dispatch_failed' };
}

function timeUp(): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(resolve, ACK_LIMIT_MS, 'late').unref();
  });
}

async function readAnswer(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text();
  if (text === '') return { status: response.status, body: null };
  if (!response.headers.get('content-type')?.includes('json')) return { status: response.status, body: { text } };
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch {
    return { status: 0, body: 'The acknowledgement says it is JSON and is not.' };
  }
}
