import type pg from 'pg';
import type { Database } from '../../src/db/client.ts';
import { verifyChain } from '../../src/features/records/verify.ts';
import { findUnaccounted } from './audited.ts';
import { followDeliveries } from './deliveries.ts';
import { violate } from './model.ts';
import { expectOther } from './occasions.ts';
import { appliesAppointments } from './people-acts.ts';
import type { Stored } from './platform.ts';
import { prepare, type Options, type Run } from './prepare.ts';
import { SHIFTS, type Shift } from './replicas.ts';
import { checkMemberships, checkRows } from './rows.ts';
import { secretariat } from './rules.ts';
import { checkNothingLies, countFates, settle } from './settle.ts';
import { listCrossed } from './series.ts';
import { count } from './sim.ts';
import { throwViolation, Violation } from './violation.ts';
import { DAY, MINUTE, SECOND } from './wall-time.ts';
import { listChanges } from './watch.ts';
import { ZONES } from './world.ts';
import { begins, plan } from './year.ts';
import { pauses, type Pause } from './pauses.ts';

export interface Outcome {
  readonly steps: number;
  readonly acts: Readonly<Record<string, number>>;
  readonly meetings: number;
  readonly messages: number;
  readonly faults: number;
  readonly late: number;
  readonly fates: Readonly<Record<string, number>>;
  readonly audited: number;
  readonly downtimes: number;
  /** Meetings of series. */
  readonly occurrences: number;
  /** Clock changes that a series went through, over all zones. */
  readonly crossed: number;
  /** Deliveries that quiet hours put off, or took back. */
  readonly quiet: number;
  readonly logged: number;
  /** Equal for equal histories. */
  readonly digest: string;
}

/** Runs a simulated time on an empty, migrated database. Throws Violation at the first step after which something does not hold. */
export async function simulate(db: Database, sql: pg.Pool, options: Options): Promise<Outcome> {
  const run = await prepare(db, sql, options);
  try {
    return await live(run, options);
  } finally {
    await run.replicas.stop();
  }
}

async function live(run: Run, options: Options): Promise<Outcome> {
  const { sim, replicas } = run;
  await replicas.begin();
  await begins(sim);
  await afterStep(run, options);
  plan(sim, run.from);
  plansShifts(run);
  const found = pauses(sim, run.from);
  for (const pause of found) {
    await runUntil(run, options, Math.min(pause.from, sim.end), null);
    if (pause.from >= sim.end) break;
    await rests(run, options, pause);
    run.state.isWoken = true;
    await afterStep(run, options);
  }
  await runUntil(run, options, sim.end, null);
  return finish(run, found.length);
}

/** The program is stopped and starts again; or it goes on without noticing that time has passed, or went back. */
async function rests(run: Run, options: Options, pause: Pause): Promise<void> {
  const { sim, replicas, time, fresh } = run;
  if (pause.kind === 'jump') {
    // What was done by the clock of before is judged by it.
    await follow(run, fresh.splice(0));
    time.now = pause.until;
    return;
  }
  await replicas.stop();
  await runUntil(run, options, Math.min(pause.until, sim.end), pause);
  await replicas.begin();
  await appliesAppointments(sim);
}

function plansShifts(run: Run): void {
  const { sim, replicas } = run;
  const random = sim.random.fork('shifts');
  const names = Object.keys(SHIFTS) as Shift[];
  for (let at = run.from + 3 * DAY; at < sim.end; at += random.int(2, 20) * DAY + random.int(0, 1440) * MINUTE) {
    const shift = random.pick(names);
    sim.later(at, 'shift', async () => {
      if (replicas.isRunning()) await replicas.begin(shift);
      count(sim, shift);
    });
  }
}

/** Event by event: to the next that is due or the next that somebody does. */
async function runUntil(run: Run, options: Options, until: number, pause: Pause | null): Promise<void> {
  const { queue, time, state } = run;
  let due = await nextDue(run);
  for (;;) {
    queue.sort((a, b) => b.at - a.at || b.n - a.n);
    const act = queue.at(-1);
    const at = Math.min(act?.at ?? Infinity, due);
    if (at > until) break;
    time.now = Math.max(time.now, at);
    if (act && act.at <= time.now) {
      queue.pop();
      if (!pause || pause.answers || act.isOutside) await act.run();
      if (act.name === 'daily') await run.replicas.tidy();
      // Most days nothing changes on its own.
      if ((act.name === 'daily' || act.name === 'shift') && !state.isWoken) continue;
    } else state.isWoken = true;
    await afterStep(run, options);
    due = await nextDue(run);
  }
  time.now = Math.max(time.now, until);
}

/** How far the clocks of all whose turn it is are behind, as a number below 0; what is due is then due to them later. */
const lagOf = ({ replicas }: Run): number => Math.min(0, Math.max(...replicas.clocks()));

/** When there is something to do next; what a platform asked to leave alone waits until that is over. */
async function nextDue(run: Run): Promise<number> {
  const { replicas, sql, time } = run;
  if (!replicas.isRunning()) return Infinity;
  const lag = lagOf(run);
  const due = await replicas.nextDueAt();
  if (due > time.now + lag) return due - lag;
  const { rows } = await sql.query<{ at: Date | null }>(
    `SELECT LEAST(
      (SELECT min("dueAt") FROM "Notice" WHERE state = 'planned' AND "dueAt" > $1),
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "dueAt" > $1),
      (SELECT min(until) FROM "Rest" WHERE until > $2)) AS at`,
    [new Date(time.now + lag), new Date(time.now)],
  );
  // The rest is counted by the machine's clock too: whole minutes are the same each time.
  return Math.ceil((rows[0]?.at?.getTime() ?? Infinity) / MINUTE) * MINUTE - lag;
}

// As a server does by itself and the program does for the embedded database.
const TIDY_EVERY = 200;

/** Lets the program do what is due, and holds everything that was written and sent against the model. */
async function afterStep(run: Run, options: Options): Promise<void> {
  const { sim, time, post, fresh, ledger, state, replicas } = run;
  const { model } = sim;
  run.step += 1;
  const isDue = state.isWoken || model.waiting.some((one) => one.dueAt <= time.now);
  const isWorking = replicas.isRunning() && isDue;
  const programTime = time.now + lagOf(run);
  post.clocks = isWorking ? replicas.clocks() : [0];
  if (isWorking) {
    state.isWoken = false;
    await replicas.runDue();
    noteBroken(run);
  }
  await follow(run, fresh.splice(0));
  if (isWorking) {
    settle(model, post, programTime);
    checkNothingLies(model, post, await listResting(run), programTime);
  }
  checkMemberships(model, ledger);
  await options.meddle?.(run.step, run.db, run.sql);
  if (run.step % TIDY_EVERY === 0) await run.sql.query('VACUUM ANALYZE');
  throwViolation(run, options);
}

async function follow(run: Run, stored: readonly Stored[]): Promise<void> {
  const { model } = run.sim;
  const now = run.time.now;
  const changes = await listChanges(run.sql, run.state.seen);
  run.state.seen = changes.at(-1)?.seq ?? run.state.seen;
  for (const what of findUnaccounted(changes)) violate(model, what, []);
  checkRows(model, run.ledger, changes, now);
  followDeliveries(model, run.post, changes, stored, now);
  const lines = stored.map((one) => `${one.address} ${String(one.at)} ${one.posted.summary as string}`);
  for (const line of lines.sort()) run.lines.update(line);
}

/**
 * Destinations that are left alone for now; with an empty address a whole workspace. A rest is counted by the
 * database's clock, whose milliseconds are not the model's: one that ends just now may still hold.
 */
async function listResting({ sql, time }: Run): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ key: string }>(`SELECT "workspaceId" || ' ' || address AS key FROM "Rest" WHERE until > $1`, [
    new Date(time.now - SECOND),
  ]);
  return new Set(rows.map((row) => row.key));
}

/** The Secretariat is told once of each destination that cannot be reached. */
function noteBroken(run: Run): void {
  const { model } = run.sim;
  for (const { address, key } of run.brokenSince.splice(0)) {
    if (model.broken.has(address)) continue;
    model.broken.add(address);
    const targets = (): string[] => secretariat(model);
    expectOther(model, { key: `troubled ${key}`, kind: 'notices.troubled', targets }, run.time.now, 7 * DAY);
  }
}

async function finish(run: Run, pauses: number): Promise<Outcome> {
  const { sim, post } = run;
  const verified = await verifyChain(run.db, sim.world.body.id);
  if (verified.broken || verified.rows !== run.ledger.audited)
    throw new Violation(`the audit chain does not verify: ${JSON.stringify(verified)} of ${String(run.ledger.audited)} rows`);
  countFates(post);
  const platforms = [...run.platforms.values()];
  return {
    steps: run.step,
    acts: sim.counts,
    meetings: sim.model.meetings.size,
    messages: platforms.reduce((sum, one) => sum + one.messages.length, 0),
    faults: platforms.reduce((sum, one) => sum + one.faults(), 0),
    late: post.late,
    fates: post.fates,
    audited: run.ledger.audited,
    downtimes: pauses,
    occurrences: [...sim.model.meetings.values()].filter((one) => one.series).length,
    crossed: ZONES.flatMap((zone) => listCrossed(sim.model, zone, run.from, sim.end)).length,
    quiet: [...post.held.values()].filter((held) => held !== 0).length,
    logged: post.logged.size,
    digest: run.lines.digest('hex').slice(0, 16),
  };
}
