import { z } from 'zod';
import type { InputState, StateValues, StoredBlock } from '../desk/types.ts';
import { asDrawn, interactiveIn } from '../kit/blocks.ts';
import { type Interactive, isStateful, type Stateful } from '../kit/elements.ts';
import type { Option } from '../kit/text.ts';

/** One value as the page and tests send it: the text, the chosen values, or nothing. */
export const Field = z.object({
  block: z.string(),
  action: z.string(),
  value: z.union([z.string().max(10_000), z.array(z.string()).max(200), z.null()]),
});
export type Field = z.infer<typeof Field>;

/** Everything that can be acted on in these blocks, with the block it sits in. */
export function listInteractive(blocks: StoredBlock[]): { block: string; element: Interactive }[] {
  return blocks.flatMap((stored) => {
    const block = asDrawn(stored);
    return block ? interactiveIn(block).map((element) => ({ block: stored.block_id, element })) : [];
  });
}

export function findInteractive(blocks: StoredBlock[], block: string, action: string): Interactive | null {
  return listInteractive(blocks).find((one) => one.block === block && one.element.action_id === action)?.element ?? null;
}

/** `state.values` in Slack's shape: what was entered, else what the app gave at first. */
export function stateOf(blocks: StoredBlock[], entered: StateValues): StateValues {
  const state: StateValues = {};
  for (const { block, element } of listInteractive(blocks)) {
    if (!isStateful(element)) continue;
    const action = element.action_id ?? '';
    const kept = entered[block]?.[action];
    (state[block] ??= {})[action] = kept?.type === element.type ? kept : initialState(element);
  }
  return state;
}

/** Stores what was entered into `values`, in Slack's shape; fields the blocks do not have are ignored. */
export function enterFields(blocks: StoredBlock[], values: StateValues, fields: Field[]): void {
  for (const { block, action, value } of fields) {
    const element = findInteractive(blocks, block, action);
    if (element && isStateful(element)) (values[block] ??= {})[action] = toState(element, value);
  }
}

export function optionsOf(element: Interactive): Option[] {
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  }
  return 'options' in element ? element.options : [];
}

function initialState(element: Stateful): InputState {
  const { type } = element;
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null, ...(element.timezone && { timezone: element.timezone }) };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    default:
      return { type, value: element.initial_value ?? null };
  }
}

/** The state of one element after somebody entered `value`. */
function toState(element: Stateful, value: Field['value']): InputState {
  const { type } = element;
  const many = Array.isArray(value) ? value : value === null || value === '' ? [] : [value];
  const one = many[0] ?? null;
  const picked = optionsOf(element).filter((option) => many.includes(option.value));
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: picked[0] ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: picked };
    case 'datepicker':
      return { type, selected_date: one };
    case 'timepicker':
      return { type, selected_time: one, ...(element.timezone && { timezone: element.timezone }) };
    case 'datetimepicker':
      return { type, selected_date_time: one === null ? null : Number(one) };
    case 'users_select':
      return { type, selected_user: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'conversations_select':
      return { type, selected_conversation: one };
    default:
      return { type, value: one };
  }
}

/** What an element holds, as the page shows it: one text or a list. */
export function plainValue(state: InputState | undefined): string | string[] | null {
  if (!state) return null;
  const held = Object.entries(state).find(([key]) => key !== 'type' && key !== 'timezone')?.[1];
  if (Array.isArray(held)) return held.map(idOf);
  return held === null || held === undefined ? null : idOf(held);
}

function idOf(held: unknown): string {
  return typeof held === 'object' && held !== null && 'value' in held ? String(held.value) : String(held);
}
