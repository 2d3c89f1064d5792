import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../db/errors.ts';
import { surveyAhead } from './ahead.ts';
import { claimDue, claimUnresolved, destinationOf, isWaitingFor, type Claimed } from './claim.ts';
import { findNextWorkMs, findWork, type Work } from './due.ts';
import { expandDue, IN_VAIN } from './expand.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { noCounts, type Counts, type Engine } from './parts.ts';
import { readdress } from './readdress.ts';
import { reconcile } from './reconcile.ts';
import { claimStale, refresh } from './refresh.ts';
import { send } from './send.ts';

// While sends are under way, how often at most the database is asked what else became due.
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
  /** When (monotonic, ms) the database is asked next what else became due. */
  lookAt: number;
  /** From when on (monotonic, ms) a few free lanes are enough to claim for. */
  claimAt: number;
}

export function createDesk(engine: Engine, woken: () => Promise<unknown>): Desk {
  const width = engine.limits.parallel;
  return { engine, woken, sends: createLanes(width), refreshes: createLanes(Math.ceil(width / 2)), failure: null, lookAt: 0, claimAt: 0 };
}

/**
 * One full pass: looks, claims and sends until nothing due is left that this process may begin. What
 * becomes due meanwhile is taken in too, so that a long fan-out holds up nothing. Throws when the
 * database is away, after what was under way has ended.
 */
export async function runPass(desk: Desk): Promise<Counts> {
  const { engine } = desk;
  engine.counts = noCounts();
  desk.failure = null;
  desk.lookAt = 0;
  try {
    while (!engine.stopping && desk.failure === null) {
      // Asked before the round, so that what ends or wakes during it is not waited for.
      const isIdle = desk.sends.underWay + desk.refreshes.underWay === 0;
      const resting = desk.sends.resting();
      const news: [Promise<unknown>, ...Promise<unknown>[]] = [desk.woken(), desk.sends.next(), desk.refreshes.next()];
      if (await round(desk)) continue;
      const wait = await waitMs(desk, isIdle, resting);
      if (wait === null) break;
      await firstOf(desk, news, wait);
    }
  } finally {
    await Promise.all([desk.sends.drained(), desk.refreshes.drained()]);
  }
  if (desk.failure !== null) throw toError(desk.failure);
  return engine.counts;
}

const toError = (failure: unknown): Error => (failure instanceof Error ? failure : new Error('the pass failed', { cause: failure }));

/** True when something began. */
async function round(desk: Desk): Promise<boolean> {
  const { engine, sends } = desk;
  const isIdle = sends.underWay + desk.refreshes.underWay === 0;
  const isLook = isIdle || performance.now() >= desk.lookAt;
  const work = isLook ? await findWork(engine) : null;
  let begun = work?.notices ? await expandDue(engine) : 0;
  // Before the rest of the look, which would only make them late.
  if (work ? work.notices || work.deliveries : mayClaim(desk)) begun += await claimAndSend(desk);
  if (work) begun += await look(desk, work);
  return begun > 0;
}

// One claim takes many: it waits a little for lanes to become free, unless many are.
const BETWEEN_CLAIMS_MS = 10;

const mayClaim = ({ engine, sends, claimAt }: Desk): boolean =>
  sends.free() >= engine.limits.parallel / 2 || (sends.free() > 0 && performance.now() >= claimAt);

async function claimAndSend(desk: Desk): Promise<number> {
  if (desk.sends.free() === 0) return 0;
  const claims = await claimDue(desk.engine, desk.sends.free());
  desk.claimAt = performance.now() + BETWEEN_CLAIMS_MS;
  return begin(desk, claims, send);
}

/** What is to begin ahead, what lost its sender, what is to be drawn again. */
async function look(desk: Desk, work: Work): Promise<number> {
  const { engine, sends, refreshes } = desk;
  desk.lookAt = performance.now() + LOOK_EVERY_MS;
  await surveyAhead(engine);
  let begun = work.addresses ? await readdress(engine) : 0;
  if (work.expired) await expireDeliveries(engine);
  if (work.unresolved && sends.free() > 0) begun += begin(desk, await claimUnresolved(engine, sends.free()), reconcile);
  if (!work.cards || refreshes.free() === 0) return begun;
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

async function expireDeliveries(engine: Engine): Promise<void> {
  const expired = await engine.db.delivery.updateMany({
    where: { state: 'planned', expiresAt: { lte: engine.clock.now() } },
    data: { state: 'expired', error: IN_VAIN },
  });
  engine.counts.expired += expired.count;
}

/** Null: nothing to wait for in this pass. */
async function waitMs(desk: Desk, isIdle: boolean, resting: readonly string[]): Promise<number | null> {
  const { engine, sends } = desk;
  const now = performance.now();
  if (!isIdle && !mayClaim(desk)) return Math.max(0, Math.min(desk.lookAt, sends.free() > 0 ? desk.claimAt : Infinity) - now);
  const rest = (await isWaitingFor(engine, resting)) ? (sends.nextFreeMs() ?? 0) : null;
  if (isIdle) return rest;
  const next = await findNextWorkMs(engine);
  // What is due and still did not begin is in other hands, ours or another replica's.
  const look = next === 0 ? LOOK_EVERY_MS : next;
  desk.lookAt = performance.now() + look;
  return Math.min(rest ?? Infinity, look);
}

/** Whatever comes first: somebody wakes the pass, work ends, or the time is over. */
async function firstOf(desk: Desk, [woken, ...ends]: readonly [Promise<unknown>, ...Promise<unknown>[]], waitMs: number): Promise<void> {
  const timer = new AbortController();
  const lookNow = (): void => {
    desk.lookAt = 0;
  };
  const time = sleep(Math.min(waitMs + 1, 60_000), undefined, timer).catch(() => undefined);
  await Promise.race([woken.then(lookNow), time, ...ends]);
  timer.abort();
}
