import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemoApp } from './demo-app.ts';
import { movableClock, type Place, startPlace } from './place.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const isThere = existsSync(CHROMIUM);
if (!isThere) console.warn(`The page of the sandbox is not tested: there is no ${CHROMIUM} (apt install chromium).`);

// A busy machine with two cores needs its time for a browser.
describe.skipIf(!isThere)('the page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let place: Place;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    place = await startPlace({ clock: { ...movableClock(), nextNoticeAt: () => Promise.resolve(null) } });
    startDemoApp(place.web, place.origin);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterEach(async () => {
    await page.context().close();
    await place.stop();
    expect(problems).toEqual([]);
  });

  const open = (as: string, where: string) => page.goto(`${place.origin}/sandbox?as=${as}&in=${where}`);
  const type = async (line: string) => {
    await page.getByRole('combobox').fill(line);
    await page.keyboard.press('Enter');
  };
  const findAxeIssues = async (rules: string[] = []) => {
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  it('tells a newcomer what to try', async () => {
    await page.goto(`${place.origin}/sandbox`);
    expect(await page.locator('.tips li').count()).toBe(5);
    expect(await page.locator('.cast li').count()).toBe(3);
    await page.getByRole('link', { name: /^Open #general as Ada/ }).click();
    await page.getByRole('heading', { level: 1, name: 'general' }).waitFor();
  });

  it('answers a card while another person watches, each in their own zone', async () => {
    const other = await browser.newPage();
    await open('U01ADA', 'general');
    await other.goto(`${place.origin}/sandbox?as=U02BUDI&in=general`);
    await type('/wg card');
    await page.getByText('11:00').waitFor();
    await other.getByText('17:00').waitFor();
    await page.getByRole('button', { name: 'Attending' }).click();
    await page.getByText('Only visible to you').waitFor();
    await other.getByText('Attending 3').waitFor();
    expect(await other.getByText('Only visible to you').count()).toBe(0);
    await other.close();
    expect(place.sandbox.breaches()).toEqual([]);
  });

  it('fills a form by keyboard alone, keeps what was typed, and says what is wrong beside the field', async () => {
    await open('U01ADA', 'general');
    await type('/wg join');
    const dialog = page.getByRole('dialog', { name: 'Join Circularity' });
    await dialog.waitFor();
    await dialog.getByLabel('Anything the chair should know').fill('I come late');
    await dialog.getByRole('button', { name: 'Join' }).press('Enter');
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(await page.evaluate("document.activeElement.closest('.has-error') !== null")).toBe(true);
    expect(await dialog.getByRole('group', { name: 'Statement' }).getAttribute('aria-describedby')).toMatch(/-error$/);
    expect(await dialog.getByLabel('Anything the chair should know').inputValue()).toBe('I come late');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: /Messages.*1 unread/ }).click();
    await page.getByText('You are in Circularity').waitFor();
  });

  it('closes a form with Escape and gives the focus back', async () => {
    await open('U01ADA', 'general');
    await type('/wg join');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(place.sandbox.as('U01ADA').openView()).toBeNull();
    expect(await page.evaluate('document.activeElement.id')).toBe('line');
  });

  it('asks before a button that wants to be confirmed', async () => {
    await open('U01ADA', 'general');
    await type('/wg card');
    await page.getByRole('button', { name: "Can't come" }).click();
    await page.getByRole('dialog', { name: "Can't come?" }).getByRole('button', { name: 'Send apologies' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(place.sandbox.breaches()).toEqual([]);
  });

  it('completes commands by arrow and Tab', async () => {
    await open('U01ADA', 'general');
    // The page's script takes the focus when it listens.
    await page.locator('#line:focus').waitFor();
    await page.getByRole('combobox').pressSequentially('/wg jo');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('combobox').inputValue()).toBe('/wg join ');
  });

  it('says when the app was too slow, and shows it in red', async () => {
    await place.api('no.such.method');
    await open('U01ADA', 'general');
    await page.getByRole('button', { name: '1 broken limit' }).click();
    await page.getByRole('dialog', { name: 'Broken limits' }).getByText('A method the sandbox does not have').waitFor();
    expect(await findAxeIssues()).toEqual([]);
    await page.getByRole('button', { name: 'Clear the list' }).click();
    await page.getByText('Nothing was broken.').waitFor();
  });

  it('moves the clock', async () => {
    await open('U01ADA', 'general');
    await page.getByText('Zurich, 09:00 UTC').waitFor();
    await page.getByRole('button', { name: '+1 hour on the clock' }).click();
    await page.getByText('Zurich, 10:00 UTC').waitFor();
  });

  it('brings Convenor into a channel', async () => {
    await open('U03SEC', 'climate');
    await page.locator('.head').getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Invite Convenor' }).click();
    await page.getByText('1 person and Convenor').waitFor();
  });

  it.each([
    ['light', []],
    ['dark', ['color-contrast']],
  ] as ['light' | 'dark', string[]][])('has nothing for axe to find, %s', async (colorScheme, rules) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${place.origin}/sandbox`);
    expect(await findAxeIssues(rules)).toEqual([]);
    await open('U01ADA', 'home');
    await page.getByText('Nothing waits for you').waitFor();
    expect(await findAxeIssues(rules)).toEqual([]);
    await open('U01ADA', 'general');
    await type('/wg card');
    await page.getByRole('button', { name: 'Attending' }).waitFor();
    await type('/wg list');
    await page.getByText('Only visible to you').waitFor();
    expect(await findAxeIssues(rules)).toEqual([]);
    await type('/wg join');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Join', exact: true }).last().click();
    await page.getByText('Please complete this required field.').waitFor();
    expect(await findAxeIssues(rules)).toEqual([]);
  });

  it('fits a phone, with the people and places in a drawer', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('U01ADA', 'general');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.getByRole('link', { name: 'Home' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Home' }).waitFor();
    expect(await findAxeIssues()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Home' }).waitFor({ state: 'hidden' });
  });
});
