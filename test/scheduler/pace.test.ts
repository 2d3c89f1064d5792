import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate, SLACK, TEAMS } from '../../bench/notices/allowed.ts';
import { sentence } from '../../src/bot/card.ts';
import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { claimDue } from '../../src/scheduler/claim.ts';
import { makeRoom } from '../../src/scheduler/moment.ts';
import { PACES, slackPace, type Paces } from '../../src/scheduler/pace.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, aProcess, MINUTE, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** So many at once, then one a minute: longer than a test takes. */
const slow = (burst: number, betweenPostsMs = 0): Paces => ({ ...PACES, slack: { betweenPostsMs, everyMs: MINUTE, burst } });
const limited = (retryAfterMs: number) => new ChatFailure('limited', 'ratelimited', { retryAfterMs });

/** Deliveries to so many people that wait to be claimed. */
async function waiting(setting: Setting, people: number): Promise<void> {
  const targets = await Promise.all(Array.from({ length: people }, async () => ({ person: (await setting.body.person()).id })));
  await setting.plan('test.dm');
  await setting.scheduler([saying('test.dm', targets)], { limits: { parallel: 0 } }).runDue();
}

const spentTo = async ({ body }: Setting): Promise<number> =>
  (await world.db.workspace.findUniqueOrThrow({ where: { id: body.workspaceId } })).spentTo.getTime();

describe('the budget of a workspace', () => {
  it('is kept by all replicas together, and grows again with time', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 12);
    const replicas = ['one', 'two', 'three'].map(() => aProcess(setting, world, { paces: slow(4) }));
    const claims = await Promise.all(replicas.map((one) => claimDue(one, 10)));
    expect(claims.flat()).toHaveLength(4);
    expect(await claimDue(replicas[0]!, 10)).toHaveLength(0);
    setting.clock.advance(2.05 * MINUTE);
    const more = await Promise.all(replicas.map((one) => claimDue(one, 10)));
    expect(more.flat()).toHaveLength(2);
  });

  it('is full again, not spent for long, when the clock is set back by an hour', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 6);
    const engine = aProcess(setting, world, { paces: slow(2) });
    expect(await claimDue(engine, 10)).toHaveLength(2);
    await world.db.delivery.updateMany({ where: { bodyId: setting.bodyId }, data: { dueAt: new Date(0) } });
    setting.clock.advance(-60 * MINUTE);
    expect(await claimDue(engine, 10)).toHaveLength(2);
  });

  it('of one workspace holds up no other', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 3);
    const engine = aProcess(setting, world, { paces: slow(1) });
    expect(await claimDue(engine, 10)).toHaveLength(1);
    const other = await world.newBody();
    await world.db.delivery.updateMany({ where: { bodyId: setting.bodyId, state: 'planned' }, data: { workspaceId: other.workspaceId } });
    expect(await claimDue(engine, 10)).toHaveLength(1);
  });

  it('is given out a little ahead, each post with its moment, and to nobody twice', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 6);
    const engine = aProcess(setting, world, { paces: slow(1), aheadMs: 2.5 * MINUTE });
    const claims = await claimDue(engine, 10);
    expect(claims).toHaveLength(3);
    expect(await claimDue(engine, 10)).toHaveLength(0);
    const steps = claims.slice(1).map(({ sendAt }, i) => Math.round(sendAt - claims[i]!.sendAt));
    expect(steps).toEqual([MINUTE, MINUTE]);
    expect(claims[0]!.sendAt).toBeLessThanOrEqual(performance.now());
  });

  it('that is given out ahead is used at its moment, not before', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 2);
    const paces = { ...PACES, slack: { betweenPostsMs: 0, everyMs: 400, burst: 1 } };
    const at: number[] = [];
    const post: Chat['post'] = (address, card, key) => {
      at.push(performance.now());
      return setting.fake.chat.post(address, card, key);
    };
    const began = performance.now();
    await setting.scheduler([saying('test.dm', [])], { chat: { post }, limits: { paces, aheadMs: 1_000 } }).runDue();
    expect(at).toHaveLength(2);
    // A timer may be a millisecond early.
    expect(at[1]! - began).toBeGreaterThanOrEqual(399);
  });

  it('finds the text of a post ready at its moment: rendering makes none late', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 2);
    const paces = { ...PACES, slack: { betweenPostsMs: 0, everyMs: 400, burst: 1 } };
    const order: string[] = [];
    const kind = saying('test.dm', [], { render: () => (order.push('text'), Promise.resolve(sentence('Text.'))) });
    const post: Chat['post'] = (address, card, key) => (order.push('post'), setting.fake.chat.post(address, card, key));
    await setting.scheduler([kind], { chat: { post }, limits: { paces, aheadMs: 1_000 } }).runDue();
    expect(order).toEqual(['text', 'text', 'post', 'post']);
  });

  it('is moved on by what one busy moment made late, once, by a second at most', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 2);
    const engine = aProcess(setting, world, { paces: slow(1) });
    const [claimed] = await claimDue(engine, 1);
    const before = await spentTo(setting);
    await makeRoom(engine, { ...claimed!, sendAt: performance.now() + 5 });
    expect(await spentTo(setting)).toBe(before);
    for (const lateMs of [5_000, 5_000, 500]) await makeRoom(engine, { ...claimed!, sendAt: performance.now() - lateMs });
    // What a flow leaves to a limit of any second, 10 ms, is taken off.
    expect(await spentTo(setting)).toBe(before + 990);
  });

  it.each([
    [1, 990],
    [2, 0],
  ])('with a burst of %i is moved on by %i ms: where bursts are tolerated not at all', async (burst, byMs) => {
    const setting = await openSetting(world);
    await waiting(setting, 1);
    const engine = aProcess(setting, world, { paces: slow(burst) });
    const [claimed] = await claimDue(engine, 1);
    const before = await spentTo(setting);
    await makeRoom(engine, { ...claimed!, sendAt: performance.now() - 5_000 });
    expect(await spentTo(setting)).toBe(before + byMs);
  });

  it.each([
    ['Slack', PACES.slack, SLACK],
    ['Slack with less', slackPace(60), SLACK],
    ['Teams', PACES.teams, TEAMS],
  ] as const)('of %s is never refused, used to the full for ten minutes', (_, { everyMs, burst, betweenPostsMs }, allowed) => {
    const gate = createGate(() => allowed);
    for (let n = 0, now = 0; now < 10 * MINUTE; n += 1, now = Math.max(0, n - burst + 1) * everyMs)
      expect(gate('workspace', `person ${String(n)}`, now)).toBe(0);
    for (let now = 0; now < 10 * MINUTE; now += betweenPostsMs) expect(gate('another', 'one channel', now)).toBe(0);
  });
});

describe('what a platform allows', () => {
  it('is refused beyond that, with how long to wait, and a refusal counts for nothing', () => {
    const gate = createGate((id) => (id === 'teams' ? TEAMS : SLACK));
    const at = (now: number, most: number): number[] => Array.from({ length: most }, () => gate('teams', 'one', now));
    expect(at(0, 9)).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 1_000]);
    expect(at(1_000, 2)).toEqual([0, 1_000]);
    const many = Array.from({ length: 52 }, (_, n) => gate('teams', String(n), 5_000));
    expect(many.filter((wait) => wait === 0)).toHaveLength(50);
    expect(many.slice(50)).toEqual([1_000, 1_000]);
    expect([0, 0, 0, 0].map(() => gate('slack', 'one', 0))).toEqual([0, 0, 0, 1_000]);
    expect(Array.from({ length: 15 }, (_, n) => gate('slack', String(n), 0)).filter((wait) => wait > 0)).toHaveLength(1);
  });
});

describe('a destination', () => {
  it('rests between two posts, whichever replica sends them', async () => {
    const setting = await openSetting(world);
    const target = await aChannel(setting.body);
    for (let i = 0; i < 2; i++) await setting.plan('test.x');
    await setting.scheduler([saying('test.x', [target])], { limits: { parallel: 0 } }).runDue();
    const paces = { ...PACES, slack: { ...PACES.slack, betweenPostsMs: 60_000 } };
    const [one, two] = [aProcess(setting, world, { paces }), aProcess(setting, world, { paces })];
    const [first] = await claimDue(one, 5);
    await world.db.delivery.update({ where: { id: first!.id }, data: { state: 'sent', leaseUntil: null } });
    expect(await claimDue(two, 5)).toHaveLength(0);
    await world.db.delivery.update({ where: { id: first!.id }, data: { claimedAt: new Date(Date.now() - 61_000) } });
    expect(await claimDue(two, 5)).toHaveLength(1);
  });

  it('that a platform limits stays alone for new messages too, and the others go out', async () => {
    const setting = await openSetting(world);
    const [busy, other] = [await aChannel(setting.body, 'C-busy'), await aChannel(setting.body, 'C-other')];
    const kinds = [saying('test.busy', [busy]), saying('test.other', [other])];
    const post: Chat['post'] = (address, card, key) =>
      address === 'C-busy' ? Promise.reject(limited(30_000)) : setting.fake.chat.post(address, card, key);
    await setting.plan('test.busy', { text: 'first' });
    await setting.scheduler(kinds, { chat: { post } }).runDue();
    await setting.plan('test.busy', { text: 'second' });
    await setting.plan('test.other');
    const scheduler = setting.scheduler(kinds);
    expect(await scheduler.runDue()).toMatchObject({ sent: 1 });
    setting.clock.advance(31_000);
    await scheduler.runDue();
    expect(setting.texts()).toEqual(['test.other', 'first', 'second']);
  });

  it('beside several that are limited at once says that the whole workspace is, and only that one waits', async () => {
    const setting = await openSetting(world);
    const channels = await Promise.all(Array.from({ length: 4 }, () => aChannel(setting.body)));
    await setting.plan('test.x');
    const post: Chat['post'] = () => Promise.reject(limited(30_000));
    const kinds = [saying('test.x', channels.slice(0, 3)), saying('test.y', channels.slice(3))];
    await setting.scheduler(kinds, { chat: { post } }).runDue();
    await setting.plan('test.y');
    const later = setting.scheduler(kinds);
    expect(await later.runDue()).toMatchObject({ expanded: 1, sent: 0 });
    const other = await world.newBody();
    expect(await world.db.rest.count({ where: { workspaceId: other.workspaceId } })).toBe(0);
    setting.clock.advance(31_000);
    expect(await later.runDue()).toMatchObject({ sent: 4 });
  });
});

describe('who goes first', () => {
  it('is what a meeting needs at its start, before a fan-out that was due earlier', async () => {
    const setting = await openSetting(world);
    const people = await Promise.all(Array.from({ length: 5 }, async () => ({ person: (await setting.body.person()).id })));
    const kinds = [
      saying('test.nudge', people, { turn: 'last' }),
      saying('test.plain', [await aChannel(setting.body)]),
      saying('test.opening', [await aChannel(setting.body)], { turn: 'first' }),
    ];
    const ago = (ms: number) => new Date(setting.clock.now().getTime() - ms);
    await setting.plan('test.nudge', { dueAt: ago(60_000) });
    await setting.plan('test.plain', { dueAt: ago(30_000) });
    await setting.plan('test.opening');
    await setting.scheduler(kinds, { limits: { parallel: 1 } }).runDue();
    expect(setting.texts().slice(0, 3)).toEqual(['test.opening', 'test.plain', 'test.nudge']);
    expect(setting.texts()).toHaveLength(7);
  });
});
