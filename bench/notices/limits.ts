import { setTimeout as sleep } from 'node:timers/promises';
import { ChatFailure } from '../../src/bot/chat.ts';
import { createClock } from '../../src/bot/clock.ts';
import { SLACK, TEAMS } from './allowed.ts';
import { createDouble } from './double.ts';
import type { Goal } from './goal.ts';
import { kindTo, storing, type Place } from './place.ts';

const MS = 75_000;
const CHANNELS = 6;

/** Two replicas against doubles that let through what Slack and Teams allow: how much of what is let through they use. */
export async function limits(place: Place): Promise<Goal[]> {
  await place.clear();
  const many = await place.workspace({ people: 1_000 });
  const few = await place.workspace({ channels: CHANNELS });
  const teams = await place.workspace({ people: 4_500, platform: 'teams' });
  const double = createDouble((id) => (id === teams.id ? TEAMS : SLACK));
  const kinds = [kindTo('bench.many', many.people), kindTo('bench.few', few.channels), kindTo('bench.teams', teams.people)];
  const clock = createClock();
  const replicas = await Promise.all(['one', 'two'].map((name) => place.scheduler({ kinds, post: double.post, name, clock })));
  const now = new Date();
  await place.plan(clock, [
    { kind: 'bench.many', dueAt: now },
    { kind: 'bench.teams', dueAt: now },
    ...Array.from({ length: MS / 1_000 + 5 }, () => ({ kind: 'bench.few', dueAt: now })),
  ]);
  await replicas[0]!.nextDueAt();
  const began = performance.now();
  for (const one of replicas) one.start();
  await sleep(MS);
  const seconds = (performance.now() - began) / 1_000;
  const [dms, channels, tenant] = [many, few, teams].map(({ id }) => double.accepted(id)) as [number, number, number];
  for (const one of replicas) await one.stop();
  await place.clear();
  const all = dms + channels + tenant;
  const share = (what: string, value: number): Goal => ({ what, value, bound: 98, better: 'at least', unit: ' %' });
  return [
    share(`of 525 a minute of a Slack workspace (${String(dms)} in ${seconds.toFixed(0)} s)`, (dms / (525 * (seconds / 60))) * 100),
    share(`of 1 a second in each of ${String(CHANNELS)} Slack channels (${String(channels)})`, (channels / (CHANNELS * seconds)) * 100),
    share(`of 50 a second of a Teams tenant (${String(tenant)})`, (tenant / (50 * seconds)) * 100),
    {
      what: `of calls answered 429 (${String(double.refused())} of ${String(all)})`,
      value: (double.refused() / all) * 100,
      bound: 0.1,
      better: 'at most',
      unit: ' %',
    },
  ];
}

/** What 429s of one channel cost the others: their last post, with and without. */
export async function isolation(place: Place): Promise<Goal[]> {
  const took: number[] = [];
  for (const isLimited of [false, true, false, true]) {
    await place.clear();
    const { channels } = await place.workspace({ channels: 5 });
    let last = 0;
    const scheduler = await place.scheduler({
      kinds: [kindTo('bench.channels', channels)],
      post(address, card, key) {
        if (address.endsWith('C0')) {
          if (isLimited) return Promise.reject(new ChatFailure('limited', 'ratelimited', { retryAfterMs: 20_000 }));
        } else last = performance.now();
        return storing(address, card, key);
      },
    });
    const clock = createClock();
    const dueAt = new Date();
    await place.plan(
      clock,
      Array.from({ length: 4 }, () => ({ kind: 'bench.channels', dueAt })),
    );
    const began = performance.now();
    scheduler.start();
    await sleep(5_000);
    await scheduler.stop();
    took.push(last - began);
  }
  await place.clear();
  const delay = Math.min(took[1]!, took[3]!) - Math.min(took[0]!, took[2]!);
  return [
    {
      what: "later is the last post to other channels for one channel's Retry-After of 20 s (noise of the machine within this)",
      value: Math.max(0, delay),
      bound: 25,
      better: 'at most',
      unit: ' ms',
    },
  ];
}
