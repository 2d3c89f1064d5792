import { html } from 'hono/html';
import type { Input } from '../../kit/blocks.ts';
import { drawControl } from './control.ts';
import type { Spot } from './surface.ts';
import { plainWords } from './text.ts';
import type { Html } from './viewer.ts';

const GROUPED = new Set(['checkboxes', 'radio_buttons', 'multi_static_select', 'multi_users_select']);

/** An input block: label, control, hint, and the error next to it, all tied together for screen readers. */
export function drawInput(spot: Spot, { label, element, hint, optional, dispatch_action }: Input): Html {
  const error = spot.surface.errors?.[spot.block];
  const describedBy = [hint && `${spot.id}-hint`, error !== undefined && `${spot.id}-error`].filter(Boolean).join(' ');
  const words = html`${plainWords(label)} ${optional ? html`<span class="optional">(optional)</span>` : ''}`;
  const control = drawControl(
    { ...spot, describedBy, invalid: error !== undefined, required: !optional, dispatches: dispatch_action === true },
    element,
  );
  return html`<div class="block-input ${error === undefined ? '' : 'has-error'}">
    ${
      GROUPED.has(element.type)
        ? html`<div class="label" id="${spot.id}-label">${words}</div>`
        : html`<label class="label" for="${spot.id}">${words}</label>`
    }
    ${control} ${hint && html`<p class="hint" id="${spot.id}-hint">${plainWords(hint)}</p>`}
    ${error !== undefined ? html`<p class="error" id="${spot.id}-error">${error}</p>` : ''}
  </div>`;
}
