import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Card } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { home } from '../../../src/features/home/index.ts';
import { labels, lines } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, answers, at, heldMeeting } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const draw = (ctx: Ctx): Promise<Card> => home.home!(ctx);

test('a member sees the next meeting with its buttons on top, what waits, and their groups', async () => {
  const { body, group, member } = await heldMeeting(world);
  await addMeeting(world, body, group.id, { subTopic: 'Packaging', startsAt: at('16:00') });
  await body.group({ name: 'Human Rights' });
  await body.group({ name: 'Old Group', status: 'closed' });
  await body.group({ name: 'Draft Group', status: 'draft' });
  const ann = await member('Ann');
  const card = await draw(body.asMember(ann, at('09:00')));
  expect(lines(card).slice(0, 2)).toEqual([
    'Next meeting',
    'Circularity: Scrap quality, Mon 23 Nov 2026, 12:00 UTC to 13:00 UTC (Mon 12:00 UTC)',
  ]);
  expect(labels(card).slice(0, 5)).toEqual(['Attending', 'Maybe', "Can't come", 'Agenda', 'Add to calendar']);
  expect(toPlain(card.summary)).toContain('2 things wait for you.');
  expect(lines(card)).toContain('Your answer to Scrap quality, above.');
  expect(lines(card).some((line) => line.startsWith('Your answer: Circularity: Packaging'))).toBe(true);
  expect(lines(card).some((line) => line.startsWith('Human Rights: '))).toBe(true);
  expect(lines(card).join()).not.toMatch(/Old Group|Draft Group|Secretariat/);
  expect(labels(card)).toEqual(expect.arrayContaining(['Open', 'Join', 'Anti-trust policy', 'Help']));
});

test('offers the check-in while the meeting is under way, until it is done', async () => {
  const { body, meeting, member } = await heldMeeting(world);
  const ann = await member('Ann', 'attending');
  expect(labels(await draw(body.asMember(ann, at('11:49'))))).not.toContain('Check in');
  const card = await draw(body.asMember(ann, at('11:50')));
  expect(labels(card).slice(0, 3)).toEqual(['Check in', 'Join the meeting', 'Change']);
  expect(lines(card)).toContain('You are attending.');
  await world.db.presence.create({
    data: {
      id: uuidv7(),
      bodyId: body.body.id,
      meetingId: meeting.id,
      personId: ann.id,
      source: 'self',
      what: 'arrived',
      at: at('11:55'),
      recordedAt: at('11:55'),
      name: 'Ann',
      role: 'participant',
    },
  });
  expect(labels(await draw(body.asMember(ann, at('12:00'))))).not.toContain('Check in');
});

test('says so when nothing waits', async () => {
  const { body, member } = await heldMeeting(world);
  const ann = await member('Ann', 'attending');
  const card = await draw(body.asMember(ann, at('09:00')));
  expect(lines(card)).toContain('Nothing waits for you.');
  const nobody = await draw(body.asMember(await body.person()));
  expect(lines(nobody)).toEqual(
    expect.arrayContaining([
      'No meeting is planned in your groups.',
      'Nothing waits for you.',
      'You are in no working group at the moment.',
    ]),
  );
});

test('reminds the chair of the rolls to confirm, the latest first', async () => {
  const { body, group, chair } = await heldMeeting(world);
  await addMeeting(world, body, group.id, { subTopic: 'Packaging', startsAt: at('10:00') });
  const card = await draw(body.asMember(chair, at('13:10')));
  const rolls = lines(card).filter((line) => line.startsWith('The roll to confirm: '));
  expect(rolls.map((line) => /Circularity: ([^,]+)/.exec(line)?.[1])).toEqual(['Scrap quality', 'Packaging']);
  expect(labels(card)).toContain('Confirm the roll');
});

test("shows the Secretariat the day's meetings, who waits to be added and what failed", async () => {
  const { body, meeting, group, secretary } = await heldMeeting(world);
  await addMeeting(world, body, group.id, { subTopic: 'Tomorrow', startsAt: new Date('2026-11-24T12:00:00Z') });
  const ctx = body.asSecretariat(secretary, at('09:00'));
  expect(lines(await draw(ctx))).toEqual(expect.arrayContaining(['Nobody waits to be added.', 'No notice failed.']));
  const account = {
    id: uuidv7(),
    bodyId: body.body.id,
    workspaceId: body.workspaceId,
    externalUserId: uuidv7(),
    name: 'New',
    seenAt: at('08:00'),
  };
  await world.db.account.create({ data: account });
  await world.db.accessRequest.create({ data: { id: uuidv7(), bodyId: body.body.id, accountId: account.id, askedAt: at('08:00') } });
  const noticeId = uuidv7();
  const due = { bodyId: body.body.id, dueAt: at('08:00'), expiresAt: at('12:00') };
  await world.db.notice.create({
    data: { id: noticeId, ...due, key: noticeId, kind: 'meetings.reminder', meetingId: meeting.id, createdAt: at('08:00') },
  });
  await world.db.delivery.create({
    data: { id: uuidv7(), ...due, noticeId, target: `person:${secretary.id}`, state: 'failed', error: 'user_not_found' },
  });
  const card = await draw(ctx);
  expect(lines(card).filter((line) => line.startsWith('Today: '))).toEqual([
    'Today: Circularity: Scrap quality, Mon 23 Nov 2026, 12:00 UTC to 13:00 UTC (Mon 12:00 UTC)',
  ]);
  expect(lines(card)).toEqual(expect.arrayContaining(['1 person waits to be added.', '1 notice could not be delivered.']));
  expect(labels(card)).toEqual(expect.arrayContaining(['Who waits', 'What failed', 'Schedule a meeting']));
});

test('a stranger sees what the groups are for, and how to be added', async () => {
  const { body } = await heldMeeting(world);
  const card = await draw(body.asStranger());
  expect(labels(card)[0]).toBe('Ask the Secretariat to add me');
  expect(lines(card).join()).toContain('Circularity: The remit of Circularity.');
  expect(lines(card).join()).not.toContain('Scrap quality');
});

test('stays within what a home takes', async () => {
  const { body, member } = await heldMeeting(world);
  const ann = await member('Ann');
  for (let i = 0; i < 40; i++) {
    const group = await body.group();
    if (i % 2 === 0) await body.member(group.id, ann.id);
    const meeting = await addMeeting(world, body, group.id, { startsAt: new Date(Date.UTC(2026, 11, i + 1)) });
    if (i % 5 === 0) await answers(world, body, meeting.id, ann.id, 'attending');
  }
  const card = await draw(body.asMember(ann, at('09:00')));
  expect(card.blocks.length).toBeLessThanOrEqual(100);
});
