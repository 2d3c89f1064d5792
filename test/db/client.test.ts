import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { openTestDb, type TestDb } from '../support/test-db.ts';

const INSTANT = new Date('2026-11-23T12:00:00.000Z');
const homeZone = process.env.TZ;
let at: TestDb;

beforeAll(async () => {
  at = await openTestDb();
  await at.sql.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'Asia/Tokyo'); END $$`);
  process.env.TZ = 'America/New_York';
});

afterAll(async () => {
  if (homeZone === undefined) delete process.env.TZ;
  else process.env.TZ = homeZone;
  await at.close();
});

test('An instant is stored as that instant, wherever the process and the database think they are', async () => {
  const opened = await openDatabase({ databaseUrl: at.url, dataDir: '' });
  const slug = uuidv7();
  await opened.db.body.create({
    data: { id: uuidv7(), slug, name: 'x', preset: 'test', settings: {}, zone: 'UTC', locale: 'en', createdAt: INSTANT },
  });
  const { rows } = await opened.sql.query<{ epoch: string; read: Date }>(
    `SELECT extract(epoch FROM "createdAt")::bigint AS epoch, "createdAt" AS read FROM "Body" WHERE slug = $1`,
    [slug],
  );
  expect(Number(rows[0]?.epoch) * 1000).toBe(INSTANT.getTime());
  expect(rows[0]?.read).toEqual(INSTANT);
  expect((await opened.db.body.findUniqueOrThrow({ where: { slug } })).createdAt).toEqual(INSTANT);
  await opened.close();
});

test('Plain SQL and Prisma write and compare the same instants', async () => {
  const opened = await openDatabase({ databaseUrl: at.url, dataDir: '' });
  await opened.sql.query('UPDATE "Body" SET "createdAt" = $1', [INSTANT]);
  expect(await opened.db.body.count({ where: { createdAt: { not: INSTANT } } })).toBe(0);
  const [now] = await opened.db.$queryRaw<{ now: Date }[]>`SELECT now()`;
  expect(Math.abs(now!.now.getTime() - Date.now())).toBeLessThan(60_000);
  await opened.close();
});

test('Options in the address are kept beside the pin', async () => {
  const url = new URL(at.url);
  url.searchParams.set('options', '-c search_path=pg_catalog -c timezone=Asia/Tokyo');
  const opened = await openDatabase({ databaseUrl: url.href, dataDir: '' });
  expect((await opened.sql.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  if (at.kind === 'server') expect((await opened.sql.query('SHOW search_path')).rows).toEqual([{ search_path: 'pg_catalog' }]);
  await opened.close();
});

test('A serializable transaction is serializable, and an error at commit is an error', async () => {
  const [row] = await at.db.$transaction(
    (tx) => tx.$queryRaw<{ level: string }[]>`SELECT current_setting('transaction_isolation') AS level`,
    {
      isolationLevel: 'Serializable',
    },
  );
  expect(row?.level).toBe('serializable');
  await at.sql.query('CREATE TABLE deferred (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)');
  const twice = at.db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO deferred VALUES (1)`;
    await tx.$executeRaw`INSERT INTO deferred VALUES (1)`;
  });
  await expect(twice).rejects.toThrow();
  expect((await at.sql.query('SELECT count(*)::int AS n FROM deferred')).rows).toEqual([{ n: 0 }]);
});
