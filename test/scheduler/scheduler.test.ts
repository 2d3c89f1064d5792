import pino from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400 && !(await done()); i++) await sleep(25);
  expect(await done()).toBe(true);
}

/** The same faults in the same order in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

function faultyPost(setting: Setting, random: () => number): Chat['post'] {
  return async (address, card, key) => {
    await sleep(random() * 5);
    const dice = random();
    if (dice < 0.1) throw new ChatFailure('unknown', 'ECONNRESET');
    if (dice < 0.15) throw new ChatFailure('limited', 'ratelimited', { retryAfterMs: 1 });
    const ref = await setting.fake.chat.post(address, card, key);
    if (dice < 0.25) throw new ChatFailure('unknown', '503');
    return ref;
  };
}

describe('several schedulers on one database', () => {
  it('share the work: everything arrives once, whatever the platform does', async () => {
    const setting = await openSetting(world);
    const targets = [
      ...(await Promise.all(Array.from({ length: 12 }, () => setting.body.person()))).map(({ id }) => ({ person: id })),
      ...(await Promise.all(Array.from({ length: 3 }, () => aChannel(setting.body)))),
    ];
    const post = faultyPost(setting, seeded(7));
    const kinds = [saying('test.all', targets)];
    // Nobody gets an answer before both have something under way, so that neither takes everything.
    const begun = new Set<string>();
    const both = Promise.withResolvers<undefined>();
    const replicas = ['one', 'two'].map((replicaId) => {
      const postTogether: typeof post = async (...message) => {
        if (begun.add(replicaId).size === 2) both.resolve(undefined);
        await both.promise;
        return post(...message);
      };
      return setting.scheduler(kinds, { replicaId, chat: { post: postTogether }, limits: { parallel: 4 } });
    });
    for (let i = 0; i < 4; i++) await setting.plan('test.all', { text: String(i) });
    const shares = [0, 0];
    const isDone = async () => {
      const deliveries = await setting.deliveries();
      return deliveries.length > 0 && deliveries.every(({ state }) => state === 'sent');
    };
    const work = async (one: (typeof replicas)[number], i: number) => {
      for (let round = 0; round < 100 && !(await isDone()); round++) {
        shares[i]! += (await one.runDue()).sent;
        if (begun.size === 2) setting.clock.advance(30_000);
        else await sleep(10);
      }
    };
    await Promise.all(replicas.map(work));
    const sent = (await setting.deliveries()).filter(({ state }) => state === 'sent');
    expect(sent).toHaveLength(4 * targets.length);
    expect(setting.fake.posted).toHaveLength(4 * targets.length);
    expect(new Set(setting.fake.posted.map(({ key }) => key)).size).toBe(4 * targets.length);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect((await setting.body.audited()).filter((action) => action === 'notices.expand')).toHaveLength(4);
  });
});

describe('a started scheduler', () => {
  it('sends what is due at its time, and what becomes due at once when it is woken', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    await setting.plan('test.x', { text: 'soon', dueAt: new Date(setting.clock.now().getTime() + 700) });
    const planned = performance.now();
    scheduler.start();
    await until(() => setting.fake.posted.length === 1);
    expect(performance.now() - planned).toBeGreaterThan(600);

    await setting.plan('test.x', { text: 'now' });
    scheduler.wake();
    await until(() => setting.fake.posted.length === 2);

    await setting.plan('test.x', {
      text: 'far',
      dueAt: new Date(setting.clock.now().getTime() + 1_000 * MINUTE),
      expiresAt: new Date('2100-01-01'),
    });
    setting.clock.advance(2_000 * MINUTE);
    scheduler.wake();
    await until(() => setting.fake.posted.length === 3);
    await scheduler.stop();
  });

  it('takes in what becomes due while something slow is under way', async () => {
    const setting = await openSetting(world);
    const [slow, quick] = [await aChannel(setting.body, 'C-slow'), await aChannel(setting.body, 'C-quick')];
    let isSlowDone = false;
    const post: Chat['post'] = async (address, card, key) => {
      if (address === 'C-slow') await sleep(2_000);
      isSlowDone ||= address === 'C-slow';
      return setting.fake.chat.post(address, card, key);
    };
    const scheduler = setting.scheduler([saying('test.slow', [slow]), saying('test.quick', [quick])], { chat: { post } });
    await setting.plan('test.slow');
    await setting.plan('test.quick', { dueAt: new Date(setting.clock.now().getTime() + 500) });
    scheduler.start();
    await until(() => setting.fake.posted.length === 1);
    expect(isSlowDone).toBe(false);
    await scheduler.stop();
    expect(setting.fake.posted).toHaveLength(2);
  });

  it('lets what is under way end when it stops, and begins nothing more', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const post: Chat['post'] = async (address, card, key) => {
      await sleep(300);
      return setting.fake.chat.post(address, card, key);
    };
    const scheduler = setting.scheduler([saying('test.x', [target])], { chat: { post } });
    await setting.plan('test.x');
    await setting.plan('test.x');
    scheduler.start();
    await until(async () => (await setting.deliveries()).some(({ state }) => state === 'claimed'));
    await scheduler.stop();
    scheduler.wake();
    await sleep(100);
    expect((await setting.deliveries()).map(({ state }) => state).sort()).toEqual(['planned', 'sent']);
    expect(setting.fake.posted).toHaveLength(1);
  });

  it('does not wait for ever for a platform that hangs', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])], {
      chat: { post: () => new Promise(() => undefined) },
      limits: { drainMs: 100 },
    });
    await setting.plan('test.x');
    scheduler.start();
    await until(async () => (await setting.deliveries()).some(({ state }) => state === 'claimed'));
    await scheduler.stop();
    expect(await setting.deliveries()).toMatchObject([{ state: 'claimed' }]);
  });

  it('does each upkeep once in its slot, whichever replica comes first, and survives one that fails', async () => {
    const setting = await openSetting(world);
    await world.db.jobRun.deleteMany({});
    let runs = 0;
    const upkeep = [
      { name: 'test.broken', run: () => Promise.reject(new Error('a fault')) },
      { name: 'test.upkeep', everyMinutes: 10_000, run: () => Promise.resolve(void (runs += 1)) },
    ];
    const replicas = ['one', 'two'].map((replicaId) => setting.scheduler([], { replicaId, upkeep }));
    for (const one of replicas) one.start();
    // A claim is seen before its run: both must be there.
    await until(async () => (await world.db.jobRun.count()) >= 2 && runs > 0);
    for (const one of replicas) await one.stop();
    expect(runs).toBe(1);
  });
});

describe('a database that is away', () => {
  it('is told once, ends nothing, and is tried again', async () => {
    const setting = await openSetting(world);
    const away = await openDatabase({ databaseUrl: 'postgresql://postgres@127.0.0.1:1/none', dataDir: '' });
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const scheduler = createScheduler({
      db: away.db,
      clock: setting.clock,
      features: [],
      contextFor: () => Promise.resolve(setting.body.asScheduler()),
      chatFor: () => Promise.resolve(null),
      log,
      replicaId: 'one',
    });
    expect((await scheduler.runDue()).sent).toBe(0);
    scheduler.start();
    await sleep(300);
    expect((await scheduler.runDue()).sent).toBe(0);
    await scheduler.stop();
    expect(lines.filter((line) => line.includes('database-away'))).toHaveLength(1);
    expect(lines).toHaveLength(1);
    await away.close();
  });

  it('when it returns, everything goes out once, also what was sent while its fate could not be written', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])], { limits: { leaseMs: 12_500 } });
    await setting.plan('test.x');
    await world.sql.query(`CREATE FUNCTION no_fate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.state = 'sent' THEN RAISE EXCEPTION 'away' USING ERRCODE = '57P03'; END IF; RETURN NEW; END $$`);
    await world.sql.query(`CREATE TRIGGER no_fate BEFORE UPDATE ON "Delivery" FOR EACH ROW EXECUTE FUNCTION no_fate()`);
    try {
      const pass = scheduler.runDue();
      await sleep(400);
      expect(setting.fake.posted).toHaveLength(1);
      await world.sql.query('DROP TRIGGER no_fate ON "Delivery"');
      await pass;
    } finally {
      await world.sql.query('DROP TRIGGER IF EXISTS no_fate ON "Delivery"');
    }
    await setting.endLeases();
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect((await setting.deliveries())[0]?.state).toBe('sent');
  });
});
