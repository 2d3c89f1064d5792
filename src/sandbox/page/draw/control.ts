import { html } from 'hono/html';
import { optionsOf, plainValue } from '../../app/values.ts';
import type { Stateful } from '../../kit/elements.ts';
import { drawOptions } from './options.ts';
import type { Spot } from './surface.ts';
import { drawText, plainWords } from './text.ts';
import type { Html } from './viewer.ts';

/** Where a control sits: `label` names it when no visible label does. */
export interface ControlSpot extends Spot {
  label?: string;
  describedBy?: string;
  invalid?: boolean;
  required?: boolean;
  /** Whether choosing sends at once. */
  dispatches?: boolean;
}

/** The HTML control of an element that keeps a value. */
export function drawControl(spot: ControlSpot, element: Stateful): Html {
  switch (element.type) {
    case 'checkboxes':
      return drawChoices(spot, element, 'checkbox');
    case 'radio_buttons':
      return drawChoices(spot, element, 'radio');
    case 'multi_static_select':
      return drawMany(
        spot,
        element,
        optionsOf(element).map((option) => ({ value: option.value, words: plainWords(option.text) })),
      );
    case 'multi_users_select':
      return drawMany(spot, element, people(spot));
    case 'static_select':
      return drawSelect(spot, element, drawOptions(spot, element));
    case 'users_select':
      return drawSelect(spot, element, drawChosen(spot, people(spot)));
    case 'channels_select':
    case 'conversations_select':
      return drawSelect(spot, element, drawChosen(spot, channels(spot)));
    default:
      return drawTyped(spot, element);
  }
}

function people({ surface }: Spot): Choice[] {
  return surface.viewer.world.options.people.map(({ id, name }) => ({ value: id, words: name }));
}

function channels({ surface }: Spot): Choice[] {
  const all = [...surface.viewer.world.channels.values()].filter(({ kind }) => kind === 'channel');
  return all.map(({ id, name }) => ({ value: id, words: `#${name}` }));
}

interface Choice {
  value: string;
  words: string;
}

function drawChosen(spot: Spot, choices: Choice[]): Html {
  const held = plainValue(spot.state);
  return html`${choices.map(({ value, words }) => html`<option value="${value}" ${value === held ? 'selected' : ''}>${words}</option>`)}`;
}

/** Attributes shared by all controls: identity, name, and what is wrong. */
function common(spot: ControlSpot): Html {
  return html`id="${spot.id}" data-field data-block="${spot.block}" data-action="${spot.action}"
  ${spot.label !== undefined ? html`aria-label="${spot.label}"` : ''}
  ${spot.describedBy ? html`aria-describedby="${spot.describedBy}"` : ''} ${spot.invalid ? html`aria-invalid="true"` : ''}
  ${spot.required ? html`aria-required="true"` : ''} ${spot.dispatches ? 'data-dispatch' : ''}`;
}

function drawSelect(spot: ControlSpot, element: Stateful, options: Html): Html {
  const first = 'placeholder' in element && element.placeholder ? plainWords(element.placeholder) : 'Choose…';
  return html`<select ${common(spot)}>
    <option value="">${first}</option>
    ${options}
  </select>`;
}

function drawMany(spot: ControlSpot, element: Stateful, choices: Choice[]): Html {
  const held = [plainValue(spot.state) ?? []].flat();
  const most = 'max_selected_items' in element ? element.max_selected_items : undefined;
  return html`<div class="choices scroll" role="group" ${groupMarks(spot)} ${most !== undefined ? html`data-most="${most}"` : ''}>
    ${choices.map(
      ({ value, words }, index) =>
        html`<label class="choice">
          <input type="checkbox" id="${spot.id}-${index}" value="${value}" ${held.includes(value) ? 'checked' : ''} /> <span>${words}</span>
        </label>`,
    )}
  </div>`;
}

function groupMarks(spot: ControlSpot): Html {
  return html`${common(spot)} tabindex="-1" ${spot.label === undefined ? html`aria-labelledby="${spot.id}-label"` : ''}`;
}

function drawChoices(spot: ControlSpot, element: Stateful, type: 'checkbox' | 'radio'): Html {
  const held = [plainValue(spot.state) ?? []].flat();
  const role = type === 'radio' ? 'radiogroup' : 'group';
  // aria-required and aria-invalid are not allowed on a plain group.
  const marks = type === 'radio' ? groupMarks(spot) : groupMarks({ ...spot, required: false, invalid: false });
  return html`<div class="choices" role="${role}" ${marks}>
    ${optionsOf(element).map((option, index) => {
      const id = `${spot.id}-${String(index)}`;
      return html`<label class="choice" for="${id}">
        <input type="${type}" id="${id}" name="${spot.id}" value="${option.value}" ${held.includes(option.value) ? 'checked' : ''} />
        <span
          >${drawText(spot.surface.viewer, option.text)}
          ${option.description && html`<small>${drawText(spot.surface.viewer, option.description)}</small>`}</span
        >
      </label>`;
    })}
  </div>`;
}

const TYPES: Record<string, string> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  url_text_input: 'url',
  email_text_input: 'email',
};

function drawTyped(spot: ControlSpot, element: Stateful): Html {
  const held = plainValue(spot.state);
  const value = typeof held === 'string' ? held : '';
  const hint = 'placeholder' in element && element.placeholder ? html`placeholder="${plainWords(element.placeholder)}"` : '';
  const longest = element.type === 'plain_text_input' ? html`maxlength="${element.max_length ?? 3000}"` : '';
  if (element.type === 'plain_text_input' && element.multiline) {
    return html`<textarea rows="4" ${common(spot)} ${hint} ${longest}>${value}</textarea>`;
  }
  if (element.type === 'number_input') {
    return html`<input
      type="text"
      inputmode="${element.is_decimal_allowed ? 'decimal' : 'numeric'}"
      value="${value}"
      ${common(spot)}
      ${hint}
    />`;
  }
  const zone = element.type === 'timepicker' && element.timezone ? html`<span class="zone">${element.timezone}</span>` : '';
  return html`<input
      type="${TYPES[element.type] ?? 'text'}"
      value="${value}"
      ${common(spot)}
      ${hint}
      ${longest}
      autocomplete="off"
    />${zone}`;
}
