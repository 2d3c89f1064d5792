import { createClock } from '../../src/bot/clock.ts';
import type { Goal } from './goal.ts';
import { kindTo, storing, type Place } from './place.ts';

const SIZE = 10_000;
const MINUTE_MS = 60_000;
// What a step gains stays well below the burst, so that none of the flow is lost to the steps.
const STEP_MS = 250;

/** 10,000 direct messages due at one time, 525 a minute, on a simulated clock. */
export async function ahead(place: Place): Promise<Goal[]> {
  await place.clear();
  const { people } = await place.workspace({ people: SIZE });
  const clock = createClock();
  const due = new Date(clock.now().getTime() + 22 * MINUTE_MS);
  const at: number[] = [];
  let wrong = 0;
  const scheduler = await place.scheduler({
    kinds: [
      {
        ...kindTo('bench.join', people, { ahead: true }),
        render: (ctx) => Promise.resolve({ summary: String(Math.ceil((due.getTime() - ctx.now.getTime()) / MINUTE_MS)), blocks: [] }),
      },
    ],
    post(address, card, key) {
      const now = clock.now().getTime();
      at.push(now - due.getTime());
      if (Math.abs(Number(card.summary) * MINUTE_MS - (due.getTime() - now)) > MINUTE_MS) wrong += 1;
      return storing(address, card, key);
    },
    clock,
    // Waiting for a moment takes real time, of which a simulated clock has none to spare.
    limits: { aheadMs: 0 },
  });
  await place.plan(clock, [{ kind: 'bench.join', dueAt: due }]);
  while (at.length < SIZE && clock.now().getTime() < due.getTime() + 30 * MINUTE_MS) {
    const began = performance.now();
    await scheduler.runDue();
    // The program's time goes on by itself while this works.
    clock.advance(at.length === 0 ? 5_000 : Math.max(0, STEP_MS - (performance.now() - began)));
  }
  await scheduler.stop();
  await place.clear();
  if (at.length !== SIZE) throw new Error(`${String(at.length)} of ${String(SIZE)} were sent`);
  const [first, last] = [Math.min(...at), Math.max(...at)].map((ms) => ms / 1_000) as [number, number];
  return [
    { what: `after the due time is the last of ${String(SIZE)} at 525 a minute`, value: last, bound: 0, better: 'at most', unit: ' s' },
    { what: 'before the due time is the first', value: -first / 60, bound: 20, better: 'at most', unit: ' min' },
    { what: 'texts that were not true when sent', value: wrong, bound: 0, better: 'at most' },
  ];
}
