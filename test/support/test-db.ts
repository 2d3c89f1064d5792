import { PGlite } from '@electric-sql/pglite';
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { serveWire } from '../../src/db/wire.ts';
import { broken, onDatabase, withDatabase, type Snapshot } from './global-setup.ts';

export interface TestDb {
  db: Database;
  sql: pg.Pool;
  kind: Snapshot['kind'];
  /** For code under test that opens the database itself. */
  url: string;
  close: () => Promise<void>;
}

/** A migrated, empty database of its own for one test file: PGlite in memory, or one on the server of TEST_DATABASE_URL. */
export async function openTestDb(): Promise<TestDb> {
  const snapshot = inject('snapshot');
  const place = snapshot.kind === 'embedded' ? await copyEmbedded(snapshot.file) : await copyOnServer(snapshot);
  const { db, sql, close } = await openDatabase({ databaseUrl: place.url, dataDir: '' });
  return {
    db,
    sql,
    kind: snapshot.kind,
    url: place.url,
    async close() {
      await close();
      await place.remove();
    },
  };
}

async function copyEmbedded(file: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
  const db = await PGlite.create({ loadDataDir: await openAsBlob(file) });
  const server = await serveWire(db, path.join(folder, '.s.PGSQL.5432'), { broken });
  const remove = async () => {
    await server.stop();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=postgres`, remove };
}

async function copyOnServer({ url, template }: Extract<Snapshot, { kind: 'server' }>) {
  const name = template.replace('template', randomBytes(6).toString('hex'));
  await onDatabase(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const remove = async () => {
    await onDatabase(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  return { url: withDatabase(url, name), remove };
}
