import type { IChoice, IChoiceSetInput, IDateInput, INumberInput, ITextInput, ITimeInput } from '@microsoft/teams.cards';
import type { Field, FormValues, Input, Option } from '../../bot/card.ts';
import { cut } from '../cut.ts';
import { toTitle, type Drawn } from './adaptive-card.ts';
import type { Element } from './card-json.ts';
import { literal, toTextElements } from './literal.ts';
import { inPlain } from './spelling.ts';

export type InputElement = ITextInput | INumberInput | IDateInput | ITimeInput | IChoiceSetInput;

type Kind<K extends Input['kind']> = Extract<Input, { kind: K }>;
type Bare<T> = T extends unknown ? Omit<T, 'id'> : never;

const TYPED_LENGTH = 3000;
const LABEL_LENGTH = 200;
const CHOICES = 10;

const ONE = 'one_';
const SEVERAL = 'several_';

/** The id of a field's input. What is typed comes back under it beside the button's own data, so it can have none of its names; it also says whether several values may come. */
export const inputId = (field: Field): string => (field.input.kind === 'checkboxes' ? SEVERAL : ONE) + field.name;

/** The field that an input belongs to; null for what is no input of a form. */
export const fieldOf = (id: string): string | null =>
  id.startsWith(ONE) ? id.slice(ONE.length) : id.startsWith(SEVERAL) ? id.slice(SEVERAL.length) : null;

/** What came for an input, as the form's value. Several choices come joined by commas. */
export function toValue(id: string, typed: string): FormValues[string] {
  if (id.startsWith(SEVERAL)) return typed === '' ? [] : typed.split(',');
  return typed === '' ? null : typed;
}

/** A form's value as an input holds it. */
export const fromValue = (value: FormValues[string]): string => (typeof value === 'string' ? value : (value ?? []).join(','));

/** A field with its hint; nothing for a choice of nothing. */
export function drawField(field: Field): Drawn {
  const input = toInput(field.input);
  if (!input) return { elements: [], lines: 0, words: '' };
  const label = toTitle(field.label, LABEL_LENGTH);
  const required = field.optional ? {} : { isRequired: true, errorMessage: askFor(field.input) };
  const hint = field.hint ? toTextElements(field.hint, TYPED_LENGTH, { small: true, spacing: 'Small' }) : [];
  const elements: Element[] = [{ ...input, id: inputId(field), label, ...required, spacing: 'Medium' }, ...hint];
  return { elements, lines: 1, words: field.hint ? `${label}: ${cut(inPlain(field.hint), TYPED_LENGTH)}` : label, stays: true };
}

function askFor(input: Input): string {
  if (input.kind === 'checkboxes') return input.options.length === 1 ? 'Please tick the box.' : 'Please tick at least one.';
  return 'options' in input ? 'Please choose one.' : 'Please fill this in.';
}

function toInput(input: Input): Bare<InputElement> | null {
  switch (input.kind) {
    case 'text':
      return toTextInput(input);
    case 'url':
      return { type: 'Input.Text', style: 'Url', maxLength: TYPED_LENGTH, ...typed(input, TYPED_LENGTH), ...placeholder(input) };
    case 'email':
      return { type: 'Input.Text', style: 'Email', maxLength: TYPED_LENGTH, ...typed(input, TYPED_LENGTH), ...placeholder(input) };
    case 'number':
      return toNumberInput(input);
    case 'date':
      return { type: 'Input.Date', ...typed(input, 10) };
    case 'time':
      return { type: 'Input.Time', ...typed(input, 5) };
    case 'select':
      return toChoices(input.options, input, { style: 'compact', ...placeholder(input) });
    case 'radio':
      return toChoices(input.options, input, { style: input.options.length > CHOICES ? 'compact' : 'expanded', wrap: true });
    case 'checkboxes':
      return toChoices(input.options, { initial: input.initial?.join(',') }, { style: 'expanded', isMultiSelect: true, wrap: true });
  }
}

const typed = (input: { readonly initial?: string | undefined }, max: number) => (input.initial ? { value: cut(input.initial, max) } : {});
const placeholder = (input: { readonly placeholder?: string }) =>
  input.placeholder ? { placeholder: literal(cut(input.placeholder, LABEL_LENGTH)) } : {};

function toTextInput(input: Kind<'text'>): Bare<ITextInput> {
  const maxLength = Math.min(input.maxLength ?? TYPED_LENGTH, TYPED_LENGTH);
  return { type: 'Input.Text', isMultiline: input.multiline ?? false, maxLength, ...typed(input, maxLength), ...placeholder(input) };
}

const toNumberInput = ({ initial, min, max }: Kind<'number'>): Bare<INumberInput> => ({
  type: 'Input.Number',
  ...(initial && Number.isFinite(Number(initial)) && { value: Number(initial) }),
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});

function toChoices(
  options: readonly Option[],
  input: { readonly initial?: string | undefined },
  shape: Partial<Bare<IChoiceSetInput>>,
): Bare<IChoiceSetInput> | null {
  if (options.length === 0) return null;
  const known = (input.initial ?? '').split(',').filter((value) => options.some((option) => option.value === value));
  return { type: 'Input.ChoiceSet', ...shape, choices: options.map(toChoice), ...(known.length > 0 && { value: known.join(',') }) };
}

/** Throws for a comma in a value: Teams joins the chosen values by commas. */
function toChoice({ value, label, about }: Option): IChoice {
  if (value.includes(',')) throw new RangeError(`an option's value has a comma: ${value}`);
  const title = about ? `${label} (${about})` : label;
  return { title: toTitle(title, LABEL_LENGTH).replaceAll('](', ']\u200b('), value };
}
