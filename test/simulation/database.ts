import { PGlite } from '@electric-sql/pglite';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type OpenDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { prepareFolder } from '../../src/db/template.ts';
import { serveWire } from '../../src/db/wire.ts';
import { broken, onDatabase, withDatabase } from '../support/global-setup.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** A migrated, empty database outside a test run: a new one on the server of DATABASE_URL, else PGlite in a folder of its own. */
export async function openOwnDatabase(): Promise<OpenDatabase> {
  const place = process.env.DATABASE_URL ? await onServer(process.env.DATABASE_URL) : await embedded();
  const opened = await openDatabase({ databaseUrl: place.url, dataDir: '' });
  await migrate(opened.sql, MIGRATIONS);
  return {
    ...opened,
    async close() {
      await opened.close();
      await place.remove();
    },
  };
}

async function embedded() {
  const folder = await mkdtemp(path.join(tmpdir(), 'convenor-simulation-'));
  await prepareFolder(path.join(folder, 'db'));
  const db = await PGlite.create(path.join(folder, 'db'));
  const server = await serveWire(db, path.join(folder, '.s.PGSQL.5432'), { broken });
  const remove = async () => {
    await server.stop();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=postgres`, remove };
}

async function onServer(url: string) {
  const name = `convenor_simulation_${randomBytes(6).toString('hex')}`;
  await onDatabase(url, (client) => client.query(`CREATE DATABASE ${name}`));
  const remove = async () => {
    await onDatabase(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  return { url: withDatabase(url, name), remove };
}
