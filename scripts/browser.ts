import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is on this machine; undefined when there is none. */
export const chromiumPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why a browser test is skipped, for its title. */
export const WITHOUT_CHROMIUM = 'skipped: no Chromium here (apt-get install chromium, or set CHROMIUM_PATH)';

/** A headless Chromium that asks nothing of the network but what the page does. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(WITHOUT_CHROMIUM);
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}
