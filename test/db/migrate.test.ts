import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { migrate, MigrationFailed, migrationStatus } from '../../src/db/migrate.ts';
import { openTestDb, type TestDb } from '../support/test-db.ts';

let at: TestDb;
let folder: string;

beforeAll(async () => {
  at = await openTestDb();
});
afterAll(() => at.close());

beforeEach(async () => {
  await at.sql.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, script: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), script);
}

async function tables(): Promise<string[]> {
  const { rows } = await at.sql.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

test('Scripts are applied in order, once, each with its row', async () => {
  await write('2_second', 'ALTER TABLE first ADD COLUMN more int;');
  await write('1_first', 'CREATE TABLE first (id int);');
  const told: string[] = [];
  expect(await migrate(at.sql, folder, (name) => told.push(name))).toEqual({ applied: ['1_first', '2_second'], strangers: [] });
  expect(told).toEqual(['1_first', '2_second']);
  expect(await migrate(at.sql, folder)).toEqual({ applied: [], strangers: [] });
  const { rows } = await at.sql.query(
    `SELECT migration_name, length(checksum) AS long, applied_steps_count AS steps, finished_at >= started_at AS finished
     FROM _prisma_migrations ORDER BY 1`,
  );
  const row = { long: 64, steps: 1, finished: true };
  expect(rows).toEqual([
    { migration_name: '1_first', ...row },
    { migration_name: '2_second', ...row },
  ]);
});

test('A script with functions and several statements is one piece', async () => {
  await write('1_first', `CREATE TABLE a (id int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN; RETURN 1; END; $$;`);
  await expect(migrate(at.sql, folder)).rejects.toThrow(MigrationFailed);
  expect(await tables()).toEqual([]);
  await write('1_first', `CREATE TABLE a (id int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;`);
  expect((await migrate(at.sql, folder)).applied).toEqual(['1_first']);
});

test('Replicas that start at once apply every script once', async () => {
  for (const n of [1, 2, 3, 4]) await write(`${String(n)}_step`, `CREATE TABLE t${String(n)} (id int); SELECT pg_sleep(0.02);`);
  const replicas = await Promise.all(Array.from({ length: 3 }, () => openDatabase({ databaseUrl: at.url, dataDir: '' })));
  const reports = await Promise.all(replicas.map(({ sql }) => migrate(sql, folder)));
  expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(['1_step', '2_step', '3_step', '4_step']);
  expect(await tables()).toEqual(['t1', 't2', 't3', 't4']);
  for (const replica of replicas) await replica.close();
});

test('A failing script leaves nothing, keeps what went before, and is named with its line', async () => {
  await write('1_good', 'CREATE TABLE good (id int);');
  await write('2_bad', 'CREATE TABLE half (id int);\nINSERT INTO nowhere VALUES (1);');
  const error: unknown = await migrate(at.sql, folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MigrationFailed);
  expect((error as Error).message).toMatch(/2_bad failed and was undone.*"nowhere" does not exist.*line 2/);
  expect(await tables()).toEqual(['good']);
  await write('2_bad', 'CREATE TABLE half (id int);');
  expect(await migrate(at.sql, folder)).toEqual({ applied: ['2_bad'], strangers: [] });
});

test('A script edited after it was applied is refused before anything else is applied', async () => {
  await write('1_first', 'CREATE TABLE first (id int);');
  await migrate(at.sql, folder);
  await write('1_first', 'CREATE TABLE first (id bigint);');
  await write('2_second', 'CREATE TABLE second (id int);');
  await expect(migrate(at.sql, folder)).rejects.toThrow(/Edited after being applied.*1_first.*new migration/);
  expect(await tables()).toEqual(['first']);
});

test('Scripts of a newer release are reported as strangers', async () => {
  await write('1_first', 'CREATE TABLE first (id int);');
  await write('2_newer', 'CREATE TABLE newer (id int);');
  await migrate(at.sql, folder);
  await rm(path.join(folder, '2_newer'), { recursive: true });
  expect(await migrate(at.sql, folder)).toEqual({ applied: [], strangers: ['2_newer'] });
});

test('A migration that another tool left unfinished stops the start with what to do', async () => {
  await write('1_first', 'CREATE TABLE first (id int);');
  await migrate(at.sql, folder);
  await at.sql.query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(at.sql, folder)).rejects.toThrow('prisma migrate resolve --rolled-back 1_first');
  await at.sql.query('UPDATE _prisma_migrations SET rolled_back_at = now()');
  await at.sql.query('DROP TABLE first');
  expect((await migrate(at.sql, folder)).applied).toEqual(['1_first']);
});

test('The status tells what is pending and changes nothing', async () => {
  await write('1_first', 'CREATE TABLE first (id int);');
  expect(await migrationStatus(at.sql, folder)).toEqual({ pending: ['1_first'], strangers: [] });
  expect((await at.sql.query(`SELECT to_regclass('_prisma_migrations') AS made`)).rows).toEqual([{ made: null }]);
  await migrate(at.sql, folder);
  expect(await migrationStatus(at.sql, folder)).toEqual({ pending: [], strangers: [] });
});
