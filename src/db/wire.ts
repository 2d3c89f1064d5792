import type { PGlite } from '@electric-sql/pglite';
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import {
  CANCEL_REQUEST,
  endsWithFlush,
  fatal,
  GSS_REQUEST,
  isLastWord,
  packet,
  renameStatement,
  SSL_REQUEST,
  startup,
} from './wire-messages.ts';

// Our own front instead of @electric-sql/pglite-socket 0.2.17: that one queues single protocol messages, so as soon as one
// client holds a transaction the Parse and Bind of two others mix and one gets the other's rows (reproduced); equal names
// of prepared statements collide too. Here a client owns the one backend from its first message until it is idle again.

const IDLE_IN_TRANSACTION_MS = 15_000;
const POSTGRES_MAIN_LONGJMP = 100;

interface Connection {
  id: number;
  socket: Socket;
  started: boolean;
  chunks: Buffer[];
  received: number;
  wanted: number;
  messages: Buffer[];
  ready: Buffer[];
  statements: Set<string>;
  guard?: NodeJS.Timeout | undefined;
}

interface Backend {
  db: PGlite;
  greeting: Buffer;
  owner?: Connection | undefined;
  waiting: Connection[];
  running: boolean;
  broken: (error: unknown) => void;
  idleInTransactionMs: number;
}

export interface WireServer {
  stop: () => Promise<void>;
}

export interface WireOptions {
  /** Is told when the backend has crashed; nothing it says afterwards can be believed. */
  broken: (error: unknown) => void;
  /** How long a transaction may lie idle while others wait, before its client is cut off. */
  idleInTransactionMs?: number;
}

/**
 * Serves the PostgreSQL protocol for one PGlite on a Unix socket that only this account can open. Clients share one session,
 * pinned to UTC, and one backend: a transaction of one makes the others wait.
 */
export async function serveWire(db: PGlite, socketPath: string, options: WireOptions): Promise<WireServer> {
  await db.exec(`SET TIME ZONE 'UTC'`);
  watchForCrash(db, options.broken);
  const backend: Backend = {
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    ...options,
    db,
    greeting: await greetingOf(db),
    waiting: [],
    running: false,
  };
  const sockets = new Map<Socket, Promise<void>>();
  let count = 0;
  const server = createServer((socket) => {
    const gone = accept(backend, socket, ++count).then(() => void sockets.delete(socket));
    sockets.set(socket, gone);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  await chmod(socketPath, 0o600);
  return {
    async stop() {
      server.close();
      const gone = [...sockets.values()];
      for (const socket of sockets.keys()) socket.destroy();
      await Promise.all(gone);
      while (backend.running) await setImmediate();
    },
  };
}

function accept(backend: Backend, socket: Socket, id: number): Promise<void> {
  const connection: Connection = {
    id,
    socket,
    started: false,
    chunks: [],
    received: 0,
    wanted: 8,
    messages: [],
    ready: [],
    statements: new Set(),
  };
  socket.on('data', (chunk) => {
    connection.chunks.push(chunk);
    connection.received += chunk.length;
    if (connection.received >= connection.wanted) receive(backend, connection);
  });
  // A client that vanishes is an everyday event; 'close' follows and does the work.
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearTimeout(connection.guard);
      if (connection.started) take(backend, connection, farewell(connection));
      resolve();
    });
  });
}

function receive(backend: Backend, connection: Connection): void {
  let bytes = Buffer.concat(connection.chunks);
  for (;;) {
    const length = messageLength(connection, bytes);
    connection.wanted = length ?? (connection.started ? 5 : 8);
    if (length !== undefined && length < 5) return void connection.socket.destroy();
    if (length === undefined || bytes.length < length) break;
    const message = bytes.subarray(0, length);
    bytes = bytes.subarray(length);
    if (connection.started) collect(backend, connection, message);
    else greet(backend, connection, message);
  }
  connection.chunks = [bytes];
  connection.received = bytes.length;
}

function messageLength(connection: Connection, bytes: Buffer): number | undefined {
  if (!connection.started) return bytes.length < 8 ? undefined : bytes.readInt32BE(0);
  return bytes.length < 5 ? undefined : 1 + bytes.readInt32BE(1);
}

function greet(backend: Backend, connection: Connection, message: Buffer): void {
  const code = message.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) connection.socket.write('N');
  else if (code === CANCEL_REQUEST) connection.socket.destroy();
  else {
    connection.started = true;
    connection.socket.write(backend.greeting);
  }
}

function collect(backend: Backend, connection: Connection, message: Buffer): void {
  const type = String.fromCharCode(message[0] ?? 0);
  if (type === 'X') return void connection.socket.end();
  if ('dcf'.includes(type)) return;
  connection.messages.push(withOwnName(connection, type, message));
  // PGlite waits for ever for the data of COPY FROM STDIN; this refuses it, and is skipped after any other statement.
  if (type === 'Q' || type === 'E') connection.messages.push(packet('f', 'not possible on the embedded database\0'));
  if (!'SQFH'.includes(type)) return;
  const batch = Buffer.concat(connection.messages);
  connection.messages = [];
  take(backend, connection, batch);
}

// All clients share one session, so each one's statement names get its number in front.
function withOwnName(connection: Connection, type: string, message: Buffer): Buffer {
  const { renamed, name } = renameStatement(message, `${String(connection.id)}:`);
  if (name && type === 'P') connection.statements.add(name);
  if (name && type === 'C') connection.statements.delete(name);
  return renamed;
}

function take(backend: Backend, connection: Connection, batch: Buffer): void {
  connection.ready.push(batch);
  if (backend.owner !== connection && !backend.waiting.includes(connection)) backend.waiting.push(connection);
  if (!backend.running) void work(backend);
}

async function work(backend: Backend): Promise<void> {
  backend.running = true;
  for (;;) {
    backend.owner ??= backend.waiting.shift();
    const batch = backend.owner?.ready.shift();
    if (!backend.owner || !batch) break;
    await run(backend, backend.owner, batch);
  }
  backend.running = false;
  if (backend.owner && !backend.owner.guard) watch(backend, backend.owner);
}

async function run(backend: Backend, owner: Connection, batch: Buffer): Promise<void> {
  clearTimeout(owner.guard);
  owner.guard = undefined;
  const onRawData = (data: Uint8Array) => {
    const bytes = Buffer.from(data);
    if (owner.socket.writable) owner.socket.write(bytes);
    if (isLastWord(bytes)) backend.broken(bytes.toString('utf8'));
  };
  try {
    await backend.db.execProtocolRawStream(batch, { onRawData });
  } catch (error) {
    backend.broken(error);
  }
  if (endsWithFlush(batch) || backend.db.isInTransaction()) return;
  backend.owner = undefined;
  if (owner.ready.length > 0) backend.waiting.push(owner);
}

// One session for all: a client that stops in the middle of a transaction would stop everybody.
function watch(backend: Backend, owner: Connection): void {
  owner.guard = setTimeout(() => {
    if (backend.waiting.length === 0) watch(backend, owner);
    else owner.socket.end(fatal('25P03', 'idle in a transaction while others wait'), () => owner.socket.destroy());
  }, backend.idleInTransactionMs).unref();
}

function farewell(connection: Connection): Buffer {
  const closings = [...connection.statements].map((name) => packet('C', `S${name}\0`));
  connection.ready = [];
  const reset = packet('Q', `RESET ALL; SET TIME ZONE 'UTC'\0`);
  return Buffer.concat([packet('S', ''), packet('Q', 'ROLLBACK\0'), ...closings, packet('S', ''), reset]);
}

async function greetingOf(db: PGlite): Promise<Buffer> {
  const parts: Buffer[] = [];
  await db.execProtocolRawStream(startup(), { onRawData: (data) => parts.push(Buffer.from(data)) });
  return Buffer.concat(parts);
}

// PGlite swallows a crash of the backend (an abort on a full disk, a FATAL error) and goes on with nonsense or for ever.
function watchForCrash(db: PGlite, broken: (error: unknown) => void): void {
  const once = db.Module._PostgresMainLoopOnce;
  db.Module._PostgresMainLoopOnce = () => {
    try {
      once();
    } catch (error) {
      if ((error as { status?: number }).status !== POSTGRES_MAIN_LONGJMP) broken(error);
      throw error;
    }
  };
}
