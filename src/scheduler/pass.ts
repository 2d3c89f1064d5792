import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../db/errors.ts';
import { surveyAhead } from './ahead.ts';
import { claimDue, claimUnresolved, destinationOf, listAwaited, type Claimed } from './claim.ts';
import { findWork, soonest, type Upcoming, type Work } from './due.ts';
import { expandDue, IN_VAIN } from './expand.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { noCounts, type Counts, type Engine } from './parts.ts';
import { readdress } from './readdress.ts';
import { reconcile } from './reconcile.ts';
import { claimStale, refresh } from './refresh.ts';
import { send } from './send.ts';
import { keepStatistics } from './statistics.ts';

// What is due and in other hands is looked at again after this, and what may be claimed meanwhile waits no longer for a look.
const LOOK_EVERY_MS = 100;

/** Whatever runs passes: its lanes outlive them, so that pacing holds from one pass to the next. */
export interface Desk {
  readonly engine: Engine;
  readonly sends: Lanes;
  readonly refreshes: Lanes;
  /** Resolves when somebody wakes the pass. */
  woken(): Promise<unknown>;
  /** What made work under way give up: the database is away. */
  failure: unknown;
  /** When (monotonic, ms) the database is asked next what there is to do. */
  lookAt: number;
  /** The notices that come first, as the last look found them. */
  upcoming: readonly Upcoming[];
  /** The last claim took all it could: there is more. */
  isMore: boolean;
  /** From when on (monotonic, ms) a few free lanes are enough to claim for. */
  claimAt: number;
  /** At the end of a pass: when (monotonic, ms) there is something to do; 0 for what is in other hands. */
  nextAt: number;
}

export function createDesk(engine: Engine, woken: () => Promise<unknown>): Desk {
  const width = engine.limits.parallel;
  const lanes = { sends: createLanes(width), refreshes: createLanes(Math.ceil(width / 2)) };
  return { engine, woken, ...lanes, failure: null, lookAt: 0, upcoming: [], isMore: false, claimAt: 0, nextAt: Infinity };
}

/**
 * One full pass: sends what is due, then looks, claims and sends until nothing due is left that this process
 * may begin. What becomes due meanwhile is taken in too, so that a long fan-out holds up nothing. Throws when
 * the database is away, after what was under way has ended.
 */
export async function runPass(desk: Desk): Promise<Counts> {
  const { engine } = desk;
  engine.counts = noCounts();
  Object.assign(desk, { failure: null, lookAt: 0, isMore: false, nextAt: Infinity });
  try {
    // An alarm rang for what the last look found: it is not asked again.
    if (listDue(desk).length > 0) await sendDue(desk);
    while (!engine.stopping && desk.failure === null) {
      // Asked before the turn, so that what ends or wakes during it is not waited for.
      const news: News = [desk.woken(), desk.sends.next(), desk.refreshes.next()];
      const wait = await turn(desk);
      if (wait === null) break;
      if (wait > 0) await firstOf(desk, news, wait);
    }
  } finally {
    await Promise.all([desk.sends.drained(), desk.refreshes.drained()]);
  }
  if (desk.failure !== null) throw toError(desk.failure);
  return engine.counts;
}

const toError = (failure: unknown): Error => (failure instanceof Error ? failure : new Error('the pass failed', { cause: failure }));

const listDue = ({ engine, upcoming }: Desk): Upcoming[] => upcoming.filter(({ dueAt }) => dueAt <= engine.clock.now());

async function sendDue(desk: Desk): Promise<number> {
  const { engine, sends } = desk;
  const due = listDue(desk);
  const free = sends.free();
  desk.upcoming = desk.upcoming.filter((one) => !due.includes(one));
  const { taken, claims } = await expandDue(engine, due, free);
  if (claims) return taken + beginClaims(desk, free, claims);
  await keepStatistics(engine);
  return taken + (await claimAndSend(desk));
}

/** Begins what there is to do. Answers how long (ms) to wait for news, null when nothing is left for this pass. */
async function turn(desk: Desk): Promise<number | null> {
  const { engine, sends, refreshes } = desk;
  const isIdle = sends.underWay + refreshes.underWay === 0;
  if (!isIdle && performance.now() < desk.lookAt) {
    if (mayClaim(desk)) await claimAndSend(desk);
    return untilNext(desk);
  }
  // What became due since the last look goes before the next one.
  if (listDue(desk).length > 0 && (await sendDue(desk)) > 0) return 0;
  const resting = sends.resting();
  await surveyAhead(engine);
  await keepStatistics(engine);
  const { work, upcoming } = await findWork(engine);
  desk.upcoming = upcoming;
  const next = soonest(work);
  desk.lookAt = performance.now() + (next > 0 ? next : LOOK_EVERY_MS);
  if (next === 0 && (await attend(desk, work)) > 0) {
    // What else there is will be told by the next look: at once, unless there is enough to do.
    if (!desk.isMore) desk.lookAt = 0;
    return 0;
  }
  desk.nextAt = next > 0 ? performance.now() + next : 0;
  const awaited = work.sends <= 0 ? await listAwaited(engine, resting) : [];
  if (isIdle && awaited.length === 0) return null;
  desk.lookAt = Math.min(desk.lookAt, performance.now() + sends.restedInMs(awaited));
  return untilNext(desk);
}

/** Until lanes are free for more, or the next look. */
function untilNext({ sends, isMore, lookAt, claimAt }: Desk): number {
  const at = isMore && sends.free() > 0 ? Math.min(lookAt, claimAt) : lookAt;
  return Math.max(0, at - performance.now());
}

// One claim takes many: it waits a little for lanes to become free, unless many are.
const BETWEEN_CLAIMS_MS = 10;

const mayClaim = ({ engine, sends, isMore, claimAt }: Desk): boolean =>
  isMore && (sends.free() >= engine.limits.parallel / 2 || (sends.free() > 0 && performance.now() >= claimAt));

async function claimAndSend(desk: Desk): Promise<number> {
  const most = desk.sends.free();
  if (most === 0) return 0;
  return beginClaims(desk, most, await claimDue(desk.engine, most));
}

function beginClaims(desk: Desk, most: number, claims: readonly Claimed[]): number {
  desk.isMore = claims.length === most;
  desk.claimAt = performance.now() + BETWEEN_CLAIMS_MS;
  return begin(desk, claims, send);
}

/** What is due, then what is to be placed anew, has expired, lost its sender, or is to be drawn again. Answers how much was begun. */
async function attend(desk: Desk, work: Work): Promise<number> {
  const { engine, sends, refreshes } = desk;
  let begun = work.notices <= 0 ? await sendDue(desk) : work.sends <= 0 ? await claimAndSend(desk) : 0;
  if (work.addresses <= 0) begun += await readdress(engine);
  if (work.expiry <= 0) begun += await expireDeliveries(engine);
  if (work.unresolved <= 0 && sends.free() > 0) begun += begin(desk, await claimUnresolved(engine, sends.free()), reconcile);
  if (work.cards > 0 || refreshes.free() === 0) return begun;
  for (const stale of await claimStale(engine, refreshes.free())) {
    refreshes.run(
      stale.id,
      guarded(desk, stale.id, () => refresh(engine, stale)),
    );
    begun += 1;
  }
  return begun;
}

function begin(desk: Desk, claims: readonly Claimed[], work: typeof send | typeof reconcile): number {
  for (const claimed of claims) {
    // A look is no post: it keeps no destination busy.
    const [key, restMs] = work === send ? [destinationOf(claimed), claimed.restMs] : [claimed.id, 0];
    desk.sends.run(
      key,
      guarded(desk, claimed.id, () => work(desk.engine, claimed)),
      restMs,
    );
  }
  return claims.length;
}

/** Work that never rejects: its claim's lease ends, and the next pass looks what became of it. */
function guarded(desk: Desk, subject: string, work: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await work();
    } catch (error) {
      if (isDatabaseAway(error)) desk.failure ??= error;
      else desk.engine.log.error({ event: 'scheduler-work-failed', subject, err: error }, 'work of the scheduler failed');
    }
  };
}

async function expireDeliveries(engine: Engine): Promise<number> {
  const expired = await engine.db.delivery.updateMany({
    where: { state: 'planned', expiresAt: { lte: engine.clock.now() } },
    data: { state: 'expired', error: IN_VAIN },
  });
  engine.counts.expired += expired.count;
  return expired.count;
}

type News = readonly [Promise<unknown>, ...Promise<unknown>[]];

/** Whatever comes first: somebody wakes the pass, work ends, or the time is over. */
async function firstOf(desk: Desk, [woken, ...ends]: News, waitMs: number): Promise<void> {
  const timer = new AbortController();
  const lookNow = (): void => {
    desk.lookAt = 0;
  };
  const time = sleep(Math.min(waitMs + 1, 60_000), undefined, timer).catch(() => undefined);
  await Promise.race([woken.then(lookNow), time, ...ends]);
  timer.abort();
}
