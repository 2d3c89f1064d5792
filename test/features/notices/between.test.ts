import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { openWorld, type World } from '../../support/world.ts';
import { openStage, to } from '../preferences/stage.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NOW = '2026-11-23T12:01:00Z';

/** A stage where something happens once, right after the first delivery was claimed and before it is rendered. */
async function happening(act: (stage: Awaited<ReturnType<typeof openStage>>) => Promise<unknown>) {
  const stage = await openStage(world);
  let isDone = false;
  stage.hooks.context = async () => {
    const where = { bodyId: stage.body.body.id, state: 'claimed' as const };
    if (isDone || (await world.db.delivery.count({ where })) === 0) return;
    isDone = true;
    await act(stage);
  };
  return { ...stage, hasHappened: () => isDone };
}

describe('between claiming a message and sending it', { timeout: 40_000 }, () => {
  test('its meeting is cancelled: it is not sent, and the cancellation is', async () => {
    const { body, group, ann, at, answer, fates, hasHappened } = await happening(({ body, chair, meeting, clock }) =>
      cancel(body.asMember(chair, clock.now()), { meeting: meeting.id, reason: 'No room.' }),
    );
    await body.channel(group.id);
    await answer(ann, 'attending');
    const sent = await at(NOW);
    expect(hasHappened()).toBe(true);
    expect(sent.every((one) => one.says.includes('is cancelled. Reason: No room.'))).toBe(true);
    expect(sent.map((one) => one.to)).toContain(to(ann));
    expect(await fates('meetings.announced')).toMatchObject([{ state: 'cancelled', error: 'the meeting changed since' }]);
  });

  test.each([
    ['meetings.announced', 'the meeting is not there'],
    ['attendance.opening', 'What it was about is no longer there.'],
  ])('its meeting is deleted: %s is not sent, and says why', async (kind, error) => {
    const meetingId = uuidv7();
    const stage = await happening(() => world.db.meeting.delete({ where: { id: meetingId } }));
    const { body, group, at, fates, hasHappened, meeting } = stage;
    await world.db.notice.updateMany({ where: { bodyId: body.body.id }, data: { state: 'cancelled' } });
    const like = await world.db.meeting.findUniqueOrThrow({ where: { id: meeting.id } });
    await world.db.meeting.create({ data: { ...like, id: meetingId, seriesId: null } });
    await body.channel(group.id);
    const ends = { dueAt: new Date(NOW), expiresAt: like.endsAt, createdAt: new Date(NOW) };
    await world.db.notice.create({ data: { ...ends, id: uuidv7(), bodyId: body.body.id, key: uuidv7(), kind, meetingId } });
    expect(await at(NOW)).toEqual([]);
    expect(hasHappened()).toBe(true);
    expect(await fates(kind)).toMatchObject([{ state: 'cancelled', error }]);
  });

  test('a meeting deleted before anything was claimed leaves a notice nobody gets, with its reason', async () => {
    const { body, group, at } = await openStage(world);
    await world.db.notice.updateMany({ where: { bodyId: body.body.id }, data: { state: 'cancelled' } });
    await body.channel(group.id);
    const ends = { dueAt: new Date(NOW), expiresAt: new Date('2026-12-10T10:00:00Z'), createdAt: new Date(NOW) };
    const kinds = ['meetings.announced', 'attendance.opening'];
    // As the database leaves it when a meeting is deleted.
    for (const kind of kinds)
      await world.db.notice.create({ data: { ...ends, id: uuidv7(), bodyId: body.body.id, key: uuidv7(), kind, meetingId: null } });
    expect(await at(NOW)).toEqual([]);
    const rows = await world.db.notice.findMany({
      where: { bodyId: body.body.id, kind: { in: kinds }, meetingId: null },
      orderBy: { kind: 'asc' },
    });
    expect(rows.map((one) => [one.state, one.reason])).toEqual([
      ['cancelled', 'the notice names no meeting'],
      ['cancelled', 'the meeting is not there'],
    ]);
  });
});
