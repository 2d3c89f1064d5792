import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../../../src/features/actions/change.ts';
import { drop, markDone, reopen } from '../../../src/features/actions/finish.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { days, reminders, stage } from './stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const says = (all: Awaited<ReturnType<typeof reminders>>) => all.map((one) => one.says);

describe('owners are reminded', () => {
  test("a week before and on the day, at nine in the group's zone, and not after it", async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    expect(await reminders(world, on, action.id)).toEqual([
      {
        ...{ at: '2026-12-02T08:00:00.000Z', expires: '2026-12-09T08:00:00.000Z', to: on.ann.id },
        says: 'Your action for Climate Change is due on 9 Dec 2026: Draft the definition',
      },
      {
        ...{ at: '2026-12-09T08:00:00.000Z', expires: '2026-12-09T23:00:00.000Z', to: on.ann.id },
        says: 'Your action for Climate Change is due today: Draft the definition',
      },
    ]);
  });

  test('over a change of the clocks at nine still', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2027-03-30' });
    // 168 hours before nine o'clock summer time: eight in winter time.
    expect((await reminders(world, on, action.id)).map((one) => one.at)).toEqual(['2027-03-23T07:00:00.000Z', '2027-03-30T07:00:00.000Z']);
  });

  test('not of a moment that passed, nor without a day or an owner in the directory', async () => {
    const on = await stage(world);
    const soon = await on.add({ owner: on.ann.id, due: '2026-11-26' });
    expect(await reminders(world, on, soon.id)).toMatchObject([{ at: '2026-11-26T08:00:00.000Z' }]);
    const today = await on.add({ owner: on.ann.id, due: '2026-11-23' });
    const undated = await on.add({ owner: on.ann.id });
    const guest = await on.add({ ownerName: 'Gus', due: '2026-12-09' });
    for (const { id } of [today, undated, guest]) expect(await reminders(world, on, id)).toEqual([]);
  });

  test('as long before as the settings say', async () => {
    const on = await stage(world);
    const { timings } = on.body.body.settings;
    Object.assign(on.body.body, { settings: { ...on.body.body.settings, timings: { ...timings, actionBefore: 0 } } });
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    expect(await reminders(world, on, action.id)).toMatchObject([{ at: '2026-12-09T08:00:00.000Z' }]);
  });

  test('not of what is done or dropped; again once it is taken up', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    await drop(on.asChair, { action: action.id, reason: 'Not needed' });
    expect(says(await reminders(world, on, action.id))).toEqual(Array(2).fill('not sent: the action is dropped'));
    await reopen(on.asChair, { action: action.id });
    await markDone(on.asChair, { action: action.id });
    expect(says(await reminders(world, on, action.id))).toEqual(Array(2).fill('not sent: the action is done'));
    await reopen(on.asChair, { action: action.id });
    expect((await reminders(world, on, action.id)).map((one) => one.to)).toEqual([on.ann.id, on.ann.id]);
  });

  test('by the day and owner that hold: what was planned before says why it is not sent, and nothing is told twice', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    const given = { action: action.id, what: action.what };
    await change(on.asChair, { ...given, n: 1, owner: on.ann.id, due: '2026-12-20' });
    await change(on.asChair, { ...given, n: 2, owner: on.ben.id, due: '2026-12-20' });
    const moved = await reminders(world, on, action.id);
    expect(moved.filter((one) => one.to !== '')).toMatchObject([
      { at: '2026-12-13T08:00:00.000Z', to: on.ben.id },
      { at: '2026-12-20T08:00:00.000Z', to: on.ben.id },
    ]);
    expect(new Set(says(moved.filter((one) => one.to === '')))).toEqual(new Set(['not sent: somebody else owns the action now']));
    await change(on.asChair, { ...given, n: 3, owner: on.ann.id, due: '2026-12-09' });
    const back = (await reminders(world, on, action.id)).filter((one) => one.to !== '');
    expect(back.map((one) => [one.at, one.to])).toEqual([
      ['2026-12-02T08:00:00.000Z', on.ann.id],
      ['2026-12-09T08:00:00.000Z', on.ann.id],
    ]);
    await change(on.asChair, { ...given, n: 4, owner: on.ann.id, due: '2026-12-10' });
    expect(says(await reminders(world, on, action.id)).filter((one) => one.includes('another day'))).toHaveLength(4);
  });

  test('not who left the group, may not take part, or switched it off', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id, due: '2026-12-09' });
    const [first] = await reminders(world, on, action.id);
    expect(first?.to).toBe(on.ann.id);
    await world.db.person.update({ where: { id: on.ann.id }, data: { preferences: { off: ['actions.due'] } } });
    expect(says(await reminders(world, on, action.id))[0]).toBe('not sent: the owner switched reminders of actions off');
    await on.body.appoint(on.ann.id, 'board', { from: '2026-12-01' });
    expect(says(await reminders(world, on, action.id))[0]).toBe('not sent: the owner may not take part today');
    await world.db.membership.updateMany({ where: { personId: on.ann.id }, data: { leftAt: days(NOON, 1) } });
    expect(says(await reminders(world, on, action.id))[0]).toBe('not sent: the owner left the group');
  });

  test('of the Secretariat too, who are in no group', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.sam.id, due: '2026-12-09' });
    expect((await reminders(world, on, action.id)).map((one) => one.to)).toEqual([on.sam.id, on.sam.id]);
  });
});
