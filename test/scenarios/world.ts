import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { importCsv } from '../../src/features/directory/import-csv.ts';
import { start, type Running } from '../../src/main.ts';
import type { SdkEdges } from '../../src/platforms/teams/client.ts';
import { openTestDb } from '../support/test-db.ts';
import type { Key, Person } from './cast.ts';
import type { Eight } from './eight.ts';
import type { ChatMember } from './member.ts';
import { openSlackSide } from './slack-side.ts';
import { openTeamsSide } from './teams-side.ts';

export type Platform = 'slack' | 'teams';

/** A chat platform outside the program, with people at its clients. */
export interface Side {
  /** What the program needs to be connected to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sdk: SdkEdges | undefined;
  as(key: string): ChatMember;
  /** Brings the app into a channel, as whoever is named there would. */
  addApp(channel: string, by: string): Promise<void>;
  /** Waits until nothing has changed for so long. */
  settle(quietMs?: number): Promise<void>;
  /** Published limits and rules that the program broke. */
  breaches(): readonly unknown[];
  close(): Promise<void>;
}

export interface SideParts {
  readonly people: readonly Person[];
  readonly channels: readonly string[];
  /** Null until it runs. */
  readonly program: () => Running | null;
}

/** Who is at which platform's clients. */
export interface Setting {
  readonly people: readonly Person[];
  readonly channels: readonly string[];
}

const opening: Record<Platform, (parts: SideParts) => Promise<Side>> = {
  slack: openSlackSide,
  teams: openTeamsSide,
};

/** One program connected to these platforms, its directory filled from a file. */
export async function openWorld(settings: Readonly<Partial<Record<Platform, Setting>>>, directory: string) {
  let running: Running | null = null;
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-scenario-'));
  const sides = new Map<Platform, Side>();
  for (const platform of ['slack', 'teams'] as const) {
    const setting = settings[platform];
    if (setting) sides.set(platform, await opening[platform]({ ...setting, program: () => running }));
  }
  const all = [...sides.values()];
  const database = await openTestDb();
  const environment = { PORT: '0', DATA_DIR: folder, DATABASE_URL: database.url, SECRETARIAT_EMAILS: 'sena@secretariat.example' };
  const config = readConfig(Object.assign(environment, ...all.map((side) => side.environment)) as Record<string, string>);
  const sdk = all.map((side) => side.sdk).find((edges) => edges !== undefined);
  const program = await start(config, pino({ level: 'silent' }), sdk && { teams: sdk });
  running = program;
  await fillDirectory(program, directory);
  const { clock } = program.installation;

  const settle = async (quietMs?: number): Promise<void> => {
    await Promise.all(all.map((side) => side.settle(quietMs)));
  };
  return {
    program,
    db: program.installation.database.db,
    on(platform: Platform) {
      const side = sides.get(platform);
      if (!side) throw new Error(`${platform} is not in this world`);
      return { ...side, as: (key: Key | Eight): ChatMember => side.as(key) };
    },
    settle,
    now: () => clock.now(),
    /** Moves the clock to a moment and lets everything that is due by then go out. */
    async to(moment: Date): Promise<void> {
      // What was pressed before is answered in its own time, also on a busy machine.
      await settle();
      clock.advance(moment.getTime() - clock.now().getTime());
      await program.scheduler.runDue();
      await settle();
    },
    breaches: () => all.flatMap((side) => side.breaches()),
    async close() {
      await program.stop();
      await Promise.all(all.map((side) => side.close()));
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

async function fillDirectory({ installation }: Running, csv: string): Promise<void> {
  const { problems } = await importCsv(installation.context(installation.body, 'cli', { kind: 'operator' }), { csv });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}
