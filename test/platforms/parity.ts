import assert from 'node:assert/strict';
import type { Card, Field, Form, FormValues, Payload } from '../../src/bot/card.ts';
import { createBot, type Bot } from '../../src/bot/dispatch.ts';
import type { CardKind, Command, Entry, NoticeKind } from '../../src/bot/define.ts';
import { features } from '../../src/features/index.ts';
import { until } from '../support/slack-api.ts';
import type { createTestBot } from './slack/office.ts';

/** One platform's adapter under proof: each method makes the round trip, and says in words how the thing is reached there. */
export interface Side {
  command(command: Command): Promise<string>;
  button(button: Entry): Promise<string>;
  form(id: string): Promise<string>;
  notice(notice: NoticeKind, shown: CardKind | undefined): Promise<string>;
  home(): Promise<string>;
  close(): Promise<void>;
}

/** How a thing is reached, or why it is not. */
export type Cell = { readonly how: string } | { readonly fault: string };

export interface Row {
  readonly subject: string;
  readonly kind: 'command' | 'button' | 'form' | 'notice' | 'home';
  readonly name: string;
  readonly slack: Cell;
  readonly teams: Cell;
}

type Proof = Pick<Row, 'subject' | 'kind' | 'name'> & { readonly by: (side: Side) => Promise<string> };

const cards = new Map(features.flatMap((feature) => feature.cards).map((kind) => [kind.kind, kind]));

const proofs: readonly Proof[] = features.flatMap(({ name: subject, ...feature }) => [
  ...(feature.home ? [{ subject, kind: 'home' as const, name: 'home', by: (side: Side) => side.home() }] : []),
  ...feature.commands.map((one) => ({
    subject,
    kind: 'command' as const,
    name: [one.word, ...one.aliases].join(', '),
    by: (side: Side) => side.command(one),
  })),
  ...feature.buttons.map((one) => ({ subject, kind: 'button' as const, name: one.id, by: (side: Side) => side.button(one) })),
  ...feature.forms.map((one) => ({ subject, kind: 'form' as const, name: one.id, by: (side: Side) => side.form(one.id) })),
  ...feature.notices.map((one) => ({
    subject,
    kind: 'notice' as const,
    name: one.kind,
    by: (side: Side) => side.notice(one, one.card && cards.get(one.card.kind)),
  })),
]);

/** Tries everything that the features have on both platforms. */
export async function prove(slack: Side, teams: Side): Promise<Row[]> {
  const attempt = (by: Proof['by'], side: Side): Promise<Cell> =>
    by(side).then(
      (how) => ({ how }),
      (error: unknown) => ({ fault: error instanceof Error ? error.message : String(error) }),
    );
  const rows: Row[] = [];
  for (const { by, ...named } of proofs) {
    const [one, other] = await Promise.all([attempt(by, slack), attempt(by, teams)]);
    rows.push({ ...named, slack: one, teams: other });
  }
  return rows;
}

const bot = createBot({
  features,
  context: () => assert.fail('nothing is run here'),
  recognise: () => Promise.reject(new Error('nothing is run here')),
  log: { warn: () => undefined, error: () => undefined },
});

/** Which presses open a form, by the features themselves. */
export const opensForm: Bot['opensForm'] = (button, payload) => bot.opensForm(button, payload);

type TestBot = ReturnType<typeof createTestBot>;
type Heard = TestBot['asked'][number];

/** What the bot hears of what is done: one thing, exactly. */
export async function hear<K extends Heard['kind']>(
  bot: TestBot,
  kind: K,
  act: () => Promise<unknown>,
): Promise<Extract<Heard, { kind: K }>> {
  bot.asked.length = 0;
  await act();
  await until(() => bot.asked.length > 0, `a ${kind}`, 2000);
  const [heard, ...more] = bot.asked;
  assert.equal(more.length, 0, 'the bot heard it twice');
  assert.equal(heard?.kind, kind);
  return heard as Extract<Heard, { kind: K }>;
}

export const PAYLOAD: Payload = { meeting: '0190d3a0-7c5e-7000-8000-00000000b0b0', answer: 'yes & "no" <é>' };
export const LABEL = 'Press me';
export const ANSWER = 'The answer to that.';
export const answer: Card = { summary: ANSWER, blocks: [{ type: 'text', text: ANSWER }] };

/** A card with one button. */
export const cardWith = (press: string, payload: Payload = PAYLOAD, words = `About ${press}`): Card => ({
  summary: words,
  blocks: [
    { type: 'text', text: `${words}, and what to do:` },
    { type: 'buttons', buttons: [{ label: LABEL, press, with: payload }] },
  ],
});

const options = ['a', 'b', 'c'].map((value) => ({ value, label: `Option ${value}`, about: `what ${value} is` }));

/** A value that a person gives to a field, by its name: one for every kind of input. */
const FIELDS: readonly { readonly field: Omit<Field, 'type' | 'label'>; readonly value: FormValues[string] }[] = [
  { field: { name: 'line', hint: 'In short.', input: { kind: 'text', maxLength: 80 } }, value: 'One, "line" & <more> é' },
  { field: { name: 'lines', input: { kind: 'text', multiline: true } }, value: 'Two\nlines' },
  { field: { name: 'address', input: { kind: 'url' } }, value: 'https://meet.example/1?a=b&c=d' },
  { field: { name: 'mail', input: { kind: 'email' } }, value: 'kim@alpha.example' },
  { field: { name: 'minutes', input: { kind: 'number', min: 15, max: 480 } }, value: '45' },
  { field: { name: 'day', input: { kind: 'date' } }, value: '2026-12-03' },
  { field: { name: 'clock', input: { kind: 'time' } }, value: '10:30' },
  { field: { name: 'one', input: { kind: 'select', options } }, value: 'b' },
  { field: { name: 'other', input: { kind: 'radio', options } }, value: 'c' },
  { field: { name: 'several', input: { kind: 'checkboxes', options } }, value: ['a', 'c'] },
  { field: { name: 'tick', input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'I comply' }] } }, value: ['yes'] },
  { field: { name: 'rest', optional: true, input: { kind: 'text' } }, value: null },
];

export const VALUES: FormValues = Object.fromEntries(FIELDS.map(({ field, value }) => [field.name, value]));
export const labelOf = (name: string): string => `The ${name}`;

/** A form with every kind of field. */
export const formOf = (id: string): Form => ({
  id,
  title: 'A form',
  submit: 'Send',
  hidden: PAYLOAD,
  body: [
    { type: 'text', text: 'Please fill in:' },
    ...FIELDS.map(({ field }) => ({ type: 'field' as const, label: labelOf(field.name), ...field })),
  ],
});

/** Fails unless the form arrived with what was hidden in it and what was given. */
export function assertSubmitted(heard: Extract<Heard, { kind: 'submit' }>, id: string): void {
  const { form, hidden, values } = heard;
  assert.deepEqual({ form, hidden, values }, { form: id, hidden: PAYLOAD, values: VALUES });
}
