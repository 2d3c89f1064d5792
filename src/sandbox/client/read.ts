import type { OpenView, StoredBlock } from '../desk/types.ts';
import { asDrawn, type Input } from '../kit/blocks.ts';
import type { Interactive } from '../kit/elements.ts';
import { listInteractive } from '../app/values.ts';

/** All words of a message or view as one text: what a person could read in it. */
export function readText(text: string, blocks: unknown): string {
  return [text, ...wordsIn(blocks)].filter((word) => word !== '').join('\n');
}

function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner === 'string') return ['text', 'fallback', 'alt_text'].includes(key) ? [inner] : [];
    return wordsIn(inner);
  });
}

/** How an element can be asked for: what is written on it, what it is read out as, or its action id. */
function namesOf(element: Interactive): string[] {
  const action = element.action_id ?? '';
  if (element.type === 'button') return [element.text.text, element.accessibility_label ?? '', action];
  return 'placeholder' in element && element.placeholder ? [element.placeholder.text, action] : [action];
}

/** The one element that `label` names; throws when there is none, or more and no `nth`. */
export function getNamed(blocks: StoredBlock[], label: string, nth?: number): { block: string; element: Interactive } {
  const all = listInteractive(blocks);
  const found = all.filter(({ element }) => namesOf(element).includes(label));
  const [only] = found;
  const chosen = nth === undefined ? only : found[nth];
  if (chosen && (found.length === 1 || nth !== undefined)) return chosen;
  const there = all.map(({ element }) => namesOf(element).filter(Boolean).join(' / ')).join(', ');
  throw new Error(`${String(found.length)} elements are called "${label}". There are: ${there || 'none'}`);
}

/** The input whose label is `label`; throws and names the labels when there is none. */
export function getInput(blocks: StoredBlock[], label: string): { block: string; action: string; element: Input['element'] } {
  const inputs = blocks.flatMap((stored) => {
    const block = asDrawn(stored);
    return block?.type === 'input' ? [{ block: stored.block_id, label: block.label.text, element: block.element }] : [];
  });
  const found = inputs.find((input) => input.label === label) ?? inputs.find(({ element }) => optionTexts(element).includes(label));
  if (!found) throw new Error(`No input is called "${label}". There are: ${inputs.map((input) => input.label).join(', ') || 'none'}`);
  return { block: found.block, action: found.element.action_id ?? '', element: found.element };
}

function optionTexts(element: Interactive): string[] {
  return element.type === 'checkboxes' || element.type === 'radio_buttons' ? element.options.map(({ text }) => text.text) : [];
}

/** The errors shown in a view, by the labels of their inputs. */
export function labelErrors(open: OpenView): Record<string, string> {
  const labelOf = (id: string): string => {
    const block = asDrawn(open.view.blocks.find(({ block_id }) => block_id === id));
    return block?.type === 'input' ? block.label.text : id;
  };
  return Object.fromEntries(Object.entries(open.errors).map(([block, message]) => [labelOf(block), message]));
}
