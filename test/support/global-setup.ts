import { PGlite } from '@electric-sql/pglite';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { prepareFolder } from '../../src/db/template.ts';
import { serveWire } from '../../src/db/wire.ts';

/** A migrated database that each test file gets a copy of. */
export type Snapshot = { kind: 'embedded'; file: string } | { kind: 'server'; url: string; template: string };

declare module 'vitest' {
  export interface ProvidedContext {
    snapshot: Snapshot;
  }
}

const MIGRATIONS = 'prisma/migrations';

/** Migrates once for the whole run; what it returns removes everything again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = project.name === 'postgres' ? await onServer(process.env.TEST_DATABASE_URL ?? '') : await embedded();
  project.provide('snapshot', made.snapshot);
  return made.remove;
}

export function broken(error: unknown): never {
  throw error;
}

async function embedded() {
  const folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
  await prepareFolder(path.join(folder, 'db'));
  const db = await PGlite.create(path.join(folder, 'db'));
  const server = await serveWire(db, path.join(folder, '.s.PGSQL.5432'), { broken });
  const pool = new pg.Pool({ host: folder, user: 'postgres', database: 'postgres', max: 1 });
  await migrate(pool, MIGRATIONS);
  await pool.query('CHECKPOINT');
  await pool.end();
  await server.stop();
  const dump = await db.dumpDataDir('none');
  await db.close();
  const snapshot: Snapshot = { kind: 'embedded', file: path.join(folder, 'snapshot.tar') };
  await writeFile(snapshot.file, Buffer.from(await dump.arrayBuffer()));
  await rm(path.join(folder, 'db'), { recursive: true });
  return { snapshot, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function onServer(url: string) {
  const prefix = `convenor_test_${randomBytes(4).toString('hex')}`;
  const snapshot: Snapshot = { kind: 'server', url, template: `${prefix}_template` };
  await onDatabase(url, (client) => client.query(`CREATE DATABASE ${snapshot.template}`));
  const pool = new pg.Pool({ connectionString: withDatabase(url, snapshot.template), max: 1 });
  await migrate(pool, MIGRATIONS);
  await pool.end();
  const remove = () =>
    onDatabase(url, async (client) => {
      const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [`${prefix}%`]);
      for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    });
  return { snapshot, remove };
}

/** Runs one piece of work on a connection of its own. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = database;
  return changed.href;
}
