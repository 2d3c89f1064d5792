import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '../../src/bot/card.ts';
import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import type { CardKind } from '../../src/bot/define.ts';
import { markStale } from '../../src/bot/posted.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A posted card that counts, and how often its message was updated. */
async function aPostedCard(setting: Setting, chat: Partial<Chat> = {}, limits = {}) {
  const facts = { count: 0, draws: 0, updates: 0 };
  const card: CardKind = {
    kind: 'test.card',
    render() {
      facts.draws += 1;
      return Promise.resolve(sentence(`Here: ${String(facts.count)}`));
    },
  };
  const kind = saying('test.x', [await aChannel(setting.body), await aChannel(setting.body)], {
    render: () => Promise.resolve(sentence(`Here: ${String(facts.count)}`)),
    card: { kind: 'test.card', subject: () => 'subject' },
  });
  const update: Chat['update'] = (ref, shown) => {
    facts.updates += 1;
    return (chat.update ?? setting.fake.chat.update)(ref, shown);
  };
  const scheduler = setting.scheduler([kind], { cards: [card], chat: { ...chat, update }, limits });
  await setting.plan('test.x');
  await scheduler.runDue();
  const stale = () => markStale(setting.body.asScheduler(setting.clock.now()), 'test.card', 'subject');
  const rows = () => world.db.postedCard.findMany({ where: { bodyId: setting.bodyId } });
  return { facts, scheduler, stale, rows };
}

describe('a posted card', () => {
  it('is updated everywhere when its facts changed, once for many changes, and not at all for none', async () => {
    const setting = await openSetting(world);
    const { facts, scheduler, stale, rows } = await aPostedCard(setting);
    expect(facts.updates).toBe(0);
    await stale();
    await scheduler.runDue();
    expect(facts.updates).toBe(0);
    for (facts.count = 1; facts.count < 5; facts.count++) await stale();
    expect(await scheduler.runDue()).toMatchObject({ refreshed: 2 });
    expect(setting.texts()).toEqual(['Here: 5', 'Here: 5']);
    expect(facts.updates).toBe(2);
    expect(await rows()).toMatchObject([{ staleAt: null }, { staleAt: null }]);
  });

  it('stays stale when its facts change while it is being updated', async () => {
    const setting = await openSetting(world);
    const update: Chat['update'] = async (ref, card) => {
      await setting.fake.chat.update(ref, card);
      if (facts.updates > 2) return;
      facts.count += 1;
      await stale();
    };
    const { facts, scheduler, stale, rows } = await aPostedCard(setting, { update });
    facts.count = 1;
    await stale();
    await scheduler.runDue();
    expect(setting.texts()).toEqual([`Here: ${String(facts.count)}`, `Here: ${String(facts.count)}`]);
    expect(await rows()).toMatchObject([{ staleAt: null }, { staleAt: null }]);
  });

  it('is updated at most once in each interval', async () => {
    const setting = await openSetting(world);
    const { facts, scheduler, stale, rows } = await aPostedCard(setting, {}, { betweenUpdatesMs: 60_000 });
    for (const n of [1, 2]) {
      facts.count = n;
      await stale();
      await scheduler.runDue();
    }
    expect(setting.texts()).toEqual(['Here: 1', 'Here: 1']);
    expect((await rows()).every(({ staleAt }) => staleAt !== null)).toBe(true);
    await world.db.postedCard.updateMany({ where: { bodyId: setting.bodyId }, data: { leaseUntil: new Date(0) } });
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['Here: 2', 'Here: 2']);
  });

  it('is left alone for good, with the reason, when its message is gone', async () => {
    const setting = await openSetting(world);
    const { facts, scheduler, stale, rows } = await aPostedCard(setting);
    setting.fake.posted.shift();
    facts.count = 1;
    await stale();
    expect(await scheduler.runDue()).toMatchObject({ refreshed: 1, retired: 1 });
    expect((await rows()).map(({ retired }) => retired).sort()).toEqual(['message_not_found', null]);
  });

  it('is updated again after the platform asked for a pause or broke the connection', async () => {
    const setting = await openSetting(world);
    const failures = [new ChatFailure('limited', 'ratelimited', { retryAfterMs: 30_000 }), new ChatFailure('unknown', 'ECONNRESET')];
    const update: Chat['update'] = (ref, card) => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : setting.fake.chat.update(ref, card);
    };
    const { facts, scheduler, stale } = await aPostedCard(setting, { update });
    facts.count = 1;
    await stale();
    expect(await scheduler.runDue()).toMatchObject({ refreshed: 0 });
    await world.db.postedCard.updateMany({ where: { bodyId: setting.bodyId }, data: { leaseUntil: new Date(0) } });
    expect(await scheduler.runDue()).toMatchObject({ refreshed: 2 });
  });

  it('is drawn again after its drawer died', async () => {
    const setting = await openSetting(world);
    const { facts, scheduler, rows } = await aPostedCard(setting);
    facts.count = 1;
    const data = { staleAt: new Date('9999-01-01'), leaseUntil: new Date(Date.now() - 1_000) };
    await world.db.postedCard.updateMany({ where: { bodyId: setting.bodyId }, data });
    expect(await scheduler.runDue()).toMatchObject({ refreshed: 2 });
    expect(await rows()).toMatchObject([{ staleAt: null }, { staleAt: null }]);
  });
});
