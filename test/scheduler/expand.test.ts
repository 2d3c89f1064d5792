import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { NotFound } from '../../src/bot/errors.ts';
import { SILENT } from '../../src/scheduler/meter.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying } from './setting.ts';
import { v7 as uuidv7 } from 'uuid';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a due notice', () => {
  it('goes to its targets once, in one audited step, and never before its time', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    let begun = 0;
    const scheduler = setting.scheduler([saying('test.hello', [target, target], { due: () => Promise.resolve(void (begun += 1)) })]);
    await setting.plan('test.hello', { dueAt: new Date(setting.clock.now().getTime() + 10 * MINUTE) });

    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(0);
    expect((await scheduler.nextDueAt())?.getTime()).toBeGreaterThan(setting.clock.now().getTime());

    setting.clock.advance(10 * MINUTE);
    const counts = await scheduler.runDue();
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect(counts).toMatchObject({ expanded: 1, sent: 1 });
    expect(begun).toBe(1);
    expect(await setting.body.audited()).toEqual(['notices.expand']);
    const [delivery] = await setting.deliveries();
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, leaseUntil: null, error: null });
    expect(delivery?.sentAt).not.toBeNull();
    expect(delivery?.messageRef).toMatchObject({ workspaceId: setting.body.workspaceId });
    expect(delivery?.textHash).toHaveLength(64);
  });

  it('with many readers leaves the database with fresh statistics, by which it finds the next one fast', async () => {
    const setting = await openSetting(world);
    await world.db.$executeRaw`ANALYZE "Delivery"`;
    const strangers = Array.from({ length: 1_000 }, () => ({ person: uuidv7() }));
    const known = async () => {
      const [table] = await world.db.$queryRaw<[{ rows: number }]>`
        SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'Delivery'`;
      return table.rows;
    };
    const before = await known();
    await setting.plan('test.hello');
    await setting.scheduler([saying('test.hello', strangers)]).runDue();
    expect(await known()).toBeGreaterThanOrEqual(before + 1_000);
  });

  it('goes out in the order of the due times', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const scheduler = setting.scheduler([saying('test.say', [target])]);
    const now = setting.clock.now().getTime();
    for (const [text, ago] of [
      ['second', 2],
      ['third', 1],
      ['first', 3],
    ] as const)
      await setting.plan('test.say', { text, dueAt: new Date(now - ago * 1_000) });
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['first', 'second', 'third']);
  });

  it('expires when its time has passed, with the reason, and changes nothing else', async () => {
    const setting = await openSetting(world);
    let begun = 0;
    const kind = saying('test.hello', [await aChannel(setting.body)], { due: () => Promise.resolve(void (begun += 1)) });
    await setting.plan('test.hello', { expiresAt: new Date(setting.clock.now().getTime() + MINUTE) });
    setting.clock.advance(2 * MINUTE);
    const counts = await setting.scheduler([kind]).runDue();
    expect(counts).toMatchObject({ expired: 1, sent: 0 });
    expect(begun).toBe(0);
    expect(await setting.notices()).toMatchObject([{ state: 'expired', reason: 'Its time had passed before it could go out.' }]);
    expect(await setting.body.audited()).toEqual(['notices.expand']);
  });

  it('is cancelled with the reason when its kind skips it, what it is about is gone, or nobody knows its kind', async () => {
    const setting = await openSetting(world);
    const kind = saying('test.skip', [], { targets: () => Promise.resolve({ skip: 'Nobody needs it.' }) });
    await setting.plan('test.skip');
    await setting.plan('test.gone');
    await setting.plan('test.nobody');
    const gone = saying('test.gone', [], { targets: () => Promise.reject(new NotFound('There is no such meeting.')) });
    await setting.scheduler([kind, gone]).runDue();
    const reasons = (await setting.notices()).map(({ state, reason }) => [state, reason]);
    expect(reasons).toEqual([
      ['cancelled', 'Nobody needs it.'],
      ['cancelled', 'What it was about is no longer there.'],
      ['cancelled', 'No feature knows the kind test.nobody.'],
    ]);
    expect(setting.fake.posted).toHaveLength(0);
  });

  it('is left waiting when its kind fails, holding up nobody', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const broken = saying('test.broken', [], { targets: () => Promise.reject(new Error('a fault')) });
    await setting.plan('test.broken');
    await setting.plan('test.fine');
    const counts = await setting.scheduler([broken, saying('test.fine', [target])]).runDue();
    expect(counts).toMatchObject({ expanded: 1, sent: 1 });
    expect((await setting.notices()).map(({ state }) => state)).toEqual(['planned', 'expanded']);
  });

  it('sets aside alone the one that fails among several, each of the others going out once, with one audit row', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    let due = 0;
    const meter = { ...SILENT, due: (added: number) => void (due += added) };
    const broken = saying('test.broken', [target], { due: () => Promise.reject(new Error('a fault')) });
    for (const kind of ['test.fine', 'test.broken', 'test.fine', 'test.fine']) await setting.plan(kind);
    const scheduler = setting.scheduler([broken, saying('test.fine', [target])], { meter });
    expect(await scheduler.runDue()).toMatchObject({ expanded: 3, sent: 3 });
    expect((await setting.notices()).map(({ state }) => state)).toEqual(['expanded', 'planned', 'expanded', 'expanded']);
    expect(await setting.body.audited()).toEqual(['notices.expand', 'notices.expand', 'notices.expand']);
    expect(due).toBe(3);
  });

  it('does not go out when what became due with it has just cancelled it', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const cancelling = saying('test.end', [target], {
      due: async (ctx) => {
        await ctx.db.notice.updateMany({
          where: { kind: 'test.hello', bodyId: ctx.body.id, state: 'planned' },
          data: { state: 'cancelled' },
        });
      },
    });
    await setting.plan('test.end');
    await setting.plan('test.hello');
    await setting.scheduler([cancelling, saying('test.hello', [target])]).runDue();
    expect(setting.texts()).toEqual(['test.end']);
    expect((await setting.notices()).map(({ state }) => state)).toEqual(['expanded', 'cancelled']);
  });

  it('says what it says when it is due, also when that or its time was changed after it was last looked at', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const scheduler = setting.scheduler([saying('test.say', [target])]);
    const dueAt = new Date(setting.clock.now().getTime() + 10 * MINUTE);
    await setting.plan('test.say', { text: 'old', dueAt });
    const moved = await setting.plan('test.say', { text: 'moved', dueAt });
    await scheduler.runDue();
    await world.db.notice.updateMany({ where: { bodyId: setting.bodyId, key: { not: moved } }, data: { subject: { text: 'new' } } });
    await world.db.notice.updateMany({
      where: { bodyId: setting.bodyId, key: moved },
      data: { dueAt: new Date(dueAt.getTime() + MINUTE) },
    });
    setting.clock.advance(10 * MINUTE);
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['new']);
    setting.clock.advance(MINUTE);
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['new', 'moved']);
  });

  // The embedded database has one connection, which the other process would hold.
  it.skipIf(inject('snapshot').kind !== 'server')('in the hands of another process is not waited for, and not lost', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.hello', [await aChannel(setting.body)])]);
    await setting.plan('test.hello');
    await world.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Notice" WHERE "bodyId" = ${setting.bodyId}::uuid FOR UPDATE`;
      expect(await scheduler.runDue()).toMatchObject({ expanded: 0, sent: 0 });
    });
    expect(await scheduler.runDue()).toMatchObject({ expanded: 1, sent: 1 });
  });
});

describe('a target', () => {
  it('who has two accounts gets one message, where they were seen last', async () => {
    const setting = await openSetting(world);
    const person = await setting.body.person();
    const workspaceId = uuidv7();
    await world.db.workspace.create({
      data: { id: workspaceId, bodyId: setting.bodyId, platform: 'teams', externalId: workspaceId, name: 'Other', connectedAt: new Date() },
    });
    await world.db.account.create({
      data: {
        id: uuidv7(),
        bodyId: setting.bodyId,
        workspaceId,
        externalUserId: 'U-new',
        personId: person.id,
        name: 'x',
        seenAt: new Date('2026-11-24'),
      },
    });
    setting.chats.set(workspaceId, setting.fake.chat);
    await setting.plan('test.dm');
    await setting.scheduler([saying('test.dm', [{ person: person.id }])]).runDue();
    expect(setting.fake.posted.map(({ address }) => address)).toEqual(['U-new']);
    expect(await setting.deliveries()).toMatchObject([{ workspaceId, state: 'sent' }]);
  });

  it('without an account fails visibly, a disconnected channel is left alone, and the others hear', async () => {
    const setting = await openSetting(world);
    const known = await setting.body.person();
    const unknown = await setting.body.person({ account: false });
    const gone = await setting.body.person();
    await world.db.account.updateMany({ where: { personId: gone.id }, data: { unreachable: 'user_not_found' } });
    const channel = await aChannel(setting.body);
    await world.db.groupChannel.update({ where: { id: channel.channel }, data: { disconnectedAt: new Date() } });
    await setting.plan('test.all');
    await setting.scheduler([saying('test.all', [{ person: unknown.id }, { person: gone.id }, channel, { person: known.id }])]).runDue();
    const fates = Object.fromEntries((await setting.deliveries()).map(({ target, state, error }) => [target, [state, error]]));
    expect(fates).toEqual({
      [`person:${unknown.id}`]: ['failed', 'no_chat_account'],
      [`person:${gone.id}`]: ['failed', 'no_chat_account'],
      [`channel:${channel.channel}`]: ['cancelled', 'channel_disconnected'],
      [`person:${known.id}`]: ['sent', null],
    });
  });

  it('of another body is not found', async () => {
    const setting = await openSetting(world);
    const other = await openSetting(world);
    const stranger = await other.body.person();
    const channel = await aChannel(other.body);
    await setting.plan('test.all');
    await setting.scheduler([saying('test.all', [{ person: stranger.id }, channel])]).runDue();
    expect((await setting.deliveries()).map(({ state }) => state).sort()).toEqual(['cancelled', 'failed']);
    expect(setting.fake.posted).toHaveLength(0);
  });
});
