import { html } from 'hono/html';
import type { Button, Interactive, Stateful } from '../../kit/elements.ts';
import type { Confirm, Option } from '../../kit/text.ts';
import { drawControl } from './control.ts';
import type { Spot } from './surface.ts';
import { plainWords } from './text.ts';
import type { Html } from './viewer.ts';

/** Something to press or choose in a message, a home, or beside a section of a modal. */
export function drawElement(spot: Spot, element: Interactive): Html {
  if (element.type === 'button') return drawButton(spot, element);
  if (element.type === 'overflow') return drawOverflow(spot, element.options, element.confirm);
  const name = 'placeholder' in element && element.placeholder ? plainWords(element.placeholder) : nameOf(element);
  return html`<span class="element" ${marks(spot, 'confirm' in element ? element.confirm : undefined)} data-sends>
    ${drawControl({ ...spot, label: name, dispatches: true }, element)}
  </span>`;
}

function nameOf(element: Stateful): string {
  return { datepicker: 'Date', timepicker: 'Time', datetimepicker: 'Date and time' }[element.type as string] ?? 'Choose';
}

/** The attributes by which the page's script knows what was pressed. */
export function marks({ block, action }: Spot, confirm?: Confirm): Html {
  const asked = confirm && {
    title: plainWords(confirm.title),
    text: plainWords(confirm.text),
    yes: plainWords(confirm.confirm),
    no: plainWords(confirm.deny),
    style: confirm.style ?? '',
  };
  return html`data-block="${block}" data-action="${action}" ${asked ? html`data-confirm="${JSON.stringify(asked)}"` : ''}`;
}

function drawButton(spot: Spot, button: Button): Html {
  const { text, style, url, accessibility_label, confirm } = button;
  const look = html`id="${spot.id}" class="button ${style ?? ''}" ${accessibility_label ? html`aria-label="${accessibility_label}"` : ''}
  data-press ${marks(spot, confirm)}`;
  if (url === undefined) return html`<button type="button" ${look}>${plainWords(text)}</button>`;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer" ${look}
    >${plainWords(text)}<span class="outward" aria-hidden="true">↗</span></a
  >`;
}

function drawOverflow(spot: Spot, options: Option[], confirm?: Confirm): Html {
  return html`<details class="menu">
    <summary class="button" id="${spot.id}" aria-label="More actions">⋯</summary>
    <div class="menu-list">
      ${options.map((option) => html`<button type="button" data-press data-value="${option.value}" ${marks(spot, confirm)}>${plainWords(option.text)}</button>`)}
    </div>
  </details>`;
}
