import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { hashOfRow, recordAudit } from '../../../src/bot/audit.ts';
import { inTransaction } from '../../../src/bot/context.ts';
import { verifyChain } from '../../../src/features/records/verify.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const table of ['AuditEvent', 'Erasable', 'AuditHead'])
    await world.db.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
});
afterAll(() => world.close());

/** A body with a chain of `length` rows, the third of which commits to a personal value. */
async function chained(length = 5): Promise<TestBody> {
  const body = await world.newBody();
  const person = await body.person();
  await inTransaction(body.asMember(person), async (ctx) => {
    for (let i = 1; i <= length; i++) {
      const personal = { values: i === 3 ? { reason: 'I was ill.' } : {}, personId: person.id };
      recordAudit(ctx, 'test.done', `thing:${String(i)}`, { i }, personal);
    }
    return Promise.resolve();
  });
  return body;
}

describe('the audit chain', () => {
  let body: TestBody;
  beforeEach(async () => {
    body = await chained();
  });
  const verified = () => verifyChain(world.db, body.body.id);
  const row = (n: number) => world.db.auditEvent.findUniqueOrThrow({ where: { bodyId_n: { bodyId: body.body.id, n } } });

  test('that nobody touched is whole', async () => {
    expect(await verified()).toEqual({ rows: 5, broken: null });
  });

  test('of a body that did nothing yet is whole', async () => {
    expect(await verifyChain(world.db, (await world.newBody()).body.id)).toEqual({ rows: 0, broken: null });
  });

  test('names the row whose content was edited, in any column', async () => {
    const { id } = await row(3);
    const changes = [
      { facts: { i: 4 } },
      { at: new Date(0) },
      { actorId: uuidv7() },
      { action: 'test.undone' },
      { surface: 'web' },
      { subject: null },
      { commitments: {} },
    ];
    for (const data of changes) {
      const before = await row(3);
      await world.db.auditEvent.update({ where: { id }, data });
      expect(await verified(), JSON.stringify(data)).toEqual({ rows: 3, broken: { n: 3, id, reason: 'edited' } });
      const { facts, at, actorId, action, surface, subject, commitments } = before;
      await world.db.auditEvent.update({
        where: { id },
        data: { facts: facts!, at, actorId, action, surface, subject, commitments: commitments! },
      });
    }
    expect(await verified()).toEqual({ rows: 5, broken: null });
  });

  test('names the row after one that was edited and given a fitting hash', async () => {
    const before = await row(3);
    const edited = { ...before, facts: { i: 4 } };
    await world.db.auditEvent.update({ where: { id: before.id }, data: { facts: { i: 4 }, hash: hashOfRow(edited) } });
    expect(await verified()).toEqual({ rows: 4, broken: { n: 4, id: (await row(4)).id, reason: 'not-linked' } });
  });

  test('names the last row when it was edited and given a fitting hash', async () => {
    const before = await row(5);
    await world.db.auditEvent.update({
      where: { id: before.id },
      data: { facts: { i: 6 }, hash: hashOfRow({ ...before, facts: { i: 6 } }) },
    });
    expect(await verified()).toEqual({ rows: 5, broken: { n: 5, id: before.id, reason: 'head' } });
  });

  test('names the place of a row that was taken out', async () => {
    await world.db.auditEvent.delete({ where: { id: (await row(3)).id } });
    expect(await verified()).toEqual({ rows: 3, broken: { n: 3, id: null, reason: 'gap' } });
  });

  test('names a row that was put in', async () => {
    const last = await row(5);
    const forged = { ...last, id: uuidv7(), n: 6, prevHash: last.hash };
    await world.db.auditEvent.create({
      data: { ...forged, facts: {}, commitments: {}, hash: hashOfRow({ ...forged, facts: {}, commitments: {} }) },
    });
    expect(await verified()).toEqual({ rows: 5, broken: { n: 6, id: forged.id, reason: 'head' } });
  });

  test('names the row put in the place of another', async () => {
    const third = await row(3);
    const forged = { ...third, id: uuidv7(), facts: { i: 9 }, commitments: {} };
    await world.db.auditEvent.delete({ where: { id: third.id } });
    await world.db.auditEvent.create({ data: { ...forged, hash: hashOfRow(forged) } });
    expect(await verified()).toEqual({ rows: 4, broken: { n: 4, id: (await row(4)).id, reason: 'not-linked' } });
  });

  test('names where it was cut off', async () => {
    await world.db.auditEvent.deleteMany({ where: { bodyId: body.body.id, n: { gte: 4 } } });
    expect(await verified()).toEqual({ rows: 3, broken: { n: 4, id: null, reason: 'truncated' } });
    await world.db.auditEvent.deleteMany({ where: { bodyId: body.body.id } });
    expect(await verified()).toEqual({ rows: 0, broken: { n: 1, id: null, reason: 'truncated' } });
  });

  test('without its head, or with a head set back, is broken', async () => {
    const where = { bodyId: body.body.id };
    const third = await row(3);
    await world.db.auditHead.update({ where, data: { n: 3, hash: third.hash } });
    expect(await verified()).toEqual({ rows: 3, broken: { n: 4, id: (await row(4)).id, reason: 'head' } });
    await world.db.auditHead.delete({ where });
    expect(await verified()).toEqual({ rows: 0, broken: { n: 1, id: (await row(1)).id, reason: 'head' } });
  });

  test('names the row beside which a personal value was exchanged, and bears erasure', async () => {
    const { id } = await row(3);
    await world.db.erasable.updateMany({ where: { auditEventId: id }, data: { value: 'I was on holiday.' } });
    expect(await verified()).toEqual({ rows: 3, broken: { n: 3, id, reason: 'value' } });
    await world.db.erasable.deleteMany({ where: { auditEventId: id } });
    expect(await verified()).toEqual({ rows: 5, broken: null });
  });

  test('of one body says nothing about that of another', async () => {
    const other = await chained(2);
    await world.db.auditEvent.delete({ where: { id: (await row(1)).id } });
    expect(await verifyChain(world.db, other.body.id)).toEqual({ rows: 2, broken: null });
    expect((await verified()).broken).toEqual({ n: 1, id: null, reason: 'gap' });
  });

  test('longer than a batch is read to its end', async () => {
    body = await chained(30);
    const inTens = () => verifyChain(world.db, body.body.id, 10);
    expect(await inTens()).toEqual({ rows: 30, broken: null });
    const { id } = await row(21);
    await world.db.auditEvent.update({ where: { id }, data: { facts: {} } });
    expect(await inTens()).toEqual({ rows: 21, broken: { n: 21, id, reason: 'edited' } });
  });
});
