import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordAudit } from '../../src/bot/audit.ts';
import { inTransaction } from '../../src/bot/context.ts';
import { verifyChain } from '../../src/features/records/verify.ts';
import { openWorld, type World } from '../support/world.ts';

const EVIDENCE = [
  'AuditEvent',
  'StatementVersion',
  'Acknowledgement',
  'AgendaVersion',
  'Rsvp',
  'Presence',
  'Reading',
  'Roll',
  'Concern',
  'ConcernStep',
  'ActionStep',
  'Override',
  'Opening',
  'ConflictDeclared',
];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('evidence', () => {
  it.each(EVIDENCE)('%s takes new rows only: the database refuses to change, delete or empty it', async (table) => {
    for (const statement of [`UPDATE "${table}" SET id = id`, `DELETE FROM "${table}"`, `TRUNCATE "${table}" CASCADE`])
      await expect(world.sql.query(statement)).rejects.toThrow('append-only');
  });

  it('refuses a root row without its body', async () => {
    const { rows } = await world.sql.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'bodyId' AND is_nullable = 'YES'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('an audited change', () => {
  it('is one with its audit row: both are there, or neither', async () => {
    const body = await world.newBody();
    const failing = inTransaction(body.asOperator(), async (ctx) => {
      await ctx.db.organisation.updateMany({ where: { bodyId: body.body.id }, data: { name: 'Changed' } });
      recordAudit(ctx, 'test.change', null);
      throw new Error('late fault');
    });
    await expect(failing).rejects.toThrow('late fault');
    expect(await body.audited()).toEqual([]);
  });

  it('can not be recorded outside its transaction', async () => {
    const body = await world.newBody();
    expect(() => {
      recordAudit(body.asOperator(), 'test.change', null);
    }).toThrow('outside a transaction');
  });

  it('joins the open transaction, and chains all its rows in one append', async () => {
    const body = await world.newBody();
    await inTransaction(body.asOperator(), async (outer) => {
      for (let i = 0; i < 100; i++)
        await inTransaction(outer, (inner) => {
          recordAudit(inner, `test.change-${String(i)}`, null, { i }, { values: { name: 'Zoë' }, personId: null });
          return Promise.resolve();
        });
    });
    expect(await verifyChain(world.db, body.body.id)).toEqual({ rows: 100, broken: null });
    const rows = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(JSON.stringify(rows)).not.toContain('Zoë');
  });

  it('keeps the chain gapless when many write at once, and each body its own', async () => {
    const [one, two] = [await world.newBody(), await world.newBody()];
    const write = (body: typeof one) =>
      inTransaction(body.asOperator(), (ctx) => {
        recordAudit(ctx, 'test.change', `x:${uuidv7()}`);
        return Promise.resolve();
      });
    await Promise.all(Array.from({ length: 12 }, (_, i) => write(i % 2 === 0 ? one : two)));
    for (const body of [one, two]) expect(await verifyChain(world.db, body.body.id)).toEqual({ rows: 6, broken: null });
  });
});
