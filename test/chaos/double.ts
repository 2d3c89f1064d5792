import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HISTORY_LAG_MS } from './limits.ts';
import type { Fault } from './plan.ts';
import { wordsOf } from './posts.ts';

export const BOT_USER = 'U0CHAOSBOT';

/** A post as the platform has it. */
export interface Stored {
  /** Which post it is, by its text: `<notice> <address>`. */
  readonly what: string;
  readonly channel: string;
  readonly ts: string;
  readonly metadata: unknown;
  readonly seenFrom: number;
}

type Args = Readonly<Record<string, string>>;

export interface DoubleOptions {
  /** What to do with the nth request for this. */
  faultOf(what: string, nth: number): Fault;
  /** A request to post has arrived; nothing is stored yet. */
  onPost?(what: string): void;
  /** A post is stored and not answered yet; the answer waits for this. */
  onStored?(what: string): Promise<void> | void;
}

/**
 * A Slack Web API on this machine. What reached it is stored also when its sender has gone, as at Slack, and never more than
 * 400 ms after it arrived.
 */
export async function openDouble(options: DoubleOptions) {
  const stored: Stored[] = [];
  const byChannel = new Map<string, Stored[]>();
  const tries = new Map<string, number>();
  const pinned = new Set<string>();
  const open = new Map<string, number>();
  const calls = { post: 0, history: 0, update: 0, pin: 0 };
  let serial = 0;

  function store(what: string, address: string, metadata: unknown): Stored {
    serial += 1;
    const channel = channelOf(address);
    const now = Date.now();
    const ts = `${String(Math.floor(now / 1000))}.${String(serial % 1_000_000).padStart(6, '0')}`;
    const message = { what, channel, ts, metadata, seenFrom: now + (serial % HISTORY_LAG_MS) };
    stored.push(message);
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), message]);
    return message;
  }

  async function answer(method: string, args: Args): Promise<object> {
    switch (method) {
      case 'chat.postMessage': {
        const what = wordsOf(args.text, args.channel);
        const { channel, ts } = store(what, args.channel ?? '', JSON.parse(args.metadata ?? 'null'));
        await options.onStored?.(what);
        return { channel, ts };
      }
      case 'conversations.open':
        return { channel: { id: channelOf(args.users ?? '') } };
      case 'conversations.history':
        calls.history += 1;
        return historyOf(byChannel.get(args.channel ?? '') ?? [], args);
      case 'chat.update':
        calls.update += 1;
        return { channel: args.channel, ts: args.ts };
      case 'pins.add':
        calls.pin += 1;
        pinned.add(`${args.channel ?? ''} ${args.ts ?? ''}`);
        return {};
      default:
        throw new Error(`the double does not know ${method}`);
    }
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const args = Object.fromEntries(new URLSearchParams(await readBody(req)));
    const method = (req.url ?? '').replace('/api/', '');
    const isPost = method === 'chat.postMessage';
    const replica = (req.headers.authorization ?? '').replace('Bearer ', '');
    if (isPost) track(replica, res);
    const what = isPost ? wordsOf(args.text, args.channel) : `${method} ${args.channel ?? args.users ?? ''} ${args.ts ?? ''}`;
    const nth = (tries.get(what) ?? 0) + 1;
    tries.set(what, nth);
    if (isPost) {
      calls.post += 1;
      options.onPost?.(what);
    }
    await misbehave(options.faultOf(what, nth), req, res, () => answer(method, args));
  }

  function track(replica: string, res: ServerResponse): void {
    open.set(replica, (open.get(replica) ?? 0) + 1);
    res.once('close', () => open.set(replica, (open.get(replica) ?? 0) - 1));
  }

  const server = createServer((req, res) => {
    // A request that broke off before its end never reached the platform.
    handle(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    apiUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/`,
    stored,
    pinned,
    calls,
    /** Puts a post there as if it had been sent. */
    store,
    /** Requests to post of this replica that are not answered yet. */
    openOf: (replica: string) => open.get(replica) ?? 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Double = Awaited<ReturnType<typeof openDouble>>;

const channelOf = (address: string): string => (/^U/.test(address) ? `D${address}` : address);

async function misbehave(fault: Fault, req: IncomingMessage, res: ServerResponse, store: () => Promise<object>): Promise<void> {
  if ('stored' in fault && fault.stored) await store();
  switch (fault.kind) {
    case 'none':
      await sleep(fault.ms);
      send(res, 200, { ok: true, ...(await store()) });
      return;
    case 'limited':
      send(res, 429, { ok: false, error: 'ratelimited' }, { 'Retry-After': '1' });
      return;
    case 'status':
      send(res, fault.status, {});
      return;
    case 'reset':
      req.socket.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'half':
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
      res.write('{"ok":true,');
      await sleep(20);
      req.socket.destroy();
  }
}

/** Newest first, a page at a time, as Slack does; what was stored a moment ago may not show yet. */
function historyOf(messages: readonly Stored[], { oldest, limit, cursor }: Args): object {
  const now = Date.now();
  const found = messages.filter((one) => one.seenFrom <= now && Number(one.ts) >= Number(oldest ?? 0)).reverse();
  const from = Number(cursor ?? 0);
  const to = from + Number(limit ?? 100);
  const page = found.slice(from, to).map(({ ts, metadata }) => ({ type: 'message', user: BOT_USER, ts, metadata }));
  return { messages: page, response_metadata: { next_cursor: to < found.length ? String(to) : '' } };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(res: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
