import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Form } from '../../../src/bot/card.ts';
import { inTransaction, type Ctx } from '../../../src/bot/context.ts';
import { isSkip, type NoticeFacts } from '../../../src/bot/define.ts';
import { toPlain } from '../../../src/bot/text.ts';
import type { Notice } from '../../../src/db/generated/client.ts';
import { leave } from '../../../src/features/groups/leave.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { change } from '../../../src/features/meetings/change.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { occasionsOf } from '../../../src/features/meetings/plan.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { suggest } from '../../../src/features/meetings/suggest.ts';
import { NOON, openWorld, settings, type TestBody, type World } from '../../support/world.ts';
import { buttonsIn, fieldsOf, labels, textOf } from '../../support/card-words.ts';
import { plannedMeeting } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const noticesOf = (meetingId: string, state: Notice['state'] = 'planned') =>
  world.db.notice.findMany({ where: { meetingId, state }, orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }] });
const planOf = async (meetingId: string) =>
  Object.fromEntries((await noticesOf(meetingId)).map((one) => [one.kind, one.dueAt.toISOString()]));
const kindOf = (kind: string) => meetings.notices.find((one) => one.kind === kind)!;

const toFacts = (row: Notice): NoticeFacts => ({ ...row, subject: row.subject as Record<string, string> });
const noticeOf = async (meetingId: string, kind: string): Promise<NoticeFacts> =>
  toFacts(await world.db.notice.findFirstOrThrow({ where: { meetingId, kind }, orderBy: { createdAt: 'desc' } }));

const targetsOf = (ctx: Ctx, notice: NoticeFacts) => kindOf(notice.kind).targets(ctx, notice);
async function rendered(ctx: Ctx, notice: NoticeFacts, target: { person: string } | { channel: string }): Promise<string> {
  const card = await kindOf(notice.kind).render(ctx, notice, target);
  return isSkip(card) ? `skip: ${card.skip}` : `${toPlain(card.summary)} ${JSON.stringify(card.blocks)}`;
}
const becomesDue = (ctx: Ctx, notice: NoticeFacts) =>
  inTransaction(ctx, (ctx) => kindOf(notice.kind).due?.(ctx, notice) ?? Promise.resolve());
const toNextDay = { sequence: 0, date: '2026-12-11', time: '11:00', minutes: '60', zone: 'Europe/Zurich' };
const answer = (
  body: TestBody,
  person: { id: string; name: string; email: string },
  meeting: string,
  said: 'attending' | 'tentative' | 'declined',
) => rsvp(body.asMember(person), { meeting, answer: said });

describe('the plan of a meeting', () => {
  test("says everything at the body's lead times", async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    expect(await planOf(meeting.id)).toEqual({
      'meetings.announced': '2026-11-23T12:00:00.000Z',
      'meetings.agenda': '2026-12-03T09:00:00.000Z',
      'meetings.nudge': '2026-12-07T09:00:00.000Z',
      'meetings.reminder': '2026-12-09T09:00:00.000Z',
      'meetings.join': '2026-12-10T08:50:00.000Z',
      'attendance.opening': '2026-12-10T09:00:00.000Z',
      'attendance.opening-chair': '2026-12-10T09:00:00.000Z',
      'attendance.check-in-closed': '2026-12-10T09:30:00.000Z',
      'attendance.roll': '2026-12-10T10:00:00.000Z',
      'attendance.missed': '2026-12-10T10:30:00.000Z',
    });
    const [first] = await noticesOf(meeting.id);
    expect(first).toMatchObject({ key: `meeting:${meeting.id}:meetings.announced:0`, subject: { sequence: '0' } });
  });

  test('ends each notice when it would only confuse', async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    const ends = Object.fromEntries((await noticesOf(meeting.id)).map((one) => [one.kind, one.expiresAt.toISOString()]));
    expect(ends).toMatchObject({
      'meetings.nudge': '2026-12-09T09:00:00.000Z',
      'meetings.reminder': '2026-12-10T08:50:00.000Z',
      'meetings.join': '2026-12-10T10:00:00.000Z',
      'attendance.opening': '2026-12-10T10:00:00.000Z',
      'attendance.roll': '2026-12-24T10:00:00.000Z',
      'attendance.missed': '2026-12-13T10:00:00.000Z',
    });
  });

  test('planned late has only what is still of use', () => {
    const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
    const kinds = (minutesAhead: number) =>
      occasionsOf({ id: 'm', sequence: 0, startsAt: at(minutesAhead), endsAt: at(minutesAhead + 60) }, settings.timings, NOON).map(
        (one) => one.kind,
      );
    const inCall = ['meetings.join', 'attendance.opening', 'attendance.opening-chair', 'attendance.check-in-closed'];
    const always = [...inCall, 'attendance.roll', 'attendance.missed'];
    expect(kinds(5 * 24 * 60)).toEqual(['meetings.nudge', 'meetings.reminder', ...always]);
    expect(kinds(2 * 24 * 60)).toEqual(['meetings.reminder', ...always]);
    expect(kinds(20 * 60)).toEqual(always);
    expect(kinds(5)).toEqual(always);
    expect(occasionsOf({ id: 'm', sequence: 0, startsAt: at(5), endsAt: at(65) }, settings.timings, NOON)[0]!.dueAt).toEqual(NOON);
  });

  test('of a move takes back the old plan and makes a new one under new keys', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await world.db.notice.updateMany({ where: { meetingId: meeting.id, kind: 'meetings.announced' }, data: { state: 'expanded' } });
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    const plan = await planOf(meeting.id);
    expect(plan).toMatchObject({
      'meetings.moved': NOON.toISOString(),
      'meetings.reminder': '2026-12-10T10:00:00.000Z',
      'meetings.agenda': '2026-12-04T10:00:00.000Z',
    });
    expect(plan['meetings.announced']).toBeUndefined();
    expect((await noticesOf(meeting.id)).every((one) => one.key.endsWith(':1'))).toBe(true);
    expect(await noticesOf(meeting.id, 'cancelled')).toHaveLength(9);
  });

  test('has no closing of check-in for a meeting that ends before', () => {
    const meeting = { id: 'm', sequence: 0, startsAt: NOON, endsAt: new Date(NOON.getTime() + 30 * 60_000) };
    const kinds = occasionsOf(meeting, settings.timings, new Date(NOON.getTime() - 60_000)).map((one) => one.kind);
    expect(kinds).toContain('attendance.roll');
    expect(kinds).not.toContain('attendance.check-in-closed');
  });

  test('of a move nobody was told the meeting of announces it at its new time', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    const plan = await planOf(meeting.id);
    expect(plan['meetings.moved']).toBeUndefined();
    expect(plan['meetings.announced']).toBe(NOON.toISOString());
  });

  test('of two moves before the first was told names where it was last known to be', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await world.db.notice.updateMany({ where: { meetingId: meeting.id, kind: 'meetings.announced' }, data: { state: 'expanded' } });
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    const again = await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay, sequence: 1, time: '15:00' });
    expect(again.meeting.movedFrom).toEqual(meeting.startsAt);
    expect((await noticesOf(meeting.id)).filter((one) => one.kind === 'meetings.moved')).toHaveLength(1);
  });

  test('does not send an agenda twice because of a move', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.agenda'));
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    expect((await planOf(meeting.id))['meetings.agenda']).toBeUndefined();
  });

  test('of a cancellation is the one message that says so', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'x' });
    expect(await planOf(meeting.id)).toEqual({ 'meetings.cancelled': NOON.toISOString() });
  });

  test('sends a link again that changed after it went out, and not before', async () => {
    const body = await world.newBody();
    const { chair, ann, meeting } = await plannedMeeting(body);
    await answer(body, ann, meeting.id, 'attending');
    const asIs = { meeting: meeting.id, subTopic: meeting.subTopic, kind: meeting.kind };
    await change(body.asMember(chair), { ...asIs, link: 'https://meet.example.org/2' });
    expect((await noticesOf(meeting.id)).filter((one) => one.kind === 'meetings.join')).toHaveLength(1);
    const now = new Date('2026-12-10T08:55:00Z');
    // Due, and not yet taken up: it will carry the new link.
    await change(body.asMember(chair, now), { ...asIs, link: 'https://meet.example.org/2b' });
    expect((await noticesOf(meeting.id)).filter((one) => one.kind === 'meetings.join')).toHaveLength(1);
    await world.db.notice.updateMany({ where: { meetingId: meeting.id, kind: 'meetings.join' }, data: { state: 'expanded' } });
    await change(body.asMember(chair, now), { ...asIs, link: 'https://meet.example.org/3' });
    const again = await noticeOf(meeting.id, 'meetings.join');
    expect(await rendered(body.asScheduler(now), again, { person: ann.id })).toMatch(/link .* changed.*https:\/\/meet.example.org\/3/);
    const last = new Date('2026-12-10T09:30:00Z');
    expect(await rendered(body.asScheduler(last), again, { person: ann.id })).toContain('Check-in is open');
    expect(await rendered(body.asScheduler(new Date(last.getTime() + 1)), again, { person: ann.id })).toMatch(
      /Check-in has closed.*If you are not recorded yet.*I joined late/,
    );
  });
});

describe('the joining link', () => {
  test('carries the statement in the reader’s language and the check-in itself, once it is open', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const english = await body.statement();
    const french = await world.db.statementVersion.create({
      data: { ...english, id: uuidv7(), locale: 'fr', text: 'Respectez l’ordre du jour.' },
    });
    await answer(body, ann, meeting.id, 'attending');
    const notice = await noticeOf(meeting.id, 'meetings.join');
    const shownAt = async (time: string) => {
      const card = await kindOf('meetings.join').render(body.asScheduler(new Date(`2026-12-10T${time}Z`)), notice, { person: ann.id });
      if (isSkip(card)) throw new Error(card.skip);
      return {
        text: textOf(card),
        labels: labels(card),
        press: buttonsIn(card.blocks).find((one) => 'press' in one && one.press === 'attendance.check-in'),
      };
    };
    const open = await shownAt('08:52:00');
    expect(open.text).toContain('Keep to the agenda.');
    expect(open.labels).toEqual(['Join the meeting', "I'm here and I will comply", "I can't come after all"]);
    expect(open.press).toMatchObject({ with: { meeting: meeting.id, statement: english.id } });
    await world.db.person.update({ where: { id: ann.id }, data: { locale: 'fr' } });
    expect(await shownAt('08:52:00')).toMatchObject({
      text: expect.stringContaining('Respectez') as string,
      press: { with: { statement: french.id } },
    });
    const early = await shownAt('08:40:00');
    expect([early.press, early.labels]).toEqual([undefined, ['Join the meeting', 'Check in', "I can't come after all"]]);
    expect((await shownAt('09:40:00')).labels).toEqual(['Join the meeting', 'I joined late', "I can't come after all"]);
  });
});

describe('states', () => {
  test('go forward when notices become due, never back', async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    const state = async () => (await getMeeting(body.asScheduler(), meeting.id)).state;
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.announced'));
    expect(await state()).toBe('announced');
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.agenda'));
    expect(await state()).toBe('agenda_sent');
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.join'));
    expect(await state()).toBe('check_in_open');
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.agenda'));
    expect(await state()).toBe('check_in_open');
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'in_session' } });
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.join'));
    expect(await state()).toBe('in_session');
  });

  test("an announcement within the agenda's lead time is the sending of the agenda", async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body, { date: '2026-11-26' });
    expect((await planOf(meeting.id))['meetings.agenda']).toBeUndefined();
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.announced'));
    expect((await getMeeting(body.asScheduler(), meeting.id)).state).toBe('agenda_sent');
  });

  test('a move after check-in opened closes it again', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await becomesDue(body.asScheduler(), await noticeOf(meeting.id, 'meetings.join'));
    const moved = await move(body.asMember(chair, new Date('2026-12-10T08:55:00Z')), { meeting: meeting.id, ...toNextDay });
    expect(moved.meeting.state).toBe('agenda_sent');
  });
});

describe('who is written to', () => {
  test('announcement and agenda go to the channels, and are cards that follow the meeting', async () => {
    const body = await world.newBody();
    const { group, meeting } = await plannedMeeting(body);
    const channel = await body.channel(group.id);
    for (const kind of ['meetings.announced', 'meetings.agenda']) {
      const notice = await noticeOf(meeting.id, kind);
      expect(await targetsOf(body.asScheduler(), notice), kind).toEqual([{ channel: channel.id }]);
      expect(kindOf(kind).card?.subject(notice), kind).toBe(meeting.id);
      expect(
        meetings.cards.map((one) => one.kind),
        kind,
      ).toContain(kindOf(kind).card?.kind);
    }
  });

  test('the nudge goes to members without an answer who did not choose the channel', async () => {
    const body = await world.newBody();
    const { ann, ben, chair, group, meeting } = await plannedMeeting(body);
    await answer(body, ann, meeting.id, 'tentative');
    await body.channel(group.id);
    await world.db.membership.updateMany({ where: { personId: chair.id, groupId: group.id }, data: { remindBy: 'channel' } });
    const lapsed = await body.person({ organisationId: (await body.organisation({ standing: 'lapsed' })).id });
    await body.member(group.id, lapsed.id);
    const notice = await noticeOf(meeting.id, 'meetings.nudge');
    expect(await targetsOf(body.asScheduler(), notice)).toEqual([{ person: ben.id }]);
    expect(await rendered(body.asScheduler(), notice, { person: ben.id })).toContain('Will you come to Climate Change');
    await answer(body, ben, meeting.id, 'declined');
    expect(await rendered(body.asScheduler(), notice, { person: ben.id })).toBe('skip: answered meanwhile');
  });

  test('reminder and link go to those who come or may; the link also to who chose the channel', async () => {
    const body = await world.newBody();
    const { ann, ben, chair, group, meeting } = await plannedMeeting(body);
    const channel = await body.channel(group.id);
    await answer(body, ann, meeting.id, 'attending');
    await answer(body, ben, meeting.id, 'tentative');
    await answer(body, chair, meeting.id, 'declined');
    await world.db.membership.updateMany({ where: { personId: ben.id }, data: { remindBy: 'channel' } });
    const reminder = await noticeOf(meeting.id, 'meetings.reminder');
    const join = await noticeOf(meeting.id, 'meetings.join');
    expect(await targetsOf(body.asScheduler(), reminder)).toEqual([{ channel: channel.id }, { person: ann.id }]);
    expect(await targetsOf(body.asScheduler(), join)).toEqual(expect.arrayContaining([{ person: ann.id }, { person: ben.id }]));
    expect(await targetsOf(body.asScheduler(), join)).toHaveLength(2);
    expect(await rendered(body.asScheduler(), reminder, { channel: channel.id })).toContain('Attending 1');
    expect(await rendered(body.asScheduler(), reminder, { channel: channel.id })).not.toContain(meeting.link);
    const before = body.asScheduler(new Date('2026-12-10T08:50:00Z'));
    expect(await rendered(before, join, { person: ann.id })).toMatch(
      /starts in 10 minutes.*Join the meeting.*https:\/\/meet.example.org\/room.*I can't come after all/,
    );
    await answer(body, ann, meeting.id, 'declined');
    expect(await rendered(before, join, { person: ann.id })).toBe('skip: no longer expected');
  });

  test('moved and cancelled go to the channels and to those who had answered', async () => {
    const body = await world.newBody();
    const { ann, chair, group, meeting } = await plannedMeeting(body);
    const channel = await body.channel(group.id);
    await answer(body, ann, meeting.id, 'declined');
    await world.db.notice.updateMany({ where: { meetingId: meeting.id, kind: 'meetings.announced' }, data: { state: 'expanded' } });
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    const moved = await noticeOf(meeting.id, 'meetings.moved');
    expect(await targetsOf(body.asScheduler(), moved)).toEqual([{ channel: channel.id }, { person: ann.id }]);
    expect(await rendered(body.asScheduler(), moved, { person: ann.id })).toMatch(
      /moved from Thu 10 Dec 2026, 09:00 UTC .*Your answer stays: you can't come/,
    );
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'The chair is ill.' });
    const cancelled = await noticeOf(meeting.id, 'meetings.cancelled');
    expect(await targetsOf(body.asScheduler(), cancelled)).toEqual([{ channel: channel.id }, { person: ann.id }]);
    expect(await rendered(body.asScheduler(), cancelled, { person: ann.id })).toContain('is cancelled. Reason: The chair is ill.');
    expect(await rendered(body.asScheduler(), moved, { person: ann.id })).toBe('skip: the meeting changed since');
  });

  test('a cancellation of what no channel was told is not told to the channels', async () => {
    const body = await world.newBody();
    const { chair, group, meeting } = await plannedMeeting(body);
    await body.channel(group.id);
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'x' });
    expect(await targetsOf(body.asScheduler(), await noticeOf(meeting.id, 'meetings.cancelled'))).toEqual([]);
  });

  test('a suggestion goes to the chair, also when the meeting moved meanwhile', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    await suggest(body.asMember(ann), { meeting: meeting.id, text: 'Methane <!channel>' });
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    const row = await world.db.notice.findFirstOrThrow({ where: { bodyId: body.body.id, kind: 'meetings.suggestion' } });
    expect(row.state).toBe('planned');
    expect(await targetsOf(body.asScheduler(), toFacts(row))).toEqual([{ person: chair.id }]);
    expect(await rendered(body.asScheduler(), toFacts(row), { person: chair.id })).toMatch(
      /Ann Member .* suggests an item .*Methane <!channel>/,
    );
  });

  test('a suggestion is put on the agenda or not, once; who made it hears which, and the chair keeps seeing it', async () => {
    const body = await world.newBody();
    const { ann, ben, chair, meeting } = await plannedMeeting(body);
    const [taken, left] = [uuidv7(), uuidv7()];
    await suggest(body.asMember(ann), { meeting: meeting.id, draft: taken, text: 'Methane' });
    await suggest(body.asMember(ben), { meeting: meeting.id, draft: left, text: 'Rail freight' });
    const press = (id: string) => meetings.buttons.find((one) => one.id === id)!;
    const submit = (form: Form | undefined, values: object) =>
      meetings.forms.find((one) => one.id === form?.id)!.run(body.asMember(chair), { ...values, ...form?.hidden });
    const { form } = await press('meetings.open-edit-agenda').run(body.asMember(chair), { meeting: meeting.id, suggestion: taken });
    const agenda = fieldsOf(form).find((one) => one.name === 'agenda')!.input as { initial: string };
    expect(agenda.initial.split('\n').at(-1)).toBe('Methane');
    await submit(form, { agenda: agenda.initial, documents: null });
    expect((await getMeeting(body.asScheduler(), meeting.id)).agenda.items.at(-1)).toMatchObject({ title: 'Methane' });
    const declining = await press('meetings.open-decline-suggestion').run(body.asMember(chair), { meeting: meeting.id, suggestion: left });
    await submit(declining.form, { reason: 'In the spring.' });
    await expect(submit(declining.form, { reason: 'Twice' })).rejects.toThrow(/did not take it up/);
    const rows = await world.db.notice.findMany({ where: { bodyId: body.body.id, kind: 'meetings.suggestion-answered' } });
    const told = new Map(rows.map((row) => [toFacts(row).subject.suggestionId, toFacts(row)]));
    expect(await targetsOf(body.asScheduler(), told.get(taken)!)).toEqual([{ person: ann.id }]);
    expect(await rendered(body.asScheduler(), told.get(taken)!, { person: ann.id })).toContain('Your suggestion is on the agenda');
    expect(await rendered(body.asScheduler(), told.get(left)!, { person: ben.id })).toMatch(/not taken up.*In the spring/);
    const shown = meetings.cards.find((one) => one.kind === 'meetings.suggestion')!;
    const card = await shown.render(body.asScheduler(), left);
    expect(labels(card!)).toEqual([]);
    expect(textOf(card!)).toContain('Cleo Chair did not take it up');
  });

  test('who left, or may not take part any more, hears nothing', async () => {
    const body = await world.newBody();
    const { ann, ben, group, meeting } = await plannedMeeting(body);
    await answer(body, ann, meeting.id, 'attending');
    await answer(body, ben, meeting.id, 'attending');
    const join = await noticeOf(meeting.id, 'meetings.join');
    await leave(body.asMember(ann), { groupId: group.id });
    await body.appoint(ben.id, 'board');
    expect(await rendered(body.asScheduler(), join, { person: ann.id })).toBe('skip: no longer takes part');
    expect(await rendered(body.asScheduler(), join, { person: ben.id })).toBe('skip: no longer takes part');
    expect(await targetsOf(body.asScheduler(), join)).toEqual([]);
  });

  test('nobody hears of a meeting that is cancelled, moved or over', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    const reminder = await noticeOf(meeting.id, 'meetings.reminder');
    expect(await targetsOf(body.asScheduler(new Date('2026-12-10T10:00:00Z')), reminder)).toEqual({ skip: 'the meeting is over' });
    await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    expect(await targetsOf(body.asScheduler(), reminder)).toEqual({ skip: 'the meeting changed since' });
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'x' });
    const stray = { ...reminder, subject: { sequence: '2' } };
    expect(await targetsOf(body.asScheduler(), stray)).toEqual({ skip: 'the meeting is cancelled' });
    const other = await world.newBody();
    expect(await rendered(other.asScheduler(), reminder, { person: ann.id })).toBe('skip: the meeting is not there');
  });
});
