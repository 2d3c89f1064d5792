import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { seedDemoDirectory } from '../prisma/seed.ts';
import type { Chat } from './bot/chat.ts';
import type { Ctx } from './bot/context.ts';
import { ConfigProblems, loadDotEnv, readConfig, type Config } from './config.ts';
import { openConnections, type Connections, type Edges } from './connections.ts';
import { applyAppointments } from './features/directory/apply-appointments.ts';
import { ensureSecretariat } from './features/directory/ensure-secretariat.ts';
import { forgetCodes } from './features/directory/forget-codes.ts';
import { forgetLinks } from './features/files/forget-links.ts';
import { features } from './features/index.ts';
import { bodyOf, openInstallation, type Installation } from './installation.ts';
import { createLog } from './log.ts';
import { PACES, slackPace } from './scheduler/pace.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import { createTrial, type Trial } from './trial.ts';
import { serveAbout } from './web/about.ts';
import { createWeb, finishWeb } from './web/app.ts';
import { serveCalendar } from './web/calendar.ts';
import { serveFiles } from './web/files.ts';
import { serveHealth } from './web/health.ts';
import { createMetrics, serveMetrics, type Metrics } from './web/metrics.ts';

/** A running program. */
export interface Running {
  readonly url: string;
  readonly installation: Installation;
  readonly scheduler: Scheduler;
  /** The sandbox, when no platform is configured. */
  readonly trial: Trial | null;
  /** Stops taking requests, lets what is under way finish, closes the database. */
  stop(): Promise<void>;
}

/** Starts everything the configuration asks for and resolves when it is ready. Throws what stops the start. */
export async function start(config: Config, log: Logger, edges: Edges = {}): Promise<Running> {
  const began = performance.now();
  const installation = await openInstallation(config, log);
  try {
    const running = await assemble(config, log, installation, edges);
    log.info({ event: 'ready', ms: Math.round(performance.now() - began), database: installation.database.kind }, 'ready');
    return running;
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function assemble(config: Config, log: Logger, installation: Installation, edges: Edges): Promise<Running> {
  await ensureSecretariat(installation.context(installation.body, 'cli', { kind: 'operator' }), config.secretariatEmails);
  const web = createWeb();
  const server = createServer(web);
  await listen(server, config);
  try {
    return await open(config, log, installation, web, server, edges);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

async function open(config: Config, log: Logger, installation: Installation, web: Express, server: Server, edges: Edges): Promise<Running> {
  const port = portOf(server);
  let connections: Connections | null = null;
  const metrics = createMetrics();
  const scheduler = schedulerOf(installation, log, metrics, async (id) => connections && connections.chatById(id));
  const trial = config.slack || config.teams ? null : createTrial(installation, scheduler, port);
  if (trial) web.use('/sandbox', trial.router);
  connections = await openConnections({ slack: config.slack ?? trial?.slack, teams: config.teams }, installation, web, edges);
  serveRest(web, installation, connections, scheduler, metrics);
  await connections.start();
  await trial?.prepare();
  if (config.teams?.local) await seedDemoDirectory(installation.context(installation.body, 'cli', { kind: 'operator' }));
  installation.onChange(() => {
    scheduler.wake();
  });
  scheduler.start();
  return {
    url: `http://localhost:${String(port)}`,
    installation,
    scheduler,
    trial,
    stop: () => stopAll(server, connections, scheduler, trial, installation),
  };
}

function serveRest(web: Express, installation: Installation, { checks }: Connections, scheduler: Scheduler, metrics: Metrics): void {
  const { db } = installation.database;
  serveAbout(web, installation.body);
  serveCalendar(web, installation);
  serveFiles(web, installation);
  serveHealth(web, { database: () => databaseCheck(installation), ...checks });
  serveMetrics(web, metrics, {
    async deliveries() {
      const counted = await db.delivery.groupBy({ by: ['state'], _count: true });
      return counted.map((one) => ({ state: one.state, count: one._count }));
    },
    queue: () => scheduler.queue(),
  });
  finishWeb(web, installation.log);
}

function schedulerOf(
  installation: Installation,
  log: Logger,
  { meter }: Metrics,
  chatFor: (workspaceId: string) => Promise<Chat | null>,
): Scheduler {
  const { db } = installation.database;
  const contextFor = async (bodyId: string) => installation.context(await bodyOf(installation, bodyId), 'scheduler', { kind: 'scheduler' });
  const everyBody = async (work: (ctx: Ctx) => Promise<unknown>) => {
    for (const { id } of await db.body.findMany({ select: { id: true } })) await work(await contextFor(id));
  };
  return createScheduler({
    db,
    clock: installation.clock,
    features,
    contextFor,
    chatFor,
    log,
    meter,
    limits: { paces: { ...PACES, slack: slackPace(installation.config.slackPostsPerMinute) } },
    replicaId: `${hostname()}/${String(process.pid)}/${uuidv7()}`,
    upkeep: [
      { name: 'appointments', run: () => everyBody(applyAppointments) },
      { name: 'link-codes', everyMinutes: 10, run: () => everyBody(forgetCodes) },
      { name: 'file-links', everyMinutes: 60, run: () => everyBody(forgetLinks) },
      {
        name: 'ledger',
        everyMinutes: 10,
        async run() {
          await installation.ledger.forget(new Date());
        },
      },
    ],
  });
}

async function databaseCheck(installation: Installation) {
  await installation.database.db.$queryRaw`SELECT 1`;
  return { ok: true, detail: `${installation.database.kind} database answers; its migrations were applied at the start` };
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Longer than a request may take, shorter than what a process manager waits before it kills. */
const CLOSE_LIMIT_MS = 8_000;

async function stopAll(
  server: Server,
  connections: Connections,
  scheduler: Scheduler,
  trial: Trial | null,
  installation: Installation,
): Promise<void> {
  // First what is being sent: the sandbox that receives it is behind the same server.
  await scheduler.stop();
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await trial?.stop();
  server.closeIdleConnections();
  const limit = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_LIMIT_MS);
  await connections.stop();
  await closed;
  clearTimeout(limit);
  await installation.close();
}

/** `npm start`: reads the environment, starts, stays until told to stop. Exit status 2 for a bad configuration, 1 for a failed start. */
export async function main(): Promise<void> {
  try {
    loadDotEnv();
    const config = readConfig(process.env);
    const log = createLog(config.logLevel);
    const running = await start(config, log);
    stopOnSignal(running, log);
    process.stdout.write(`${running.trial ? `${running.url}/sandbox` : `Convenor is running at ${running.url}`}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ConfigProblems ? 2 : 1;
  }
}

function stopOnSignal(running: Running, log: Logger): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ event: 'stopping', signal }, 'stopping');
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: 'stop-failed', err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

if (import.meta.main) await main();
