import path from 'node:path';
import type { Logger } from 'pino';
import { applyPreset, loadBody } from '../prisma/seed.ts';
import { createClock, type Clock } from './bot/clock.ts';
import type { Actor, BodyFacts, Ctx, Surface } from './bot/context.ts';
import { reactionsOf } from './bot/dispatch.ts';
import type { Config } from './config.ts';
import { openDatabase, type OpenDatabase } from './db/client.ts';
import { createLedger, type Ledger } from './db/ledger.ts';
import { migrate } from './db/migrate.ts';
import { createWorkspaces, type Workspaces } from './db/workspaces.ts';
import { features } from './features/index.ts';
import { rekeyNames } from './rekey-names.ts';
import { createKeyring, loadKeys } from './secrets.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../prisma/migrations');

/** An open database with the preset in it, and what every entrance (server, command line) needs to act on it. */
export interface Installation {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly database: OpenDatabase;
  readonly body: BodyFacts;
  readonly workspaces: Workspaces;
  readonly ledger: Ledger;
  /** Called after every commit that changed something; the scheduler listens here. */
  onChange(listener: () => void): void;
  context(body: BodyFacts, surface: Surface, actor: Actor): Ctx;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Use the embedded database of a running server where there is one, instead of refusing. */
  readonly attach?: boolean;
}

/** Opens the configured database, brings it up to date, and puts the preset in; safe with several replicas at once. */
export async function openInstallation(config: Config, log: Logger, options: OpenOptions = {}): Promise<Installation> {
  const clock = createClock(config.clockOffset);
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log, attach: options.attach ?? false });
  try {
    await applyMigrations(database, log);
    const body = await applyPreset(database.db, { preset: config.preset, now: clock.now(), log });
    await rekeyNames(database.db, log);
    return compose(config, log, clock, database, body);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function applyMigrations(database: OpenDatabase, log: Logger): Promise<void> {
  const { applied, strangers } = await migrate(database.sql, MIGRATIONS);
  if (applied.length > 0) log.info({ event: 'migrated', applied }, 'migrations applied');
  if (strangers.length > 0) log.warn({ event: 'newer-database', strangers }, 'a newer release has run on this database');
}

function compose(config: Config, log: Logger, clock: Clock, database: OpenDatabase, body: BodyFacts): Installation {
  const keyring = createKeyring(loadKeys(config.encryptionKeys, config.dataDir));
  const reactions = reactionsOf(features);
  const listeners: (() => void)[] = [];
  return {
    config,
    log,
    clock,
    database,
    body,
    workspaces: createWorkspaces(database.db, keyring),
    ledger: createLedger(database.db),
    onChange: (listener) => listeners.push(listener),
    context: (of, surface, actor) => ({
      db: database.db,
      body: of,
      actor,
      surface,
      now: clock.now(),
      log,
      publicUrl: config.publicUrl,
      reactions,
      wake() {
        for (const listener of listeners) listener();
      },
    }),
    close: () => database.close(),
  };
}

/** The body by id; the installation's own is at hand. */
export const bodyOf = async (installation: Installation, id: string): Promise<BodyFacts> =>
  id === installation.body.id ? installation.body : loadBody(installation.database.db, { id });
