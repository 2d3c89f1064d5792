import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { createBot, RUN_COMMAND } from '../../../src/bot/dispatch.ts';
import { features } from '../../../src/features/index.ts';
import { buttonsIn } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { toPlain } from '../../../src/bot/text.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const commands = features.flatMap((feature) => feature.commands);
const help = async (ctx: Ctx): Promise<Card> => (await commands.find((one) => one.word === 'help')!.run(ctx, {})).whisper!;
const text = (card: Card): string =>
  card.blocks.flatMap((block) => (block.type === 'list' ? block.items.map((item) => toPlain(item)) : [])).join('\n');

test('help fits the role: each is offered its own words and none above them', async () => {
  const body = await world.newBody();
  const group = await body.group();
  const [member, chair, secretary] = [await body.person(), await body.person(), await body.person()];
  await body.member(group.id, member.id);
  await body.member(group.id, chair.id, 'chair');
  const shown = {
    stranger: text(await help(body.asStranger())),
    member: text(await help(body.asMember(member))),
    chair: text(await help(body.asMember(chair))),
    secretariat: text(await help(body.asSecretariat(secretary))),
  };
  expect(shown.stranger).toContain('/wg list');
  expect(shown.stranger).not.toContain('/wg here');
  expect(shown.member).toContain('/wg here');
  expect(shown.member).not.toContain('/wg roll');
  expect(shown.chair).toContain('/wg roll [group]');
  expect(shown.chair).not.toContain('/wg records');
  for (const { word } of commands) if (word !== 'help') expect(shown.secretariat).toContain(`/wg ${word}`);
});

test('at most six lines come first, each with a button that does it', async () => {
  const body = await world.newBody();
  const card = await help(body.asSecretariat(await body.person()));
  const first = card.blocks.find((block) => block.type === 'list');
  expect(first?.items.length).toBeLessThanOrEqual(6);
  expect(buttonsIn(card.blocks)).toHaveLength(first!.items.length);
  for (const one of buttonsIn(card.blocks)) expect(one).toMatchObject({ press: RUN_COMMAND });
  expect(toPlain(card.summary)).toContain('/wg schedule');
});

test('a stranger is offered to be added', async () => {
  const body = await world.newBody();
  expect(buttonsIn((await help(body.asStranger())).blocks).map((one) => one.label)).toContain('Ask the Secretariat to add me');
});

/** A bot with the features that ship, in which one person or stranger writes. */
async function writing(role: 'stranger' | 'member' | 'secretariat') {
  const body = await world.newBody();
  await body.group({ slug: 'climate-change', name: 'Climate Change' });
  const person = await body.person();
  const ctx = role === 'stranger' ? body.asStranger() : role === 'member' ? body.asMember(person) : body.asSecretariat(person);
  const bot = createBot({
    features,
    context: () => ctx,
    recognise: () => Promise.resolve(ctx.actor),
    log: { warn: () => undefined, error: (fields: object) => expect.fail(JSON.stringify(fields)) },
  });
  const caller = {
    body: body.body,
    workspaceId: 'w',
    externalUserId: 'u',
    surface: 'slack',
    profile: () => Promise.reject(new Error('x')),
  } as const;
  return async (words: string): Promise<Card> => (await bot.command(caller, words, null)).whisper!;
}
const said = (card: Card): string => toPlain(card.summary);

test('a near miss keeps what else was typed, and names the group that was meant', async () => {
  const write = await writing('member');
  const card = await write('jion climte');
  expect(said(card)).toBe('I took "jion climte" as: join Climate Change.');
  expect(buttonsIn(card.blocks).map((one) => toPlain(one.label))).toEqual(['Join Climate Change', 'Show the groups', '/wg help']);
  expect(buttonsIn(card.blocks)[0]).toMatchObject({ press: RUN_COMMAND, with: { word: 'join', rest: 'climate-change' } });
  expect(said(await write('jion zzzzzzzz'))).toBe('I don\'t know "jion". Did you mean "join zzzzzzzz"?');
  expect(said(await write('mettings'))).toBe('I don\'t know "mettings". Did you mean "meetings"?');
  expect(said(await write('zzzzzzzzz'))).toBe('I don\'t know "zzzzzzzzz". Help lists what I can do.');
});

test('commands of other roles are never offered', async () => {
  expect(said(await (await writing('member'))('invte'))).not.toContain('invite');
  expect(said(await (await writing('stranger'))('quue'))).not.toContain('queue');
  expect(said(await (await writing('secretariat'))('invte'))).toContain('Did you mean "invite"?');
});

test.each([
  ['when is the next meeting?', 'its meetings are listed here'],
  ['next', 'meeting'],
  ['What time do we meet', 'meeting'],
  ['hello', 'I run the working groups'],
  ['Where is the link to the call?', '10 minutes before its start'],
  ['show me the groups please', 'Working groups of'],
  ['an agenda?', 'agenda|meeting'],
])('a few free words are understood: %s', async (typed, answer) => {
  const card = await (await writing('member'))(typed);
  expect(said(card)).toMatch(new RegExp(answer, 'i'));
  expect(said(card)).not.toContain("I don't know");
});
