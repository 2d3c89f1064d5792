import { createHash } from 'node:crypto';
import pino from 'pino';
import type pg from 'pg';
import type { Clock } from '../../src/bot/clock.ts';
import type { Database } from '../../src/db/client.ts';
import { features } from '../../src/features/index.ts';
import { verifyChain } from '../../src/features/records/verify.ts';
import { createScheduler, type Scheduler } from '../../src/scheduler/scheduler.ts';
import { findUnaccounted } from './audited.ts';
import { checkNothingLies, countFates, createPost, followDeliveries, settle } from './deliveries.ts';
import { resetTopics } from './meeting-acts.ts';
import { createModel, nameOf, violate, type Occasion } from './model.ts';
import { expectOther } from './occasions.ts';
import { appliesAppointments } from './people-acts.ts';
import { createPlatform, type Platform, type Stored } from './platform.ts';
import { createRandom } from './random.ts';
import { checkMemberships, checkRows, createLedger } from './rows.ts';
import { secretariat } from './rules.ts';
import type { Act, Sim } from './sim.ts';
import { DAY, instantsOf, MINUTE } from './wall-time.ts';
import { startWatching, listChanges } from './watch.ts';
import { BODY_ZONE, createWorld } from './world.ts';
import { begins, downtimes, plan, type Downtime } from './year.ts';

export interface Options {
  readonly seed: number;
  readonly days: number;
  /** People beside the Secretariat. */
  readonly people: number;
  /** How much happens: 1 for what five busy groups do in a year. */
  readonly density: number;
  /** The simulation begins on 1 January of it. */
  readonly year: number;
  /** Called after each step; what it does to the database is to be noticed. */
  readonly meddle?: (step: number, db: Database) => Promise<void>;
  readonly sabotage?: (address: string, store: () => void) => void;
}

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
  /** Equal for equal histories. */
  readonly digest: string;
}

/** What did not hold, with what is needed to see it again. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Runs a simulated time on an empty, migrated database. Throws Violation at the first step after which something does not hold. */
export async function simulate(db: Database, sql: pg.Pool, options: Options): Promise<Outcome> {
  const run = await prepare(db, sql, options);
  try {
    return await live(run, options);
  } finally {
    await run.scheduler?.stop();
  }
}

type Run = Awaited<ReturnType<typeof prepare>>;

async function prepare(db: Database, sql: pg.Pool, options: Options) {
  const random = createRandom(String(options.seed));
  const model = createModel(BODY_ZONE);
  const from = instantsOf(`${String(options.year)}-01-01T08:00`, BODY_ZONE)[0]!;
  const time = { now: from };
  model.clock = () => time.now;
  resetTopics();
  const world = await createWorld(db, model, random.fork('world'), options, from);
  await startWatching(sql);
  const post = createPost([world.workspaces[1]]);
  const fresh: Stored[] = [];
  const platforms = new Map<string, Platform>();
  for (const [i, workspaceId] of world.workspaces.entries())
    platforms.set(
      workspaceId,
      createPlatform({
        seed: `${String(options.seed)}/${String(i)}`,
        workspaceId,
        readsHistory: i === 0,
        now: () => time.now,
        stored(message, isHeard) {
          fresh.push(message);
          if (isHeard) model.broken.delete(message.address);
        },
        refused(address, key, code) {
          post.refused.set(key, code);
          brokenSince.push({ address, key });
        },
        ...(options.sabotage ? { sabotage: options.sabotage } : {}),
      }),
    );
  const brokenSince: { address: string; key: string }[] = [];
  const queue: Act[] = [];
  const state = { isWoken: false, n: 0, seen: 0 };
  const sim: Sim = {
    random: random.fork('acts'),
    model,
    world,
    db,
    platforms,
    now: () => time.now,
    end: from + options.days * DAY,
    density: options.density,
    later(at, name, act) {
      if (at <= time.now || at >= sim.end) return;
      state.n += 1;
      queue.push({ at, n: state.n, name, isOutside: name === 'archived' || name === 'restored', run: act });
    },
    wake() {
      state.isWoken = true;
    },
    counts: {},
  };
  const scheduler: Scheduler | null = null as Scheduler | null;
  return {
    db,
    sql,
    sim,
    time,
    from,
    post,
    fresh,
    brokenSince,
    queue,
    state,
    ledger: createLedger(),
    platforms,
    scheduler,
    step: 0,
    lines: createHash('sha256'),
  };
}

function startScheduler(run: Run): void {
  const { db, sim, time, platforms } = run;
  const clock: Clock = {
    now: () => new Date(time.now),
    offset: () => time.now - Date.now(),
    advance: () => undefined,
  };
  run.scheduler = createScheduler({
    db,
    clock,
    features,
    contextFor: () => Promise.resolve(sim.world.ctx({ kind: 'scheduler' }, time.now, 'scheduler', () => undefined)),
    chatFor: (id) => Promise.resolve(platforms.get(id)?.chat ?? null),
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    replicaId: `replica-${String(run.step)}`,
    limits: { betweenPostsMs: 0, betweenUpdatesMs: 0, reconcileAfterMs: 0 },
  });
}

async function live(run: Run, options: Options): Promise<Outcome> {
  const { sim } = run;
  startScheduler(run);
  await begins(sim);
  await afterStep(run, options);
  plan(sim, run.from);
  const pauses = downtimes(sim, run.from);
  let next = 0;
  for (;;) {
    const pause = pauses[next];
    const until = pause ? Math.min(pause.from, sim.end) : sim.end;
    await runUntil(run, options, until, null);
    if (!pause || pause.from >= sim.end) break;
    run.scheduler = null;
    await runUntil(run, options, Math.min(pause.until, sim.end), pause);
    startScheduler(run);
    await appliesAppointments(sim);
    run.state.isWoken = true;
    await afterStep(run, options);
    next += 1;
  }
  return finish(run, pauses.length);
}

/** Event by event: to the next that is due or the next that somebody does. */
async function runUntil(run: Run, options: Options, until: number, pause: Downtime | null): Promise<void> {
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
      // Most days nothing changes on its own.
      if (act.name === 'daily' && !state.isWoken) continue;
    } else state.isWoken = true;
    await afterStep(run, options);
    due = await nextDue(run);
  }
  time.now = until;
}

/** When there is something to do next; what a platform asked to leave alone waits until that is over. */
async function nextDue({ scheduler, sql, time }: Run): Promise<number> {
  if (!scheduler) return Infinity;
  const due = (await scheduler.nextDueAt())?.getTime() ?? Infinity;
  if (due > time.now) return due;
  const { rows } = await sql.query<{ at: Date | null }>(
    `SELECT LEAST(
      (SELECT min("dueAt") FROM "Notice" WHERE state = 'planned' AND "dueAt" > $1),
      (SELECT min("dueAt") FROM "Delivery" WHERE state = 'planned' AND "dueAt" > $1),
      (SELECT min(until) FROM "Rest" WHERE until > $1)) AS at`,
    [new Date(time.now)],
  );
  // The rest is counted by the machine's clock too: whole minutes are the same each time.
  return Math.ceil((rows[0]?.at?.getTime() ?? Infinity) / MINUTE) * MINUTE;
}

// As a server does by itself and the program does for the embedded database.
const TIDY_EVERY = 200;

/** Lets the program do what is due, and holds everything that was written and sent against the model. */
async function afterStep(run: Run, options: Options): Promise<void> {
  const { sim, time, post, fresh, ledger, state } = run;
  const { model } = sim;
  run.step += 1;
  const isDue = state.isWoken || model.waiting.some((one) => one.dueAt <= time.now);
  if (run.scheduler && isDue) {
    state.isWoken = false;
    await run.scheduler.runDue();
    noteBroken(run);
  }
  await follow(run, fresh.splice(0));
  if (run.scheduler && isDue) {
    settle(model, post, time.now);
    noteAgendas(run);
    checkNothingLies(model, post, await listResting(run), time.now);
  }
  checkMemberships(model, ledger);
  await options.meddle?.(run.step, run.db);
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

/** Destinations that are left alone for now; with an empty address a whole workspace. */
async function listResting({ sql, time }: Run): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ key: string }>(`SELECT "workspaceId" || ' ' || address AS key FROM "Rest" WHERE until > $1`, [
    new Date(time.now),
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

/** A meeting whose agenda was due and told is not told of it again after a move. */
function noteAgendas(run: Run): void {
  const { now } = run.time;
  const carries = (one: Occasion): boolean =>
    one.kind === 'meetings.agenda' ||
    one.kind === 'meetings.join' ||
    (/^meetings\.(announced|moved)$/.test(one.kind) && one.meeting!.startsAt - 7 * DAY <= now);
  for (const one of run.sim.model.settled.splice(0)) if (one.meeting && one.expiresAt > now && carries(one)) one.meeting.hasAgenda = true;
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
    digest: run.lines.digest('hex').slice(0, 16),
  };
}

const TOLD = 40;

function throwViolation(run: Run, options: Options): void {
  const { model } = run.sim;
  const [first] = model.violations;
  if (!first) return;
  const stories = [...new Set(first.subjects)].flatMap((id) => [
    `  ${nameOf(model, id)}:`,
    ...(model.stories.get(id) ?? []).slice(-TOLD).map((line) => `    ${line}`),
  ]);
  const more =
    model.violations.length > 1
      ? [`and ${String(model.violations.length - 1)} more:`, ...model.violations.slice(1, 6).map((one) => `  ${one.what}`)]
      : [];
  const { seed, days, people, year, density } = options;
  const where = `seed ${String(seed)}, step ${String(run.step)}, ${new Date(run.time.now).toISOString()}`;
  const again = `node test/simulation/run.ts --seed ${String(seed)} --year ${String(year)} --days ${String(days)} --people ${String(people)} --density ${String(density)}`;
  throw new Violation([`${where}: ${first.what}`, ...stories, ...more, `To see it again: ${again}`].join('\n'));
}
