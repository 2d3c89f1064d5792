import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Field } from '../../../src/bot/card.ts';
import { inTransaction, type Ctx } from '../../../src/bot/context.ts';
import { isSkip, type NoticeFacts, type Target } from '../../../src/bot/define.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import type { Notice } from '../../../src/db/generated/client.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { change } from '../../../src/features/meetings/change.ts';
import { groups } from '../../../src/features/groups/index.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { listAnswers, listAnswersOf, listOccurrences, type MeetingFacts } from '../../../src/features/meetings/lookup.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { rsvp, rsvpSeries } from '../../../src/features/meetings/rsvp.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { showSeries } from '../../../src/features/meetings/show-series.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Four Thursdays from 10 December 2026, 10:00 Zurich. */
const FOUR = { repeats: 'weekly', lastDate: '2026-12-31' };
const at = (day: string, time = '09:00') => new Date(`${day}T${time}:00Z`);

async function plannedSeries(more: Record<string, unknown> = FOUR) {
  const body = await world.newBody();
  const group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
  await body.channel(group.id);
  const people = await Promise.all(['Cleo Chair', 'Ann Member', 'Ben Member'].map((name) => body.person({ name })));
  const [chair, ann, ben] = people as [TestPerson, TestPerson, TestPerson];
  for (const one of people) await body.member(group.id, one.id, one === chair ? 'chair' : 'participant');
  const done = await schedule(body.asMember(chair), typed(group, more));
  const seriesId = done.meeting.series?.id ?? '';
  const now = () => listOccurrences(body.asScheduler(), seriesId);
  return { body, group, chair, ann, ben, ...done, seriesId, now };
}

const press = (id: string) => meetings.buttons.find((one) => one.id === id)!;
const submit = (id: string) => meetings.forms.find((one) => one.id === id)!;
const noticesOf = (body: TestBody, kind: string) =>
  world.db.notice.findMany({ where: { bodyId: body.body.id, kind }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
const kindOf = (kind: string) => meetings.notices.find((one) => one.kind === kind)!;
const toFacts = (row: Notice): NoticeFacts => ({ ...row, subject: row.subject as Record<string, string> });
const told = (ctx: Ctx) =>
  world.db.notice.updateMany({ where: { bodyId: ctx.body.id, state: 'planned', dueAt: { lte: ctx.now } }, data: { state: 'expanded' } });
const inChannel = async ({ body }: TestBody): Promise<Target> => ({
  channel: (await world.db.groupChannel.findFirstOrThrow({ where: { bodyId: body.id } })).id,
});
async function rendered(ctx: Ctx, row: Notice, target: Target): Promise<string> {
  const card = await kindOf(row.kind).render(ctx, toFacts(row), target);
  return isSkip(card) ? `skip: ${card.skip}` : `${toPlain(card.summary)}\n${JSON.stringify(card.blocks)}`;
}
const startsOf = (all: readonly MeetingFacts[]) => all.map((one) => one.startsAt.toISOString().slice(0, 16));
const answersOf = async (body: TestBody, person: TestPerson, all: readonly MeetingFacts[]) => {
  const answers = await listAnswersOf(body.asScheduler(), person.id, all.map((one) => one.id)); // prettier-ignore
  return all.map((one) => answers.get(one.id) ?? null);
};
const moved = (meeting: MeetingFacts, more: Record<string, unknown>) => ({
  meeting: meeting.id,
  sequence: meeting.sequence,
  date: meeting.localStart.slice(0, 10),
  time: meeting.localStart.slice(11),
  minutes: meeting.minutes,
  zone: meeting.zone,
  ...more,
});

describe('scheduling a series', () => {
  test('makes every meeting at once, each with its key, its agenda and its notices, by one audit row', async () => {
    const { body, meetings: all, seriesId, group } = await plannedSeries();
    expect(startsOf(all)).toEqual(['2026-12-10T09:00', '2026-12-17T09:00', '2026-12-24T09:00', '2026-12-31T09:00']);
    expect(all.map((one) => one.recurrenceId)).toEqual(['10', '17', '24', '31'].map((day) => `2026-12-${day}T10:00`));
    expect(all.every((one) => one.agenda.items.length === 2 && one.chair?.name === 'Cleo Chair')).toBe(true);
    expect(await body.audited()).toEqual(['meetings.scheduleSeries']);
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id } });
    expect(audit).toMatchObject({ subject: `series:${seriesId}`, facts: { groupId: group.id, meetingIds: all.map((one) => one.id) } });
    const planned = await world.db.notice.groupBy({ by: ['kind'], where: { bodyId: body.body.id }, _count: true });
    const counts = Object.fromEntries(planned.map((one) => [one.kind, one._count]));
    expect(counts).toMatchObject({ 'meetings.series-announced': 1, 'meetings.agenda': 4, 'meetings.join': 4, 'attendance.roll': 4 });
    expect(counts['meetings.announced']).toBeUndefined();
  });

  test('twice by one form is one series, even at the same moment', async () => {
    const { body, group, chair } = await plannedSeries({});
    const draft = uuidv7();
    const both = await Promise.all([1, 2, 3].map(() => schedule(body.asMember(chair), typed(group, { ...FOUR, draft }))));
    expect(new Set(both.flatMap((one) => one.meetings.map((meeting) => meeting.id))).size).toBe(4);
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.scheduleSeries']);
  });

  test('keeps the wall time over the change of the clocks, and tells who scheduled where that can not be', async () => {
    const {
      body,
      group,
      chair,
      meetings: all,
    } = await plannedSeries({ repeats: 'monthly_date', date: '2027-02-28', lastDate: '2027-04-28' });
    expect(startsOf(all)).toEqual(['2027-02-28T09:00', '2027-03-28T08:00', '2027-04-28T08:00']);
    const night = typed(group, { repeats: 'monthly_date', date: '2027-02-28', time: '02:30', lastDate: '2027-04-28' });
    const { whisper } = await submit('meetings.schedule').run(body.asMember(chair), night);
    expect(JSON.stringify(whisper)).toContain('there is no 02:30, so it starts at 03:00, Zurich time.');
    const stored = await world.db.meeting.findFirstOrThrow({ where: { bodyId: body.body.id, localStart: '2027-03-28T02:30' } });
    expect(stored.startsAt).toEqual(at('2027-03-28', '01:00'));
  });

  test('says the rule in a sentence and how many there are', async () => {
    const { body, group, chair } = await plannedSeries({});
    const reply = await submit('meetings.schedule').run(body.asMember(chair), typed(group, FOUR));
    expect(toPlain(reply.whisper!.summary)).toBe(
      'Announced: Climate Change: 1.5 degree pathways. Every Thursday at 10:00, Zurich time, until 31 December 2026, 4 meetings. It is posted in #channel.',
    );
  });

  const refused: [string, Record<string, unknown>, string, RegExp][] = [
    ['a rule that never ends', { repeats: 'custom', rule: 'FREQ=WEEKLY' }, 'rule', /never ends/],
    ['no rule', { repeats: 'custom' }, 'rule', /Give the rule/],
    ['a rule that nobody asked for', { repeats: 'weekly', rule: 'FREQ=WEEKLY' }, 'rule', /only for a custom rule/],
    ['a last date of nothing', { repeats: 'none', lastDate: '2027-01-01' }, 'lastDate', /does not repeat has no last date/],
    ['a last date before the first', { repeats: 'weekly', lastDate: '2026-12-01' }, 'lastDate', /before the first/],
    ['a last date that is none', { repeats: 'weekly', lastDate: 'June' }, 'lastDate', /year-month-day/],
    ['too many', { repeats: 'weekly', lastDate: '2029-01-01' }, 'lastDate', /more than 60/],
    ['a first time the clocks skip', { repeats: 'weekly', date: '2027-03-28', time: '02:30' }, 'time', /does not exist/],
  ];
  test('is refused with the sentence of the field that does not fit, and nothing is saved', async () => {
    const { body, group, chair } = await plannedSeries({});
    for (const [what, more, field, words] of refused) {
      const problem = await schedule(body.asMember(chair), typed(group, more)).catch((error: unknown) => error);
      expect(problem, what).toBeInstanceOf(InvalidInput);
      expect((problem as InvalidInput).fields, what).toEqual({ [field]: expect.stringMatching(words) as unknown });
    }
    expect(await world.db.meeting.count({ where: { bodyId: body.body.id } })).toBe(1);
  });

  test('is not seen from another body', async () => {
    const one = await plannedSeries();
    const other = await plannedSeries({});
    const ctx = other.body.asMember(other.ann);
    await expect(showSeries(ctx, { series: one.seriesId })).rejects.toBeInstanceOf(NotFound);
    await expect(rsvpSeries(ctx, { series: one.seriesId, answer: 'attending' })).rejects.toBeInstanceOf(NotFound);
    const stolen = typed(other.group, { ...FOUR, draft: one.seriesId });
    await expect(schedule(other.body.asMember(other.chair), stolen)).rejects.toBeInstanceOf(NotFound);
    expect(await one.now()).toHaveLength(4);
  });
});

describe('the announcement of a series', () => {
  test('is one message to the channels: rule, next dates, agenda, and an answer for all', async () => {
    const { body, seriesId } = await plannedSeries({ repeats: 'weekly', lastDate: '2027-02-11' });
    const [row] = await noticesOf(body, 'meetings.series-announced');
    const targets = await kindOf(row!.kind).targets(body.asScheduler(), toFacts(row!));
    expect(targets).toEqual([{ channel: expect.any(String) as unknown }]);
    const card = await rendered(body.asScheduler(), row!, await inChannel(body));
    expect(card).toContain('Every Thursday at 10:00, Zurich time, until 11 February 2027, 10 meetings.');
    expect(card).toContain('and 4 more');
    expect(card).toContain('Pathway methods');
    for (const label of ['Attending', 'Maybe', "Can't come", 'All dates']) expect(card).toContain(`"label":"${label}"`);
    expect(kindOf(row!.kind).card!.subject(toFacts(row!))).toBe(seriesId);
  });

  test('carries the agenda of what is near, and leaves the others to their own', async () => {
    const { body, now } = await plannedSeries({ ...FOUR, date: '2026-11-26' });
    const [row] = await noticesOf(body, 'meetings.series-announced');
    await inTransaction(body.asScheduler(), (ctx) => kindOf(row!.kind).due!(ctx, toFacts(row!)));
    expect((await now()).map((one) => one.state)).toEqual(['agenda_sent', ...Array<string>(5).fill('announced')]);
    expect(await noticesOf(body, 'meetings.agenda')).toHaveLength(5);
  });

  test('shows the dates as they are when it is sent, and is not followed by news of what it says', async () => {
    const { body, chair, meetings: all } = await plannedSeries();
    await move(body.asMember(chair), moved(all[1]!, { date: '2026-12-18' }));
    await cancel(body.asMember(chair), { meeting: all[3]!.id, reason: 'Holiday.' });
    expect(await noticesOf(body, 'meetings.moved')).toEqual([]);
    const [row] = await noticesOf(body, 'meetings.series-announced');
    const card = await rendered(body.asScheduler(), row!, await inChannel(body));
    expect(card).toContain('2026-12-18T09:00');
    expect(card).not.toContain('2026-12-31T09:00');
    expect(card).toContain('Some meetings were moved or cancelled since');
    const [gone] = await noticesOf(body, 'meetings.cancelled');
    expect(await kindOf('meetings.cancelled').targets(body.asScheduler(), toFacts(gone!))).toEqual([]);
  });
});

describe('answering for a series', () => {
  test('all: every meeting still to come, with its history, by one audit row', async () => {
    const { body, ann, meetings: all, seriesId } = await plannedSeries();
    const ctx = body.asMember(ann, at('2026-12-12'));
    const noted = await rsvpSeries(ctx, { series: seriesId, change: '0', answer: 'attending' });
    expect(noted).toMatchObject({ already: false, times: 3, scope: 'all', meeting: { id: all[1]!.id } });
    expect(await answersOf(body, ann, all)).toEqual([null, 'attending', 'attending', 'attending']);
    expect(await world.db.rsvp.findMany({ where: { personId: ann.id }, select: { scope: true } })).toEqual(Array(3).fill({ scope: 'all' }));
    expect((await body.audited()).filter((one) => one === 'meetings.rsvp')).toHaveLength(1);
    expect(await rsvpSeries(ctx, { series: seriesId, change: '0', answer: 'attending' })).toMatchObject({ already: true });
    expect(await world.db.rsvp.count({ where: { personId: ann.id } })).toBe(3);
  });

  test('this and the following leaves the earlier ones, and what is said last counts', async () => {
    const { body, ann, meetings: all, seriesId } = await plannedSeries();
    const ctx = body.asMember(ann);
    await rsvpSeries(ctx, { series: seriesId, answer: 'attending' });
    await rsvp(ctx, { meeting: all[2]!.id, answer: 'declined', note: 'On leave' });
    expect(await answersOf(body, ann, all)).toEqual(['attending', 'attending', 'declined', 'attending']);
    await rsvp(ctx, { meeting: all[1]!.id, answer: 'tentative', scope: 'following' });
    expect(await answersOf(body, ann, all)).toEqual(['attending', 'tentative', 'tentative', 'tentative']);
    expect(await world.db.rsvp.count({ where: { meetingId: all[2]!.id } })).toBe(3);
  });

  test('at the same moment, or beside an answer for one of them, is one effect each', async () => {
    const { body, ann, meetings: all, seriesId } = await plannedSeries();
    const ctx = body.asMember(ann);
    const presses = [1, 2, 3].map(() => rsvpSeries(ctx, { series: seriesId, answer: 'attending' }));
    await Promise.all([...presses, rsvp(ctx, { meeting: all[3]!.id, answer: 'attending' })]);
    expect(await answersOf(body, ann, all)).toEqual(Array(4).fill('attending'));
    expect(await world.db.rsvp.count({ where: { personId: ann.id } })).toBe(4);
  });

  test('with apologies asks which meetings, and notes the reason and alternate for each', async () => {
    const { body, ann, meetings: all, seriesId } = await plannedSeries();
    const ctx = body.asMember(ann);
    const scopeOf = (reply: Awaited<ReturnType<ReturnType<typeof press>['run']>>) =>
      reply.form!.body.find((one): one is Field => one.type === 'field' && one.name === 'scope')?.input;
    const fromOne = await press('meetings.cant-come').run(ctx, { meeting: all[1]!.id });
    expect(scopeOf(fromOne)).toMatchObject({
      kind: 'radio',
      initial: 'this',
      options: [{ value: 'this' }, { value: 'following' }, { value: 'all' }],
    });
    const fromSeries = await press('meetings.cant-come-series').run(ctx, { series: seriesId, change: '0' });
    expect(scopeOf(fromSeries)).toMatchObject({ initial: 'all' });
    const values = { note: 'Parental leave', alternate: null, alternateName: 'Nora New', scope: 'following' };
    const reply = await submit('meetings.cant-come').run(ctx, { ...fromOne.form!.hidden, ...values });
    expect(toPlain(reply.whisper!.summary)).toContain("Noted: you can't come, for 3 meetings of the series");
    expect(await answersOf(body, ann, all)).toEqual([null, 'declined', 'declined', 'declined']);
    expect(await listAnswers(body.asScheduler(), all[3]!.id)).toMatchObject([{ note: 'Parental leave', alternateName: 'Nora New' }]);
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'meetings.rsvp' } });
    expect(JSON.stringify(audit.facts)).not.toContain('leave');
    const last = await press('meetings.cant-come').run(body.asMember(ann, at('2026-12-25')), { meeting: all[3]!.id });
    expect(scopeOf(last)).toBeUndefined();
  });

  test('is offered after an answer for one of them', async () => {
    const { body, ann, meetings: all } = await plannedSeries();
    const { whisper } = await press('meetings.rsvp').run(body.asMember(ann), { meeting: all[0]!.id, answer: 'tentative', sequence: '0' });
    const again = whisper!.blocks
      .flatMap((one) => (one.type === 'buttons' ? one.buttons : []))
      .find((one) => toPlain(one.label).endsWith('all of the series'))!;
    await press('meetings.rsvp').run(body.asMember(ann), 'press' in again ? again.with : {});
    expect(await answersOf(body, ann, all)).toEqual(Array(4).fill('tentative'));
  });

  test('is refused outside the group, when nothing is left, and on a card from before a move', async () => {
    const { body, chair, ann, meetings: all, seriesId } = await plannedSeries();
    const outsider = await body.person();
    await expect(rsvpSeries(body.asMember(outsider), { series: seriesId, answer: 'attending' })).rejects.toBeInstanceOf(NotAllowed);
    await expect(rsvpSeries(body.asMember(ann, at('2027-02-01')), { series: seriesId, answer: 'attending' })).rejects.toThrow(
      /still to come/,
    );
    await move(body.asMember(chair), moved(all[0]!, { date: '2026-12-11', scope: 'all' }));
    const stale = rsvpSeries(body.asMember(ann), { series: seriesId, change: '0', answer: 'attending' });
    await expect(stale).rejects.toThrow(/moved or cancelled since.*Nothing was noted/s);
    expect(await world.db.rsvp.count({ where: { personId: ann.id } })).toBe(0);
  });

  test('is offered to a newcomer with the dates already planned', async () => {
    const { body, group, seriesId } = await plannedSeries();
    const newcomer = await body.person({ name: 'Nia New' });
    const membership = await body.member(group.id, newcomer.id);
    const welcome = groups.notices.find((one) => one.kind === 'groups.welcome')!;
    const notice = { id: uuidv7(), kind: 'groups.welcome', meetingId: null, subject: { membershipId: membership.id }, dueAt: NOON };
    const card = await welcome.render(body.asScheduler(), notice, { person: newcomer.id });
    const words = JSON.stringify(card);
    expect(words).toContain('Every Thursday at 10:00, Zurich time, until 31 December 2026, 4 meetings.');
    expect(words.match(/"press":"meetings.rsvp-series","with":{"series":"[^"]+"/g)).toHaveLength(2);
    expect(words).toContain(seriesId);
  });
});

describe('moving a series', () => {
  test('this and the following shifts day and time, keeps answers, and leaves the rest', async () => {
    const { body, chair, ann, seriesId, meetings: all, now } = await plannedSeries();
    await rsvpSeries(body.asMember(ann), { series: seriesId, answer: 'attending' });
    await told(body.asScheduler());
    const done = await move(body.asMember(chair), moved(all[1]!, { date: '2026-12-15', time: '16:00', minutes: 90, scope: 'following' }));
    expect(done).toMatchObject({ moved: 3, stayed: 0 });
    const after = await now();
    expect(startsOf(after)).toEqual(['2026-12-10T09:00', '2026-12-15T15:00', '2026-12-22T15:00', '2026-12-29T15:00']);
    expect(after.map((one) => [one.sequence, one.minutes])).toEqual([[0, 60], [1, 90], [1, 90], [1, 90]]); // prettier-ignore
    expect(after.map((one) => one.recurrenceId)).toEqual(all.map((one) => one.recurrenceId));
    expect(await answersOf(body, ann, after)).toEqual(Array(4).fill('attending'));
    expect(await world.db.seriesException.count({ where: { seriesId, scope: 'following', zone: 'Europe/Zurich' } })).toBe(3);
    expect((await body.audited()).at(-1)).toBe('meetings.moveSeries');
  });

  test('is told once to the channels and once to each who answered, and the old plan is taken back', async () => {
    const { body, chair, ann, seriesId, meetings: all } = await plannedSeries();
    await rsvpSeries(body.asMember(ann), { series: seriesId, answer: 'attending' });
    await told(body.asScheduler());
    await move(body.asMember(chair), moved(all[1]!, { date: '2026-12-18', scope: 'following' }));
    expect(await noticesOf(body, 'meetings.moved')).toEqual([]);
    const [row, ...others] = await noticesOf(body, 'meetings.series-moved');
    expect(others).toEqual([]);
    const targets = await kindOf(row!.kind).targets(body.asScheduler(), toFacts(row!));
    expect(targets).toEqual([{ channel: expect.any(String) as unknown }, { person: ann.id }]);
    const card = await rendered(body.asScheduler(), row!, { person: ann.id });
    expect(card).toContain('3 meetings of the series are moved');
    expect(card).toContain('Your answers stay');
    const reminders = await noticesOf(body, 'meetings.reminder');
    expect(
      reminders
        .filter((one) => one.state === 'planned')
        .map((one) => one.dueAt.toISOString().slice(0, 10))
        .sort(),
    ).toEqual(['2026-12-09', '2026-12-17', '2026-12-24', '2026-12-31']);
    expect(reminders.filter((one) => one.state === 'cancelled')).toHaveLength(3);
  });

  test('of what moves again or is cancelled before it was told says only the last', async () => {
    const { body, chair, meetings: all, now } = await plannedSeries();
    await told(body.asScheduler());
    await move(body.asMember(chair), moved(all[2]!, { date: '2026-12-23', scope: 'following' }));
    const [, , third] = await now();
    await move(body.asMember(chair), moved(third!, { date: '2026-12-22', scope: 'following' }));
    const [first, second] = await noticesOf(body, 'meetings.series-moved');
    expect(await rendered(body.asScheduler(), first!, await inChannel(body))).toBe('skip: the meetings changed since');
    const [, , again] = await now();
    expect(again!.movedFrom).toEqual(all[2]!.startsAt);
    await cancel(body.asMember(chair), { meeting: again!.id, reason: 'Holidays.', scope: 'following' });
    expect(await rendered(body.asScheduler(), second!, await inChannel(body))).toBe('skip: the meetings changed since');
  });

  test('all leaves what was moved alone, and says so', async () => {
    const { body, chair, meetings: all, now } = await plannedSeries();
    await move(body.asMember(chair), moved(all[2]!, { date: '2026-12-22' }));
    const reply = await submit('meetings.move').run(body.asMember(chair), moved(all[0]!, { time: '11:00', scope: 'all' }));
    expect(startsOf(await now())).toEqual(['2026-12-10T10:00', '2026-12-17T10:00', '2026-12-22T09:00', '2026-12-31T10:00']);
    expect(toPlain(reply.whisper!.summary)).toContain('Moved: 3 meetings of the series.');
    expect(toPlain(reply.whisper!.summary)).toContain('1 meeting that had been moved alone before stays');
  });

  test('touches nothing that is over, under way or closed', async () => {
    const { body, chair, meetings: all, now } = await plannedSeries();
    await world.db.meeting.update({ where: { id: all[2]!.id }, data: { state: 'closed' } });
    const ctx = body.asMember(chair, at('2026-12-17', '09:10'));
    await expect(move(ctx, moved(all[1]!, { date: '2026-12-18', scope: 'all' }))).rejects.toThrow(/has started/);
    await move(ctx, moved(all[3]!, { date: '2026-12-30', scope: 'all' }));
    expect((await now()).map((one) => one.sequence)).toEqual([0, 0, 0, 1]);
  });

  test('keeps the wall time over the change of the clocks, also into a gap', async () => {
    const { body, chair, meetings: all, now } = await plannedSeries({ repeats: 'weekly', date: '2027-03-07', lastDate: '2027-04-04' });
    await move(body.asMember(chair), moved(all[0]!, { time: '02:30', scope: 'all' }));
    const after = await now();
    expect(startsOf(after).slice(2)).toEqual(['2027-03-21T01:30', '2027-03-28T01:00', '2027-04-04T00:30']);
    expect(after.map((one) => one.localStart.slice(11))).toEqual(Array(5).fill('02:30'));
  });

  test('into the past is refused with the field, twice at once is one move, and by others it is not allowed', async () => {
    const { body, chair, ann, meetings: all, now } = await plannedSeries();
    const ctx = body.asMember(chair);
    const back = move(ctx, moved(all[3]!, { date: '2026-12-01', scope: 'all' }));
    await expect(back).rejects.toMatchObject({ fields: { date: expect.stringContaining('10 December 2026 into the past') as unknown } });
    await expect(move(body.asMember(ann), moved(all[1]!, { date: '2026-12-18', scope: 'all' }))).rejects.toBeInstanceOf(NotAllowed);
    const both = await Promise.allSettled([1, 2].map(() => move(ctx, moved(all[0]!, { date: '2026-12-11', scope: 'all' }))));
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
    expect((await now()).map((one) => one.sequence)).toEqual([1, 1, 1, 1]);
    expect((await body.audited()).filter((one) => one === 'meetings.moveSeries')).toHaveLength(1);
  });
});

describe('cancelling a series', () => {
  test('this and the following gives the reason once, and the earlier ones go on', async () => {
    const { body, chair, ann, meetings: all, seriesId, now } = await plannedSeries();
    await rsvp(body.asMember(ann), { meeting: all[3]!.id, answer: 'declined' });
    await told(body.asScheduler());
    const cancelled = { meeting: all[2]!.id, reason: 'The work is done.', scope: 'following' };
    const reply = await submit('meetings.cancel').run(body.asMember(chair), cancelled);
    expect(toPlain(reply.whisper!.summary)).toContain('Cancelled: 2 meetings of Climate Change');
    expect((await now()).map((one) => one.state)).toEqual(['announced', 'announced', 'cancelled', 'cancelled']);
    expect(await world.db.seriesException.count({ where: { seriesId, movedTo: null } })).toBe(2);
    expect(await noticesOf(body, 'meetings.cancelled')).toEqual([]);
    const [row] = await noticesOf(body, 'meetings.series-cancelled');
    expect(await kindOf(row!.kind).targets(body.asScheduler(), toFacts(row!))).toEqual([
      { channel: expect.any(String) as unknown },
      { person: ann.id },
    ]);
    expect(await rendered(body.asScheduler(), row!, await inChannel(body))).toContain('Reason: The work is done.');
    const planned = await world.db.notice.count({ where: { meetingId: { in: [all[2]!.id, all[3]!.id] }, state: 'planned' } });
    expect(planned).toBe(0);
  });

  test('twice is one cancellation, and all of a series leaves nothing to announce or to answer', async () => {
    const { body, chair, ann, meetings: all, seriesId } = await plannedSeries();
    const input = { meeting: all[0]!.id, reason: 'A mistake.', scope: 'all' as const };
    const both = await Promise.allSettled([1, 2].map(() => cancel(body.asMember(chair), input)));
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [row] = await noticesOf(body, 'meetings.series-announced');
    expect(await kindOf(row!.kind).targets(body.asScheduler(), toFacts(row!))).toMatchObject({
      skip: expect.stringContaining('still to come') as unknown,
    });
    const [gone] = await noticesOf(body, 'meetings.series-cancelled');
    expect(await kindOf(gone!.kind).targets(body.asScheduler(), toFacts(gone!))).toEqual([]);
    await expect(rsvpSeries(body.asMember(ann), { series: seriesId, answer: 'attending' })).rejects.toThrow(
      /All meetings of this series were cancelled/,
    );
  });
});

describe('changing a series', () => {
  const asIs = (meeting: MeetingFacts) => ({
    meeting: meeting.id,
    subTopic: meeting.subTopic,
    kind: meeting.kind,
    link: meeting.link,
    chair: meeting.chair?.id ?? null,
    secretariat: 'usual',
  });

  test('gives the others only what was changed, so that what differs between them stays', async () => {
    const { body, chair, meetings: all, now } = await plannedSeries();
    const ctx = body.asMember(chair);
    await change(ctx, { ...asIs(all[3]!), subTopic: 'Closing session' });
    const done = await change(ctx, { ...asIs(all[1]!), link: 'https://meet.example.org/new', scope: 'following' });
    expect(done).toMatchObject({ changed: ['link'], times: 3 });
    const after = await now();
    expect(after.map((one) => one.link.endsWith('/new'))).toEqual([false, true, true, true]);
    expect(after[3]!.subTopic).toBe('Closing session');
    expect((await body.audited()).slice(-2)).toEqual(['meetings.change', 'meetings.changeSeries']);
  });

  test('sends the new link at once only where the old one went out', async () => {
    const { body, chair, meetings: all } = await plannedSeries();
    const ctx = body.asMember(chair, at('2026-12-17', '08:55'));
    await world.db.notice.updateMany({ where: { meetingId: all[1]!.id, kind: 'meetings.join' }, data: { state: 'expanded' } });
    await change(ctx, { ...asIs(all[1]!), link: 'https://meet.example.org/new', scope: 'following' });
    const again = (await noticesOf(body, 'meetings.join')).filter((one) => (one.subject as Record<string, string>).again === 'link');
    expect(again.map((one) => one.meetingId)).toEqual([all[1]!.id]);
  });

  test('offers in each form which meetings are meant, while there is more than one', async () => {
    const { body, chair, meetings: all } = await plannedSeries();
    for (const id of ['meetings.open-change', 'meetings.open-move', 'meetings.open-cancel']) {
      const reply = await press(id).run(body.asMember(chair), { meeting: all[0]!.id });
      expect(
        reply.form!.body.some((one) => one.type === 'field' && one.label === 'Which meetings?'),
        id,
      ).toBe(true);
      const last = await press(id).run(body.asMember(chair, at('2026-12-25')), { meeting: all[3]!.id });
      expect(
        last.form!.body.some((one) => one.type === 'field' && one.name === 'scope'),
        id,
      ).toBe(false);
    }
  });

  test('shows all dates with what one answered', async () => {
    const { body, ann, meetings: all, seriesId } = await plannedSeries();
    await rsvp(body.asMember(ann), { meeting: all[2]!.id, answer: 'tentative' });
    const { whisper } = await press('meetings.series').run(body.asMember(ann), { series: seriesId });
    expect(toPlain(whisper!.summary)).toContain('4 meetings still to come');
    expect(JSON.stringify(whisper)).toContain('you may come');
  });
});
