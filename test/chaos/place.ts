import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { addPlaces } from './posts.ts';
import { findPostgres, startServer } from './postgres.ts';
import type { ReplicaPlace } from './replica.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');
const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/convenor-chaos');

/** A PostgreSQL server to make trouble on. */
export interface Place extends ReplicaPlace {
  /** Null when the server is not ours to restart. */
  readonly restart: (() => Promise<void>) | null;
  /** A database of its own, migrated, with places to write to. */
  newDatabase(places: number): Promise<{ url: string; db: Database; close(): Promise<void> }>;
  close(): Promise<void>;
}

export interface PlaceOptions {
  readonly fsync?: boolean;
  /** Used when no PostgreSQL is installed here. */
  readonly databaseUrl?: string | undefined;
  readonly logTo?: number | undefined;
}

/** Null when there is no PostgreSQL, installed or by address. */
export async function openPlace(options: PlaceOptions): Promise<Place | null> {
  const bin = await findPostgres();
  const server = bin === null ? null : await startServer(bin, { fsync: options.fsync ?? false });
  const url = server?.url ?? options.databaseUrl;
  if (url === undefined) return null;
  const prefix = `convenor_chaos_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  const made = [template];
  await statement(url, `CREATE DATABASE ${template}`);
  const pool = new pg.Pool({ connectionString: inDatabase(url, template), max: 1 });
  await migrate(pool, MIGRATIONS);
  await pool.end();

  return {
    cache: CACHE,
    logTo: options.logTo,
    restart: server ? () => server.restart() : null,
    async newDatabase(places) {
      const name = `${prefix}_${String(made.length)}`;
      made.push(name);
      await statement(url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
      const opened = await openDatabase({ databaseUrl: inDatabase(url, name), dataDir: '' });
      await addPlaces(opened.db, places);
      return { url: inDatabase(url, name), db: opened.db, close: () => opened.close() };
    },
    async close() {
      if (server) await server.stop();
      else for (const name of made.reverse()) await statement(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = name;
  return changed.href;
}
