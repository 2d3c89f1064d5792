import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Field, Form, FormValues } from '../../../src/bot/card.ts';
import type { How } from '../../../src/platforms/teams/adaptive-card.ts';
import type { CardJson } from '../../../src/platforms/teams/card-json.ts';
import { readSent, titleOf, toFormCard, toFormMessage, withErrors, type Sent } from '../../../src/platforms/teams/dialog.ts';
import { faultsOfCard, partsOf } from '../../support/teams-cards.ts';

const DIALOG: How = { surface: 'dialog', dialogs: true, opensForm: () => false };
const CHAT: How = { ...DIALOG, surface: 'message' };

const options = [
  { value: 'a', label: 'One', about: 'first' },
  { value: 'b', label: 'Two' },
];
const field = (name: string, input: Field['input'], more: Partial<Field> = {}): Field => ({
  type: 'field',
  name,
  label: `The ${name}`,
  input,
  ...more,
});
const FORM: Form = {
  id: 'meetings.schedule',
  title: 'Schedule a meeting',
  submit: 'Schedule',
  hidden: { group: 'g1' },
  body: [
    { type: 'text', text: 'Please say when.' },
    field('topic', { kind: 'text', maxLength: 150, placeholder: 'Such as: x', initial: 'Forests' }),
    field('agenda', { kind: 'text', multiline: true }, { optional: true, hint: 'One point a line' }),
    field('link', { kind: 'url' }),
    field('mail', { kind: 'email' }),
    field('minutes', { kind: 'number', initial: '60', min: 15, max: 480 }),
    field('date', { kind: 'date', initial: '2026-12-03' }),
    field('time', { kind: 'time', initial: '10:00' }),
    field('zone', { kind: 'select', options, initial: 'b' }),
    field('kind', { kind: 'radio', options, initial: 'gone' }),
    field('action', { kind: 'checkboxes', options, initial: ['a', 'b'] }),
    field('nothing', { kind: 'checkboxes', options: [] }),
  ],
};

const submitOf = (card: CardJson) => partsOf(card).find((part) => part.id === 'submit')!;
const inputsOf = (card: CardJson) => partsOf(card).filter((part) => String(part.type).startsWith('Input.'));
const inputOf = (card: CardJson, name: string) => inputsOf(card).find((part) => String(part.id).endsWith(`_${name}`))!;

/** What Teams sends when the form is sent with these values. */
function send(card: CardJson, typed: Record<string, unknown> = {}): Extract<Sent, { kind: 'submit' }> {
  const inputs = Object.fromEntries(Object.entries(typed).map(([name, value]) => [String(inputOf(card, name).id), value]));
  const sent = readSent({ ...inputs, ...(submitOf(card).data as object) });
  if (sent?.kind !== 'submit') throw new Error('is not a form');
  return sent;
}

describe('a form', () => {
  it('is shown with every kind of input, named and labelled', () => {
    const card = toFormCard(FORM, DIALOG);
    expect(faultsOfCard({ ...card })).toEqual([]);
    expect(inputsOf(card)).toMatchObject([
      { type: 'Input.Text', label: 'The topic', value: 'Forests', maxLength: 150, placeholder: 'Such as: x', isRequired: true },
      { type: 'Input.Text', isMultiline: true },
      { type: 'Input.Text', style: 'Url' },
      { type: 'Input.Text', style: 'Email' },
      { type: 'Input.Number', value: 60, min: 15, max: 480 },
      { type: 'Input.Date', value: '2026-12-03' },
      { type: 'Input.Time', value: '10:00' },
      {
        type: 'Input.ChoiceSet',
        style: 'compact',
        value: 'b',
        choices: [
          { title: 'One (first)', value: 'a' },
          { title: 'Two', value: 'b' },
        ],
      },
      { type: 'Input.ChoiceSet', style: 'expanded' },
      { type: 'Input.ChoiceSet', style: 'expanded', isMultiSelect: true, value: 'a,b' },
    ]);
    expect(inputOf(card, 'agenda')).not.toHaveProperty('isRequired');
    expect(inputOf(card, 'kind')).not.toHaveProperty('value');
    expect(JSON.stringify(card.body)).toContain('One point a line');
  });

  it('is sent from a dialog, and executed in a chat under its title', () => {
    expect(submitOf(toFormCard(FORM, DIALOG))).toMatchObject({ type: 'Action.Submit', title: 'Schedule', associatedInputs: 'auto' });
    const { summary, card } = toFormMessage(FORM, CHAT);
    expect(submitOf(card!)).toMatchObject({ type: 'Action.Execute', verb: 'submit' });
    expect(card!.body[0]).toMatchObject({ type: 'TextBlock', text: 'Schedule a meeting', style: 'heading' });
    expect(summary).toContain('Schedule a meeting');
    expect(titleOf(FORM)).toBe('Schedule a meeting');
  });

  it('that only shows has nothing to send', () => {
    expect(toFormCard({ id: 'page', title: 'Page', body: FORM.body }, DIALOG).actions).toBeUndefined();
  });

  it('is refused where Teams could not tell its parts apart, or half of it would travel', () => {
    const with_ = (input: Field['input']): Form => ({ ...FORM, body: [field('x', input)] });
    expect(() => toFormCard(with_({ kind: 'radio', options: [{ value: 'a,b', label: 'x' }] }), DIALOG)).toThrow(RangeError);
    expect(() => toFormCard({ ...FORM, body: [field('x', { kind: 'date' }), field('x', { kind: 'date' })] }, DIALOG)).toThrow(RangeError);
    expect(() => toFormCard({ ...FORM, hidden: { x: 'x'.repeat(3000) } }, DIALOG)).toThrow(RangeError);
  });

  it('keeps every field where there is not room for all that is said', () => {
    const said = Array.from({ length: 200 }, (_, i) => ({ type: 'text' as const, text: `${String(i)} ${'x'.repeat(500)}` }));
    const card = toFormCard({ ...FORM, body: [...said, ...FORM.body] }, DIALOG);
    expect(faultsOfCard({ ...card })).toEqual([]);
    expect(inputsOf(card)).toHaveLength(10);
    expect(JSON.stringify(card.body)).toMatch(/\d+ more lines are left out here/);
  });
});

describe('what comes back', () => {
  it('is read by the names of the fields, with what was left empty as nothing', () => {
    const typed = { topic: 'Peat', minutes: 90, date: '2026-12-04', time: '09:30', zone: 'a', action: 'a,b' };
    const sent = send(toFormCard(FORM, { ...DIALOG, home: true }), typed);
    expect(sent).toMatchObject({ form: 'meetings.schedule', with: { group: 'g1' }, home: true, title: 'Schedule a meeting' });
    expect(sent.values).toEqual({
      topic: 'Peat',
      agenda: null,
      link: null,
      mail: null,
      minutes: '90',
      date: '2026-12-04',
      time: '09:30',
      zone: 'a',
      kind: null,
      action: ['a', 'b'],
    });
    expect(send(toFormCard(FORM, DIALOG), { action: '', topic: '' }).values).toMatchObject({ action: [], topic: null });
  });

  it('is read from buttons and refreshes', () => {
    expect(readSent({ action: 'press', press: 'a.b', with: { id: '1' }, dialog_id: 'press' })).toEqual({
      kind: 'press',
      press: 'a.b',
      with: { id: '1' },
      home: false,
    });
    expect(readSent({ action: 'refresh' })).toEqual({ kind: 'refresh' });
  });

  it.each([
    undefined,
    null,
    'x',
    [],
    {},
    { action: 'press' },
    { action: 'press', press: 'a', with: { a: 1 } },
    { action: 'fly' },
    { action: 'submit' },
  ])('is nothing when no card of ours sends it: %j', (data) => {
    expect(readSent(data)).toBeNull();
  });

  it.each([
    ['is not packed', 'x'],
    ['is no card', deflateRawSync('{"type":"AdaptiveCard"}').toString('base64url')],
    ['is a bomb', deflateRawSync(JSON.stringify({ type: 'AdaptiveCard', body: [], x: 'x'.repeat(1_000_000) })).toString('base64url')],
  ])('is read without the form that came along when that %s', (_, again) => {
    const sent = readSent({ action: 'submit', form: 'a', again, one_x: 'y', several_z: 'a,b' });
    expect(sent).toMatchObject({ kind: 'submit', again: null, values: { x: 'y', z: ['a', 'b'] } });
  });
});

describe('a form with errors', { timeout: 60_000 }, () => {
  const again = (card: CardJson, values: FormValues, errors: Record<string, string>) => withErrors(send(card).again!, values, errors);

  it('says each under its field, and above which ones to check, in words', () => {
    const card = again(
      toFormCard(FORM, DIALOG),
      {},
      { topic: 'A word is needed.', 'agenda.3': 'Line 3 is too long.', other: 'Not now.', '': 'Sorry.' },
    );
    expect(faultsOfCard({ ...card })).toEqual([]);
    const lines = card.body.map((one) => JSON.stringify(one));
    expect(lines[0]).toContain('Not now. Sorry.');
    expect(lines[0]).toContain('Please check: The topic, The agenda.');
    expect(lines.findIndex((one) => one.includes('A word is needed.'))).toBe(lines.findIndex((one) => one.includes('"one_topic"')) + 1);
    expect(lines.findIndex((one) => one.includes('Line 3'))).toBe(lines.findIndex((one) => one.includes('"one_agenda"')) + 1);
  });

  it('shows errors once however often it is sent', () => {
    const first = again(toFormCard(FORM, CHAT), {}, { topic: 'Wrong.' });
    const second = again(first, { topic: 'x' }, { link: 'Wrong too.' });
    expect(JSON.stringify(second.body)).not.toContain('Wrong.');
    expect(inputOf(second, 'topic')).toMatchObject({ value: 'x' });
  });

  it('never shows an error as markup', () => {
    const card = again(toFormCard(FORM, DIALOG), {}, { topic: '**x** {{DATE(2020-01-01T00:00:00Z)}}' });
    expect(partsOf(card.body).filter((part) => part.type === 'TextBlock')).toEqual([]);
    expect(JSON.stringify(card.body)).not.toContain('{{');
  });

  it('keeps whatever was typed', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const typed = fc.record({ topic: text, agenda: text, action: fc.subarray(['a', 'b']), minutes: fc.integer() });
    const card = toFormCard(FORM, DIALOG);
    fc.assert(
      fc.property(typed, ({ topic, agenda, action, minutes }) => {
        const values = { topic: topic === '' ? null : topic, agenda: agenda === '' ? null : agenda, action, minutes: String(minutes) };
        const shown = JSON.parse(JSON.stringify(again(card, values, { topic: 'Wrong.' }))) as CardJson;
        const held = Object.fromEntries(
          inputsOf(shown).flatMap((input) => (input.value === undefined ? [] : [[String(input.id), input.value]])),
        );
        const sent = readSent({ ...held, ...(submitOf(shown).data as object) });
        expect(sent).toMatchObject({ values });
      }),
      { numRuns: 50 },
    );
  });
});
