import { afterAll, expect, test } from 'vitest';
import { openTestDb } from '../support/test-db.ts';

const t = performance.now();
const { db, sql, close, kind } = await openTestDb();
console.log(kind, 'open', Math.round(performance.now() - t));
afterAll(close);

test('x', async () => {
  expect(await db.body.count()).toBe(0);
  console.log(kind, 'first', Math.round(performance.now() - t));
  expect((await sql.query('show timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
});
