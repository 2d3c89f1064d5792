import type { Browser } from 'playwright-core';
import { launchPlayground } from '../../scripts/playground.ts';
import type { Running } from '../../src/main.ts';

export type Playground = Awaited<ReturnType<typeof openPlayground>>;

/** Microsoft's playground on the running program, with its page in a browser, as the Secretariat of the demo. */
export async function openPlayground(browser: Browser, running: Running, port: string) {
  const bot = `${running.url.replace('localhost', '127.0.0.1')}/api/messages`;
  const child = launchPlayground({ preset: 'asi', as: 'ravi', port, bot, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const base = `http://localhost:${port}`;
  await untilReady(base);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  await page.goto(base);

  const go = (place: string) => page.getByRole('treeitem', { name: place }).dispatchEvent('click');
  return {
    page,
    go,
    async type(words: string) {
      await page.getByRole('textbox').last().fill(words);
      await page.keyboard.press('Enter');
    },
    /** Waits until the words are on the page, in the chat or channel when it is named. */
    async see(words: string | RegExp, place?: string) {
      if (place !== undefined) await go(place);
      await page.getByText(words).last().waitFor({ state: 'attached' });
    },
    press: (label: string) => page.getByRole('button', { name: label, exact: true }).last().click(),
    /** Starts a post in the channel, with Convenor chosen from the names that it offers. */
    async mention(words: string) {
      await go('climate-change');
      await page.getByText('Start a new post').waitFor();
      await page.getByRole('textbox').first().click();
      await page.keyboard.type('@Conv');
      await page.getByRole('menuitem', { name: 'Convenor' }).click();
      await page.keyboard.type(words);
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}

async function untilReady(base: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${base}/_debug/ping`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the playground does not answer');
}
