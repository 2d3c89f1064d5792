import { createClock } from '../../src/bot/clock.ts';
import type { Goal } from './goal.ts';
import { kindTo, median, storing, type Place } from './place.ts';

const SIZE = 6_000;
const ROUNDS = 3;
const PARALLEL = 10;

/** Confirmed sends a second, without a limiter, beside an outbox by hand that claims 100 and confirms each in its own commit. */
export async function throughput(place: Place): Promise<Goal[]> {
  const { people } = await place.workspace({ people: SIZE });
  await place.sql.query(
    'CREATE TABLE IF NOT EXISTS outbox (id uuid PRIMARY KEY, state int, due_at timestamptz, lease_until timestamptz, ref jsonb)',
  );
  await place.sql.query('CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due_at)');
  const ours: number[] = [];
  const byHand: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    byHand.push(await outbox(place));
    ours.push(await engine(place, people));
  }
  await place.sql.query('DROP TABLE outbox');
  await place.clear();
  const [mine, theirs] = [median(ours), median(byHand)];
  return [
    {
      what: `x an outbox by hand: ${mine.toFixed(0)} and ${theirs.toFixed(0)} confirmed sends a second`,
      value: mine / theirs,
      bound: 0.8,
      better: 'at least',
    },
  ];
}

async function engine(place: Place, people: Parameters<typeof kindTo>[1]): Promise<number> {
  await place.clear();
  let sent = 0;
  let began = 0;
  const scheduler = await place.scheduler({
    kinds: [kindTo('bench.big', people)],
    post(address, card, key) {
      if (sent === 0) began = performance.now();
      sent += 1;
      return storing(address, card, key);
    },
    limits: { betweenPostsMs: 0, parallel: 128 },
  });
  await place.plan(createClock(), [{ kind: 'bench.big', dueAt: new Date() }]);
  await scheduler.runDue();
  const took = performance.now() - began;
  const confirmed = await place.db.delivery.count({ where: { state: 'sent' } });
  await scheduler.stop();
  if (confirmed !== people.length || sent !== people.length) throw new Error(`${String(sent)} sent, ${String(confirmed)} confirmed`);
  return confirmed / (took / 1_000);
}

async function outbox({ sql }: Place): Promise<number> {
  await sql.query('TRUNCATE outbox');
  await sql.query("INSERT INTO outbox SELECT gen_random_uuid(), 0, now() - interval '1 s', NULL, NULL FROM generate_series(1, $1)", [SIZE]);
  await sql.query('ANALYZE outbox');
  const began = performance.now();
  let done = 0;
  for (;;) {
    const { rows } = await sql.query<{ id: string }>(
      `WITH c AS (SELECT id FROM outbox WHERE state = 0 AND due_at <= now() ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
       UPDATE outbox o SET state = 1, lease_until = now() + interval '30 s' FROM c WHERE o.id = c.id RETURNING o.id`,
    );
    if (rows.length === 0) return done / ((performance.now() - began) / 1_000);
    const waiting = rows.map(({ id }) => id);
    const work = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const ref = await storing(`${id} C1`, { summary: '', blocks: [] }, id);
        await sql.query('UPDATE outbox SET state = 2, lease_until = NULL, ref = $2 WHERE id = $1 AND state = 1', [id, JSON.stringify(ref)]);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
  }
}
