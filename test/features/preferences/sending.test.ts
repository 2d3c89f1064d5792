import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChatFailure } from '../../../src/bot/chat.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { join } from '../../../src/features/groups/join.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { save } from '../../../src/features/preferences/save.ts';
import { QUIET } from '../../../src/scheduler/deliveries.ts';
import { openWorld, type TestPerson, type World } from '../../support/world.ts';
import { typed } from '../meetings/planned-meeting.ts';
import { before, HOUR, openStage, readers, START, to } from './stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a person who chose', { timeout: 40_000 }, () => {
  test('hears nothing they switched off, and still what always comes', async () => {
    const { ann, ben, meeting, chair, body, clock, at, answer, prefer } = await openStage(world);
    await answer(ann, 'attending');
    await prefer(ann, { off: ['meetings.reminder', 'meetings.join', 'attendance.missed'], quietHours: 'off' });
    await prefer(ben, { off: ['meetings.nudge'], quietHours: 'off' });
    expect(readers(await at(before(72)), 'Will you come')).toEqual([to(chair)]);
    await answer(ben, 'attending');
    expect(readers(await at(before(24)), 'Reminder')).toEqual([to(ben)]);
    clock.advance(1);
    await move(body.asMember(chair, clock.now()), {
      meeting: meeting.id,
      sequence: 0,
      date: '2026-12-10',
      time: '11:00',
      minutes: '60',
      zone: 'Europe/Zurich',
    });
    expect(readers(await at(clock.now()), 'is moved')).toEqual([to(ann), to(ben)].sort());
    expect(readers(await at(new Date(START.getTime() + 50 * 60_000)), 'starts in 10 minutes')).toEqual([to(ben)]);
    expect(readers(await at(new Date(START.getTime() + 2.5 * HOUR)), 'Were you')).toEqual([to(ben)]);
  });

  test('is reminded at their own lead time, once, whatever they choose afterwards and wherever the meeting moves', async () => {
    const { ann, ben, chair, meeting, body, clock, at, answer, prefer } = await openStage(world);
    const choose = (who: TestPerson, reminderBefore: string) =>
      save(body.asMember(who, clock.now()), { direct: ['meetings.reminder'], reminderBefore, quiet: 'off', zone: 'chat' });
    await choose(ann, '2880');
    await answer(ann, 'attending');
    await answer(ben, 'attending');
    await answer(chair, 'tentative');
    await choose(ben, '120');
    expect(readers(await at(before(48)), 'Reminder')).toEqual([to(ann)]);
    await choose(ann, '120');
    // Too late for the time they choose now: then with the others.
    await prefer(chair, { reminderBefore: 2880, quietHours: 'off' });
    expect(readers(await at(before(24)), 'Reminder')).toEqual([to(chair)]);
    expect(readers(await at(before(2)), 'Reminder')).toEqual([to(ben)]);
    await move(body.asMember(chair, clock.now()), {
      meeting: meeting.id,
      sequence: 0,
      date: '2026-12-17',
      time: '10:00',
      minutes: '60',
      zone: 'Europe/Zurich',
    });
    await at(clock.now());
    const week = 7 * 24;
    expect(readers(await at(before(48 - week)), 'Reminder')).toEqual([to(chair)]);
    expect(readers(await at(before(24 - week)), 'Reminder')).toEqual([]);
    expect(readers(await at(before(2 - week)), 'Reminder')).toEqual([to(ann), to(ben)].sort());
  });

  test('the channel only is left to it, as long as there is one', async () => {
    const { ann, chair, ben, group, body, at, answer } = await openStage(world);
    await answer(ann, 'attending');
    await world.db.membership.updateMany({ where: { personId: { in: [ann.id, ben.id] } }, data: { remindBy: 'channel' } });
    expect(readers(await at(before(72)), 'Will you come')).toEqual([to(ben), to(chair)].sort());
    const channel = await body.channel(group.id);
    expect(readers(await at(before(24)), 'Reminder')).toEqual([channel.externalChannelId]);
    expect(readers(await at(before(1 / 6)), 'starts in 10 minutes')).toEqual([to(ann)]);
  });
});

describe('quiet hours', { timeout: 40_000 }, () => {
  test("hold a reminder back until they end in the reader's zone, which does not make it late", async () => {
    const { ann, ben, chair, at, answer, prefer, fates } = await openStage(world, { meeting: { time: '23:30' } });
    await answer(ann, 'attending');
    await answer(ben, 'attending');
    await prefer(ben, { zone: 'America/Lima' });
    await answer(chair, 'attending');
    await prefer(chair, { quietHours: 'off' });
    const night = await at('2026-12-09T22:30:00Z');
    expect(readers(night, 'Reminder')).toEqual([to(ben), to(chair)].sort());
    expect(await at('2026-12-10T05:59:00Z')).toEqual([]);
    const morning = await at('2026-12-10T06:00:00Z');
    expect(readers(morning, 'Reminder')).toEqual([to(ann)]);
    expect(morning[0]!.says).not.toContain('late');
    const held = (await fates('meetings.reminder')).filter((one) => one.heldUntil !== null);
    expect(held).toMatchObject([{ target: `person:${ann.id}`, heldUntil: new Date('2026-12-10T06:00:00Z'), state: 'sent' }]);
  });

  test('do not hold back what a start, a move or a late hour needs, and leave out what would be of no use', async () => {
    const { ann, ben, chair, meeting, body, clock, at, answer, fates, prefer } = await openStage(world, { meeting: { time: '03:00' } });
    await answer(ann, 'attending');
    // Asked two hours before a start at night: a later reminder would be none, and a request to answer is dropped.
    await prefer(ann, { reminderBefore: 120 });
    await answer(ann, 'tentative');
    await world.db.notice.updateMany({
      where: { meetingId: meeting.id, kind: 'meetings.nudge' },
      data: { expiresAt: new Date('2026-12-07T05:00:00Z') },
    });
    expect(readers(await at('2026-12-07T02:00:00Z'), 'Will you come')).toEqual([]);
    expect((await fates('meetings.nudge')).map((one) => [one.target, one.state]).sort()).toEqual(
      [
        [`person:${ben.id}`, 'cancelled'],
        [`person:${chair.id}`, 'cancelled'],
      ].sort(),
    );
    await move(body.asMember(chair, clock.now()), {
      meeting: meeting.id,
      sequence: 0,
      date: '2026-12-10',
      time: '03:30',
      minutes: '60',
      zone: 'Europe/Zurich',
    });
    expect(readers(await at(clock.now()), 'is moved')).toEqual([to(ann)]);
    expect(readers(await at('2026-12-10T00:30:00Z'), 'Reminder')).toEqual([to(ann)]);
    expect(readers(await at('2026-12-10T02:20:00Z'), 'starts in 10 minutes')).toEqual([to(ann)]);
    expect(readers(await at('2026-12-10T02:30:00Z'), '')).toContain(to(chair));
  });
});

describe('while a message waits', { timeout: 40_000 }, () => {
  const MORNING = { quietHours: { from: '10:30', until: '12:00' }, zone: 'Europe/Zurich' };

  test('for the end of quiet hours, who switches it off does not get it', async () => {
    const { ann, at, answer, prefer, fates } = await openStage(world);
    await answer(ann, 'attending');
    await prefer(ann, { quietHours: { from: '09:30', until: '12:00' }, zone: 'Europe/Zurich' });
    expect(readers(await at(before(24)), 'Reminder')).toEqual([]);
    await prefer(ann, { off: ['meetings.reminder'], quietHours: 'off' });
    expect(readers(await at(before(22)), 'Reminder')).toEqual([]);
    expect(await fates('meetings.reminder')).toMatchObject([{ state: 'cancelled', error: 'switched off by the person' }]);
  });

  test('for the end of quiet hours, who asks for the channel only is left to it', async () => {
    const { ann, group, body, at, answer, prefer } = await openStage(world);
    await body.channel(group.id);
    await answer(ann, 'attending');
    await prefer(ann, { quietHours: { from: '09:30', until: '12:00' }, zone: 'Europe/Zurich' });
    await at(before(24));
    await world.db.membership.updateMany({ where: { personId: ann.id }, data: { remindBy: 'channel' } });
    expect(readers(await at(before(22)), 'Reminder')).toEqual([]);
  });

  test('for the end of quiet hours that were put off meanwhile, it waits for the later end', async () => {
    const { ann, at, answer, prefer } = await openStage(world);
    await answer(ann, 'attending');
    await prefer(ann, { quietHours: { from: '09:30', until: '12:00' }, zone: 'Europe/Zurich' });
    await at(before(24));
    await prefer(ann, { quietHours: { from: '09:30', until: '13:00' }, zone: 'Europe/Zurich' });
    expect(readers(await at(before(22)), 'Reminder')).toEqual([]);
    expect(readers(await at(before(21)), 'Reminder')).toEqual([to(ann)]);
  });

  test('for a platform that asked to be left alone, quiet hours that begin meanwhile count', async () => {
    const { ann, fake, at, answer, prefer, fates } = await openStage(world);
    await answer(ann, 'attending');
    await prefer(ann, MORNING);
    fake.faults.push({ at: 'before', failure: new ChatFailure('limited', 'ratelimited', { retryAfterMs: 0.75 * HOUR }) });
    expect(readers(await at(before(24)), 'Reminder')).toEqual([]);
    expect(readers(await at(before(23.2)), 'Reminder')).toEqual([]);
    const sent = await at(before(22));
    expect(readers(sent, 'Reminder')).toEqual([to(ann)]);
    expect(sent[0]?.says).not.toContain('late');
    expect(await fates('meetings.reminder')).toMatchObject([{ state: 'sent', attempts: 2, heldUntil: before(22) }]);
  });

  test('for a platform that asked to be left alone, what quiet hours outlast is not sent at all', async () => {
    const { ann, ben, chair, fake, at, answer, prefer, fates } = await openStage(world);
    for (const one of [ben, chair]) await answer(one, 'declined');
    await prefer(ann, { quietHours: { from: '10:30', until: '10:00' }, zone: 'Europe/Zurich' });
    fake.faults.push({ at: 'before', failure: new ChatFailure('limited', 'ratelimited', { retryAfterMs: 25.2 * HOUR }) });
    await at(before(72));
    expect(readers(await at(before(46.7)), 'Will you come')).toEqual([]);
    expect(await fates('meetings.nudge')).toMatchObject([{ state: 'cancelled', error: QUIET }]);
  });
});

describe('who comes late', { timeout: 40_000 }, () => {
  test('to the group before the reminder gets it, and to the meeting gets the link at once, once', async () => {
    const { ann, ben, chair, group, meeting, body, clock, at, answer } = await openStage(world);
    for (const one of [ann, ben, chair])
      await world.db.person.update({ where: { id: one.id }, data: { preferences: { quietHours: 'off' } } });
    await answer(ann, 'attending');
    await at(before(30));
    const statement = await world.db.statementVersion.findFirstOrThrow({ where: { bodyId: body.body.id } });
    const eve = await body.person({ name: 'Eve Newcomer' });
    await join(body.asMember(eve, clock.now()), { groupId: group.id, statementVersionId: statement.id, comply: ['yes'] });
    const welcome = await at(clock.now());
    expect(welcome.map((one) => one.to)).toEqual([to(eve)]);
    await answer(eve, 'attending');
    expect(readers(await at(before(24)), 'Reminder')).toEqual([to(ann), to(eve)].sort());

    expect(readers(await at(before(1 / 6)), 'starts in 10 minutes')).toEqual([to(ann), to(eve)].sort());
    await answer(ben, 'attending');
    await answer(ben, 'tentative');
    await answer(ann, 'tentative');
    expect(readers(await at(before(1 / 12)), 'starts in')).toEqual([to(ben)]);
    await answer(ben, 'declined');
    await answer(ben, 'attending');
    expect(readers(await at(before(1 / 20)), 'starts in')).toEqual([]);

    await at(START);
    const dan = await body.person({ name: 'Dan Latecomer' });
    await join(body.asMember(dan, clock.now()), { groupId: group.id, statementVersionId: statement.id, comply: ['yes'] });
    const late = await at(new Date(START.getTime() + HOUR / 12));
    expect(late.map((one) => one.to)).toEqual([to(dan)]);
    expect(JSON.stringify(late)).toContain('already planned');
    await answer(dan, 'attending');
    expect(readers(await at(clock.now()), 'has started')).toEqual([to(dan)]);
    const keys = (await world.db.notice.findMany({ where: { meetingId: meeting.id, kind: 'meetings.join' } })).map((one) => one.key);
    expect(keys.sort()).toEqual(
      [``, `:person:${ben.id}`, `:person:${dan.id}`].map((end) => `meeting:${meeting.id}:meetings.join:0${end}`).sort(),
    );
  });

  test('answers in the very minute of the link and gets one, whichever is planned first', async () => {
    const { ann, clock, at, answer } = await openStage(world);
    await at(before(1));
    clock.advance(before(1 / 6).getTime() - clock.now().getTime() - 20_000);
    await answer(ann, 'attending');
    expect(readers(await at(before(1 / 6)), 'starts in')).toEqual([to(ann)]);
  });
});

describe('the joining link', { timeout: 40_000 }, () => {
  test('goes before reminders that wait with it, for a meeting is about to start', async () => {
    const { ann, ben, chair, group, body, at, answer } = await openStage(world, { limits: { parallel: 1 } });
    const tomorrow = typed(group, { subTopic: 'The day after', date: '2026-12-11', time: '09:49' });
    const { meeting } = await schedule(body.asMember(chair), tomorrow);
    for (const one of [ann, ben]) for (const id of [undefined, meeting.id]) await answer(one, 'attending', id);
    await at(before(1));
    const sent = (await at(before(1 / 6))).map((one) => one.says);
    expect(sent.map((says) => /starts in|Reminder/.exec(says)?.[0])).toEqual(['starts in', 'starts in', 'Reminder', 'Reminder']);
  });
});

describe('a meeting created late', { timeout: 40_000 }, () => {
  test('says only what is still of use', async () => {
    const { chair, group, body, at, fake } = await openStage(world);
    const channel = await body.channel(group.id);
    const now = new Date('2026-12-07T10:00:00Z');
    await at(now);
    const sent = fake.posted.length;
    const { meeting } = await schedule(
      body.asMember(chair, now),
      typed(group, { subTopic: 'At short notice', date: '2026-12-07', time: '13:00' }),
    );
    await rsvp(body.asMember(chair, now), { meeting: meeting.id, answer: 'attending' });
    for (const when of ['2026-12-07T10:01:00Z', '2026-12-07T11:50:00Z', '2026-12-07T12:00:00Z', '2026-12-07T13:40:00Z']) await at(when);
    const kinds = (await world.db.notice.findMany({ where: { meetingId: meeting.id }, orderBy: { dueAt: 'asc' } })).map((one) => one.kind);
    expect(kinds.filter((kind) => kind.startsWith('meetings.'))).toEqual(['meetings.announced', 'meetings.join']);
    const about = fake.posted.slice(sent).map((one) => [one.address, toPlain(one.card.summary)] as const);
    expect(about.filter(([address]) => address === channel.externalChannelId)).toHaveLength(2);
  });
});

describe('after downtime', { timeout: 40_000 }, () => {
  test('of a day what is still of use goes out, saying it is late, and the rest expires with its reason', async () => {
    const { ann, ben, chair, body, group, at, answer, fates } = await openStage(world, { meeting: { date: '2026-11-26', time: '14:00' } });
    const channel = await body.channel(group.id);
    await answer(ann, 'attending');
    await at('2026-11-23T12:01:00Z');
    // Down from Monday noon until an hour before the meeting on Thursday: nudge and reminder became due.
    const sent = await at('2026-11-26T12:00:00Z');
    expect(sent.map((one) => one.to).sort()).toEqual([to(ann), channel.externalChannelId].sort());
    for (const one of sent) expect(one.says).toMatch(/^Reminder.*it is late because the service was not running/);
    const nudge = await world.db.notice.findFirstOrThrow({ where: { bodyId: body.body.id, kind: 'meetings.nudge' } });
    expect(nudge).toMatchObject({ state: 'expired', reason: 'Its time had passed before it could go out.' });
    expect(await fates('meetings.nudge')).toEqual([]);
    expect([ben, chair]).toHaveLength(2);
  });

  test('that lasted over announcement and agenda posts one card', async () => {
    const { body, group, at } = await openStage(world, { meeting: { date: '2026-12-03' } });
    const channel = await body.channel(group.id);
    const sent = await at('2026-11-27T12:00:00Z');
    expect(sent.map((one) => one.to)).toEqual([channel.externalChannelId]);
    const agenda = await world.db.notice.findFirstOrThrow({ where: { bodyId: body.body.id, kind: 'meetings.agenda' } });
    expect(agenda).toMatchObject({ state: 'cancelled', reason: 'the agenda went out already' });
  });

  test('of a month nobody hears anything, and every notice has its fate', async () => {
    const { ann, body, group, at, answer, fake } = await openStage(world);
    await body.channel(group.id);
    await answer(ann, 'attending');
    await at('2026-11-23T12:01:00Z');
    const before = fake.posted.length;
    expect(await at('2027-01-10T12:00:00Z')).toEqual([]);
    expect(fake.posted).toHaveLength(before);
    const rows = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    expect(rows.filter((one) => one.state === 'planned')).toEqual([]);
    expect(rows.filter((one) => one.state === 'expired').length).toBeGreaterThanOrEqual(7);
    expect(rows.filter((one) => one.state === 'expired' && !one.reason)).toEqual([]);
  });
});
