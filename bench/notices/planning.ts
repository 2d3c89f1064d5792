import { createClock } from '../../src/bot/clock.ts';
import type { Goal } from './goal.ts';
import { kindTo, median, storing, type Place } from './place.ts';

const SIZE = 10_000;
const ROUNDS = 3;

/** The deliveries of one notice to 10,000 people, committed, beside one INSERT ... SELECT of as many rows into the same table. */
export async function planning(place: Place): Promise<Goal[]> {
  const { people, id } = await place.workspace({ people: SIZE });
  const clock = createClock();
  const far = new Date(Date.now() + 3_600_000);
  const ours: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await place.clear();
    await place.plan(clock, [{ kind: 'bench.later', dueAt: far }]);
    const began = performance.now();
    await place.sql.query(
      `INSERT INTO "Delivery" (id, "bodyId", "noticeId", target, "workspaceId", address, state, "dueAt", "expiresAt")
       SELECT gen_random_uuid(), a."bodyId", n.id, 'person:' || a."personId", a."workspaceId", a."externalUserId", 'planned', n."dueAt", n."expiresAt"
       FROM "Account" a, "Notice" n WHERE a."workspaceId" = $1`,
      [id],
    );
    reference.push(performance.now() - began);
    await place.clear();
    ours.push(await expand(place, people));
  }
  const [mine, theirs] = [median(ours), median(reference)];
  await place.clear();
  return [
    { what: `to plan ${String(SIZE)} deliveries, committed`, value: mine / 1_000, bound: 1, better: 'at most', unit: ' s' },
    { what: `x one INSERT ... SELECT (${theirs.toFixed(0)} ms)`, value: mine / theirs, bound: 3, better: 'at most' },
  ];
}

/** From taking the notice up to its commit: the first moment another connection sees it expanded. */
async function expand(place: Place, people: Parameters<typeof kindTo>[1]): Promise<number> {
  let began = 0;
  const targets = () => {
    began = performance.now();
    return Promise.resolve(people);
  };
  const scheduler = await place.scheduler({
    kinds: [{ ...kindTo('bench.big', people), targets }],
    post: storing,
    // Nothing is sent meanwhile.
    limits: { parallel: 0, betweenPostsMs: 0 },
  });
  await place.plan(createClock(), [{ kind: 'bench.big', dueAt: new Date() }]);
  await scheduler.runDue();
  const took = performance.now() - began;
  await scheduler.stop();
  return took;
}
