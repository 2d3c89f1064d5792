import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../src/bot/clock.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { createFakeChat } from '../support/fake-chat.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a clock that jumps', () => {
  it.each([
    ['an hour', 60],
    ['a day', 24 * 60],
  ])('forward by %s sends what is due then, late and saying so, and expires what is of no use', async (_, minutes) => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    const now = setting.clock.now().getTime();
    await setting.plan('test.x', { text: 'kept', dueAt: new Date(now + MINUTE), expiresAt: new Date(now + 30 * 24 * 60 * MINUTE) });
    await setting.plan('test.x', { text: 'stale', dueAt: new Date(now + 2 * MINUTE), expiresAt: new Date(now + 3 * MINUTE) });
    setting.clock.advance(minutes * MINUTE);
    expect(await scheduler.runDue()).toMatchObject({ sent: 1, expired: 1 });
    expect(JSON.stringify(setting.fake.posted[0]?.card.summary)).toContain('late because');
  });

  it.each([
    ['an hour', 60],
    ['a day', 24 * 60],
  ])('back by %s sends nothing twice, and what is due then at its time', async (_, minutes) => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const scheduler = setting.scheduler([saying('test.x', [target])]);
    await setting.plan('test.x', { text: 'before' });
    await scheduler.runDue();
    setting.clock.advance(-minutes * MINUTE);
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['before']);
    await setting.plan('test.x', { text: 'after', dueAt: new Date(setting.clock.now().getTime() + MINUTE) });
    setting.clock.advance(MINUTE);
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['before', 'after']);
  });
});

describe('a replica whose clock is five seconds off', () => {
  it('sends everything once together with the others, at most five seconds early', async () => {
    const setting = await openSetting(world);
    const people = await Promise.all(Array.from({ length: 10 }, async () => ({ person: (await setting.body.person()).id })));
    const kinds = [saying('test.x', people)];
    const right = setting.scheduler(kinds);
    const fast = createClock(setting.clock.offset() + 5_000);
    const early = setting.scheduler(kinds, { replicaId: 'fast', clock: fast });
    await setting.plan('test.x', { dueAt: new Date(setting.clock.now().getTime() + 6_000) });
    await Promise.all([right.runDue(), early.runDue()]);
    expect(setting.fake.posted).toHaveLength(0);
    fast.advance(1_000);
    setting.clock.advance(1_000);
    for (let round = 0; round < 3; round++) await Promise.all([right.runDue(), early.runDue()]);
    expect(setting.fake.posted).toHaveLength(10);
    expect(new Set(setting.fake.posted.map(({ address }) => address)).size).toBe(10);
  });
});

describe('a database whose sessions are in another zone', () => {
  it('keeps due times and sends at them', async () => {
    const setting = await openSetting(world);
    await world.sql.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'Asia/Tokyo'); END $$`);
    const opened = await openDatabase({ databaseUrl: world.url, dataDir: '' });
    try {
      const set = await opened.db
        .$queryRaw`SELECT setconfig::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = current_database()`;
      expect(JSON.stringify(set)).toContain('Asia/Tokyo');
      const fake = createFakeChat(setting.body.workspaceId);
      const scheduler = createScheduler({
        db: opened.db,
        clock: setting.clock,
        features: [{ ...EMPTY, notices: [saying('test.x', [await aChannel(setting.body)])] }],
        contextFor: () => Promise.resolve({ ...setting.body.asScheduler(setting.clock.now()), db: opened.db }),
        chatFor: () => Promise.resolve(fake.chat),
        log: setting.body.asScheduler().log,
        replicaId: 'abroad',
        limits: { betweenPostsMs: 0 },
      });
      await setting.plan('test.x', { dueAt: new Date(setting.clock.now().getTime() + MINUTE) });
      await scheduler.runDue();
      expect(fake.posted).toHaveLength(0);
      setting.clock.advance(MINUTE);
      await scheduler.runDue();
      expect(fake.posted).toHaveLength(1);
      const [sent] = await setting.deliveries();
      expect(Math.abs(sent!.sentAt!.getTime() - setting.clock.now().getTime())).toBeLessThan(MINUTE);
    } finally {
      await opened.close();
    }
  });
});

const EMPTY = { name: 'test', commands: [], buttons: [], forms: [], notices: [], cards: [], reactions: {} };
