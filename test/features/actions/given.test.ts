import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../../../src/features/actions/change.ts';
import { givenCard } from '../../../src/features/actions/cards.ts';
import { drop, markDone } from '../../../src/features/actions/finish.ts';
import { actions } from '../../../src/features/actions/index.ts';
import { getAction } from '../../../src/features/actions/lookup.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { labels, textOf } from '../../support/card-words.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { days, stage, tellings } from './stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const says = (all: Awaited<ReturnType<typeof tellings>>) => all.map((one) => one.says);

describe('who is given an action', () => {
  test('is told at once what, for which group, until when and from which meeting, minutes or none', async () => {
    const on = await stage(world);
    const action = await on.add({ meeting: on.meeting.id, group: null, owner: on.ann.id, due: '2026-12-09' });
    expect(await tellings(world, on, action.id)).toEqual([
      {
        ...{ at: NOON.toISOString(), expires: days(NOON, 7).toISOString(), to: on.ann.id },
        says: expect.stringMatching(
          /^This action for Climate Change is yours: Draft the definition\. Due 9 Dec 2026\. It came up at the meeting .+10 Dec/,
        ) as string,
      },
    ]);
    const card = givenCard(await getAction(on.asChair, action.id), await getMeeting(on.asChair, on.meeting.id), 'the Secretariat');
    expect(labels(card)).toEqual(['Done', 'Actions']);
    expect(textOf(card)).toContain('If it can not be yours, tell the chair of the group or the Secretariat.');
  });

  test('is told so without a day and without a meeting', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.sam.id });
    expect(await tellings(world, on, action.id)).toMatchObject([
      { to: on.sam.id, says: 'This action for Climate Change is yours: Draft the definition. No date.' },
    ]);
  });

  test('is not told what they took themselves, then or when others change the words', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.chair.id });
    await change(on.asSam, { action: action.id, n: 1, what: 'Draft it soon', owner: on.chair.id });
    const nobodys = await on.add();
    const guests = await on.add({ ownerName: 'Gus' });
    for (const { id } of [action, nobodys, guests]) expect(await tellings(world, on, id)).toEqual([]);
  });

  test('is told once: not of other words or another day, nor when it is taken back and given again', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    const given = { action: action.id, owner: on.ann.id };
    await change(on.asChair, { ...given, n: 1, what: 'Draft two definitions' });
    await change(on.asChair, { ...given, n: 2, what: 'Draft two definitions', due: '2026-12-09' });
    expect(await tellings(world, on, action.id)).toHaveLength(1);
    await change(on.asChair, { ...given, n: 3, what: 'Draft two definitions', owner: on.ben.id });
    await change(on.asChair, { ...given, n: 4, what: 'Draft two definitions' });
    expect((await tellings(world, on, action.id)).map((one) => one.to).sort()).toEqual(['', on.ann.id].sort());
  });

  test('is told what it says by then, and who had it before is told nothing more', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    await change(on.asChair, { action: action.id, n: 1, what: 'Draft two definitions', owner: on.ben.id });
    expect(says(await tellings(world, on, action.id)).sort()).toEqual([
      'This action for Climate Change is yours: Draft two definitions. No date.',
      'not sent: somebody else owns the action now',
    ]);
    const nobodys = await on.add();
    await change(on.asSam, { action: nobodys.id, n: 1, what: 'Ask the smelters', owner: on.ben.id });
    expect((await tellings(world, on, nobodys.id)).map((one) => one.to)).toEqual([on.ben.id]);
  });

  test('is not told of what was done or dropped meanwhile', async () => {
    const on = await stage(world);
    const [done, dropped] = [await on.add({ owner: on.ann.id }), await on.add({ owner: on.ann.id })];
    await markDone(on.asChair, { action: done.id });
    await drop(on.asChair, { action: dropped.id, reason: 'Not needed' });
    expect(says(await tellings(world, on, done.id))).toEqual(['not sent: the action is done']);
    expect(says(await tellings(world, on, dropped.id))).toEqual(['not sent: the action is dropped']);
  });

  test('is told also who wants no reminders, when their quiet hours end; not who left or may not take part', async () => {
    const on = await stage(world);
    const action = await on.add({ owner: on.ann.id });
    await world.db.person.update({ where: { id: on.ann.id }, data: { preferences: { off: ['actions.due'] } } });
    expect((await tellings(world, on, action.id)).map((one) => one.to)).toEqual([on.ann.id]);
    expect(actions.notices.find((one) => one.kind === 'actions.given')?.quiet).toBe('hold');
    await on.body.appoint(on.ann.id, 'board', { from: '2026-11-01' });
    expect(says(await tellings(world, on, action.id))).toEqual(['not sent: the owner may not take part today']);
    await world.db.membership.updateMany({ where: { personId: on.ann.id }, data: { leftAt: days(NOON, 1) } });
    expect(says(await tellings(world, on, action.id))).toEqual(['not sent: the owner left the group']);
  });
});
