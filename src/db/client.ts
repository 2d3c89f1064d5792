import { PrismaPg } from '@prisma/adapter-pg';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { embeddedConfig, startEmbedded, type DatabaseLog } from './embedded.ts';
import { isDatabaseAway } from './errors.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { findRunningEmbedded, FolderInUse, isInThisPlace, type LockRecord } from './lock.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

export interface DatabaseOptions {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly log?: DatabaseLog | undefined;
  /** Talk to the process that has the embedded database open, if one has. For commands beside a running server. */
  readonly attach?: boolean;
}

export interface OpenDatabase {
  readonly db: Database;
  /** The same connections without Prisma, for the few places that write SQL. */
  readonly sql: pg.Pool;
  readonly config: pg.PoolConfig;
  readonly kind: 'embedded' | 'server';
  close: () => Promise<void>;
}

// A person must have an answer within 3 s also while the database is away.
const CONNECT_MS = 2_000;

// Prisma sends instants without an offset: in a session of another zone they would be stored hours away.
const UTC = '-c timezone=UTC';

const STARTING_MS = 15_000;

/**
 * Opens the database and checks nothing but the lock of the embedded one; a server may be away at this moment. Every
 * connection is pinned to UTC. Throws FolderInUse when the embedded folder is open in another process and `attach` is not set.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  if (options.databaseUrl) return connect('server', serverConfig(options.databaseUrl), options.log);
  if (options.attach) {
    const owner = await findRunningEmbedded(options.dataDir);
    if (owner) return attachTo(owner, options.log);
  }
  const embedded = await startEmbedded(options.dataDir, options.log);
  const opened = connect('embedded', { ...embedded.config, max: 5 }, options.log);
  return {
    ...opened,
    async close() {
      await opened.close();
      await embedded.stop();
    },
  };
}

async function attachTo(owner: LockRecord, log: DatabaseLog | undefined): Promise<OpenDatabase> {
  if (!(await isInThisPlace(owner)))
    throw new FolderInUse(`The database is open in process ${String(owner.pid)} on ${owner.host}. Run this command there.`, owner);
  const opened = connect('embedded', { ...embeddedConfig(owner.socketFolder), max: 2 }, log);
  try {
    await untilItListens(opened.sql);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

// Between taking the lock and listening a server needs up to a few seconds.
async function untilItListens(sql: pg.Pool): Promise<void> {
  const until = Date.now() + STARTING_MS;
  for (;;) {
    try {
      await sql.query('SELECT 1');
      return;
    } catch (error) {
      if (Date.now() > until || !isDatabaseAway(error)) throw error;
      await delay(100);
    }
  }
}

function serverConfig(databaseUrl: string): pg.PoolConfig {
  // What the address says wins over other settings in pg, so the pin has to be written into it.
  const url = new URL(databaseUrl);
  url.searchParams.set('options', [url.searchParams.get('options'), UTC].filter(Boolean).join(' '));
  return { connectionString: url.href, max: 10, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
}

const names = new Map<string, string>();

// Statements that run often and are costly to plan ask for it in a comment: each connection then plans them once. Others are not
// named, for every one of them would stay on the server.
function nameOf({ sql }: { readonly sql: string }): string {
  if (!sql.endsWith('/* prepared */')) return '';
  const name = names.get(sql) ?? `convenor-${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
  names.set(sql, name);
  return name;
}

function connect(kind: OpenDatabase['kind'], target: pg.PoolConfig, log: DatabaseLog | undefined): OpenDatabase {
  const config: pg.PoolConfig = { application_name: 'convenor', connectionTimeoutMillis: CONNECT_MS, ...target };
  if (kind === 'embedded') config.options = UTC;
  const sql = new pg.Pool(config);
  const noteLoss = (error: Error) => log?.warn({ event: 'database-connection-lost', err: error }, 'a database connection was lost');
  // Without listeners a connection that breaks, idle or in use, would end the process.
  sql.on('error', () => undefined);
  sql.on('connect', (client) => client.on('error', noteLoss));
  const db = new PrismaClient({ adapter: new PrismaPg(sql, { statementNameGenerator: nameOf }), errorFormat: 'minimal' });
  return {
    db,
    sql,
    config,
    kind,
    async close() {
      await db.$disconnect();
      await sql.end();
    },
  };
}
