import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClock } from '../../../src/bot/clock.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { recognise } from '../../../src/features/directory/recognise.ts';
import { connect } from '../../../src/features/groups/connect.ts';
import { features } from '../../../src/features/index.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { paceOf } from '../../../src/scheduler/pace.ts';
import { createScheduler } from '../../../src/scheduler/scheduler.ts';
import { createFakeChat, type FakeChat } from '../../support/fake-chat.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { wordsOf } from '../groups/world.ts';
import { secretary, typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
/** The meeting's start: Thu 10 Dec 2026, 10:00 in Zurich. */
const START = new Date('2026-12-10T09:00:00Z');

/** A body at home on Slack and on Teams: Ann has an account on both, Tess of Teams only, and the Secretariat on both. */
async function openTwoPlatforms() {
  const body = await world.newBody();
  const tenant = uuidv7();
  await world.db.workspace.create({
    data: { id: tenant, bodyId: body.body.id, platform: 'teams', externalId: tenant, name: 'Tenant', connectedAt: NOON },
  });
  const clock = createClock(NOON.getTime() - Date.now());
  const chats = { slack: createFakeChat(body.workspaceId), teams: createFakeChat(tenant) };
  const scheduler = createScheduler({
    db: world.db,
    clock,
    features,
    contextFor: () => Promise.resolve(body.asScheduler(clock.now())),
    chatFor: (id) => Promise.resolve(id === tenant ? chats.teams.chat : id === body.workspaceId ? chats.slack.chat : null),
    log: pino({ level: 'silent' }),
    replicaId: 'one',
    limits: { betweenUpdatesMs: 0, paces: paceOf(0) },
  });
  /** Somebody acts on a platform; known there by their e-mail. */
  async function on(surface: 'slack' | 'teams', { id, email, name }: { id: string; email: string; name: string }): Promise<Ctx> {
    const externalUserId = surface === 'slack' ? `U${id}` : `aad-${id}`;
    const profile = { externalUserId, name, email, zone: null, locale: null, isBot: false, isForeign: false };
    const workspaceId = surface === 'slack' ? body.workspaceId : tenant;
    const caller = { body: body.body, workspaceId, externalUserId, surface, profile: () => Promise.resolve(profile) };
    return body.ctx(await recognise(body.asOperator(clock.now()), caller), clock.now(), surface);
  }
  const at = async (when: Date): Promise<void> => {
    clock.advance(when.getTime() - clock.now().getTime());
    await scheduler.runDue();
  };
  return { body, chats, on, at, clock };
}

const saying = ({ posted }: FakeChat, words: string): string[] =>
  posted.filter((one) => toPlain(one.card.summary).includes(words)).map((one) => one.address);
const cardIn = ({ posted }: FakeChat, address: string): string =>
  wordsOf(posted.find((one) => one.address === address && !one.pinned)!.card);

test('one group lives in channels of both platforms, and an answer given on one shows on the other', { timeout: 40_000 }, async () => {
  const { body, chats, on, at, clock } = await openTwoPlatforms();
  await body.statement();
  const group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
  const sam = await secretary(body);
  const ann = await body.person({ name: 'Ann Member' });
  const tess = await body.person({ name: 'Tess Teams', account: false });
  for (const one of [ann, tess]) await body.member(group.id, one.id);
  await connect(await on('slack', sam), { group: 'climate-change', channelId: 'C1', channelName: 'climate' });
  await connect(await on('teams', sam), { group: 'climate-change', channelId: '19:climate@thread', channelName: 'Climate' });
  const { meeting } = await schedule(await on('slack', sam), typed(group));
  await at(clock.now());
  const channels = [chats.slack, chats.teams].map(({ posted }) => posted.map((one) => [one.address, one.pinned]));
  expect(channels).toEqual([
    [
      ['C1', true],
      ['C1', false],
    ],
    [
      ['19:climate@thread', true],
      ['19:climate@thread', false],
    ],
  ]);

  await rsvp(await on('teams', tess), { meeting: meeting.id, answer: 'attending' });
  await at(clock.now());
  const both = () => [cardIn(chats.slack, 'C1'), cardIn(chats.teams, '19:climate@thread')];
  for (const card of both()) expect(card).toContain('Attending 1 ');
  clock.advance(60_000);
  await rsvp(await on('slack', ann), { meeting: meeting.id, answer: 'attending' });
  await at(clock.now());
  for (const card of both()) expect(card).toContain('Attending 2 ');

  // Ann was last on Teams, where she is known by the same e-mail: reminded there, and once.
  clock.advance(HOUR);
  expect((await on('teams', ann)).actor).toMatchObject({ kind: 'person', person: { id: ann.id } });
  await at(new Date(START.getTime() - 24 * HOUR));
  expect(saying(chats.slack, 'Reminder')).toEqual(['C1']);
  expect(saying(chats.teams, 'Reminder').sort()).toEqual(['19:climate@thread', `aad-${ann.id}`, `aad-${tess.id}`].sort());
});
