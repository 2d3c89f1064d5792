import { html } from 'hono/html';
import { drawSurface } from './draw/surface.ts';
import type { Html } from './draw/viewer.ts';
import type { Place } from './place.ts';

/** The app's home for the person who looks, as last published. */
export function drawHome(place: Place): Html {
  const home = place.world.homes.get(place.person.id);
  if (!home) return html`<div class="empty" data-key="empty"><p class="waiting">Convenor has not published a home for you yet.</p></div>`;
  const { id, view, values } = home;
  return html`<div class="home" data-key="home" data-view-place="${id}">
    ${drawSurface({ viewer: place, key: id, blocks: view.blocks, values, under: 'h1' })}
  </div>`;
}
