import type { InputBlock, InputBlockElement, PlainTextElement, PlainTextOption, StaticSelect } from '@slack/types';
import type { Field, Input, Option } from '../../bot/card.ts';
import { toPlain } from '../../bot/text.ts';
import { plain } from './blocks.ts';
import { cut } from '../cut.ts';

/** Every input is found under its field's name as block id, and this as action id. */
export const VALUE = 'value';

const TYPED_LENGTH = 3000;
const OPTIONS_IN_A_LIST = 100;
const CHOICES = 10;

type Kind<K extends Input['kind']> = Extract<Input, { kind: K }>;

/** The input block of a field; null for a choice of nothing, which Slack refuses. */
export function toInput(field: Field): InputBlock | null {
  const element = toElement(field.input);
  if (!element) return null;
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, 2000),
    element,
    optional: field.optional ?? false,
    ...(field.hint && { hint: plain(toPlain(field.hint), 2000) }),
  };
}

function toElement(input: Input): InputBlockElement | null {
  switch (input.kind) {
    case 'text':
      return toTextInput(input);
    case 'url':
      return { type: 'url_text_input', action_id: VALUE, ...typed(input, TYPED_LENGTH), ...placeholder(input) };
    case 'email':
      return { type: 'email_text_input', action_id: VALUE, ...typed(input, TYPED_LENGTH), ...placeholder(input) };
    case 'number':
      return toNumberInput(input);
    case 'date':
      return { type: 'datepicker', action_id: VALUE, ...(isDay(input.initial) && { initial_date: input.initial }) };
    case 'time':
      return { type: 'timepicker', action_id: VALUE, ...(isClockTime(input.initial) && { initial_time: input.initial }) };
    case 'select':
      return toSelect(input);
    case 'radio':
      return input.options.length > CHOICES ? toSelect(input) : toRadio(input);
    case 'checkboxes':
      return toCheckboxes(input);
  }
}

const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
const isClockTime = (text: string | undefined): text is string => text !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

const placeholder = (input: { readonly placeholder?: string }) => (input.placeholder ? { placeholder: plain(input.placeholder, 150) } : {});
const typed = (input: { readonly initial?: string }, max: number) => (input.initial ? { initial_value: cut(input.initial, max) } : {});

function toTextInput(input: Kind<'text'>): InputBlockElement {
  const max = Math.min(input.maxLength ?? TYPED_LENGTH, TYPED_LENGTH);
  return {
    type: 'plain_text_input',
    action_id: VALUE,
    multiline: input.multiline ?? false,
    max_length: max,
    ...typed(input, max),
    ...placeholder(input),
  };
}

const toNumberInput = (input: Kind<'number'>): InputBlockElement => ({
  type: 'number_input',
  action_id: VALUE,
  is_decimal_allowed: false,
  ...typed(input, 100),
  ...(input.min !== undefined && { min_value: String(input.min) }),
  ...(input.max !== undefined && { max_value: String(input.max) }),
});

/** Throws when the value is too long: half an id would name something else. */
function toOption(option: Option): PlainTextOption {
  if (option.value.length > 75) throw new RangeError(`an option's value has ${String(option.value.length)} characters`);
  return { text: plain(option.label, 75), value: option.value, ...(option.about && { description: plain(option.about, 75) }) };
}

/** Up to a hundred options in one list; more in groups that say from where to where they go. */
function toSelect(input: Kind<'select' | 'radio'>): StaticSelect | null {
  const options = input.options.map(toOption);
  if (options.length === 0) return null;
  const initial = options.find((option) => option.value === input.initial);
  return {
    type: 'static_select',
    action_id: VALUE,
    ...(options.length > OPTIONS_IN_A_LIST ? { option_groups: toGroups(options) } : { options }),
    ...(initial && { initial_option: initial }),
    ...placeholder(input),
  };
}

function toGroups(options: readonly PlainTextOption[]) {
  const groups: { label: PlainTextElement; options: PlainTextOption[] }[] = [];
  for (let i = 0; i < options.length; i += OPTIONS_IN_A_LIST) {
    const some = options.slice(i, i + OPTIONS_IN_A_LIST);
    const [from = '', to = ''] = [some[0], some.at(-1)].map((option) => cut(option?.text.text ?? '', 33));
    groups.push({ label: plain(`${from} to ${to}`, 75), options: some });
  }
  return groups;
}

function toRadio(input: Kind<'select' | 'radio'>): InputBlockElement | null {
  const options = input.options.map(toOption);
  if (options.length === 0) return null;
  const initial = options.find((option) => option.value === input.initial);
  return { type: 'radio_buttons', action_id: VALUE, options, ...(initial && { initial_option: initial }) };
}

/** Ten boxes at most; more become a list from which several can be chosen. */
function toCheckboxes(input: Kind<'checkboxes'>): InputBlockElement | null {
  const options = input.options.map(toOption);
  if (options.length === 0) return null;
  const initial = options.filter((option) => option.value !== undefined && input.initial?.includes(option.value));
  const chosen = initial.length > 0 ? { initial_options: initial } : {};
  if (options.length <= CHOICES) return { type: 'checkboxes', action_id: VALUE, options, ...chosen };
  const choice = options.length > OPTIONS_IN_A_LIST ? { option_groups: toGroups(options) } : { options };
  return { type: 'multi_static_select', action_id: VALUE, ...choice, ...chosen };
}
