import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { people } from './people.ts';

export const SECRET = 'test-signing-secret';
export const TOKEN = 'xoxb-test-token';

/** A clock that runs from a fixed start, moved by hand. */
export function movableClock(start = Date.parse('2026-12-03T09:00:00Z')) {
  let offset = start - Date.now();
  return {
    now: () => new Date(Date.now() + offset),
    advance: (ms: number) => {
      offset += ms;
    },
  };
}

export interface Place {
  sandbox: Sandbox;
  origin: string;
  web: express.Express;
  /** Calls the sandbox's Web API as the app does. */
  api(method: string, args?: Record<string, unknown>, token?: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** A sandbox on a free port; the app's own routes may be added to `web`. */
export async function startPlace(
  more: Partial<SandboxOptions> = {},
  prepare?: (web: express.Express) => Promise<void> | void,
): Promise<Place> {
  const web = express();
  let origin = '';
  const sandbox = createSandbox({
    people,
    signingSecret: SECRET,
    botToken: TOKEN,
    team: { id: 'T0TEST', name: 'ASI demo', domain: 'asi-demo' },
    channels: [{ name: 'climate', topic: 'Climate Change working group' }],
    eventsUrl: () => `${origin}/slack/events`,
    clock: movableClock(),
    ...more,
  });
  web.use('/sandbox', sandbox.router);
  const server = http.createServer(web);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  await prepare?.(web);
  return {
    sandbox,
    origin,
    web,
    api: (method, args, token) => callApi(origin, method, args, token),
    stop: () => stopPlace(sandbox, server),
  };
}

async function callApi(
  origin: string,
  method: string,
  args: Record<string, unknown> = {},
  token = TOKEN,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${origin}/sandbox/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function stopPlace(sandbox: Sandbox, server: http.Server): Promise<void> {
  await sandbox.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export interface Received {
  headers: http.IncomingHttpHeaders;
  raw: string;
  /** The command's fields, the interaction's payload, or the event. */
  body: Record<string, unknown>;
  signed: boolean;
}

export interface FakeApp {
  received: Received[];
  /** What it answers next; a number is a status, an object is sent as JSON. */
  answer: (got: Received) => unknown;
}

/** A tiny app on `/slack/events` that checks the signature and remembers what it got. */
export function fakeApp(web: express.Express): FakeApp {
  const app: FakeApp = { received: [], answer: () => '' };
  web.post('/slack/events', express.text({ type: '*/*', limit: '4mb' }), async (req, res) => {
    const raw = req.body as string;
    const got: Received = { headers: req.headers, raw, body: readBody(raw, req.get('content-type')), signed: isSigned(req.headers, raw) };
    app.received.push(got);
    const answer = await app.answer(got);
    if (typeof answer === 'number') res.status(answer).end();
    else res.send(answer);
  });
  return app;
}

function readBody(raw: string, type = ''): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(raw) as Record<string, unknown>;
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : (JSON.parse(form.payload) as Record<string, unknown>);
}

function isSigned(headers: http.IncomingHttpHeaders, raw: string): boolean {
  const time = String(headers['x-slack-request-timestamp']);
  const right = createHmac('sha256', SECRET).update(`v0:${time}:${raw}`).digest('hex');
  return headers['x-slack-signature'] === `v0=${right}` && Math.abs(Date.now() / 1000 - Number(time)) < 300;
}
