import { flushCompileCache } from 'node:module';
import pino from 'pino';
import { z } from 'zod';
import type { Chat } from '../../src/bot/chat.ts';
import { createClock } from '../../src/bot/clock.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createChat } from '../../src/platforms/slack/chat.ts';
import { createClients, toClientOptions } from '../../src/platforms/slack/client.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { BOT_USER } from './double.ts';
import { BODY_ID, WORKSPACE_ID, chaosFeature, contextOf } from './posts.ts';
import { POINTS, watchChat, watchDatabase, watchConnections, watchFetch, type Point, type Step } from './steps.ts';

/*
 * One replica: the real scheduler with the real Slack port. It knows of chaos only what its environment tells, and all of that
 * is wrapped around production code, never put into it.
 */

const Setting = z.object({
  databaseUrl: z.string(),
  apiUrl: z.string(),
  replica: z.string(),
  callMs: z.number(),
  limits: z.record(z.string(), z.number()),
  /** Runs a pass when told to, instead of by itself. */
  driven: z.boolean(),
  /** Never looks whether a post is there: lease and blind retry, as queues do. */
  blind: z.boolean(),
  /** Ends (SIGKILL) or freezes (SIGSTOP) itself at this point or at the nth step since it was told to run. */
  strikeAt: z.union([z.string(), z.number()]).nullable(),
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
});
export type WorkerSetting = z.infer<typeof Setting>;

export type Told = 'run' | 'stop';
export type Telling = { readonly kind: 'ready' } | { readonly kind: 'ran'; readonly steps: readonly string[] };

const setting = Setting.parse(JSON.parse(process.env.CHAOS_SETTING ?? '{}'));
const log = pino(
  { level: process.env.CHAOS_LOG_LEVEL ?? 'warn', base: { replica: setting.replica } },
  pino.destination({ fd: 2, sync: true }),
);
const tell = (what: Telling): void => void process.send?.(what);

let steps: string[] = [];
let isCounting = false;
const step: Step = (label) => {
  if (!isCounting) return;
  steps.push(label);
  const { strikeAt } = setting;
  const isHere = typeof strikeAt === 'number' ? steps.length === strikeAt : strikeAt !== null && POINTS[strikeAt as Point].test(label);
  if (!isHere) return;
  isCounting = false;
  process.kill(process.pid, setting.signal);
};

const { db, sql, close } = await openDatabase({ databaseUrl: setting.databaseUrl, dataDir: '' });
watchDatabase(sql, step);
watchConnections(step);

const options = toClientOptions(setting.apiUrl, log);
const clients = createClients({ ...options, timeout: setting.callMs, fetch: watchFetch(options.fetch ?? fetch, step) });
const workspace = {
  id: WORKSPACE_ID,
  body: contextOf(db, new Date()).body,
  externalId: 'T0CHAOS',
  botToken: setting.replica,
  botUserId: BOT_USER,
  status: 'active',
} as const;
const real = createChat(workspace, clients(setting.replica));
const chat: Chat = watchChat(setting.blind ? { ...real, find: () => Promise.resolve(null) } : real, step);

const clock = createClock();
const scheduler = createScheduler({
  db,
  clock,
  features: [chaosFeature],
  contextFor: (bodyId) => {
    if (bodyId !== BODY_ID) throw new Error(`no body ${bodyId}`);
    return Promise.resolve(contextOf(db, clock.now()));
  },
  chatFor: (id) => Promise.resolve(id === WORKSPACE_ID ? chat : null),
  log,
  replicaId: setting.replica,
  limits: setting.limits,
});

async function run(): Promise<void> {
  steps = [];
  isCounting = true;
  await scheduler.runDue();
  isCounting = false;
  tell({ kind: 'ran', steps });
}

async function stop(): Promise<void> {
  await scheduler.stop();
  await close();
  process.disconnect();
}

process.on('message', (told: Told) => void (told === 'run' ? run() : stop()));
// Without its parent a replica has nothing to do.
process.on('disconnect', () => process.exit());

if (setting.driven) {
  // The first statement opens the connection: done before anything is counted.
  await sql.query('SELECT 1');
} else scheduler.start();
tell({ kind: 'ready' });
flushCompileCache();
