import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { claimDue } from '../../src/scheduler/claim.ts';
import { PACES, slackPace, type Paces } from '../../src/scheduler/pace.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, aProcess, MINUTE, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** So many at once, then one every ten seconds. */
const slow = (burst: number, betweenPostsMs = 0): Paces => ({ ...PACES, slack: { betweenPostsMs, everyMs: 10_000, burst } });
const limited = (retryAfterMs: number) => new ChatFailure('limited', 'ratelimited', { retryAfterMs });

/** Deliveries to so many people that wait to be claimed. */
async function waiting(setting: Setting, people: number): Promise<void> {
  const targets = await Promise.all(Array.from({ length: people }, async () => ({ person: (await setting.body.person()).id })));
  await setting.plan('test.dm');
  await setting.scheduler([saying('test.dm', targets)], { limits: { parallel: 0 } }).runDue();
}

describe('the budget of a workspace', () => {
  it('is kept by all replicas together, and grows again with time', async () => {
    const setting = await openSetting(world);
    await waiting(setting, 12);
    const replicas = ['one', 'two', 'three'].map(() => aProcess(setting, world, { paces: slow(4) }));
    const claims = await Promise.all(replicas.map((one) => claimDue(one, 10)));
    expect(claims.flat()).toHaveLength(4);
    expect(await claimDue(replicas[0]!, 10)).toHaveLength(0);
    setting.clock.advance(20_500);
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

  it.each([
    ['Slack', PACES.slack, [[525, 60_000]]],
    ['Slack with less', slackPace(60), [[60, 60_000]]],
    [
      'a Teams conversation',
      { ...PACES.teams, everyMs: PACES.teams.betweenPostsMs, burst: 1 },
      [
        [7, 1_000],
        [60, 30_000],
      ],
    ],
  ] as const)('never lets more through than %s allows in any window', (_, { everyMs, burst }, windows) => {
    for (const [most, perMs] of windows) expect(burst + Math.floor(perMs / everyMs)).toBeLessThanOrEqual(most);
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
