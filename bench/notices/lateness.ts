import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '../../src/bot/clock.ts';
import type { Goal } from './goal.ts';
import { kindTo, quantile, storing, type Place } from './place.ts';

const SIZE = 1_000;
const SPREAD_MS = 60_000;
// A process that has sent nothing yet runs cold code; what these say is printed, and not counted.
const FIRST = 100;
const FIRST_MS = 6_000;

/**
 * 1,000 reminders, each a notice of its own, due at random milliseconds of a minute: from due to the platform's
 * door. A hundred go before them as thick as they come, by the same process.
 */
export async function lateness(place: Place): Promise<Goal[]> {
  await place.clear();
  const { people } = await place.workspace({ people: FIRST + SIZE });
  const clock = createClock();
  const lateBy = new Map<number, number>();
  const dueTimes = new Map<string, number>();
  const scheduler = await place.scheduler({
    kinds: [
      {
        ...kindTo('bench.reminder', []),
        targets: (_, { subject }) => Promise.resolve([people[Number(subject.n)]!]),
        render(_, { subject, dueAt }) {
          dueTimes.set(subject.n ?? '', dueAt.getTime());
          return Promise.resolve({ summary: subject.n ?? '', blocks: [] });
        },
      },
    ],
    post(address, card, key) {
      lateBy.set(Number(card.summary), Date.now() - dueTimes.get(card.summary as string)!);
      return storing(address, card, key);
    },
    limits: { betweenPostsMs: 0 },
  });
  const from = Date.now() + 3_000;
  const planned = people.map((_, i) => ({
    kind: 'bench.reminder',
    subject: { n: String(i) },
    dueAt: new Date(from + (i < FIRST ? Math.random() * FIRST_MS : FIRST_MS + Math.random() * SPREAD_MS)),
  }));
  await place.plan(clock, planned);
  scheduler.start();
  await sleep(FIRST_MS + SPREAD_MS + 4_000);
  await scheduler.stop();
  await place.clear();
  if (lateBy.size !== FIRST + SIZE) throw new Error(`${String(lateBy.size)} of ${String(FIRST + SIZE)} arrived`);
  const cold = [...lateBy].flatMap(([n, ms]) => (n < FIRST ? [ms] : []));
  const late = [...lateBy].flatMap(([n, ms]) => (n < FIRST ? [] : [ms]));
  const p50 = quantile(late, 0.5);
  const max = quantile(late, 1);
  return [
    {
      what: `lateness, 99th percentile of ${String(SIZE)} (median ${String(p50)} ms, most ${String(max)} ms; none early: ${String(late.every((ms) => ms >= 0))}; of the first ${String(FIRST)}, while the process was cold: ${String(quantile(cold, 0.99))} ms)`,
      value: quantile(late, 0.99),
      bound: 25,
      better: 'at most',
      unit: ' ms',
    },
  ];
}
