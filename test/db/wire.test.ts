import { PGlite } from '@electric-sql/pglite';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openAsBlob } from 'node:fs';
import { serveWire, type WireServer } from '../../src/db/wire.ts';

const crashes: unknown[] = [];
let folder: string;
let db: PGlite;
let server: WireServer;
let pool: pg.Pool;

beforeAll(async () => {
  const snapshot = inject('snapshot');
  if (snapshot.kind !== 'embedded') throw new Error('this file runs in the project pglite only');
  folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
  db = await PGlite.create({ loadDataDir: await openAsBlob(snapshot.file) });
  const broken = (error: unknown) => void crashes.push(error);
  server = await serveWire(db, path.join(folder, '.s.PGSQL.5432'), { broken, idleInTransactionMs: 300 });
  pool = newPool();
  await pool.query('CREATE TABLE things (id int PRIMARY KEY, name text)');
});

afterAll(async () => {
  await pool.end();
  await server.stop();
  await db.close();
  await rm(folder, { recursive: true });
  expect(crashes).toEqual([]);
});

function newPool(): pg.Pool {
  const made = new pg.Pool({ host: folder, user: 'postgres', database: 'postgres', max: 5 });
  made.on('error', () => undefined);
  return made;
}

async function transaction(id: number): Promise<void> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO things VALUES ($1, $2)', [id, `thing ${String(id)}`]);
  await client.query('SELECT $1::int', [id]);
  await client.query('COMMIT');
  client.release();
}

async function ask(id: number): Promise<unknown> {
  const texts = ['SELECT $1::int AS v', 'SELECT $1::text AS v, 1 AS more', 'SELECT $1::int + $2::int AS v'];
  const values = id % 3 === 2 ? [id, 0] : [id];
  const { rows } = await pool.query<{ v: unknown }>(texts[id % 3]!, values);
  return Number(rows[0]?.v);
}

test('Queries that wait for transactions of others get their own answers', async () => {
  const ids = Array.from({ length: 300 }, (_, id) => id);
  const answers = await Promise.all(ids.map((id) => (id % 2 === 0 ? transaction(id).then(() => id) : ask(id))));
  expect(answers).toEqual(ids);
});

test('Two clients use prepared statements of one name, and a third after they have gone', async () => {
  const ask = async (from: pg.Pool, text: string) => (await from.query({ name: 'same', text, values: [1] })).rows[0] as unknown;
  const others = [newPool(), newPool()];
  expect(await ask(others[0]!, 'SELECT $1::int + 1 AS v')).toEqual({ v: 2 });
  expect(await ask(others[1]!, 'SELECT $1::int + 2 AS v')).toEqual({ v: 3 });
  expect(await ask(others[0]!, 'SELECT $1::int + 1 AS v')).toEqual({ v: 2 });
  for (const other of others) await other.end();
  expect(await ask(pool, 'SELECT $1::int + 3 AS v')).toEqual({ v: 4 });
  const { rows } = await pool.query('SELECT count(*)::int AS left FROM pg_prepared_statements');
  expect(rows).toEqual([{ left: 1 }]);
});

test('A client that vanishes in a transaction leaves nothing of it and blocks nobody', async () => {
  const other = newPool();
  const client = await other.connect();
  client.on('error', () => undefined);
  await client.query('BEGIN');
  await client.query(`INSERT INTO things VALUES (9001, 'half done')`);
  const count = pool.query('SELECT count(*)::int AS n FROM things WHERE id = 9001');
  (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
  expect((await count).rows).toEqual([{ n: 0 }]);
  client.release(true);
  await other.end();
});

test('A client that idles in a transaction while others wait is cut off', async () => {
  const other = newPool();
  const client = await other.connect();
  const told = new Promise<Error>((resolve) => client.once('error', resolve));
  client.on('error', () => undefined);
  await client.query('BEGIN');
  await client.query(`INSERT INTO things VALUES (9002, 'idle')`);
  expect((await pool.query('SELECT count(*)::int AS n FROM things WHERE id = 9002')).rows).toEqual([{ n: 0 }]);
  expect((await told).message).toContain('idle in a transaction');
  client.release(true);
  await other.end();
});

test('A client alone may take its time in a transaction', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await delay(700);
  await client.query(`INSERT INTO things VALUES (9003, 'slow')`);
  await client.query('COMMIT');
  client.release();
  expect((await pool.query('SELECT name FROM things WHERE id = 9003')).rows).toEqual([{ name: 'slow' }]);
});

test('What one client set is gone with it, and the zone is UTC again', async () => {
  const other = newPool();
  await other.query(`SET TIME ZONE 'Asia/Tokyo'; SET search_path = ''`);
  await other.end();
  await delay(50);
  expect((await pool.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  expect((await pool.query('SHOW search_path')).rows).toEqual([{ search_path: 'public' }]);
});

test('COPY FROM STDIN is refused in both protocols, and the database goes on', async () => {
  await expect(pool.query('COPY things FROM STDIN')).rejects.toThrow('COPY from stdin failed');
  await expect(pool.query({ name: 'copy', text: 'COPY things FROM STDIN' })).rejects.toThrow('COPY from stdin failed');
  expect(await ask(1)).toBe(1);
});

test('Errors that PostgreSQL catches inside itself are no crash', async () => {
  await pool.query(`CREATE FUNCTION risky(n int) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN PERFORM 1 / n; RETURN 'fine'; EXCEPTION WHEN division_by_zero THEN RETURN 'caught'; END $$`);
  const { rows } = await pool.query('SELECT risky(1) AS one, risky(0) AS zero, risky(0) AS again');
  expect(rows).toEqual([{ one: 'fine', zero: 'caught', again: 'caught' }]);
  await expect(pool.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
  await expect(pool.query(`DO $$ BEGIN RAISE EXCEPTION 'out'; END $$`)).rejects.toThrow('out');
  expect(crashes).toEqual([]);
});

test('Five megabytes go in and come out', async () => {
  const name = 'x'.repeat(5_000_000);
  await pool.query('INSERT INTO things VALUES (9004, $1)', [name]);
  expect((await pool.query<{ name: string }>('SELECT name FROM things WHERE id = 9004')).rows[0]?.name === name).toBe(true);
});

test('Noise on the socket closes that connection only', async () => {
  const socket = createConnection(path.join(folder, '.s.PGSQL.5432'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write(Buffer.alloc(64));
  await closed;
  expect(await ask(1)).toBe(1);
});
