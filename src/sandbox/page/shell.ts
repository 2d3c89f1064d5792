import { html, raw } from 'hono/html';
import { lastRead } from '../desk/messages.ts';
import type { Html } from './draw/viewer.ts';
import { listHints } from './composer.ts';
import { drawMark } from './marks.ts';
import { drawParts } from './parts.ts';
import { nameOfPlace, type Place } from './place.ts';

const STYLES = ['base', 'button', 'bar', 'frame', 'middle', 'start', 'blocks', 'modal'];

/** The whole page. `base` is where the sandbox is mounted. */
export async function drawPage(place: Place, base: string): Promise<string> {
  const since = place.channel ? lastRead(place.world, place.person.id, place.channel.id) : '';
  const parts = await drawParts({ ...place, since });
  const state = { as: place.person.id, place: nameOfPlace(place), channel: place.channel?.id ?? '', since, base, hints: listHints(place) };
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${titleOf(place)} · Convenor sandbox</title>
        <link rel="icon" href="${base}/assets/icon.svg" type="image/svg+xml" />
        ${STYLES.map((name) => html`<link rel="stylesheet" href="${base}/assets/${name}.css" />`)}
        <script type="module" src="${base}/assets/sandbox.js"></script>
      </head>
      <body data-page="${JSON.stringify(state)}">
        <a class="skip" href="#middle">Skip to the conversation</a>
        ${drawBar(parts.clock, parts.breachButton)}
        <div class="frame">
          <aside id="sidebar" class="sidebar" aria-label="People and places" data-part="sidebar">${raw(parts.sidebar)}</aside>
          <button type="button" class="veil" id="veil" aria-label="Close the menu" hidden></button>
          <main id="middle" class="middle is-${place.kind}" tabindex="-1">${drawMiddle(place, parts)}</main>
        </div>
        <dialog id="modal" aria-labelledby="modal-title" data-part="dialog">${raw(parts.dialog)}</dialog>
        <dialog id="breaches" class="drawer" aria-labelledby="breaches-title" data-part="breaches">${raw(parts.breaches)}</dialog>
        <dialog id="confirm" class="confirm" aria-labelledby="confirm-title" aria-describedby="confirm-text"></dialog>
        <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
      </body>
    </html>`;
  return String(await page);
}

function drawMiddle(place: Place, parts: { head: string; log: string; composer: string }): Html {
  const isLog = place.kind === 'channel';
  return html`<header class="head" data-part="head" ${place.kind === 'start' ? 'hidden' : ''}>${raw(parts.head)}</header>
    <div class="log" data-part="log" ${isLog ? html`role="log" aria-label="Messages" aria-live="polite" tabindex="0"` : ''}>
      ${raw(parts.log)}
    </div>
    <div class="composer-place" data-part="composer">${raw(parts.composer)}</div>`;
}

function drawBar(clock: string, breachButton: string): Html {
  return html`<header class="bar">
    <button type="button" class="button quiet menu-button" id="menu-button" aria-expanded="false" aria-controls="sidebar" aria-label="Menu">
      ☰
    </button>
    <p class="brand">
      ${drawMark()} <span>Convenor <small>sandbox</small></span>
    </p>
    <div class="clock" data-part="clock" role="group" aria-label="Sandbox clock">${raw(clock)}</div>
    <div data-part="breachButton">${raw(breachButton)}</div>
  </header>`;
}

function titleOf({ kind, channel, person }: Place): string {
  const where = kind === 'home' ? 'Home' : kind === 'start' || !channel ? 'Start' : channel.kind === 'dm' ? 'Messages' : `#${channel.name}`;
  return `${where} as ${person.name}`;
}
