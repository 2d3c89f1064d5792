import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { start } from '../src/main.ts';
import { openBrowser } from './browser.ts';

const PICTURE = path.resolve(import.meta.dirname, '../docs/sandbox.png');

// The README's picture: a fresh sandbox, the meeting card of the demo as a member sees it after answering.
const folder = mkdtempSync(path.join(tmpdir(), 'convenor-picture-'));
const running = await start(readConfig({ PORT: '0', DATA_DIR: folder }), createLog('warn'));
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 });
  await page.goto(`${running.url}/sandbox?as=U0IPAF&in=climate-change`);
  const card = page.getByRole('article').filter({ hasText: '1.5 degree pathways' }).first();
  await card.getByRole('button', { name: /^Attending/ }).click();
  await page
    .getByRole('article')
    .filter({ hasText: /you are attending/ })
    .waitFor();
  await card.getByText(/Attending 1/).waitFor();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
}
