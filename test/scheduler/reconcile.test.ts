import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { claimDue, claimUnresolved } from '../../src/scheduler/claim.ts';
import { settle } from '../../src/scheduler/fate.ts';
import { createEngine, type Engine } from '../../src/scheduler/parts.ts';
import { send } from '../../src/scheduler/send.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const unknown = (at: 'before' | 'after') => ({ at, failure: new ChatFailure('unknown', 'ECONNRESET') });

/** The parts of another process that this test drives step by step. */
function anotherProcess({ clock, body }: Setting, leaseMs = 30_000, chat: Chat | null = null): Engine {
  return createEngine({
    db: world.db,
    clock,
    features: [],
    contextFor: () => Promise.resolve(body.asScheduler(clock.now())),
    chatFor: () => Promise.resolve(chat),
    log: body.asScheduler().log,
    replicaId: 'another',
    limits: { leaseMs, betweenPostsMs: 0 },
  });
}

/** A delivery due now, not yet claimed. */
async function aDueDelivery(setting: Setting) {
  const kind = saying('test.x', [await aChannel(setting.body)], {});
  await setting.plan('test.x');
  setting.fake.faults.push({ at: 'before', failure: new ChatFailure('unsent', 'x') });
  await setting.scheduler([kind]).runDue();
  setting.clock.advance(10_000);
  return kind;
}

describe('an unknown outcome', () => {
  it('of a message that was stored is found: one post', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    await setting.plan('test.x');
    setting.fake.faults.push(unknown('after'));
    expect(await scheduler.runDue()).toMatchObject({ sent: 1, found: 1 });
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect(await setting.deliveries()).toMatchObject([{ state: 'sent', attempts: 1, messageRef: { id: '1' } }]);
  });

  it('of a message that was not stored leads to one more try: one post', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    await setting.plan('test.x');
    setting.fake.faults.push(unknown('before'));
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect(await setting.deliveries()).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('that nobody may look up stays unknown and is never sent again', async () => {
    const setting = await openSetting(world);
    for (const find of [() => Promise.resolve('unreadable' as const), () => Promise.reject(new ChatFailure('refused', 'missing_scope'))]) {
      const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])], { chat: { find } });
      await setting.plan('test.x');
      setting.fake.faults.push(unknown('before'));
      await scheduler.runDue();
      await setting.endLeases();
      await scheduler.runDue();
    }
    expect(setting.fake.posted).toHaveLength(0);
    expect((await setting.deliveries()).map(({ state, error, leaseUntil }) => [state, error, leaseUntil])).toEqual([
      ['unknown', 'unreadable', null],
      ['unknown', 'unreadable: missing_scope', null],
    ]);
  });

  it('is looked for again when looking fails, and not resent before', async () => {
    const setting = await openSetting(world);
    let looks = 0;
    const find: Chat['find'] = (address, key) => {
      looks += 1;
      return looks === 1
        ? Promise.reject(new ChatFailure('limited', 'ratelimited', { retryAfterMs: 60_000 }))
        : setting.fake.chat.find(address, key);
    };
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])], { chat: { find } });
    await setting.plan('test.x');
    setting.fake.faults.push(unknown('after'));
    await scheduler.runDue();
    expect((await setting.deliveries())[0]?.state).toBe('unknown');
    await scheduler.runDue();
    expect(looks).toBe(1);
    await setting.endLeases();
    await scheduler.runDue();
    expect(looks).toBe(2);
    expect(setting.fake.posted).toHaveLength(1);
    expect((await setting.deliveries())[0]?.state).toBe('sent');
  });

  it('comes from a platform that does not answer in time; the look waits until the request cannot be under way any more', async () => {
    const setting = await openSetting(world);
    const post: Chat['post'] = async (address, card, key) => {
      await setting.fake.chat.post(address, card, key);
      return new Promise(() => undefined);
    };
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])], {
      chat: { post },
      limits: { sendMs: 50, leaseMs: 5_000 },
    });
    await setting.plan('test.x');
    await scheduler.runDue();
    expect(await setting.deliveries()).toMatchObject([{ state: 'unknown', error: 'no_answer' }]);
    expect((await setting.deliveries())[0]!.leaseUntil!.getTime()).toBeGreaterThan(Date.now() + 3_000);
    await setting.endLeases();
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect((await setting.deliveries())[0]?.state).toBe('sent');
  });
});

describe('claims of many processes at once', () => {
  it('never hold the same delivery twice', async () => {
    const setting = await openSetting(world);
    const people = await Promise.all(Array.from({ length: 60 }, () => setting.body.person()));
    const engine = anotherProcess(setting);
    await setting.plan('test.x');
    const kind = saying(
      'test.x',
      people.map(({ id }) => ({ person: id })),
    );
    const post: Chat['post'] = () => Promise.reject(new ChatFailure('unsent', 'x'));
    await setting.scheduler([kind], { chat: { post } }).runDue();
    setting.clock.advance(10_000);
    const held: string[] = [];
    while (held.length < people.length) {
      const claims = await Promise.all(Array.from({ length: 6 }, () => claimDue(engine, 3)));
      const ids = claims.flat().map(({ id }) => id);
      if (ids.length === 0) break;
      held.push(...ids);
    }
    expect(held).toHaveLength(people.length);
    expect(new Set(held).size).toBe(people.length);
  });
});

describe('a sender that dies', () => {
  it('before its request leaves a claim that is looked into after the lease, and sent once', async () => {
    const setting = await openSetting(world);
    const kind = await aDueDelivery(setting);
    await claimDue(anotherProcess(setting), 1);
    const scheduler = setting.scheduler([kind]);
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(0);
    await setting.endLeases();
    await scheduler.runDue();
    setting.clock.advance(10_000);
    await scheduler.runDue();
    expect(setting.fake.posted).toHaveLength(1);
    expect((await setting.deliveries())[0]?.state).toBe('sent');
  });

  it('after its request leaves a message that is found: one post, remembered and pinned like any other', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const kind = saying('test.x', [target], { pin: true, card: { kind: 'test.card', subject: () => 'subject' } });
    const engine = anotherProcess(setting);
    await setting.plan('test.x');
    setting.fake.faults.push({ at: 'before', failure: new ChatFailure('unsent', 'x') });
    const scheduler = setting.scheduler([kind], { cards: [{ kind: 'test.card', render: () => Promise.resolve(null) }] });
    await scheduler.runDue();
    setting.clock.advance(10_000);
    const [claimed] = await claimDue(engine, 1);
    await setting.fake.chat.post(claimed!.address, { summary: 'x', blocks: [] }, claimed!.id);
    await setting.endLeases();
    expect(await scheduler.runDue()).toMatchObject({ found: 1, sent: 1 });
    expect(setting.fake.posted).toMatchObject([{ pinned: true }]);
    expect(await world.db.postedCard.count({ where: { bodyId: setting.bodyId, retired: null } })).toBe(1);
  });

  it('only seemed to, and writes no fate over that of the one who took over', async () => {
    const setting = await openSetting(world);
    await aDueDelivery(setting);
    const frozen = anotherProcess(setting);
    const [claimed] = await claimDue(frozen, 1);
    await setting.endLeases();
    const [taken] = await claimUnresolved(anotherProcess(setting), 1);
    expect(taken?.id).toBe(claimed?.id);
    expect(await settle(world.db, claimed!, { state: 'sent' })).toBe(false);
    expect(await settle(world.db, taken!, { state: 'planned' })).toBe(true);
  });

  it('only slept, and does not begin a request that could outlive its lease', async () => {
    const setting = await openSetting(world);
    await aDueDelivery(setting);
    const sleeper = createEngine({
      ...anotherProcess(setting, 12_050, setting.fake.chat),
      features: [{ name: 'test', commands: [], buttons: [], forms: [], notices: [saying('test.x', [])], cards: [], reactions: {} }],
      contextFor: () => Promise.resolve(setting.body.asScheduler(setting.clock.now())),
    });
    const [claimed] = await claimDue(sleeper, 1);
    await sleep(100);
    await send(sleeper, claimed!);
    expect(setting.fake.posted).toHaveLength(0);
    expect(await setting.deliveries()).toMatchObject([{ state: 'planned', attempts: 1 }]);
  });
});
