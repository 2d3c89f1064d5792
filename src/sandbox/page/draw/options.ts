import { html } from 'hono/html';
import { optionsOf, plainValue } from '../../app/values.ts';
import type { Interactive } from '../../kit/elements.ts';
import type { Option } from '../../kit/text.ts';
import type { Spot } from './surface.ts';
import { plainWords } from './text.ts';
import type { Html } from './viewer.ts';

/** The options of an element, those held marked as chosen. */
export function drawOptions(spot: Spot, element: Interactive): Html {
  const held = [plainValue(spot.state) ?? []].flat();
  const draw = (option: Option): Html =>
    html`<option value="${option.value}" ${held.includes(option.value) ? 'selected' : ''}>${plainWords(option.text)}</option>`;
  if ('option_groups' in element && element.option_groups) {
    return html`${element.option_groups.map((group) => html`<optgroup label="${plainWords(group.label)}">${group.options.map(draw)}</optgroup>`)}`;
  }
  return html`${optionsOf(element).map(draw)}`;
}
