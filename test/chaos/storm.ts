import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../../src/db/errors.ts';
import { openDouble, type Double } from './double.ts';
import type { Pace } from './limits.ts';
import type { Place } from './place.ts';
import { faultOf, planStrikes, REPLICAS, type Fault, type Sizes, type Strike } from './plan.ts';
import { namesOf, planPosts, type PlannedPosts } from './posts.ts';
import { openSeat, startReplica, type Seat } from './replica.ts';
import { countOpen, takeTally, type Tally } from './tally.ts';

export interface StormOptions {
  readonly seed: number;
  readonly sizes: Sizes;
  readonly pace: Pace;
  /** Over how long the notices fall due. */
  readonly spreadMs: number;
  /** Who has not decided by then never will. */
  readonly patienceMs: number;
  /** Channels and people that each notice goes to. */
  readonly targets: number;
  /** Two unless said otherwise; strikes fall on two. */
  readonly replicas?: number;
  /** The replicas do not look before they send again. */
  readonly blind?: boolean;
  readonly faultOf?: (seed: number, what: string, nth: number) => Fault;
  readonly say?: (line: string) => void;
}

export interface StormResult extends Tally {
  readonly kills: number;
  /** Of these: with a request to post on its way. */
  readonly killsInFlight: number;
  readonly freezes: number;
  readonly restarts: number;
  readonly seconds: number;
  readonly calls: Double['calls'];
}

/** Replicas send what falls due while the seed's strikes fall; ends when every post has a fate. */
export async function storm(place: Place, options: StormOptions): Promise<StormResult> {
  const { seed, sizes, targets, say = () => undefined } = options;
  const began = performance.now();
  const database = await place.newDatabase(targets);
  const counts = { kills: 0, killsInFlight: 0, freezes: 0, restarts: 0 };
  const faults = options.faultOf ?? faultOf;
  let strike: (arrived: number) => void = () => undefined;
  const double = await openDouble({
    faultOf: (what, nth) => faults(seed, what, nth),
    onPost: () => {
      strike(double.calls.post);
    },
  });
  const all = listPosts(options, Date.now() + 500);
  await planPosts(database.db, all);
  const seats = Array.from({ length: options.replicas ?? REPLICAS }, (_, i) =>
    openReplicaSeat(place, options, i, { url: database.url, api: double.apiUrl }),
  );
  const striker = createStriker(place, options, seats, counts, double);
  strike = striker.fire;
  try {
    await untilDecided(database.db, options, (isNews) => {
      for (const seat of seats) seat.check();
      if (isNews) say(`${elapsed(began)} s: stored ${String(double.stored.length)} of ${String(sizes.posts)}, ${describeCounts(counts)}`);
    });
    await striker.ended();
    const tally = await takeTally(database.db, namesOf(all), double.stored);
    return { ...tally, ...counts, seconds: Number(elapsed(began)), calls: double.calls };
  } finally {
    await Promise.all(seats.map((seat) => seat.close()));
    await database.close();
    await double.close();
  }
}

const elapsed = (began: number): string => ((performance.now() - began) / 1000).toFixed(0);

export const describeCounts = (counts: Pick<StormResult, 'kills' | 'killsInFlight' | 'freezes' | 'restarts'>): string =>
  `kills ${String(counts.kills)} (${String(counts.killsInFlight)} with a post on its way), freezes ${String(counts.freezes)}, ` +
  `database restarts ${String(counts.restarts)}`;

/** One notice in five is pinned and drawn again. */
function listPosts({ sizes, targets, spreadMs }: StormOptions, from: number): PlannedPosts[] {
  const count = Math.ceil(sizes.posts / targets);
  return Array.from({ length: count }, (_, n) => ({
    n,
    kind: n % 5 === 4 ? 'chaos.card' : 'chaos.plain',
    from: 0,
    to: Math.min(targets, sizes.posts - n * targets),
    dueAt: new Date(from + Math.floor((n / count) * spreadMs)),
  }));
}

const nameOf = (index: number): string => `replica-${String(index)}`;

function openReplicaSeat(place: Place, { pace, blind }: StormOptions, index: number, at: { url: string; api: string }): Seat {
  return openSeat(() =>
    startReplica(
      {
        databaseUrl: at.url,
        apiUrl: at.api,
        replica: nameOf(index),
        callMs: pace.callMs,
        limits: pace.limits,
        driven: false,
        blind: blind ?? false,
        strikeAt: null,
        signal: 'SIGKILL',
      },
      place,
    ),
  );
}

type Counts = { -readonly [K in 'kills' | 'killsInFlight' | 'freezes' | 'restarts']: number };

/** Lets the planned strikes fall as posts arrive: one after the other on each replica, and on the database. */
function createStriker(place: Place, { seed, sizes, pace }: StormOptions, seats: readonly Seat[], counts: Counts, double: Double) {
  const waiting = planStrikes(seed, sizes);
  const queues = new Map<string, Promise<void>>();
  let failure: unknown = null;

  async function apply({ kind, replica, waitMs, overLease }: Strike): Promise<void> {
    const seat = seats[replica];
    if (!seat) return;
    await sleep(waitMs);
    if (kind === 'restart') {
      if (!place.restart) return;
      await place.restart();
      counts.restarts += 1;
    } else if (kind === 'freeze') {
      await seat.freeze(pace.limits.leaseMs * overLease);
      counts.freezes += 1;
    } else {
      await seat.kill(() => {
        if (double.openOf(nameOf(replica)) > 0) counts.killsInFlight += 1;
      });
      counts.kills += 1;
    }
  }

  return {
    fire: (arrived: number): void => {
      while (waiting[0] && waiting[0].after < arrived) {
        const next = waiting.shift();
        if (!next) return;
        const queue = next.kind === 'restart' ? 'database' : `${next.kind === 'freeze' ? 'freeze' : 'kill'} ${String(next.replica)}`;
        const turn = (queues.get(queue) ?? Promise.resolve()).then(() => apply(next));
        queues.set(
          queue,
          turn.catch((error: unknown) => {
            failure ??= error;
          }),
        );
      }
    },
    ended: async (): Promise<void> => {
      await Promise.all(queues.values());
      if (failure !== null) throw failure instanceof Error ? failure : new Error('a strike failed', { cause: failure });
    },
  };
}

async function untilDecided(
  db: Parameters<typeof countOpen>[0],
  { patienceMs }: StormOptions,
  each: (isNews: boolean) => void,
): Promise<void> {
  const until = performance.now() + patienceMs;
  let toldAt = performance.now();
  while (performance.now() < until) {
    try {
      if ((await countOpen(db)) === 0) return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    const isNews = performance.now() - toldAt > 15_000;
    if (isNews) toldAt = performance.now();
    each(isNews);
    await sleep(200);
  }
}
