import { createServer, type AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { isDatabaseAway, isUniqueViolation } from '../../src/db/errors.ts';
import { openTestDb, type TestDb } from '../support/test-db.ts';

let at: TestDb;

beforeAll(async () => {
  at = await openTestDb();
});
afterAll(() => at.close());

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

function newBody(slug: string, id = uuidv7()) {
  return { id, slug, name: slug, preset: 'test', settings: {}, zone: 'UTC', locale: 'en', createdAt: new Date() };
}

test('A unique violation is told from other errors, by index or by fields, through Prisma', async () => {
  const first = newBody('taken');
  await at.db.body.create({ data: first });
  const sameSlug = await errorOf(at.db.body.create({ data: newBody('taken') }));
  expect(isUniqueViolation(sameSlug)).toBe(true);
  expect(isUniqueViolation(sameSlug, 'Body_slug_key')).toBe(true);
  expect(isUniqueViolation(sameSlug, ['slug'])).toBe(true);
  expect(isUniqueViolation(sameSlug, ['name'])).toBe(false);
  expect(isUniqueViolation(sameSlug, 'Body_pkey')).toBe(false);
  const sameId = await errorOf(at.db.body.create({ data: newBody('free', first.id) }));
  expect(isUniqueViolation(sameId, 'Body_pkey')).toBe(true);
  const missing = await errorOf(at.db.body.update({ where: { slug: 'nobody' }, data: { name: 'x' } }));
  expect(isUniqueViolation(missing)).toBe(false);
  expect(isUniqueViolation(undefined)).toBe(false);
});

test('A unique violation is recognised in a transaction and in plain SQL', async () => {
  await at.db.body.create({ data: newBody('plain') });
  const inTransaction = await errorOf(at.db.$transaction((tx) => tx.body.create({ data: newBody('plain') })));
  expect(isUniqueViolation(inTransaction, ['slug'])).toBe(true);
  const copy = `INSERT INTO "Body" SELECT * FROM "Body" LIMIT 1`;
  expect(isUniqueViolation(await errorOf(at.db.$executeRawUnsafe(copy)), 'Body_pkey')).toBe(true);
  expect(isUniqueViolation(await errorOf(at.sql.query(copy)), 'Body_pkey')).toBe(true);
});

test('Errors of the caller do not count as a database that is away', async () => {
  await at.db.body.create({ data: newBody('present') });
  expect(isDatabaseAway(await errorOf(at.db.body.create({ data: newBody('present') })))).toBe(false);
  expect(isDatabaseAway(await errorOf(at.sql.query('SELECT wrong')))).toBe(false);
  const slow = at.db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(0.3)`.then(() => tx.body.count()), { timeout: 100 });
  expect(isDatabaseAway(await errorOf(slow))).toBe(false);
  expect(isDatabaseAway(new Error('no such thing'))).toBe(false);
});

test('A database that refuses connections is away', async () => {
  const away = await openDatabase({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', dataDir: '' });
  expect(isDatabaseAway(await errorOf(away.db.body.count()))).toBe(true);
  expect(isDatabaseAway(await errorOf(away.db.$transaction((tx) => tx.body.count())))).toBe(true);
  expect(isDatabaseAway(await errorOf(away.sql.query('SELECT 1')))).toBe(true);
  await away.close();
});

test('A database that accepts and never answers is away after a while', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const away = await openDatabase({ databaseUrl: `postgresql://nobody@127.0.0.1:${String(port)}/none`, dataDir: '' });
  const errors = await Promise.all([
    errorOf(away.db.body.count()),
    errorOf(away.db.$transaction((tx) => tx.body.count())),
    errorOf(away.sql.query('SELECT 1')),
  ]);
  expect(errors.map(isDatabaseAway)).toEqual([true, true, true]);
  await away.close();
  silent.close();
});

test('An embedded database whose socket is gone is away', async () => {
  const away = await openDatabase({ databaseUrl: 'postgresql:///postgres?host=/tmp/convenor-nowhere&user=postgres', dataDir: '' });
  expect(isDatabaseAway(await errorOf(away.db.body.count()))).toBe(true);
  expect(isDatabaseAway(await errorOf(away.db.$transaction((tx) => tx.body.count())))).toBe(true);
  expect(isDatabaseAway(await errorOf(away.sql.query('SELECT 1')))).toBe(true);
  await away.close();
});

test('A connection cut in the middle of a transaction is a database away, and the next query works', async () => {
  if (at.kind === 'embedded') return;
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()`;
  const error = await errorOf(
    at.db.$transaction(async (tx) => {
      await tx.body.count();
      await at.sql.query(cut);
      await tx.body.count();
    }),
  );
  expect(isDatabaseAway(error)).toBe(true);
  expect(await at.db.body.count()).toBeGreaterThan(0);
});
