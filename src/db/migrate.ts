import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

// The lock that Prisma Migrate takes too, so both kinds of migrator exclude each other.
const PRISMA_MIGRATE_LOCK = 72707369;
const LOCK_WAIT = '120s';

const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

export interface MigrationScript {
  name: string;
  sql: string;
  checksum: string;
}

export interface MigrationReport {
  /** Names applied by this call, in order. */
  applied: string[];
  /** Applied names that this release does not hold: a newer release has run on this database. */
  strangers: string[];
}

/** A migration could not be applied, or the history in the database contradicts the scripts. The message says what to do. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
}

/** Reads `<folder>/<name>/migration.sql`, in the order in which they apply. */
export async function readMigrations(folder: string): Promise<MigrationScript[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies the scripts of `folder` that the database does not have, each in its own transaction together with its row in
 * `_prisma_migrations`, so that `prisma migrate deploy` agrees. Safe when several processes start at once: each script
 * runs once. Throws MigrationFailed; what was applied before the failing script stays, of that script nothing stays.
 */
export async function migrate(sql: pg.Pool, folder: string, log?: (name: string) => void): Promise<MigrationReport> {
  const scripts = await readMigrations(folder);
  const client = await sql.connect();
  try {
    const history = await inTurn(client, async () => {
      await client.query(HISTORY_TABLE);
      return readHistory(client);
    });
    assertSameScripts(history, scripts);
    const applied: string[] = [];
    for (const script of pendingOf(history, scripts)) {
      if (!(await applyOnce(client, script))) continue;
      applied.push(script.name);
      log?.(script.name);
    }
    return { applied, strangers: strangersOf(history, scripts) };
  } finally {
    client.release();
  }
}

export interface MigrationStatus {
  /** Not applied yet, in order. */
  pending: string[];
  strangers: string[];
}

/** Compares the scripts with the database and changes nothing. Throws MigrationFailed as `migrate` would. */
export async function migrationStatus(sql: pg.Pool, folder: string): Promise<MigrationStatus> {
  const scripts = await readMigrations(folder);
  const { rows } = await sql.query<{ found: boolean }>(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS found`);
  const history = rows[0]?.found ? await readHistory(sql) : new Map<string, string>();
  assertSameScripts(history, scripts);
  return { pending: pendingOf(history, scripts).map(({ name }) => name), strangers: strangersOf(history, scripts) };
}

function pendingOf(history: Map<string, string>, scripts: MigrationScript[]): MigrationScript[] {
  return scripts.filter(({ name }) => !history.has(name));
}

function strangersOf(history: Map<string, string>, scripts: MigrationScript[]): string[] {
  const known = new Set(scripts.map(({ name }) => name));
  return [...history.keys()].filter((name) => !known.has(name));
}

async function applyOnce(client: pg.PoolClient, script: MigrationScript): Promise<boolean> {
  return inTurn(client, async () => {
    const history = await readHistory(client);
    assertSameScripts(history, [script]);
    if (history.has(script.name)) return false;
    try {
      await client.query(script.sql);
    } catch (error) {
      throw new MigrationFailed(`Migration ${script.name} failed and was undone: ${explain(error, script.sql)}`, { cause: error });
    }
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), script.checksum, script.name],
    );
    return true;
  });
}

async function inTurn<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}'`);
    await waitForTurn(client);
    await client.query('SET LOCAL lock_timeout = DEFAULT');
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A lost connection has rolled back already; the first error is the one to tell.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function waitForTurn(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [PRISMA_MIGRATE_LOCK]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
    throw new MigrationFailed(
      `Another process has been migrating this database for more than ${LOCK_WAIT}. Look for it in pg_stat_activity, then start again.`,
      { cause: error },
    );
  }
}

async function readHistory(client: pg.PoolClient | pg.Pool): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at',
  );
  const failed = rows.find((row) => row.finished_at === null);
  if (failed)
    throw new MigrationFailed(
      `Migration ${failed.migration_name} was begun by another tool and never finished. ` +
        `Repair the database, then run: npx prisma migrate resolve --rolled-back ${failed.migration_name}`,
    );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function assertSameScripts(history: Map<string, string>, scripts: MigrationScript[]): void {
  const edited = scripts.filter(({ name, checksum }) => history.has(name) && history.get(name) !== checksum);
  if (edited.length === 0) return;
  throw new MigrationFailed(
    `Edited after being applied to this database: ${edited.map(({ name }) => name).join(', ')}. ` +
      'Put the original script back and write the change as a new migration.',
  );
}

function explain(error: unknown, script: string): string {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? error.message : String(error);
  const line = error.position ? script.slice(0, Number(error.position)).split('\n').length : undefined;
  return [error.message, error.detail, line && `line ${String(line)}`].filter(Boolean).join('; ');
}
