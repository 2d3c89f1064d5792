import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '../../src/bot/card.ts';
import { TOO_LATE } from '../../src/bot/deadline.ts';
import { ChatFailure, PINS_NOT_OFFERED } from '../../src/bot/chat.ts';
import { NotFound } from '../../src/bot/errors.ts';
import { retry } from '../../src/features/notices/retry.ts';
import { claimDue } from '../../src/scheduler/claim.ts';
import { createEngine } from '../../src/scheduler/parts.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const failing = (...args: ConstructorParameters<typeof ChatFailure>) => ({ at: 'before' as const, failure: new ChatFailure(...args) });
const states = async (setting: Setting) => (await setting.deliveries()).map(({ state, error }) => [state, error]);

describe('a message', () => {
  it('is drawn when it is sent, and left out with the reason when there is nothing to say any more', async () => {
    const setting = await openSetting(world);
    const [a, b] = [await aChannel(setting.body), await aChannel(setting.body)];
    const kind = saying('test.x', [a, b], {
      render: (_, __, target) =>
        'channel' in target && target.channel === a.channel
          ? Promise.resolve({ skip: 'Already answered.' })
          : Promise.reject(new NotFound('Gone.')),
    });
    await setting.plan('test.x');
    const counts = await setting.scheduler([kind]).runDue();
    expect(counts.cancelled).toBe(2);
    expect((await states(setting)).sort()).toEqual([
      ['cancelled', 'Already answered.'],
      ['cancelled', 'What it was about is no longer there.'],
    ]);
  });

  it('is tried again later when it could not be drawn, and expires in the end', async () => {
    const setting = await openSetting(world);
    const kind = saying('test.x', [await aChannel(setting.body)], { render: () => Promise.reject(new Error('a fault')) });
    await setting.plan('test.x', { expiresAt: new Date(setting.clock.now().getTime() + MINUTE) });
    const scheduler = setting.scheduler([kind]);
    expect(await scheduler.runDue()).toMatchObject({ retried: 1 });
    expect(await states(setting)).toEqual([['planned', 'unexpected_error']]);
    setting.clock.advance(2 * MINUTE);
    expect(await scheduler.runDue()).toMatchObject({ expired: 1 });
    expect((await states(setting))[0]?.[0]).toBe('expired');
  });

  it('says so when it is more than five minutes late, and only then', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const kind = saying('test.x', [target], { card: { kind: 'test.card', subject: () => 's' } });
    const scheduler = setting.scheduler([kind], { cards: [{ kind: 'test.card', render: () => Promise.resolve(sentence('test.x')) }] });
    await setting.plan('test.x');
    setting.clock.advance(4 * MINUTE);
    await scheduler.runDue();
    await setting.plan('test.x');
    setting.clock.advance(6 * MINUTE);
    await scheduler.runDue();
    await setting.plan('test.x', { dueAt: new Date(setting.clock.now().getTime() - 60 * MINUTE) });
    await scheduler.runDue();
    const said = setting.fake.posted.map(({ card }) => JSON.stringify(card).includes('late because the service was not running'));
    expect(said).toEqual([false, true, false]);
    expect(setting.fake.posted[1]?.card.blocks[0]?.type).toBe('note');
    expect(JSON.stringify(setting.fake.posted[1]?.card.summary)).toContain('This was due at');
  });

  it('is pinned in a channel and remembered as a posted card when its kind asks for it', async () => {
    const setting = await openSetting(world);
    const kind = saying('test.x', [await aChannel(setting.body)], {
      pin: true,
      card: { kind: 'test.card', subject: (notice) => notice.id },
    });
    await setting.plan('test.x');
    await setting.scheduler([kind], { cards: [{ kind: 'test.card', render: () => Promise.resolve(null) }] }).runDue();
    expect(setting.fake.posted).toMatchObject([{ pinned: true }]);
    const [notice] = await setting.notices();
    const cards = await world.db.postedCard.findMany({ where: { bodyId: setting.bodyId } });
    expect(cards).toMatchObject([{ kind: 'test.card', subject: notice?.id, staleAt: null, retired: null }]);
  });
});

describe('a message that could not be pinned', () => {
  it.each([
    [PINS_NOT_OFFERED, 'debug'],
    ['too_many_pins', 'warn'],
  ])('for %s is sent all the same, keeps why, and is logged as %s', async (code, level) => {
    const setting = await openSetting(world);
    const lines: string[] = [];
    const chat = { pin: () => Promise.reject(new ChatFailure('refused', code)) };
    const log = pino(
      { level: 'debug', formatters: { level: (label) => ({ level: label }) } },
      { write: (line: string) => void lines.push(line) },
    );
    const kind = saying('test.x', [await aChannel(setting.body)], { pin: true });
    await setting.plan('test.x');
    await setting.scheduler([kind], { chat, log }).runDue();
    expect(await setting.deliveries()).toMatchObject([{ state: 'sent', error: `not_pinned: ${code}` }]);
    const said = lines.map((line) => JSON.parse(line) as { event?: string; level: string }).filter((line) => line.event === 'not-pinned');
    expect(said.map((line) => line.level)).toEqual([level]);
  });
});

describe('pacing', () => {
  it('rests between posts to one destination without holding up the others', async () => {
    const setting = await openSetting(world);
    const [busy, other] = [await aChannel(setting.body, 'C-busy'), await aChannel(setting.body, 'C-other')];
    const posts: string[] = [];
    const post: typeof setting.fake.chat.post = (address, card, key) => {
      posts.push(address);
      return setting.fake.chat.post(address, card, key);
    };
    const scheduler = setting.scheduler([saying('test.busy', [busy]), saying('test.other', [other])], {
      limits: { betweenPostsMs: 400 },
      chat: { post },
    });
    for (let i = 0; i < 3; i++) await setting.plan('test.busy', { dueAt: new Date(setting.clock.now().getTime() - 10_000 + i) });
    await setting.plan('test.other');
    await scheduler.runDue();
    expect(posts.filter((address) => address === 'C-busy')).toHaveLength(3);
    const claimed = (await setting.deliveries()).filter(({ address }) => address === 'C-busy').map(({ claimedAt }) => claimedAt!.getTime());
    const [first, second, third] = claimed.sort((a, b) => a - b);
    expect(second! - first!).toBeGreaterThanOrEqual(400);
    expect(third! - second!).toBeGreaterThanOrEqual(400);
    expect(posts.indexOf('C-other')).toBeLessThan(2);
  });

  it('sends to different destinations at the same time, within the bound', async () => {
    const setting = await openSetting(world);
    const people = await Promise.all(Array.from({ length: 7 }, () => setting.body.person()));
    let underWay = 0;
    let most = 0;
    const post: typeof setting.fake.chat.post = async (address, card, key) => {
      most = Math.max(most, ++underWay);
      await sleep(50);
      underWay -= 1;
      return setting.fake.chat.post(address, card, key);
    };
    await setting.plan('test.dm');
    await setting
      .scheduler(
        [
          saying(
            'test.dm',
            people.map(({ id }) => ({ person: id })),
          ),
        ],
        { limits: { parallel: 3 }, chat: { post } },
      )
      .runDue();
    expect(setting.fake.posted).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('lets only the destination wait that the platform limits, and keeps its order', async () => {
    const setting = await openSetting(world);
    const [slow, other] = [await aChannel(setting.body, 'C-slow'), await aChannel(setting.body, 'C-other')];
    const scheduler = setting.scheduler([saying('test.slow', [slow]), saying('test.other', [other])]);
    const ago = (ms: number) => new Date(setting.clock.now().getTime() - ms);
    await setting.plan('test.slow', { text: 'slow one', dueAt: ago(3_000) });
    await setting.plan('test.slow', { text: 'slow two', dueAt: ago(2_000) });
    await setting.plan('test.other', { dueAt: ago(1_000), text: 'other' });
    const post: typeof setting.fake.chat.post = (address, card, key) =>
      address === 'C-slow' && setting.fake.posted.length < 2 && setting.clock.now() < until
        ? Promise.reject(new ChatFailure('limited', 'ratelimited', { retryAfterMs: 30_000 }))
        : setting.fake.chat.post(address, card, key);
    const until = new Date(setting.clock.now().getTime() + 29_000);
    const limited = setting.scheduler([saying('test.slow', [slow]), saying('test.other', [other])], { chat: { post } });
    expect(await limited.runDue()).toMatchObject({ sent: 1, retried: 1 });
    expect(setting.texts()).toEqual(['other']);
    setting.clock.advance(20_000);
    expect(await scheduler.runDue()).toMatchObject({ sent: 0 });
    setting.clock.advance(11_000);
    expect(await scheduler.runDue()).toMatchObject({ sent: 2 });
    expect(setting.texts()).toEqual(['other', 'slow one', 'slow two']);
  });
});

describe('a refusal', () => {
  it('parks the delivery with the code, marks the channel and tells the Secretariat once, until it works again', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const secretary = await setting.body.person();
    const kinds = [
      saying('test.x', [target]),
      saying('notices.troubled', [{ person: secretary.id }], {
        render: (_, n) => Promise.resolve(sentence(`trouble ${n.subject.code ?? ''}`)),
      }),
    ];
    const scheduler = setting.scheduler(kinds);
    for (let i = 0; i < 2; i++) {
      await setting.plan('test.x');
      setting.fake.faults.push(failing('refused', 'is_archived'));
      await scheduler.runDue();
    }
    expect(setting.texts()).toEqual(['trouble is_archived']);
    expect((await states(setting)).filter(([state]) => state === 'failed')).toEqual([
      ['failed', 'is_archived'],
      ['failed', 'is_archived'],
    ]);
    const channel = () => world.db.groupChannel.findUniqueOrThrow({ where: { id: target.channel } });
    expect((await channel()).blocked).toBe('is_archived');

    await setting.plan('test.x');
    await scheduler.runDue();
    expect((await channel()).blocked).toBeNull();
    await setting.plan('test.x');
    setting.fake.faults.push(failing('refused', 'not_in_channel'));
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['trouble is_archived', 'test.x', 'trouble not_in_channel']);
  });

  it('marks the account that is gone, and the next message goes to nobody', async () => {
    const setting = await openSetting(world);
    const person = await setting.body.person();
    const scheduler = setting.scheduler([saying('test.dm', [{ person: person.id }])]);
    await setting.plan('test.dm');
    setting.fake.faults.push(failing('refused', 'user_not_found'));
    await scheduler.runDue();
    expect(await world.db.account.findFirstOrThrow({ where: { personId: person.id } })).toMatchObject({ unreachable: 'user_not_found' });
    await setting.plan('test.dm');
    await scheduler.runDue();
    expect(await states(setting)).toEqual([
      ['failed', 'user_not_found'],
      ['failed', 'no_chat_account'],
    ]);
  });

  it('is forgotten when somebody has the message sent again and it arrives', async () => {
    const setting = await openSetting(world);
    const person = await setting.body.person();
    await world.db.account.updateMany({ where: { personId: person.id }, data: { unreachable: 'user_disabled' } });
    const scheduler = setting.scheduler([saying('test.dm', [{ person: person.id }])]);
    await setting.plan('test.dm');
    await scheduler.runDue();
    const [failed] = await setting.deliveries();
    expect(failed).toMatchObject({ state: 'failed', error: 'no_chat_account' });
    await retry(setting.body.asOperator(setting.clock.now()), { delivery: failed!.id });
    expect(await scheduler.runDue()).toMatchObject({ sent: 1 });
    expect(await world.db.account.findFirstOrThrow({ where: { personId: person.id } })).toMatchObject({ unreachable: null });
  });

  it('about the message or the workspace marks no destination and is told once a day', async () => {
    const setting = await openSetting(world);
    const people = [await setting.body.person(), await setting.body.person()];
    const scheduler = setting.scheduler([
      saying(
        'test.dm',
        people.map(({ id }) => ({ person: id })),
      ),
    ]);
    await setting.plan('test.dm');
    setting.fake.faults.push(failing('refused', 'token_revoked'), failing('refused', 'token_revoked'));
    await scheduler.runDue();
    await setting.plan('test.dm');
    setting.fake.faults.push(failing('refused', 'msg_too_long'), failing('refused', 'something_new'));
    await scheduler.runDue();
    expect(await world.db.account.count({ where: { bodyId: setting.bodyId, unreachable: { not: null } } })).toBe(0);
    expect((await setting.notices()).filter(({ kind }) => kind === 'notices.troubled')).toHaveLength(3);
  });

  it('of the message that tells of trouble tells nobody', async () => {
    const setting = await openSetting(world);
    const secretary = await setting.body.person();
    await setting.plan('notices.troubled');
    setting.fake.faults.push(failing('refused', 'user_not_found'));
    await setting.scheduler([saying('notices.troubled', [{ person: secretary.id }])]).runDue();
    expect(await setting.notices()).toHaveLength(1);
  });

  it('is what a workspace without a connection amounts to', async () => {
    const setting = await openSetting(world);
    setting.chats.set(setting.body.workspaceId, null);
    await setting.plan('test.x');
    await setting.scheduler([saying('test.x', [await aChannel(setting.body)])]).runDue();
    expect(await states(setting)).toEqual([['failed', 'workspace_not_connected']]);
  });
});

describe('what was certainly not sent', () => {
  it('is tried again after a pause', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    await setting.plan('test.x');
    setting.fake.faults.push(failing('unsent', 'ECONNREFUSED'));
    expect(await scheduler.runDue()).toMatchObject({ sent: 0, retried: 1 });
    setting.clock.advance(6_000);
    expect(await scheduler.runDue()).toMatchObject({ sent: 1 });
    expect(await setting.deliveries()).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('because this process stood still goes out at once, uncounted: nothing is wrong with its destination', async () => {
    const setting = await openSetting(world);
    const scheduler = setting.scheduler([saying('test.x', [await aChannel(setting.body)])]);
    await setting.plan('test.x');
    setting.fake.faults.push(failing('unsent', TOO_LATE));
    await scheduler.runDue();
    await scheduler.runDue();
    expect(await setting.deliveries()).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });
});

describe('a claim', () => {
  it('takes one delivery for each destination, and none for a destination in other hands', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const kinds = [saying('test.x', [target])];
    const { clock, body } = setting;
    const engine = createEngine({
      db: world.db,
      clock,
      features: [],
      contextFor: () => Promise.resolve(body.asScheduler(clock.now())),
      chatFor: () => Promise.resolve(null),
      log: body.asScheduler().log,
      replicaId: 'other',
      limits: { betweenPostsMs: 0 },
    });
    await setting.plan('test.x');
    await setting.plan('test.x');
    setting.fake.faults.push(failing('unsent', 'x'));
    await setting.scheduler(kinds).runDue();
    clock.advance(10_000);
    expect(await claimDue(engine, 5)).toHaveLength(1);
    expect(await claimDue(engine, 5)).toHaveLength(0);
  });

  it('is given up, uncounted, when too little of its lease is left to send', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    const slow = saying('test.x', [target], { render: async () => sleep(300).then(() => sentence('late')) });
    await setting.plan('test.x');
    const scheduler = setting.scheduler([slow], { limits: { leaseMs: 12_200 } });
    const running = scheduler.runDue();
    await sleep(1_000);
    await scheduler.stop();
    await running;
    expect(setting.fake.posted).toHaveLength(0);
    expect(await setting.deliveries()).toMatchObject([{ attempts: 0, state: 'planned' }]);
  });
});
