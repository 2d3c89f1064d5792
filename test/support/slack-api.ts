import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of a Web API method, with its arguments decoded. */
export interface SlackCall {
  readonly method: string;
  readonly token: string;
  /** Its Content-Length; undefined for a body in chunks. */
  readonly length: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What somebody was told through a response_url. */
export interface Said {
  readonly id: string;
  readonly message: { text: string; blocks: Record<string, unknown>[]; response_type: string; replace_original: boolean };
}

/** How the next call of a method goes wrong. `stored` faults happen after the message is there. */
export type Fault =
  | { readonly error: string }
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string>; readonly stored?: true }
  | { readonly broken: 'hang' | 'reset' | 'cut'; readonly stored?: true };

interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly metadata: unknown;
}

export const TEAM = 'T0TEST';
export const BOT_USER = 'U0BOT';
export const BOT_TOKEN = 'xoxb-test';

/** A Slack Web API on this machine that keeps what it is told, and fails on demand. */
export async function openSlackApi() {
  const calls: SlackCall[] = [];
  const said: Said[] = [];
  const messages: StoredMessage[] = [];
  const faults = new Map<string, Fault[]>();
  const users = new Map<string, Record<string, unknown>>();
  const hanging: ServerResponse[] = [];
  let serial = 0;

  const answers: Record<string, (args: Record<string, unknown>) => object> = {
    'auth.test': () => ({ team_id: TEAM, team: 'Test Team', user_id: BOT_USER, bot_id: 'B0BOT' }),
    'chat.postMessage': ({ channel, metadata }) => {
      serial += 1;
      const ts = `${(Date.now() / 1000).toFixed(0)}.${String(serial).padStart(6, '0')}`;
      const address = /^[UW]/.test(String(channel)) ? `D${String(channel)}` : String(channel);
      messages.push({ channel: address, ts, user: BOT_USER, metadata });
      return { channel: address, ts };
    },
    'chat.update': ({ channel, ts }) => ({ channel, ts }),
    'pins.add': () => ({}),
    'conversations.open': ({ users: user }) => ({ channel: { id: `D${String(user)}` } }),
    'conversations.history': ({ channel, oldest }) => ({
      messages: messages.filter((one) => one.channel === channel && Number(one.ts) >= Number(oldest)),
      has_more: false,
    }),
    'users.info': ({ user }) => ({ user: users.get(String(user)) ?? { id: user, team_id: TEAM, profile: { real_name: 'Somebody' } } }),
    'views.open': () => ({ view: {} }),
    'views.push': () => ({ view: {} }),
    'views.update': () => ({ view: {} }),
    'views.publish': () => ({ view: {} }),
    'oauth.v2.access': () => ({
      app_id: 'A1',
      token_type: 'bot',
      access_token: 'xoxb-installed',
      scope: 'commands,chat:write',
      bot_user_id: 'U9BOT',
      team: { id: 'T9NEW', name: 'New Team' },
      enterprise: null,
      authed_user: { id: 'U9' },
      is_enterprise_install: false,
    }),
  };

  const server = createServer((req, res) => void handle(req, res));

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req);
    const url = req.url ?? '';
    if (url.startsWith('/response/')) {
      said.push({ id: url.slice('/response/'.length), message: JSON.parse(body) as Said['message'] });
      res.end('ok');
      return;
    }
    const method = url.replace('/api/', '');
    const args = decode(body);
    calls.push({ method, token: (req.headers.authorization ?? '').replace('Bearer ', ''), length: req.headers['content-length'], args });
    const fault = faults.get(method)?.shift();
    if (fault) fail(req, res, fault, () => answers[method]?.(args));
    else send(res, { ok: true, ...answers[method]?.(args) });
  }

  function fail(req: IncomingMessage, res: ServerResponse, fault: Fault, store: () => unknown): void {
    if ('error' in fault) {
      send(res, { ok: false, error: fault.error });
      return;
    }
    if (fault.stored) store();
    if ('status' in fault) {
      res.writeHead(fault.status, fault.headers).end(fault.body ?? '');
    } else if (fault.broken === 'hang') hanging.push(res);
    else if (fault.broken === 'reset') req.socket.resetAndDestroy();
    else {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
      res.write('{"ok":true,');
      setTimeout(() => req.socket.destroy(), 20);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    apiUrl: `${base}/api/`,
    responseUrl: (id: string) => `${base}/response/${id}`,
    calls,
    said,
    messages,
    users,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** The next calls of the method go wrong like this, one each. */
    failNext(method: string, ...next: Fault[]) {
      faults.set(method, [...(faults.get(method) ?? []), ...next]);
    },
    reset() {
      calls.length = 0;
      said.length = 0;
      messages.length = 0;
      faults.clear();
      users.clear();
    },
    async close() {
      for (const res of hanging) res.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type SlackApi = Awaited<ReturnType<typeof openSlackApi>>;

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(res: ServerResponse, answer: object): void {
  res.writeHead(200, { 'Content-Type': 'application/json', 'x-oauth-scopes': 'commands,chat:write' }).end(JSON.stringify(answer));
}

/** Arguments come form-encoded, with structures as JSON. */
function decode(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [name, /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value]),
  );
}

/** Waits until the condition holds; fails after so long. */
export async function until(holds: () => boolean, what: string, ms = 3000): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
