import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { start, type Running } from '../../src/main.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import { openTestDb } from '../support/test-db.ts';

const SIGNING_SECRET = 'scenario-signing-secret';
const BOT_TOKEN = 'xoxb-scenario';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly tz?: string;
}

/** A chat workspace of its own on another server, and the program connected to it as to Slack: over signed HTTP only. */
export async function openWorkspace(people: readonly Person[], channels: readonly string[], secretariat: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-scenario-'));
  let running: Running | null = null;
  const platform = express();
  const server = createServer(platform);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sandbox: Sandbox = createSandbox({
    people: people.map((one) => ({ tz: 'Europe/Zurich', locale: 'en-GB', title: '', about: '', ...one })),
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    team: { id: 'T0SCENARIO', name: 'Scenario', domain: 'scenario' },
    channels: channels.map((name) => ({ name })),
    eventsUrl: () => `${running?.url.replace('localhost', '127.0.0.1') ?? ''}/slack/events`,
    clock: {
      now: () => running?.installation.clock.now() ?? new Date(),
      async advance(ms) {
        running?.installation.clock.advance(ms);
        await running?.scheduler.runDue();
      },
      nextNoticeAt: () => running?.scheduler.nextDueAt() ?? Promise.resolve(null),
    },
    commands: ['/wg'],
  });
  platform.use('/sandbox', sandbox.router);
  const database = await openTestDb();
  const config = readConfig({
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/sandbox/api/`,
    SECRETARIAT_EMAILS: secretariat.join(','),
  });
  running = await start(config, pino({ level: 'silent' }));
  const program = running;
  return {
    sandbox,
    program,
    db: program.installation.database.db,
    /** Moves the clock to a moment and lets everything that is due by then go out. */
    async to(moment: Date): Promise<void> {
      // What was pressed before is answered in its own time, also on a busy machine.
      await sandbox.settle(600);
      await sandbox.advance(moment.getTime() - program.installation.clock.now().getTime());
      await sandbox.settle();
    },
    now: () => program.installation.clock.now(),
    async close() {
      await program.stop();
      await sandbox.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;
