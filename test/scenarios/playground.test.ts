import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser, WITHOUT_CHROMIUM } from '../../scripts/browser.ts';
import { readConfig } from '../../src/config.ts';
import { start, type Running } from '../../src/main.ts';
import { openTestDb, type TestDb } from '../support/test-db.ts';
import { openPlayground, type Playground } from './playground-page.ts';

const title = chromiumPath === undefined ? WITHOUT_CHROMIUM : 'in a browser, in the local Teams playground';

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** The README's first steps with Teams as a newcomer takes them: one of the Secretariat, who writes and clicks. */
describe.skipIf(chromiumPath === undefined)(title, { timeout: 90_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-teams-'));
  let database: TestDb;
  let running: Running;
  let browser: Browser;
  let teams: Playground;

  beforeAll(async () => {
    database = await openTestDb();
    const variables = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, DATABASE_URL: database.url, TEAMS_LOCAL: 'true' };
    running = await start(readConfig(variables), pino({ level: 'silent' }));
    browser = await openBrowser();
    teams = await openPlayground(browser, running, await freePort());
  }, 90_000);

  afterAll(async () => {
    await teams.close();
    await browser.close();
    await running.stop();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is greeted, and told what to write', async () => {
    await teams.see('Hello. I keep the working groups');
    await teams.type('help');
    await teams.see('Everything else');
    await teams.type('list');
    await teams.see('Mitigation of, and adaptation to, climate change');
  });

  it('joins a group by the form in the chat, not without the tick', async () => {
    await teams.type('join climate');
    await teams.see('You take part for');
    await teams.press('Join');
    await teams.see('Please tick the box.');
    expect(await database.db.membership.count()).toBe(0);
    await teams.page
      .getByRole('checkbox', { name: /Yes, I have read this and will comply/ })
      .last()
      .check();
    await teams.press('Join');
    await teams.see('You are in Climate Change. The welcome');
    await teams.see('Welcome to Climate Change');
    expect(await database.db.membership.count()).toBe(1);
  });

  it('connects the channel by mentioning Convenor there', async () => {
    await teams.mention('group connect climate-change');
    await teams.see('Anti-trust statement', 'climate-change');
    await teams.see('climate-change is connected to Climate Change.', 'Personal Chat');
    expect(await database.db.groupChannel.count()).toBe(1);
  });

  it('schedules a meeting, and the channel gets its card', async () => {
    await teams.go('Personal Chat');
    await teams.type('schedule climate');
    await teams.see('Meeting link');
    await teams.page.getByRole('textbox', { name: 'Sub-topic' }).last().fill('Pathways');
    await teams.page.getByRole('textbox', { name: 'Meeting link' }).last().fill('https://meet.example/1');
    await teams.page.getByRole('textbox', { name: 'Agenda' }).last().fill('Methods, 30 min');
    await teams.press('Announce');
    await teams.see('Announced: Climate Change: Pathways');
    await teams.see('Pathways', 'climate-change');
    expect(await database.db.meeting.count()).toBe(1);
  });

  it('answers there, is told so, and the card counts it', async () => {
    await teams.press('Attending');
    await teams.see('Attending 1', 'climate-change');
    expect(await database.db.rsvpCurrent.count({ where: { answer: 'attending' } })).toBe(1);
    await teams.see(/you are attending/i, 'Personal Chat');
  });
});
