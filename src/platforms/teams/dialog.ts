import { z } from 'zod';
import type { ISubmitAction, IExecuteAction } from '@microsoft/teams.cards';
import type { Form, FormValues, Payload } from '../../bot/card.ts';
import { cut } from '../cut.ts';
import { bounded, draw, fit, frame, toTitle, type Drawn, type How, type MessageParts } from './adaptive-card.ts';
import { ACTIVITY_UNITS, pack, unitsOf, unpack, type CardJson, type Element } from './card-json.ts';
import { drawField, fieldOf, fromValue, inputId, toValue } from './inputs.ts';
import { toTextElements } from './literal.ts';

const TITLE = 60;
const HIDDEN = 3000;
/** A form travels twice, once packed in its own button, and the packed one takes at most this. */
const ROOM = 24_000;
const PACKED = 10_000;
const SUBMIT_ID = 'submit';

/** The title of the dialog, or the heading of the form in a chat. */
export const titleOf = (form: Form): string => cut(form.title.trim(), TITLE) || 'Convenor';

/** A form in a dialog or, under its title, in a chat. Throws when its hidden payload is too long to travel. */
export function toFormCard(form: Form, how: How): CardJson {
  const names = form.body.flatMap((part) => (part.type === 'field' ? [inputId(part)] : []));
  if (new Set(names).size < names.length) throw new RangeError(`form ${form.id} has two fields of one name`);
  const title: Drawn[] = how.surface === 'message' ? [draw({ type: 'header', text: titleOf(form) }, how)] : [];
  const body = form.body.map((part) => (part.type === 'field' ? drawField(part) : draw(part, how)));
  const card = frame(fit([...title, ...body], ROOM), form.title);
  return form.submit === undefined ? card : withAgain({ ...card, actions: [toSubmit(form, form.submit, how)] });
}

/** A form as a message in a chat. */
export const toFormMessage = (form: Form, how: How): MessageParts => ({
  summary: `${titleOf(form)}: please fill in the form.`,
  card: toFormCard(form, how),
});

function toSubmit(form: Form, label: string, how: How): IExecuteAction | ISubmitAction {
  const data = {
    action: 'submit',
    form: form.id,
    with: bounded(form.hidden ?? {}, HIDDEN),
    title: titleOf(form),
    ...(how.home && { home: true }),
  };
  const shown = { id: SUBMIT_ID, title: toTitle(label, TITLE), style: 'positive' as const, data, associatedInputs: 'auto' as const };
  return how.surface === 'dialog' ? { type: 'Action.Submit', ...shown } : { type: 'Action.Execute', verb: 'submit', ...shown };
}

/** The form with itself packed into its button, so that it can come back with errors from wherever it was sent. */
function withAgain(card: CardJson, clean: CardJson = card): CardJson {
  const again = pack(clean);
  const fits = again.length <= PACKED && again.length + unitsOf(card) <= ACTIVITY_UNITS;
  return fits ? mapSubmit(card, (data) => ({ ...data, again })) : card;
}

const mapSubmit = (card: CardJson, change: (data: object) => object): CardJson => ({
  ...card,
  actions: (card.actions ?? []).map((action) =>
    action.id === SUBMIT_ID && 'data' in action && typeof action.data === 'object' ? { ...action, data: change(action.data) } : action,
  ),
});

/** What comes back from a button or form of ours. */
export type Sent =
  | { readonly kind: 'press'; readonly press: string; readonly with: Payload; readonly home: boolean }
  | {
      readonly kind: 'submit';
      readonly form: string;
      readonly with: Payload;
      readonly values: FormValues;
      /** The form as it was shown, without what was typed; null when it could not travel. */
      readonly again: CardJson | null;
      readonly home: boolean;
      readonly title: string;
    }
  | { readonly kind: 'refresh' };

const payload = z.record(z.string(), z.string()).default({});
const home = z.boolean().default(false);

const Data = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('press'), press: z.string().min(1), with: payload, home }),
  z.looseObject({
    action: z.literal('submit'),
    form: z.string().min(1),
    with: payload,
    home,
    title: z.string().default('Convenor'),
    again: z.string().optional(),
  }),
  z.looseObject({ action: z.literal('refresh') }),
]);

const Typed = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish();

/** What was pressed or sent; null for what no current card of ours sends. */
export function readSent(data: unknown): Sent | null {
  const parsed = Data.safeParse(data);
  if (!parsed.success) return null;
  const sent = parsed.data;
  if (sent.action === 'refresh') return { kind: 'refresh' };
  if (sent.action === 'press') return { kind: 'press', press: sent.press, with: sent.with, home: sent.home };
  const again = sent.again === undefined ? null : unpack(sent.again);
  const { form, title } = sent;
  return { kind: 'submit', form, with: sent.with, values: readValues(sent, again), again, home: sent.home, title: cut(title, TITLE) };
}

/** What was typed by field name; inputs that Teams left out because they are empty are there as nothing. */
function readValues(sent: Readonly<Record<string, unknown>>, again: CardJson | null): FormValues {
  const ids = new Set([...(again?.body ?? []).flatMap((element) => element.id ?? []), ...Object.keys(sent)]);
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const name = fieldOf(id);
      const typed = Typed.safeParse(sent[id]);
      return name === null || !typed.success ? [] : [[name, toValue(id, typed.data ?? '')]];
    }),
  );
}

/** The form once more with what was typed, and with each error in words under its field; those of no field stand above. */
export function withErrors(again: CardJson, values: FormValues, errors: Readonly<Record<string, string>>): CardJson {
  const names = again.body.flatMap((element) => fieldOf(element.id ?? '') ?? []);
  const place = (error: string) => names.find((name) => name === error) ?? names.find((name) => error.startsWith(`${name}.`)) ?? '';
  const placed = Object.entries(errors).map(([field, words]) => ({ name: place(field), words }));
  const wordsAt = (at: string) =>
    placed
      .filter(({ name }) => name === at)
      .map(({ words }) => words)
      .join(' ');
  const labels = again.body.flatMap((element) => labelsOf(element, wordsAt));
  const above = [wordsAt(''), labels.length > 0 ? `Please check: ${labels.join(', ')}.` : ''].filter((words) => words !== '');
  const warning: Element = { type: 'Container', style: 'attention', items: above.flatMap((words) => warn(words)) };
  const body = again.body.flatMap((element) => withError(element, values, wordsAt));
  return withAgain({ ...again, body: above.length > 0 ? [warning, ...body] : body }, again);
}

const ERROR_LENGTH = 1000;
const warn = (words: string): Element[] => toTextElements(words, ERROR_LENGTH, { warns: true, spacing: 'Small' });

function labelsOf(element: Element, wordsAt: (name: string) => string): string[] {
  const name = fieldOf(element.id ?? '');
  return name !== null && wordsAt(name) !== '' && 'label' in element ? [element.label] : [];
}

function withError(element: Element, values: FormValues, wordsAt: (name: string) => string): Element[] {
  const name = fieldOf(element.id ?? '');
  if (name === null) return [element];
  const typed = Object.hasOwn(values, name) ? withValue(element, fromValue(values[name] ?? null)) : element;
  const words = wordsAt(name);
  return words === '' ? [typed] : [typed, ...warn(words)];
}

function withValue(element: Element, typed: string): Element {
  const copy: Element & { value?: string | number } = { ...element };
  delete copy.value;
  if (typed !== '') copy.value = copy.type === 'Input.Number' && Number.isFinite(Number(typed)) ? Number(typed) : typed;
  return copy;
}
