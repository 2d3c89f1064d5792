import { html } from 'hono/html';
import { stackOf } from '../desk/views.ts';
import { drawSurface } from './draw/surface.ts';
import { plainWords } from './draw/text.ts';
import type { Html } from './draw/viewer.ts';
import type { Place } from './place.ts';

/** The topmost open modal of the person who looks, or nothing. */
export function drawDialog(place: Place): Html | string {
  const stack = stackOf(place.world, place.person.id);
  const open = stack.at(-1);
  if (!open) return '';
  const { view, errors, values, id, rev } = open;
  const title = view.title ? plainWords(view.title) : '';
  const hasErrors = Object.keys(errors).length > 0;
  return html`<form class="modal" data-view="${id}" data-rev="${rev}" novalidate>
    <header class="modal-head">
      <div>
        <h2 id="modal-title">${title}</h2>
        ${stack.length > 1 ? html`<p class="note">${stack.length - 1} more open below</p>` : ''}
      </div>
      <button type="button" class="button quiet" id="modal-x" data-close-view="all" aria-label="Close">✕</button>
    </header>
    <div class="modal-body" tabindex="-1">
      ${hasErrors ? html`<p class="error-summary" role="alert">${countWords(Object.keys(errors).length)}</p>` : ''}
      ${drawSurface({ viewer: place, key: id, blocks: view.blocks, values, errors, under: 'h2' })}
    </div>
    <footer class="modal-foot">
      <button type="button" class="button" id="modal-close" data-close-view="one">
        ${view.close ? plainWords(view.close) : stack.length > 1 ? 'Back' : 'Cancel'}
      </button>
      ${view.submit ? html`<button type="submit" class="button primary" id="modal-submit">${plainWords(view.submit)}</button>` : ''}
    </footer>
  </form>`;
}

function countWords(count: number): string {
  return count === 1 ? 'One field needs your attention.' : `${String(count)} fields need your attention.`;
}
