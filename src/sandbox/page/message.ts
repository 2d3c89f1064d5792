import { html } from 'hono/html';
import type { Message } from '../desk/types.ts';
import { displayName } from '../desk/world.ts';
import { APP } from '../options.ts';
import { formatForPage } from './draw/dates.ts';
import { drawMrkdwn } from './draw/mrkdwn.ts';
import { drawSurface } from './draw/surface.ts';
import type { Html } from './draw/viewer.ts';
import { drawAvatar } from './marks.ts';
import type { Place } from './place.ts';

/** One message as the person who looks sees it. */
export function drawMessage(place: Place, message: Message, original: Message | null): Html {
  const { world } = place;
  const { ts, author, at, edited, onlyFor, text, blocks, values } = message;
  const time = formatForPage(place, new Date(at), { hour: '2-digit', minute: '2-digit' });
  const body =
    blocks.length > 0
      ? drawSurface({ viewer: place, key: `m-${ts}`, blocks, values, under: 'h1' })
      : html`<div class="plain">${drawMrkdwn(place, text)}</div>`;
  return html`<article
    class="message ${onlyFor === undefined ? '' : 'only-you'}"
    id="m-${ts}"
    data-key="${ts}"
    data-message="${ts}"
    aria-labelledby="by-${ts}"
  >
    ${drawAvatar(world, author)}
    <div class="message-main">
      <header>
        <span class="author" id="by-${ts}">${displayName(world, author)}</span>
        ${author === APP.userId ? html`<span class="tag">app</span>` : ''}
        <time datetime="${new Date(at).toISOString()}">${time}</time>
        ${edited ? html`<span class="note">edited</span>` : ''} ${isPinned(place, ts) ? html`<span class="note pinned">pinned</span>` : ''}
        ${onlyFor === undefined ? drawShortcuts(place, ts) : ''}
      </header>
      ${onlyFor === undefined ? '' : html`<p class="only-note"><span aria-hidden="true">◔</span> Only visible to you <button type="button" class="link" id="drop-${ts}" data-drop="${ts}">Dismiss</button></p>`}
      ${original ? html`<p class="replied">in reply to ${displayName(world, original.author)}: ${original.text.slice(0, 80)}</p>` : ''}
      ${body}
    </div>
  </article>`;
}

function isPinned({ channel }: Place, ts: string): boolean {
  return channel?.pins.includes(ts) ?? false;
}

function drawShortcuts({ world }: Place, ts: string): Html | string {
  const { shortcuts = [] } = world.options;
  if (shortcuts.length === 0) return '';
  return html`<details class="menu message-menu">
    <summary id="more-${ts}" aria-label="Shortcuts for this message">⋯</summary>
    <div class="menu-list">
      ${shortcuts.map(({ name, callbackId }) => html`<button type="button" data-shortcut="${callbackId}">${name}</button>`)}
    </div>
  </details>`;
}
