import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Database } from '../../src/db/client.ts';
import { resetTopics } from './meeting-acts.ts';
import { createModel } from './model.ts';
import { createPlatform, type Platform, type Stored } from './platform.ts';
import { createPost } from './post.ts';
import { createRandom } from './random.ts';
import { createReplicas } from './replicas.ts';
import { createLedger } from './rows.ts';
import type { Act, Sim } from './sim.ts';
import { DAY, instantsOf } from './wall-time.ts';
import { startWatching } from './watch.ts';
import { BODY_ZONE, createWorld } from './world.ts';

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
  readonly meddle?: (step: number, db: Database, sql: pg.Pool) => Promise<void>;
  readonly sabotage?: (address: string, store: () => void) => void;
}

/** A simulation under way. */
export type Run = Awaited<ReturnType<typeof prepare>>;

/** The world on its first morning, before anything has happened. */
export async function prepare(db: Database, sql: pg.Pool, options: Options) {
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
  const replicas = createReplicas(sim, () => time.now, random.fork('replicas'));
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
    replicas,
    step: 0,
    lines: createHash('sha256'),
  };
}
