import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LONG } from './limits.ts';
import { openPlace, type Place } from './place.ts';
import { sizesFor } from './plan.ts';
import { describeCounts, storm } from './storm.ts';
import { FROZEN_ON_THE_WAY, isSwept, sweep } from './sweep.ts';
import { describeTally, isClean } from './tally.ts';

const USAGE = `npm run chaos -- --minutes N --seed S [--posts N --kills N --freezes N --restarts N] [--fsync] [--no-sweep] [--log FILE]

Two replicas send to a platform that loses, delays, refuses and doubles answers, while they are killed and frozen
and their PostgreSQL is restarted. Ends with 1 when a post was lost or doubled.

--minutes  over how long the posts fall due (default 1); also sets the sizes that are not given
--seed     what goes wrong, and where (default: by the clock). The same seed brings the same faults again:
           test/chaos/plan.ts says how far that goes
--fsync    the database waits for the disk, as in production
--no-sweep leaves out the sweep before the storm: a kill at every step of a pass, and freezes on the send path
--log      where replicas log, instead of a file in the temporary folder`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    posts: { type: 'string' },
    kills: { type: 'string' },
    freezes: { type: 'string' },
    restarts: { type: 'string' },
    fsync: { type: 'boolean', default: false },
    'no-sweep': { type: 'boolean', default: false },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function count(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || text.trim() === '') throw new Error(`--${name} takes a number, not "${text}"`);
  return value;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Kills at every step of a pass, of a plain message and of a card, and freezes on the send path. */
async function sweepAll(place: Place): Promise<boolean> {
  let isWell = true;
  for (const [kind, aims] of [
    ['chaos.plain', 'kill'],
    ['chaos.card', 'kill'],
    ['chaos.plain', FROZEN_ON_THE_WAY],
  ] as const) {
    const result = await sweep(place, { pace: LONG, kind, aims, say });
    say(`sweep of ${kind}: ${describeTally(result.tally)}`);
    isWell = isSwept(result) && isWell;
  }
  return isWell;
}

async function stormOnce(place: Place, seed: number): Promise<boolean> {
  const minutes = count(values.minutes, 1, 'minutes');
  const usual = sizesFor(minutes);
  const sizes = {
    posts: count(values.posts, usual.posts, 'posts'),
    kills: count(values.kills, usual.kills, 'kills'),
    freezes: count(values.freezes, usual.freezes, 'freezes'),
    restarts: count(values.restarts, usual.restarts, 'restarts'),
  };
  const spreadMs = minutes * 60_000;
  const result = await storm(place, { seed, sizes, pace: LONG, spreadMs, patienceMs: 2 * spreadMs + 5 * 60_000, targets: 100, say });
  say(describeTally(result));
  say(describeCounts(result));
  say(`seed ${String(seed)}, ${String(result.seconds)} s, calls ${JSON.stringify(result.calls)}`);
  return isClean(result);
}

// So that what was started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.help) say(USAGE);
else {
  const logFile = values.log ?? path.join(tmpdir(), `convenor-chaos-${String(process.pid)}.log`);
  const seed = count(values.seed, Date.now() % 1_000_000, 'seed');
  const place = await openPlace({ fsync: values.fsync, logTo: openSync(logFile, 'a'), databaseUrl: process.env.TEST_DATABASE_URL });
  if (!place)
    throw new Error('No PostgreSQL: install one (/usr/lib/postgresql/*/bin), or give the address of a server in TEST_DATABASE_URL.');
  say(`seed ${String(seed)}; replicas log to ${logFile}`);
  try {
    const isSound = values['no-sweep'] || (await sweepAll(place));
    if (!(await stormOnce(place, seed)) || !isSound) process.exitCode = 1;
  } finally {
    await place.close();
  }
}
