import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Router } from 'express';
import { z } from 'zod';
import type { SlackConfig } from './config.ts';
import { seedDemoDirectory } from '../prisma/seed.ts';
import { playDemo } from './demo.ts';
import { features } from './features/index.ts';
import type { Installation } from './installation.ts';
import { readPreset } from './preset.ts';
import { createSandbox } from './sandbox/index.ts';
import type { Scheduler } from './scheduler/scheduler.ts';

/** The sandbox as the composition sees it: a workspace to connect to, and its page. */
export interface Trial {
  readonly router: Router;
  /** How the bot reaches the sandbox: what a real workspace would have given. */
  readonly slack: SlackConfig;
  /** Fills a new installation with people, groups and meetings, so that there is something to try. */
  prepare(): Promise<void>;
  stop(): Promise<void>;
}

const words = z.string().min(1);
const DemoPeople = z.array(z.object({ id: words, name: words, title: words, email: words, tz: words, locale: words, about: words }));
const DemoGroups = z.array(z.looseObject({ slug: words, name: words }));

function readDemo<T>(preset: string, file: string, schema: z.ZodType<T>): T {
  const { folder } = readPreset(preset);
  return schema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

const TIPS = [
  'You are in a made-up workspace. On the left, choose who you are; each person says what to try.',
  'In any channel, or in the messages with Convenor, type /wg list. Then join a group.',
  "As the Secretariat, type /wg schedule. The card appears in the group's channel; answer it as different people.",
  'Move the clock with "To the next notice" and watch the reminders, the statement at the start, and the roll at the end.',
  'Then find the proof: /wg record as a member, /wg records as the Secretariat.',
];

/** The sandbox on `port`, sharing the installation's clock. */
export function createTrial(installation: Installation, scheduler: Scheduler, port: number): Trial {
  const { config, clock } = installation;
  const signingSecret = randomBytes(24).toString('hex');
  const botToken = `xoxb-sandbox-${randomBytes(16).toString('hex')}`;
  const groups = readDemo(config.preset, 'groups.json', DemoGroups);
  const address = `http://127.0.0.1:${String(port)}`;
  const sandbox = createSandbox({
    people: readDemo(config.preset, 'demo-people.json', DemoPeople),
    signingSecret,
    botToken,
    team: { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' },
    channels: [{ name: 'general' }, ...groups.map((group) => ({ name: group.slug, topic: `The ${group.name} working group` }))],
    eventsUrl: `${address}/slack/events`,
    clock: {
      now: () => clock.now(),
      async advance(ms) {
        clock.advance(ms);
        await scheduler.runDue();
      },
      nextNoticeAt: () => scheduler.nextDueAt(),
    },
    stateFile: path.join(config.dataDir, 'sandbox.json'),
    tips: TIPS,
    commands: ['/wg'],
    hints: features.flatMap((feature) => feature.commands).map((one) => ({ text: `${one.word} ${one.takes}`.trim(), about: one.about })),
  });
  return {
    router: sandbox.router,
    slack: { signingSecret, botToken, oauth: undefined, appToken: undefined, apiUrl: `${address}/sandbox/api/` },
    async prepare() {
      await seedDemoDirectory(installation.context(installation.body, 'cli', { kind: 'operator' }));
      const connected = await installation.database.db.groupChannel.count();
      if (connected > 0) return;
      await playDemo(sandbox, clock.now()).catch((error: unknown) => {
        installation.log.warn({ event: 'demo-incomplete', err: error }, 'the demo was not played to its end');
      });
    },
    stop: () => sandbox.stop(),
  };
}
