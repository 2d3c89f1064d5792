import { html } from 'hono/html';
import { drawBreachButton, drawBreaches } from './breach-list.ts';
import { drawClock } from './clock.ts';
import { drawComposer } from './composer.ts';
import { drawHead, drawLog } from './conversation.ts';
import { drawDialog } from './dialog.ts';
import type { Html } from './draw/viewer.ts';
import { drawHome } from './home-tab.ts';
import type { Place } from './place.ts';
import { drawSidebar } from './sidebar.ts';
import { drawStart } from './start.ts';

/** The pieces of the page that change while it is open, by name. */
export type Parts = Record<'sidebar' | 'clock' | 'breachButton' | 'breaches' | 'head' | 'log' | 'composer' | 'dialog', string>;

/** Every changing piece as markup. */
export async function drawParts(place: Place): Promise<Parts> {
  const { head, log, composer } = drawMiddle(place);
  const [clock, ...rest] = await Promise.all([
    drawClock(place),
    drawSidebar(place),
    drawBreachButton(place),
    drawBreaches(place),
    head,
    log,
    composer,
    drawDialog(place),
  ]);
  const [sidebar = '', breachButton = '', breaches = '', ...middle] = rest.map(String);
  const [headText = '', logText = '', composerText = '', dialog = ''] = middle;
  return { clock: String(clock), sidebar, breachButton, breaches, head: headText, log: logText, composer: composerText, dialog };
}

function drawMiddle(place: Place): { head: Html; log: Html; composer: Html | string } {
  if (place.kind === 'home') {
    return {
      head: html`<div class="head-words">
        <h1>Home</h1>
        <p>Convenor, for ${place.person.name}</p>
      </div>`,
      log: drawHome(place),
      composer: '',
    };
  }
  if (!place.channel) return { head: html``, log: drawStart(place), composer: '' };
  return { head: drawHead(place, place.channel), log: drawLog(place, place.channel), composer: drawComposer(place, place.channel) };
}
