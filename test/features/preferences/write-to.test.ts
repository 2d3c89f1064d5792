import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Field, Form } from '../../../src/bot/card.ts';
import { createClock } from '../../../src/bot/clock.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { feature, type Target } from '../../../src/bot/define.ts';
import { InvalidInput } from '../../../src/bot/errors.ts';
import { planNotices } from '../../../src/bot/planned.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { preferences } from '../../../src/features/preferences/index.ts';
import { save, type SaveInput } from '../../../src/features/preferences/save.ts';
import { createScheduler } from '../../../src/scheduler/scheduler.ts';
import { createFakeChat, type FakeChat } from '../../support/fake-chat.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { refusedFields } from '../groups/world.ts';
import { saying } from '../../scheduler/setting.ts';
import type { z } from 'zod';

let world: World;
let body: TestBody;
let ann: TestPerson;
/** Ann's account of the Slack workspace, seen at noon, and her later one of a Teams tenant. */
let slack: string;
let teams: string;
let tenant: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.notice.updateMany({ where: { state: 'planned' }, data: { state: 'cancelled' } });
  body = await world.newBody();
  ann = await body.person({ name: 'Ann Member' });
  slack = (await world.db.account.findFirstOrThrow({ where: { personId: ann.id } })).id;
  [tenant, teams] = [uuidv7(), uuidv7()];
  const bodyId = body.body.id;
  await world.db.workspace.create({
    data: { id: tenant, bodyId, platform: 'teams', externalId: tenant, name: 'Partners', connectedAt: NOON },
  });
  const seenAt = new Date(NOON.getTime() + 60_000);
  await world.db.account.create({
    data: { id: teams, bodyId, workspaceId: tenant, externalUserId: 'aad-ann', personId: ann.id, name: 'Ann', seenAt },
  });
});

const usual: z.input<typeof SaveInput> = { direct: [], reminderBefore: 'group', quiet: 'off', zone: 'chat' };
const me = (): Ctx => body.asMember(ann);
const choose = (account: string | null) => save(me(), { ...usual, account });
const stored = async () => (await world.db.person.findUniqueOrThrow({ where: { id: ann.id } })).preferences;
const openForm = async (ctx = me()): Promise<Form> =>
  (await preferences.buttons.find((one) => one.id === 'preferences.open')!.run(ctx, {})).form!;

async function offered(ctx = me()) {
  const { input } = (await openForm(ctx)).body.find((one): one is Field => one.type === 'field' && one.name === 'account') ?? {};
  return input?.kind === 'select' ? { chosen: input.initial, labels: input.options.map((one) => one.label) } : null;
}

/** Sends one notice and tells which workspaces' chats got it, by address. */
async function send(targets: readonly Target[] = [{ person: ann.id }]): Promise<string[]> {
  const clock = createClock(NOON.getTime() + 120_000 - Date.now());
  const chats = new Map<string, FakeChat>([body.workspaceId, tenant].map((id) => [id, createFakeChat(id)]));
  const scheduler = createScheduler({
    db: world.db,
    clock,
    features: [feature('test', { notices: [saying('test.x', targets)] })],
    contextFor: () => Promise.resolve(body.asScheduler(clock.now())),
    chatFor: (id) => Promise.resolve(chats.get(id)?.chat ?? null),
    log: pino({ level: 'silent' }),
    replicaId: 'one',
    limits: { betweenPostsMs: 0 },
  });
  const expiresAt = new Date(NOON.getTime() + 3_600_000);
  await planNotices(body.asScheduler(clock.now()), [{ kind: 'test.x', key: uuidv7(), dueAt: clock.now(), expiresAt }]);
  await scheduler.runDue();
  return [...chats.values()].flatMap(({ posted }) => posted.map((one) => one.address)).sort();
}

const atSlack = () => [`U${ann.id}`];
const atTeams = ['aad-ann'];

describe('"Write to me in"', () => {
  test('offers every chat that can be reached, by its name and platform, and the last one', async () => {
    expect(await offered()).toEqual({ chosen: 'last', labels: ['Wherever I was last', 'Partners (Teams)', 'Test (Slack)'] });
    await choose(slack);
    expect(await offered()).toMatchObject({ chosen: slack });
  });

  test('is offered to nobody with one chat, nor with one that can be reached', async () => {
    expect(await offered(body.asMember(await body.person()))).toBeNull();
    await world.db.account.update({ where: { id: slack }, data: { unreachable: 'user_disabled' } });
    expect(await offered()).toBeNull();
    await world.db.account.update({ where: { id: slack }, data: { unreachable: null } });
    await world.db.workspace.update({ where: { id: tenant }, data: { status: 'revoked' } });
    expect(await offered()).toBeNull();
  });

  test('keeps what was chosen, when it cannot be reached for a while too, and beside the other choices', async () => {
    expect((await choose(slack)).changed).toContain('account');
    expect((await choose(slack)).changed).toEqual([]);
    await world.db.account.update({ where: { id: slack }, data: { unreachable: 'user_disabled' } });
    expect(await offered()).toEqual({
      chosen: slack,
      labels: ['Wherever I was last', 'Partners (Teams)', 'Test (Slack), cannot be reached now'],
    });
    expect((await choose(slack)).changed).toEqual([]);
    expect((await choose(null)).changed).toEqual([]);
    expect((await save(me(), { ...usual, zone: 'America/Lima' })).changed).toEqual(['zone']);
    expect(await stored()).toMatchObject({ account: slack, zone: 'America/Lima' });
    expect((await choose('last')).changed).toContain('account');
    expect(await stored()).toMatchObject({ account: null });
    const rows = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id }, orderBy: { n: 'asc' } });
    expect(JSON.stringify(rows.map((row) => row.facts))).not.toContain(slack);
  });

  test('says after saving where messages come, to who had a choice', async () => {
    const submit = preferences.forms.find((one) => one.id === 'preferences.save')!;
    const says = async (account: string | null) => toPlain((await submit.run(me(), { ...usual, account })).whisper!.summary);
    expect(await says(slack)).toContain('Messages come to you in the chat you chose.');
    expect(await says('last')).toContain('Messages come to you wherever you were last.');
    expect(await says(null)).not.toContain('Messages come');
  });

  test('refuses what is not offered, and changes nothing', async () => {
    const other = await world.db.account.findFirstOrThrow({ where: { personId: (await body.person()).id } });
    for (const account of [other.id, uuidv7(), 'slack']) expect(await refusedFields(choose(account))).toEqual(['account']);
    await world.db.account.update({ where: { id: slack }, data: { unreachable: 'user_disabled' } });
    await expect(choose(slack)).rejects.toBeInstanceOf(InvalidInput);
    expect(await stored()).toEqual({});
  });
});

describe('a direct message', () => {
  test('comes once, where the person was last', async () => {
    expect(await send()).toEqual(atTeams);
    await world.db.account.update({ where: { id: slack }, data: { seenAt: new Date(NOON.getTime() + 90_000) } });
    expect(await send()).toEqual(atSlack());
  });

  test('comes once, where they chose', async () => {
    await choose(slack);
    expect(await send()).toEqual(atSlack());
    await choose('last');
    expect(await send()).toEqual(atTeams);
  });

  test.each([
    ['cannot be reached', () => world.db.account.update({ where: { id: slack }, data: { unreachable: 'user_disabled' } })],
    ['is of a workspace that went away', () => world.db.workspace.update({ where: { id: body.workspaceId }, data: { status: 'revoked' } })],
    ['is no longer theirs', () => world.db.account.update({ where: { id: slack }, data: { personId: null } })],
  ])('comes where they were last while the chosen chat %s', async (_, happens) => {
    await choose(slack);
    await happens();
    expect(await send()).toEqual(atTeams);
  });

  test("to one account itself goes there whatever was chosen, and nowhere once it is nobody's", async () => {
    await choose(slack);
    expect(await send([{ account: teams }])).toEqual(atTeams);
    expect(await send([{ account: teams }, { account: slack }])).toEqual([...atSlack(), ...atTeams].sort());
    await world.db.account.update({ where: { id: teams }, data: { personId: null } });
    expect(await send([{ account: teams }])).toEqual([]);
    const fates = await world.db.delivery.findMany({ where: { bodyId: body.body.id, target: `account:${teams}`, state: 'cancelled' } });
    expect(fates).toMatchObject([{ error: 'no_chat_account' }]);
  });
});
