import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { start, type Running } from '../../src/main.ts';
import { chromiumPath, openBrowser, WITHOUT_CHROMIUM } from '../../scripts/browser.ts';
import { openTestDb, type TestDb } from '../support/test-db.ts';

const title = chromiumPath === undefined ? WITHOUT_CHROMIUM : 'in a browser, on the page of the sandbox';

/** The story of the main job as a newcomer plays it: by clicking and typing. */
describe.skipIf(chromiumPath === undefined)(title, { timeout: 90_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-page-'));
  let database: TestDb;
  let running: Running;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    database = await openTestDb();
    running = await start(readConfig({ PORT: '0', DATA_DIR: folder, DATABASE_URL: database.url }), pino({ level: 'silent' }));
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(15_000);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const be = (person: string, place: string) => page.goto(`${running.url}/sandbox?as=${person}&in=${place}`);
  const dialog = () => page.getByRole('dialog');
  const newest = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words }).last();

  async function type(line: string): Promise<void> {
    await page.getByLabel(/^Message to/).fill(line);
    await page.getByLabel(/^Message to/).press('Escape');
    await page.getByLabel(/^Message to/).press('Enter');
  }

  async function moveTo(words: string | RegExp, person: string, place: string): Promise<void> {
    await be(person, place);
    for (let i = 0; i < 12; i++) {
      if ((await page.getByRole('article').filter({ hasText: words }).count()) > 0) return;
      await page.getByRole('button', { name: 'To the next notice' }).click();
      await page.waitForTimeout(400);
    }
    await newest(words).waitFor();
  }

  it('tells a newcomer what to try', async () => {
    await page.goto(`${running.url}/sandbox`);
    expect(await page.getByRole('listitem').filter({ hasText: '/wg' }).count()).toBeGreaterThan(2);
  });

  it('joins a group, with a tick under the statement', async () => {
    await be('U0NGO', 'dm');
    await type('/wg join climate');
    await dialog().getByText('Keep to the agenda').waitFor();
    await dialog()
      .getByRole('checkbox', { name: /I have read this and will comply/ })
      .check();
    await dialog().getByRole('button', { name: 'Join', exact: true }).click();
    await dialog()
      .getByText(/You are in Climate Change/)
      .waitFor();
    await page.keyboard.press('Escape');
    await newest('Welcome to Climate Change').waitFor();
  });

  it('answers the meeting that is planned', async () => {
    await newest('Welcome to Climate Change')
      .getByRole('button', { name: /^Attending/ })
      .click();
    await newest(/you are attending/).waitFor();
  });

  it('is reminded, and given the link', async () => {
    await moveTo(/Join the meeting/, 'U0NGO', 'dm');
    expect(
      await newest(/Join the meeting/)
        .getByRole('link', { name: /Join the meeting/ })
        .or(newest(/Join the meeting/).getByRole('button', { name: /Join the meeting/ }))
        .count(),
    ).toBeGreaterThan(0);
  });

  it('sees the statement at the start and checks in with one press', async () => {
    await moveTo(/Before we begin/, 'U0NGO', 'climate-change');
    await newest('Before we begin').getByRole('button', { name: "I'm here and I will comply" }).click();
    await newest(/You are recorded as here/).waitFor();
    await newest('Before we begin')
      .getByText(/Here: 1 of/)
      .waitFor();
    expect(await database.db.presence.count({ where: { what: 'arrived' } })).toBe(1);
  });

  it('has the roll confirmed by the Secretariat at the end', async () => {
    await moveTo(/Who was there/, 'U0SECRETARY', 'dm');
    await newest('Who was there').getByRole('button', { name: 'Confirm the roll' }).click();
    await dialog().getByText('Amara Okonjo').first().waitFor();
    await dialog().getByRole('button', { name: 'Confirm the roll' }).click();
    await dialog()
      .getByText(/confirmed/i)
      .first()
      .waitFor();
    expect(await database.db.roll.count()).toBe(1);
  });

  it('shows the person their own record', async () => {
    await be('U0NGO', 'dm');
    await type('/wg record');
    await newest(/Your participation/).waitFor();
  });

  it('breaks no limit of the platform on the way', async () => {
    await page.getByText('No broken limits').waitFor();
  });
});
