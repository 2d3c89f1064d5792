import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SHORT } from './limits.ts';
import { openPlace, type Place } from './place.ts';
import { faultOf, wellBehaved, type Fault } from './plan.ts';
import { findPostgres } from './postgres.ts';
import { storm } from './storm.ts';
import { KILLED_ON_THE_WAY, describeStruck, isSwept, sweep, type Aim } from './sweep.ts';
import { describeTally, isClean } from './tally.ts';

/*
 * The short form of `npm run chaos`. It needs a PostgreSQL server, for two processes cannot share the embedded database: one
 * installed here, which it starts and restarts itself, else that of TEST_DATABASE_URL, which is not restarted.
 */

const SEED = 3;
const databaseUrl = process.env.TEST_DATABASE_URL;
const hasServer = databaseUrl !== undefined || (await findPostgres()) !== null;
// With both kinds of database under test, once is enough.
const isTheirTurn = databaseUrl === undefined || inject('snapshot').kind === 'server';
if (!hasServer) process.stderr.write('chaos is left out: no PostgreSQL in /usr/lib/postgresql/*/bin, and no TEST_DATABASE_URL\n');

/** Each further failure of a post makes the engine wait longer: that is for the long form. */
const firstTimeFaulty = (seed: number, what: string, nth: number): Fault => (nth === 1 ? faultOf(seed, what, nth) : wellBehaved());

describe.skipIf(!hasServer || !isTheirTurn)('two replicas on one database', () => {
  let place: Place;
  beforeAll(async () => {
    const opened = await openPlace({ databaseUrl });
    if (!opened) throw new Error('no PostgreSQL');
    place = opened;
  }, 60_000);
  afterAll(() => place.close());

  it('lose and double nothing while they are killed and their database is restarted', { timeout: 90_000 }, async () => {
    const sizes = { posts: 90, kills: 3, freezes: 0, restarts: place.restart ? 1 : 0 };
    const times = { spreadMs: 3_000, patienceMs: 60_000 };
    const result = await storm(place, { seed: SEED, sizes, pace: SHORT, ...times, targets: 18, faultOf: firstTimeFaulty });
    expect(isClean(result), describeTally(result)).toBe(true);
    expect(result).toMatchObject({ planned: 90, stored: 90, unknown: 0, kills: 3, restarts: sizes.restarts });
  });

  it.concurrent('post once wherever one of them is killed or stands still on the way', { timeout: 60_000 }, async () => {
    const aims: Aim[] = [...KILLED_ON_THE_WAY, { strike: 'freeze', at: 'after-claim' }, { strike: 'freeze', at: 'connected' }];
    const result = await sweep(place, { pace: SHORT, kind: 'chaos.plain', aims });
    expect(isSwept(result), result.struck.map(describeStruck).join('\n')).toBe(true);
  });

  it.concurrent('would double if they sent again without looking: this harness sees it', { timeout: 60_000 }, async () => {
    const heardNothing = (_: number, what: string, nth: number): Fault =>
      /^\d/.test(what) && nth === 1 ? { kind: 'reset', stored: true } : { kind: 'none', ms: 0 };
    const sizes = { posts: 10, kills: 0, freezes: 0, restarts: 0 };
    const trial = { seed: SEED, sizes, pace: SHORT, spreadMs: 0, patienceMs: 30_000, targets: 10, replicas: 1, faultOf: heardNothing };
    const naive = await storm(place, { ...trial, blind: true });
    expect(naive.doubled).toHaveLength(10);
  });
});
