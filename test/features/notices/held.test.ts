import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leave } from '../../../src/features/groups/leave.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { save } from '../../../src/features/preferences/save.ts';
import { openWorld, type TestPerson, type World } from '../../support/world.ts';
import { openStage, readers, to } from '../preferences/stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NIGHT = '2026-12-09T22:30:00Z';
const LATER = '2026-12-10T01:00:00Z';
/** Seven in Zurich, when the quiet hours of the body end. */
const MORNING = '2026-12-10T06:00:00Z';

/** Everybody comes to a meeting on Thursday at 23:30 in Zurich, and their reminder is held back over the night before. */
async function heldOver(...names: string[]) {
  const stage = await openStage(world, { meeting: { time: '23:30' } });
  const people: TestPerson[] = [];
  for (const name of names) {
    const person = await stage.body.person({ name });
    await stage.body.member(stage.group.id, person.id);
    await stage.answer(person, 'attending');
    people.push(person);
  }
  const channel = await stage.body.channel(stage.group.id);
  expect(readers(await stage.at(NIGHT), 'Reminder')).toEqual([channel.externalChannelId]);
  stage.clock.advance(new Date(LATER).getTime() - stage.clock.now().getTime());
  const fateOf = async (person: TestPerson) =>
    (await stage.fates('meetings.reminder')).find((one) => one.target === `person:${person.id}` && one.notice.subject)!;
  const choose = (who: TestPerson, more: object) =>
    save(stage.body.asMember(who, stage.clock.now()), {
      direct: ['meetings.reminder'],
      quiet: 'on',
      quietFrom: '22:00',
      quietUntil: '07:00',
      zone: 'chat',
      ...more,
    });
  return { ...stage, people, fateOf, choose };
}

describe('a message held back over quiet hours', { timeout: 40_000 }, () => {
  test('goes in the morning only to who still wants it, there, and may have it', async () => {
    const { people, body, group, clock, at, answer, fateOf, choose } = await heldOver('As', 'Off', 'Chn', 'Lft', 'Lps', 'Dcl', 'Ltr');
    const [same, off, channelOnly, left, lapsed, declined, later] = people as [TestPerson, ...TestPerson[]] & TestPerson[];
    await choose(off!, { direct: ['meetings.join'] });
    await choose(channelOnly!, { channelOnly: [group.id] });
    await leave(body.asMember(left!, clock.now()), { groupId: group.id });
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: lapsed!.id } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    await answer(declined!, 'declined');
    await choose(later!, { reminderBefore: '120' });
    expect(readers(await at(MORNING), 'Reminder')).toEqual([to(same)]);
    const fates = await Promise.all(people.map(async (one) => [one.name, (await fateOf(one)).state, (await fateOf(one)).error]));
    expect(fates).toEqual([
      ['As', 'sent', null],
      ['Off', 'cancelled', 'switched off by the person'],
      ['Chn', 'cancelled', 'the person chose to be reminded in the channel only'],
      ['Lft', 'cancelled', 'no longer takes part'],
      ['Lps', 'cancelled', 'no longer takes part'],
      ['Dcl', 'cancelled', 'no longer expected'],
      ['Ltr', 'cancelled', 'it comes at the time the person chose'],
    ]);
    expect(readers(await at('2026-12-10T20:30:00Z'), 'Reminder')).toEqual([to(later!)]);
  });

  test('is held on while the person’s quiet hours now last longer, and is not late then', async () => {
    const { people, at, choose, fateOf } = await heldOver('Longer', 'None');
    const [longer, none] = people as [TestPerson, TestPerson];
    await choose(longer, { quietUntil: '09:15' });
    await choose(none, { quiet: 'off' });
    expect(readers(await at(MORNING), 'Reminder')).toEqual([to(none)]);
    expect(await fateOf(longer)).toMatchObject({ state: 'planned', attempts: 0, heldUntil: new Date('2026-12-10T08:15:00Z') });
    const sent = await at('2026-12-10T08:15:00Z');
    expect(readers(sent, 'Reminder')).toEqual([to(longer)]);
    expect(sent[0]!.says).not.toContain('late');
  });

  test('goes where the person is by then, once', async () => {
    const { people, body, clock, at, fateOf } = await heldOver('Mover', 'Unreachable');
    const [mover, unreachable] = people as [TestPerson, TestPerson];
    const account = { bodyId: body.body.id, workspaceId: body.workspaceId, name: 'New', seenAt: clock.now() };
    await world.db.account.create({ data: { ...account, id: uuidv7(), externalUserId: 'UNEW', personId: mover.id } });
    await world.db.account.updateMany({ where: { personId: unreachable.id }, data: { unreachable: 'user_disabled' } });
    // Nowhere else to go: the place they had is tried.
    expect(readers(await at(MORNING), 'Reminder')).toEqual(['UNEW', to(unreachable)].sort());
    expect(await fateOf(mover)).toMatchObject({ state: 'sent', address: 'UNEW', attempts: 1 });
  });

  test('says nothing about a meeting that was moved or cancelled meanwhile', async () => {
    for (const change of ['move', 'cancel'] as const) {
      const { chair, people, meeting, body, clock, at, fateOf } = await heldOver('Reader');
      const ctx = body.asMember(chair, clock.now());
      const changed = { meeting: meeting.id, sequence: 0 };
      if (change === 'cancel') await cancel(ctx, { ...changed, reason: 'No room.' });
      else await move(ctx, { ...changed, date: '2026-12-17', time: '10:00', minutes: '60', zone: 'Europe/Zurich' });
      expect(readers(await at(MORNING), 'Reminder')).toEqual([]);
      expect(await fateOf(people[0]!)).toMatchObject({ state: 'cancelled' });
    }
  });
});
