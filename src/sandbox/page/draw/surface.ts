import { html } from 'hono/html';
import { stateOf } from '../../app/values.ts';
import type { InputState, StateValues, StoredBlock } from '../../desk/types.ts';
import { asDrawn, type Block } from '../../kit/blocks.ts';
import { drawElement } from './element.ts';
import { drawInput } from './input.ts';
import { drawRichText } from './rich-text.ts';
import { drawText, plainWords } from './text.ts';
import type { Html, Viewer } from './viewer.ts';

/** Blocks being drawn, with what is entered in them and what is wrong. */
export interface Surface {
  viewer: Viewer;
  /** Unique in the page: message time or view id. */
  key: string;
  blocks: StoredBlock[];
  values: StateValues;
  errors?: Record<string, string>;
  /** Under which heading the blocks stand: the page's own, or a modal's title. */
  under: 'h1' | 'h2';
}

/** One element's place: its ids in the page and in Slack, and its current state. */
export interface Spot {
  surface: Surface;
  block: string;
  action: string;
  id: string;
  state: InputState | undefined;
}

/** All blocks of a message, modal or home. */
export function drawSurface(surface: Surface): Html {
  const state = stateOf(surface.blocks, surface.values);
  const drawn = surface.blocks.map((stored) => {
    const block = asDrawn(stored);
    const spotOf = (action = ''): Spot => ({
      surface,
      block: stored.block_id,
      action,
      id: `${surface.key}-${stored.block_id}-${action}`.replaceAll(/[^\w-]/g, '_'),
      state: state[stored.block_id]?.[action],
    });
    return block ? drawBlock(surface, block, spotOf) : drawUnknown(stored);
  });
  return html`<div class="blocks">${drawn}</div>`;
}

function drawBlock({ viewer, under }: Surface, block: Block, spotOf: (action?: string) => Spot): Html {
  switch (block.type) {
    case 'header':
      return drawHeader(plainWords(block.text), under);
    case 'section':
      return drawSection(viewer, block, spotOf);
    case 'context':
      return html`<div class="block-context">
        ${block.elements.map((one) => (one.type === 'image' ? drawImage(one) : html`<span>${drawText(viewer, one)}</span>`))}
      </div>`;
    case 'actions':
      return html`<div class="block-actions">${block.elements.map((one) => drawElement(spotOf(one.action_id), one))}</div>`;
    case 'input':
      return drawInput(spotOf(block.element.action_id), block);
    case 'image':
      return html`<figure class="block-image">
        ${block.title && html`<figcaption>${plainWords(block.title)}</figcaption>`}${drawImage(block)}
      </figure>`;
    case 'rich_text':
      return drawRichText(viewer, block.elements);
    case 'divider':
      return html`<hr />`;
  }
}

function drawHeader(words: string, under: Surface['under']): Html {
  return under === 'h1' ? html`<h2 class="block-header">${words}</h2>` : html`<h3 class="block-header">${words}</h3>`;
}

function drawSection(viewer: Viewer, block: Extract<Block, { type: 'section' }>, spotOf: (action?: string) => Spot): Html {
  const { text, fields, accessory } = block;
  return html`<div class="block-section">
    <div class="section-body">
      ${text && html`<div class="section-text">${drawText(viewer, text)}</div>`}
      ${fields && html`<div class="fields">${fields.map((field) => html`<div>${drawText(viewer, field)}</div>`)}</div>`}
    </div>
    ${accessory && html`<div class="accessory">${accessory.type === 'image' ? drawImage(accessory) : drawElement(spotOf(accessory.action_id), accessory)}</div>`}
  </div>`;
}

function drawImage({ image_url, alt_text }: { image_url: string; alt_text: string }): Html {
  return html`<img src="${image_url}" alt="${alt_text}" loading="lazy" />`;
}

function drawUnknown(block: StoredBlock): Html {
  return html`<details class="unknown" open>
    <summary>The sandbox does not draw “${block.type}” blocks. Slack may.</summary>
    <pre><code>${JSON.stringify(block, null, 2)}</code></pre>
  </details>`;
}
