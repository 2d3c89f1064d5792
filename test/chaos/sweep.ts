import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/client.ts';
import { openDouble, type Double } from './double.ts';
import type { Pace } from './limits.ts';
import type { Place } from './place.ts';
import { wellBehaved } from './plan.ts';
import { BODY_ID, namesOf, planPosts, type PlannedPosts, type PostKind } from './posts.ts';
import { startReplica, type Replica } from './replica.ts';
import type { Point } from './steps.ts';
import { countOpen, isClean, takeTally, type Tally } from './tally.ts';

const PATIENCE_MS = 60_000;

/** After the platform has stored the post, before its answer. */
const STORED = 'stored';

/** A replica dies there, or stands still there for longer than its lease and then goes on. */
export interface Aim {
  readonly strike: 'kill' | 'freeze';
  /** A named point of the send path, or the nth step of a pass. */
  readonly at: Point | typeof STORED | number;
}

const SEND_PATH = ['before-claim', 'after-claim', 'before-post', 'stored', 'before-fate', 'after-fate'] as const;

/** Killed at the six points that every sender has. */
export const KILLED_ON_THE_WAY: readonly Aim[] = SEND_PATH.map((at) => ({ strike: 'kill', at }));

export interface SweepOptions {
  readonly pace: Pace;
  readonly kind: PostKind;
  /** Every step of a pass, with this strike; or these. */
  readonly aims: Aim['strike'] | readonly Aim[];
  readonly say?: (line: string) => void;
}

export interface Struck extends Aim {
  /** The step's own words. */
  readonly label: string;
  /** False when the replica never came to this point. */
  readonly wasReached: boolean;
  /** The other replica could not end it before the frozen one went on, which held a lock in the database. */
  readonly heldUp: boolean;
  /** Times the post is on the platform in the end. */
  readonly copies: number;
  /** Of a post that is to be pinned, and is not: a pin is tried once only. */
  readonly isUnpinned: boolean;
}

export interface SweepResult {
  readonly tally: Tally;
  readonly struck: readonly Struck[];
}

/**
 * For each aim: one post is due, a replica takes it up and is struck there, another one finishes the work. No chance is in
 * it: the same code is struck at the same steps.
 */
export async function sweep(place: Place, options: SweepOptions): Promise<SweepResult> {
  const database = await place.newDatabase(1);
  const held: Bench['held'] = { victim: null, tell: () => undefined };
  const double = await openDouble({ faultOf: wellBehaved, onStored: () => strikeStored(held) });
  const bench: Bench = { place, options, url: database.url, db: database.db, double, all: [], held };
  const survivor = startDriven(bench, 'survivor', null);
  try {
    await survivor.ready;
    const labels = typeof options.aims === 'string' ? await trace(bench) : [];
    const aims = listAims(options.aims, labels);
    const struck: Struck[] = [];
    let next = aims[0] && startDriven(bench, 'struck', aims[0]);
    for (const [i, aim] of aims.entries()) {
      const victim = next;
      // The next one gets ready meanwhile.
      next = aims[i + 1] && startDriven(bench, 'struck', aims[i + 1]!);
      if (!victim) break;
      const label = typeof aim.at === 'number' ? (labels[aim.at - 1] ?? '') : '';
      const one = { ...aim, label, ...(await strikeOne(bench, aim, victim, survivor)) };
      struck.push(one);
      options.say?.(describeStruck(one));
    }
    return { tally: await takeTally(database.db, namesOf(bench.all), double.stored), struck };
  } finally {
    await survivor.stop();
    await database.close();
    await double.close();
  }
}

interface Bench {
  readonly place: Place;
  readonly options: SweepOptions;
  readonly url: string;
  readonly db: Database;
  readonly double: Double;
  readonly all: PlannedPosts[];
  /** Who is to be struck when the platform has stored its post. */
  readonly held: { victim: Replica | null; tell: () => void };
}

const listAims = (aims: SweepOptions['aims'], labels: readonly string[]): readonly Aim[] =>
  typeof aims === 'string' ? labels.map((_, i) => ({ strike: aims, at: i + 1 })) : aims;

function startDriven({ place, options, url, double }: Bench, replica: string, aim: Aim | null): Replica {
  const { callMs, limits } = options.pace;
  const strikeAt = aim === null || aim.at === STORED ? null : aim.at;
  const signal = aim?.strike === 'freeze' ? 'SIGSTOP' : 'SIGKILL';
  return startReplica(
    { databaseUrl: url, apiUrl: double.apiUrl, replica, callMs, limits, driven: true, blind: false, strikeAt, signal },
    place,
  );
}

/** The steps of an undisturbed pass. */
async function trace(bench: Bench): Promise<readonly string[]> {
  const replica = startDriven(bench, 'traced', null);
  await replica.ready;
  await planOne(bench);
  const steps = await replica.run();
  await replica.stop();
  return steps ?? [];
}

async function planOne({ db, options, all }: Bench): Promise<number> {
  const post: PlannedPosts = { n: all.length, kind: options.kind, from: 0, to: 1, dueAt: new Date() };
  all.push(post);
  await planPosts(db, [post]);
  return post.n;
}

async function strikeOne(bench: Bench, aim: Aim, victim: Replica, survivor: Replica): Promise<Omit<Struck, keyof Aim | 'label'>> {
  const n = await planOne(bench);
  await victim.ready;
  const isHeld =
    aim.at === STORED
      ? new Promise<boolean>((resolve) =>
          Object.assign(bench.held, {
            victim,
            tell: () => {
              resolve(true);
            },
          }),
        )
      : null;
  const ran = victim.run().then((steps) => steps === null);
  // A frozen one stopped itself on the way, and shows it only by its silence.
  const frozen = aim.strike === 'freeze' ? sleep(bench.options.pace.limits.leaseMs * 1.1, true) : null;
  const wasReached = await Promise.race([isHeld, ran, frozen].filter((one) => one !== null));
  const heldUp = aim.strike === 'kill' ? await afterKill(bench, survivor) : await afterFreeze(bench, victim, survivor);
  victim.signal('SIGKILL');
  await victim.gone;
  const copies = bench.double.stored.filter(({ what }) => what.startsWith(`${String(n)} `));
  const isUnpinned = bench.options.kind === 'chaos.card' && !copies.some(({ channel, ts }) => bench.double.pinned.has(`${channel} ${ts}`));
  return { wasReached, heldUp, copies: copies.length, isUnpinned };
}

/** Strikes when the platform has the post, and lets it answer only after. */
async function strikeStored(held: Bench['held']): Promise<void> {
  const { victim, tell } = held;
  if (!victim) return;
  held.victim = null;
  victim.signal('SIGKILL');
  await victim.gone;
  tell();
}

async function afterKill(bench: Bench, survivor: Replica): Promise<false> {
  // The dead keep nothing: what would happen after the lease may happen now.
  const endLeases = () =>
    bench.db.delivery.updateMany({ where: { bodyId: BODY_ID, leaseUntil: { not: null } }, data: { leaseUntil: new Date(0) } });
  if (!(await workUntilDecided(bench, survivor, PATIENCE_MS, endLeases))) throw new Error('the sweep waited in vain for a fate');
  return false;
}

/** The other replica does what is left, then the frozen one goes on with what it believes to hold. True when that one was waited for. */
async function afterFreeze(bench: Bench, victim: Replica, survivor: Replica): Promise<boolean> {
  const { limits } = bench.options.pace;
  const isDecided = await workUntilDecided(bench, survivor, limits.leaseMs * 1.5);
  victim.signal('SIGCONT');
  await sleep(limits.sendMs);
  if (!(await workUntilDecided(bench, survivor, PATIENCE_MS))) throw new Error('the sweep waited in vain for a fate');
  return !isDecided;
}

/** False when there is still something open in the end. */
async function workUntilDecided({ db }: Bench, survivor: Replica, patienceMs: number, first?: () => Promise<unknown>): Promise<boolean> {
  const until = performance.now() + patienceMs;
  while ((await countOpen(db)) > 0) {
    if (performance.now() > until) return false;
    await first?.();
    // One that waits for a lock of the frozen one answers only after it.
    await Promise.race([survivor.run(), sleep(Math.max(until - performance.now(), 0))]);
  }
  return true;
}

export function describeStruck({ strike, at, label, wasReached, heldUp, copies, isUnpinned }: Struck): string {
  const where = typeof at === 'number' ? `step ${String(at)}, ${label}` : at;
  const notes = [wasReached ? '' : 'never came there', heldUp ? 'held up the other replica' : '', isUnpinned ? 'not pinned' : ''].filter(
    Boolean,
  );
  return [`${strike} at ${where}: ${String(copies)} on the platform`, ...notes].join(', ');
}

/** Where a frozen replica believes to hold what another one has taken over meanwhile. */
export const FROZEN_ON_THE_WAY: readonly Aim[] = (
  ['after-claim', 'before-post', 'before-request', 'connected', 'after-post', 'before-fate', 'after-fate'] as const
).map((at) => ({ strike: 'freeze', at }));

/** Every point was struck, and each post is there once. */
export const isSwept = ({ tally, struck }: SweepResult): boolean =>
  isClean(tally) && struck.every(({ wasReached, copies }) => wasReached && copies === 1);
