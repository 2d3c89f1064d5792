import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import type { Logger } from 'pino';
import type { EmbeddedJob, EmbeddedNews } from './embedded-worker.ts';
import { lockFolder } from './lock.ts';

const STOP_MS = 10_000;
const RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 30_000;
const UPKEEP_MS = 10 * 60_000;

const NEGLECTED = `SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
  WHERE n_dead_tup > 500 + 0.2 * n_live_tup OR n_mod_since_analyze > 250 + 0.1 * n_live_tup`;

// A Unix socket's path may have 107 bytes, and both the folder and the file in it need some.
const LONGEST_TMPDIR = 70;
const SOCKET_NAME = '.s.PGSQL.5432';

/** What a pg client needs to reach the embedded database. */
export interface EmbeddedConfig {
  host: string;
  user: string;
  database: string;
}

export interface Embedded {
  readonly config: EmbeddedConfig;
  /** Closes the database cleanly and frees the folder. */
  stop: () => Promise<void>;
}

export type DatabaseLog = Pick<Logger, 'info' | 'warn' | 'error'>;

/**
 * Opens the embedded database in `dataDir`/db, made on the first start, in a worker thread behind a Unix socket. Throws
 * FolderInUse when a living process has it. Should the database crash (a full disk), it is opened again, with longer and
 * longer pauses; clients see lost connections meanwhile.
 */
export async function startEmbedded(dataDir: string, log?: DatabaseLog): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0o700);
  const socketFolder = await mkdtemp(path.join(tmpdir().length < LONGEST_TMPDIR ? tmpdir() : '/tmp', 'convenor-'));
  const removeSockets = () => {
    rmSync(socketFolder, { recursive: true, force: true });
  };
  process.once('exit', removeSockets);
  const cleanUp: (() => void)[] = [removeSockets, () => process.off('exit', removeSockets)];
  const config = embeddedConfig(socketFolder);
  try {
    const job: EmbeddedJob = { folder: path.join(dataDir, 'db'), socketPath: path.join(socketFolder, SOCKET_NAME) };
    const keeper = createKeeper(job, log);
    const lock = await lockFolder(dataDir, socketFolder, () => void keeper.abandon());
    cleanUp.push(lock.release);
    await keeper.open();
    const upkeep = setInterval(() => {
      tidy(config).catch((error: unknown) =>
        log?.warn({ event: 'database-upkeep-failed', err: error }, 'the database could not be tidied'),
      );
    }, UPKEEP_MS).unref();
    cleanUp.push(() => {
      clearInterval(upkeep);
    });
    const stop = async () => {
      await keeper.close();
      for (const step of cleanUp) step();
    };
    return { config, stop };
  } catch (error) {
    for (const step of cleanUp) step();
    throw error;
  }
}

/** How to reach the embedded database whose socket is in this folder. */
export function embeddedConfig(socketFolder: string): EmbeddedConfig {
  return { host: socketFolder, user: 'postgres', database: 'postgres' };
}

/**
 * Does what a server's background processes do and PGlite has none for: vacuums and analyses the tables that need it, one at a
 * time, and writes a checkpoint, so that a crash has little to replay.
 */
export async function tidy(config: EmbeddedConfig): Promise<string[]> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query<{ name: string }>(NEGLECTED);
    for (const { name } of rows) await client.query(`VACUUM (ANALYZE) ${name}`);
    await client.query('CHECKPOINT');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

interface Keeper {
  open: () => Promise<void>;
  close: () => Promise<void>;
  abandon: () => Promise<void>;
}

function createKeeper(job: EmbeddedJob, log: DatabaseLog | undefined): Keeper {
  let worker: Worker | undefined;
  let wanted = true;
  const open = async () => {
    worker = await launch(job);
    worker.once('exit', () => {
      if (wanted) void reopen(RESTART_MS);
    });
  };
  const reopen = async (pause: number): Promise<void> => {
    log?.error({ event: 'database-crashed', pause }, 'the embedded database stopped; it will be opened again');
    await delay(pause);
    if (!wanted) return;
    try {
      await rm(job.socketPath, { force: true });
      await open();
      log?.warn({ event: 'database-reopened' }, 'the embedded database is open again');
    } catch (error) {
      log?.error({ event: 'database-not-reopened', err: error }, 'the embedded database could not be opened');
      await reopen(Math.min(pause * 2, LONGEST_RESTART_MS));
    }
  };
  return {
    open,
    async close() {
      wanted = false;
      await shutDown(worker);
    },
    // No clean closing here: its checkpoint would overwrite what the new owner of the folder writes.
    async abandon() {
      wanted = false;
      log?.error({ event: 'database-lock-lost' }, 'another process took the database folder; this one lets go of it');
      await worker?.terminate();
    },
  };
}

async function launch(job: EmbeddedJob): Promise<Worker> {
  const worker = new Worker(path.join(import.meta.dirname, 'embedded-worker.ts'), { workerData: job, name: 'database', execArgv: [] });
  let reason = 'it stopped';
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (news: EmbeddedNews) => {
      if (news.kind === 'ready') resolve();
      else reason = news.reason;
    });
    worker.on('error', (error) => (reason = String(error)));
    worker.once('exit', () => {
      reject(new Error(`The embedded database in ${job.folder} could not be opened: ${reason}`));
    });
  });
  await ready;
  return worker;
}

async function shutDown(worker: Worker | undefined): Promise<void> {
  if (!worker) return;
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage('stop');
  await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
  await worker.terminate();
}
