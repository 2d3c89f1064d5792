import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { RUN_COMMAND } from '../../../src/bot/dispatch.ts';
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
