import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '../../src/bot/card.ts';
import type { NoticeKind, Target } from '../../src/bot/define.ts';
import { schedule } from '../../src/scheduler/ahead.ts';
import { PACES, type Paces } from '../../src/scheduler/pace.ts';
import { openWorld, type World } from '../support/world.ts';
import { aChannel, MINUTE, openSetting, saying, type Setting } from './setting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const EVERY_MS = 20_000;
const paces: Paces = { ...PACES, slack: { betweenPostsMs: 0, everyMs: EVERY_MS, burst: 1 } };

/** What was posted when, in minutes from the due time. */
async function openFanOut(people: number, more: Partial<NoticeKind> = {}, minutes = 6) {
  const setting = await openSetting(world);
  await world.db.jobRun.deleteMany({});
  const targets: Target[] = await Promise.all(Array.from({ length: people }, async () => ({ person: (await setting.body.person()).id })));
  const due = new Date(setting.clock.now().getTime() + minutes * MINUTE);
  const times: number[] = [];
  const kind: NoticeKind = {
    ...saying('test.join', targets, { ahead: true, ...more }),
    render: (ctx) => {
      times.push((ctx.now.getTime() - due.getTime()) / MINUTE);
      return Promise.resolve(sentence(`In ${String(Math.ceil((due.getTime() - ctx.now.getTime()) / MINUTE))} minutes.`));
    },
  };
  const scheduler = setting.scheduler([kind], { limits: { paces } });
  await setting.plan('test.join', { dueAt: due });
  return { setting, scheduler, targets, due, times, kind };
}

async function runUntil(setting: Setting, scheduler: { runDue(): Promise<unknown> }, until: Date): Promise<void> {
  while (setting.clock.now() < until) {
    setting.clock.advance(EVERY_MS);
    await scheduler.runDue();
  }
}

describe('a fan-out larger than its workspace lets through in time', () => {
  it('begins early, ends when it is due, and says what is true when it is sent', async () => {
    const { setting, scheduler, due, times } = await openFanOut(10);
    await runUntil(setting, scheduler, due);
    expect(times).toHaveLength(10);
    expect(Math.max(...times)).toBeLessThanOrEqual(0);
    expect(Math.min(...times)).toBeGreaterThan(-4);
    expect(setting.texts()[0]).toBe(`In ${String(Math.ceil(-times[0]!))} minutes.`);
    expect(await setting.notices()).toMatchObject([{ state: 'expanded' }]);
    expect(await setting.body.audited()).toEqual(['notices.begin', 'notices.expand']);
  });

  it('is not begun more than 20 minutes before', async () => {
    const { setting, scheduler, due } = await openFanOut(3, {}, 25);
    const many = { ...paces, slack: { ...paces.slack, everyMs: 20 * MINUTE } };
    const slow = setting.scheduler([saying('test.join', [], { ahead: true })], { limits: { paces: many } });
    await slow.runDue();
    setting.clock.advance(4 * MINUTE);
    await scheduler.runDue();
    expect((await setting.notices())[0]?.begunAt).toBeNull();
    expect(setting.clock.now().getTime()).toBeLessThan(due.getTime() - 20 * MINUTE);
    expect(await setting.deliveries()).toHaveLength(0);
  });

  it('takes in at its due time who joined its readers since, and writes to nobody twice', async () => {
    const { setting, scheduler, targets, due } = await openFanOut(8);
    const late = await setting.body.person();
    await runUntil(setting, scheduler, new Date(due.getTime() - MINUTE));
    targets.push({ person: late.id });
    await runUntil(setting, scheduler, new Date(due.getTime() + 2 * MINUTE));
    expect(setting.fake.posted).toHaveLength(9);
    expect(new Set(setting.fake.posted.map(({ address }) => address)).size).toBe(9);
  });

  it('leaves channels and what its sending changes to its due time', async () => {
    let changed = 0;
    const { setting, scheduler, targets, due } = await openFanOut(8, { due: () => Promise.resolve(void (changed += 1)) });
    const channel = await aChannel(setting.body, 'C-meeting');
    targets.push(channel);
    await runUntil(setting, scheduler, new Date(due.getTime() - 1));
    const before = setting.fake.posted.filter(({ address }) => address === 'C-meeting');
    if (setting.clock.now() < due) expect([before.length, changed]).toEqual([0, 0]);
    await runUntil(setting, scheduler, new Date(due.getTime() + MINUTE));
    expect(setting.fake.posted.filter(({ address }) => address === 'C-meeting')).toHaveLength(1);
    expect(changed).toBe(1);
  });

  it('waits for its due time when its kind does not go ahead, and when it is small', async () => {
    const { setting, due, targets } = await openFanOut(8);
    const plain = setting.scheduler([saying('test.join', targets)], { limits: { paces } });
    await runUntil(setting, plain, new Date(due.getTime() - 1));
    expect((await setting.deliveries()).every(({ dueAt }) => dueAt.getTime() === due.getTime())).toBe(true);
    expect((await setting.notices())[0]?.begunAt).toBeNull();
  });
});

describe('several fan-outs', () => {
  const fanOut = (minute: number, n: number) => ({
    notice: { dueAt: new Date(minute * MINUTE) } as Parameters<typeof schedule>[0][number]['notice'],
    kind: saying('test.x', []),
    sizes: new Map([['w', n]]),
  });
  const flows = new Map([['w', { everyMs: 1_000, waiting: 0 }]]);

  it('of one workspace begin so early that each is through when it is due', () => {
    const begin = schedule([fanOut(60, 120), fanOut(61, 120)], flows).map(({ beginAt }) => beginAt.getTime() / 1_000);
    // Two minutes of sending each: the later one ends at 61:00, the earlier one at 59:00 so that the later can begin.
    expect(begin).toEqual([59 * 60 - 40, 57 * 60 - 40]);
  });

  it('small enough to be through within seconds are not begun early', () => {
    expect(schedule([fanOut(60, 4)], flows)).toEqual([]);
  });
});
