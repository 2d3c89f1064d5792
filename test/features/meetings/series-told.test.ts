import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkip, type Target } from '../../../src/bot/define.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { setGroupNotices } from '../../../src/features/preferences/set-group-notices.ts';
import { NOON, openWorld, type World } from '../../support/world.ts';
import { secretary, typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Four Thursdays from 10 December 2026, 10:00 Zurich; a channel, a chair and Ann, who comes to all. */
async function plannedSeries() {
  const body = await world.newBody();
  const group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
  const channel = { channel: (await body.channel(group.id)).id };
  const chair = await body.person({ name: 'Cleo Chair' });
  const ann = await body.person({ name: 'Ann Member' });
  await body.member(group.id, chair.id, 'chair');
  await body.member(group.id, ann.id);
  const { meeting, ...done } = await schedule(body.asMember(chair), typed(group, { repeats: 'weekly', lastDate: '2026-12-31' }));
  await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', scope: 'all' });
  const bodyId = body.body.id;
  /** The announcement, and whatever else is due, went out. */
  const tell = () => world.db.notice.updateMany({ where: { bodyId, state: 'planned', dueAt: { lte: NOON } }, data: { state: 'expanded' } });
  const noticesOf = (kind: string) => world.db.notice.findMany({ where: { bodyId, kind, state: 'planned' }, orderBy: { dueAt: 'asc' } });
  /** To whom the only notice of a kind goes, after the announcement of the series, which may be sent in the same pass. */
  async function readersOf(kind: string): Promise<readonly Target[]> {
    const [row] = await noticesOf(kind);
    await tell();
    const subject = row?.subject as Record<string, string>;
    const found = await meetings.notices.find((one) => one.kind === kind)!.targets(body.asScheduler(), { ...row!, subject });
    return isSkip(found) ? [] : found;
  }
  return { body, group, channel, chair, ann: { person: ann.id }, meeting, second: done.meetings[1]!, tell, noticesOf, readersOf };
}

/** To the day of that number in December, at the same time. */
const moved = (meeting: { id: string; sequence: number }, day: string) => ({
  meeting: meeting.id,
  sequence: meeting.sequence,
  date: `2026-${day}`,
  time: '10:00',
  minutes: 60,
  zone: 'Europe/Zurich',
});

describe('a series that is moved so near that an agenda is due', () => {
  test('has that agenda sent at once, for the message about the move does not carry it', async () => {
    const { body, chair, meeting, tell, noticesOf } = await plannedSeries();
    await tell();
    await move(body.asMember(chair), { ...moved(meeting, '11-26'), scope: 'all' });
    const [first, second] = await noticesOf('meetings.agenda');
    expect(first).toMatchObject({ meetingId: meeting.id, dueAt: NOON, expiresAt: new Date('2026-11-26T09:00:00Z') });
    expect(second).toMatchObject({ dueAt: new Date('2026-11-26T09:00:00Z') });
  });

  test('has none sent where the announcement still waits and carries it, it went out, or the group does without', async () => {
    const unheard = await plannedSeries();
    await move(unheard.body.asMember(unheard.chair), { ...moved(unheard.meeting, '11-26'), scope: 'all' });
    expect(await unheard.noticesOf('meetings.agenda')).toHaveLength(3);

    const sent = await plannedSeries();
    await sent.tell();
    await world.db.meeting.update({ where: { id: sent.meeting.id }, data: { state: 'agenda_sent' } });
    await move(sent.body.asMember(sent.chair), { ...moved(sent.meeting, '11-26'), scope: 'all' });
    expect(await sent.noticesOf('meetings.agenda')).toHaveLength(3);

    const without = await plannedSeries();
    await without.tell();
    const kinds = ['meetings.nudge' as const, 'meetings.reminder' as const, 'attendance.missed' as const];
    await setGroupNotices(without.body.asSecretariat(await secretary(without.body)), { groupId: without.group.id, kinds });
    await move(without.body.asMember(without.chair), { ...moved(without.meeting, '11-26'), scope: 'all' });
    expect(await without.noticesOf('meetings.agenda')).toEqual([]);
  });
});

describe('what is cancelled before the announcement of its series went out', () => {
  test('is told to nobody but those who answered: the announcement does not show it', async () => {
    const { body, chair, ann, second, readersOf } = await plannedSeries();
    await cancel(body.asMember(chair), { meeting: second.id, reason: 'Not needed.', scope: 'this' });
    expect(await readersOf('meetings.cancelled')).toEqual([ann]);
  });

  test('with the following ones, neither', async () => {
    const { body, chair, ann, second, readersOf } = await plannedSeries();
    await cancel(body.asMember(chair), { meeting: second.id, reason: 'Not needed.', scope: 'following' });
    expect(await readersOf('meetings.series-cancelled')).toEqual([ann]);
  });

  test('is told to the channels when it went out before', async () => {
    const { body, chair, ann, channel, second, tell, readersOf } = await plannedSeries();
    await tell();
    await cancel(body.asMember(chair), { meeting: second.id, reason: 'Not needed.', scope: 'this' });
    expect(await readersOf('meetings.cancelled')).toEqual([channel, ann]);
  });
});
