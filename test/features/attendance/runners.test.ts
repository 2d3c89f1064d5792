import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkip, type Skip, type Target } from '../../../src/bot/define.ts';
import { listRunners } from '../../../src/features/attendance/runners.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { addMeeting, heldMeeting } from './held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A group with a chair, a vice-chair, a member, and a Secretariat of two. */
async function group() {
  const held = await heldMeeting(world);
  const { body } = held;
  const vice = await body.person({ name: 'Vera Vice' });
  await body.member(held.group.id, vice.id, 'vice_chair');
  const member = await held.member('Ann');
  const second = await body.person({ name: 'Sue Secretary', organisationId: null });
  await body.appoint(second.id, 'secretariat');
  const planned = (named: { chairId?: string; secretariatId?: string } = {}) => addMeeting(world, body, held.group.id, named);
  return { ...held, vice, member, second, planned };
}

async function runnersOf(body: TestBody, meeting: { id: string }): Promise<readonly Target[] | Skip> {
  const ctx = body.asScheduler();
  return listRunners(ctx, await getMeeting(ctx, meeting.id));
}

const targets = (...people: TestPerson[]): Target[] => people.map((one) => ({ person: one.id }));
const inAnyOrder = (found: readonly Target[] | Skip): Target[] =>
  isSkip(found) ? [] : [...found].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const onTheBoard = (body: TestBody, one: TestPerson): Promise<void> =>
  body.appoint(one.id, 'board', { from: '2026-11-01', until: '2026-12-31' });

async function lapse(one: TestPerson): Promise<void> {
  const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: one.id } });
  await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
}

describe('who is written to about running a meeting', () => {
  test('are the people named for it, and nobody else', async () => {
    const { body, member, second, planned } = await group();
    expect(await runnersOf(body, await planned({ chairId: member.id, secretariatId: second.id }))).toEqual(targets(member, second));
    expect(await runnersOf(body, await planned({ secretariatId: second.id }))).toEqual(targets(second));
  });

  test('is one person once who is named as both', async () => {
    const { body, second, planned } = await group();
    expect(await runnersOf(body, await planned({ chairId: second.id, secretariatId: second.id }))).toEqual(targets(second));
  });

  test('are the chairs and vice-chairs of the group when nobody is named', async () => {
    const { body, chair, vice, meeting } = await group();
    expect(inAnyOrder(await runnersOf(body, meeting))).toEqual(inAnyOrder(targets(chair, vice)));
  });

  test('is not a named chair who sits on the Board today, nor one whose organisation has lapsed', async () => {
    const { body, chair, vice, second, planned } = await group();
    await onTheBoard(body, chair);
    const both = { chairId: chair.id, secretariatId: second.id };
    expect(await runnersOf(body, await planned(both))).toEqual(targets(second));
    expect(await runnersOf(body, await planned({ chairId: chair.id }))).toEqual(targets(vice));
    await lapse(vice);
    expect(await runnersOf(body, await planned({ chairId: vice.id, secretariatId: second.id }))).toEqual(targets(second));
  });

  test('is a named chair whose term on the Board has ended or has yet to begin', async () => {
    const { body, chair, vice, planned } = await group();
    await body.appoint(chair.id, 'board', { from: '2026-01-01', until: '2026-11-22' });
    await body.appoint(vice.id, 'board', { from: '2026-11-24' });
    expect(await runnersOf(body, await planned({ chairId: chair.id }))).toEqual(targets(chair));
    expect(await runnersOf(body, await planned({ chairId: vice.id }))).toEqual(targets(vice));
  });

  test('is the Secretariat when none of the named people and chairs may take part', async () => {
    const { body, chair, vice, secretary, second, planned } = await group();
    await onTheBoard(body, chair);
    await lapse(vice);
    const found = await runnersOf(body, await planned({ chairId: chair.id }));
    expect(inAnyOrder(found)).toEqual(inAnyOrder(targets(secretary, second)));
  });

  test('is nobody, with the reason, where there is nobody to ask', async () => {
    const body = await world.newBody();
    const empty = await body.group();
    const found = await runnersOf(body, await addMeeting(world, body, empty.id));
    expect(found).toEqual({ skip: 'nobody is named for the meeting, and neither the group nor the body has anybody to ask' });
  });
});
