import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BodyFacts, Ctx } from '../../src/bot/context.ts';
import { command, feature, form, button, verb } from '../../src/bot/define.ts';
import { createBot, RUN_COMMAND, type Caller } from '../../src/bot/dispatch.ts';
import { Conflict } from '../../src/bot/errors.ts';
import { sentence } from '../../src/bot/card.ts';
import { toPlain } from '../../src/bot/text.ts';
import { settings } from '../support/world.ts';

const body: BodyFacts = { id: 'b', slug: 'b', name: 'Body', zone: 'UTC', locale: 'en', settings };
const logged: object[] = [];
const log = { warn: (fields: object) => logged.push(fields), error: (fields: object) => logged.push(fields) };

const greet = verb(
  'test.greet',
  z.object({ name: z.string().min(2, { error: 'Give a name of two letters at least.' }) }),
  (_ctx, { name }) => Promise.resolve(name),
);
const fail = verb('test.fail', z.object({ how: z.string() }), (_ctx, { how }) => {
  if (how === 'conflict') throw new Conflict('Somebody was first.');
  if (how === 'away') throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  throw new Error('the password is hunter2');
});

const feature1 = feature('test', {
  commands: [
    command({ word: 'greet', takes: 'name', about: 'greets', input: (rest) => ({ name: rest }) }, greet, (name) => ({
      whisper: sentence(`Hello ${name}`),
    })),
  ],
  buttons: [button('test.fail', fail)],
  forms: [form('test.form', greet, (name) => ({ whisper: sentence(`Hello ${name}`) }))],
});

const bot = createBot({
  features: [feature1],
  context: (of, surface): Ctx => ({
    db: undefined as never,
    body: of,
    surface,
    actor: { kind: 'operator' },
    now: new Date(0),
    log: pino({ level: 'silent' }),
    publicUrl: '',
    reactions: new Map(),
    wake: () => undefined,
  }),
  recognise: () => Promise.resolve({ kind: 'operator' }),
  log,
});

const caller: Caller = {
  body,
  workspaceId: 'w',
  externalUserId: 'u',
  surface: 'slack',
  profile: () => Promise.reject(new Error('not asked')),
};
const words = (reply: { whisper?: { summary: Parameters<typeof toPlain>[0] } }) => toPlain(reply.whisper?.summary ?? '');

describe('dispatch', () => {
  it('runs the word that was typed, whatever its case', async () => {
    expect(words(await bot.command(caller, '  GREET   Zoë ', null))).toBe('Hello Zoë');
  });

  it('offers help for an unknown word where no feature answers those', async () => {
    const reply = await bot.command(caller, 'gret', null);
    expect(words(reply)).toBe('Help lists what I can do.');
    expect(JSON.stringify(reply.whisper)).toContain(`"press":"${RUN_COMMAND}","with":{"word":"help"}`);
  });

  it('runs a command from a button', async () => {
    expect(words(await bot.press(caller, RUN_COMMAND, { word: 'greet', rest: 'Ann' }))).toBe('Hello Ann');
  });

  it('answers a form with the errors of its fields', async () => {
    expect((await bot.submit(caller, 'test.form', {}, { name: 'x' })).errors).toEqual({ name: 'Give a name of two letters at least.' });
  });

  it('never lets the form overwrite what it was opened with', async () => {
    expect(words(await bot.submit(caller, 'test.form', { name: 'Opened' }, { name: 'Typed' }))).toBe('Hello Opened');
  });

  it('turns a known refusal into its own words', async () => {
    expect(words(await bot.press(caller, 'test.fail', { how: 'conflict' }))).toBe('Somebody was first.');
  });

  it('says that a save did not work when the database is away, and that it may be tried again', async () => {
    const reply = await bot.press(caller, 'test.fail', { how: 'away' });
    expect(words(reply)).toContain('could not be saved');
    expect(reply.retry).toBe(true);
  });

  it('gives a reference for the unexpected that the log carries too, and nothing of the inside', async () => {
    const said = words(await bot.press(caller, 'test.fail', { how: 'else' }));
    const reference = /reference: (\w{8})/.exec(said)?.[1];
    expect(said).not.toContain('hunter2');
    expect(logged).toContainEqual(expect.objectContaining({ reference }));
  });

  it('answers a button that no longer exists', async () => {
    expect(words(await bot.press(caller, 'test.gone', {}))).toContain('earlier version');
  });
});
