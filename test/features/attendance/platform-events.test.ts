import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Form } from '../../../src/bot/card.ts';
import { NotAllowed } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { here } from '../../../src/features/attendance/here.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { toLinkKey } from '../../../src/features/attendance/join-link.ts';
import { findRoll, hasCheckedIn, listPresences, listSightings, listStandings } from '../../../src/features/attendance/lookup.ts';
import { notePeopleJoined } from '../../../src/features/attendance/note-people.ts';
import { openRoll } from '../../../src/features/attendance/open-roll.ts';
import { notePlatformEvent, type PlatformEvent } from '../../../src/features/attendance/platform-event.ts';
import { records } from '../../../src/features/records/index.ts';
import { getOwnRecord } from '../../../src/features/records/lookup.ts';
import { textIn, textOf } from '../../support/card-words.ts';
import { openWorld, type TestPerson, type World } from '../../support/world.ts';
import { addMeeting, answers, at, END, heldMeeting, START, type Held } from './held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const LINK = 'https://meet.invalid/scrap';
const hintOf = (form: Form | undefined, person: TestPerson): string | undefined =>
  form?.body.flatMap((one) => (one.type === 'field' && one.name === `person:${person.id}` ? [toPlain(one.hint ?? '')] : []))[0];

/** Meetings of both hosts of a platform: the workspace of the world stands for it. */
function reporter({ body }: Held) {
  const ctx = (now: Date) => ({ ...body.asScheduler(now), surface: 'teams' as const });
  return (what: PlatformEvent['what'], time: string, people: { id?: string; name?: string; email?: string }[] = [], more: object = {}) => {
    const seen = people.map((one) => ({ externalUserId: one.id ? `U${one.id}` : null, name: one.name ?? 'Ann', email: one.email ?? null }));
    const event = { what, workspaceId: body.workspaceId, joinUrl: LINK, at: at(time), people: seen, ...more } as PlatformEvent;
    return notePlatformEvent(ctx(at(time)), event);
  };
}

async function planned(held: Held, kind: string, dueAt = START, state: 'planned' | 'expanded' = 'planned') {
  const row = { id: uuidv7(), bodyId: held.body.body.id, key: uuidv7(), kind, meetingId: held.meeting.id, subject: { sequence: '0' } };
  return world.db.notice.create({ data: { ...row, dueAt, expiresAt: END, state, createdAt: at('08:00') } });
}
const dueOf = async (id: string) => (await world.db.notice.findUniqueOrThrow({ where: { id } })).dueAt;

describe('a call that begins', () => {
  test('makes the statement and the script due at once, once check-in is open, and only once', async () => {
    const held = await heldMeeting(world);
    const report = reporter(held);
    const [statement, script, roll] = [
      await planned(held, 'attendance.opening'),
      await planned(held, 'attendance.opening-chair'),
      await planned(held, 'attendance.roll', END),
    ];
    expect(await report('started', '11:53')).toEqual({ meetingId: held.meeting.id, noted: 2 });
    expect([await dueOf(statement.id), await dueOf(script.id), await dueOf(roll.id)]).toEqual([at('11:53'), at('11:53'), END]);
    expect(await report('started', '11:55')).toMatchObject({ noted: 0 });
    expect(await dueOf(statement.id)).toEqual(at('11:53'));
    expect(await held.body.audited()).toEqual(['attendance.noteSessionStarted']);
    expect(await world.db.notice.count({ where: { bodyId: held.body.body.id } })).toBe(3);
  });

  test('changes nothing before check-in opens, after the statement went out, at another meeting, or once the roll is confirmed', async () => {
    const held = await heldMeeting(world);
    const report = reporter(held);
    const gone = await planned(held, 'attendance.opening', START, 'expanded');
    await report('started', '11:53');
    expect(await dueOf(gone.id)).toEqual(START);
    const waiting = await planned(held, 'attendance.opening-chair');
    expect(await report('started', '11:49')).toEqual({ meetingId: null, noted: 0 });
    expect(await report('started', '11:53', [], { joinUrl: 'https://meet.invalid/other' })).toEqual({ meetingId: null, noted: 0 });
    await world.db.meeting.update({ where: { id: held.meeting.id }, data: { state: 'closed' } });
    expect(await report('started', '11:53')).toMatchObject({ noted: 0 });
    await world.db.meeting.update({ where: { id: held.meeting.id }, data: { state: 'cancelled' } });
    expect(await report('started', '11:53')).toEqual({ meetingId: null, noted: 0 });
    expect(await dueOf(waiting.id)).toEqual(START);
    expect(await held.body.audited()).toEqual([]);
  });

  test('is refused to everybody but the program', async () => {
    const { body, chair } = await heldMeeting(world);
    const call = { workspaceId: body.workspaceId, joinUrl: LINK, at: START, people: [] };
    await expect(notePeopleJoined(body.asMember(chair), call)).rejects.toThrow(NotAllowed);
  });
});

describe('the meeting of a call', () => {
  const TEAMS = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Abc%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d';
  test.each([
    ['the host in capitals and a slash at the end', 'https://MEET.invalid/scrap/', LINK],
    ['a fragment', `${LINK}#start`, LINK],
    ['the query in another order', 'https://zoom.invalid/j/1?a=1&b=2', 'https://zoom.invalid/j/1?b=2&a=1'],
    [
      'other escapes and another context of a Teams link',
      TEAMS,
      'https://teams.microsoft.com/l/meetup-join/19:meeting_ABC@thread.v2/0?context=%7B%7D',
    ],
  ])('is found by its link with %s', (_, reported, kept) => {
    expect(toLinkKey(reported)).toBe(toLinkKey(kept));
  });

  test.each([
    ['another path', 'https://meet.invalid/other', LINK],
    ['another password', 'https://teams.microsoft.com/meet/1?p=a', 'https://teams.microsoft.com/meet/1?p=b'],
    ['another message of the channel', TEAMS, TEAMS.replace('/0?', '/1700000000000?')],
  ])('is not the one with %s', (_, reported, kept) => {
    expect(toLinkKey(reported)).not.toBe(toLinkKey(kept));
  });

  test.each(['http://meet.invalid/scrap', 'not a link', ''])('is not found by %j', (link) => {
    expect(toLinkKey(link)).toBeNull();
  });

  test('is that of the series whose time it is, and of two at once the one under way', async () => {
    const held = await heldMeeting(world);
    const next = await addMeeting(world, held.body, held.group.id, { startsAt: new Date('2026-11-30T12:00:00Z') });
    const report = reporter(held);
    expect((await report('started', '12:01')).meetingId).toBe(held.meeting.id);
    const nextWeek = await report('started', '12:01', [], { at: new Date('2026-11-30T12:01:00Z') });
    expect(nextWeek.meetingId).toBe(next.id);
    const directly = await addMeeting(world, held.body, held.group.id, { startsAt: at('13:30') });
    expect((await report('started', '13:25')).meetingId).toBeNull();
    expect((await report('started', '13:31')).meetingId).toBe(directly.id);
    expect((await report('ended', '14:59')).meetingId).toBeNull();
  });

  test('is found by its connected channel when the link is not known, if it is the only one', async () => {
    const held = await heldMeeting(world);
    const channel = await held.body.channel(held.group.id);
    const report = reporter(held);
    const inChannel = { joinUrl: null, channelId: channel.externalChannelId };
    expect((await report('started', '11:51', [], inChannel)).meetingId).toBe(held.meeting.id);
    expect((await report('ended', '15:01', [], inChannel)).meetingId).toBeNull();
    expect((await report('started', '11:51', [], { joinUrl: null, channelId: 'C-other' })).meetingId).toBeNull();
    const elsewhere = await heldMeeting(world);
    expect((await report('started', '11:51', [], { ...inChannel, workspaceId: elsewhere.body.workspaceId })).meetingId).toBeNull();
    await addMeeting(world, held.body, held.group.id, { subTopic: 'Packaging' });
    expect((await report('started', '11:51', [], inChannel)).meetingId).toBeNull();
  });
});

describe('people in a call', () => {
  test('are kept as a layer of their own, with what was so at the time, once however often it is reported', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, member, secretary } = held;
    const ann = await member('Ann');
    const report = reporter(held);
    const people = [{ id: ann.id }, { email: secretary.email.toUpperCase(), name: 'S' }, { name: 'Gus Guest', email: 'gus@else.invalid' }];
    expect(await report('joined', '12:02', people)).toEqual({ meetingId: meeting.id, noted: 3 });
    expect(await report('joined', '12:02', people)).toEqual({ meetingId: meeting.id, noted: 0 });
    await Promise.all([report('left', '12:58', people), report('left', '12:58', people)]);
    const rows = await listSightings(body.asScheduler(), meeting.id);
    expect(rows.map((row) => [row.what, row.name, row.organisation, row.role, row.personId, row.byId])).toEqual([
      ['arrived', 'Ann', 'Ann Works', 'participant', ann.id, null],
      ['arrived', 'Sam Secretary', null, 'secretariat', secretary.id, null],
      ['arrived', 'Gus Guest', null, 'guest', null, null],
      ['left', 'Ann', 'Ann Works', 'participant', ann.id, null],
      ['left', 'Sam Secretary', null, 'secretariat', secretary.id, null],
      ['left', 'Gus Guest', null, 'guest', null, null],
    ]);
    expect(await body.audited()).toEqual(['attendance.notePeopleJoined', 'attendance.notePeopleLeft']);
  });

  test('are known by e-mail in a home workspace only, and never by their name', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    await world.db.workspace.update({ where: { id: held.body.workspaceId }, data: { kind: 'guest' } });
    await reporter(held)('joined', '12:02', [{ email: ann.email, name: 'Ann' }]);
    expect(await listSightings(held.body.asScheduler(), held.meeting.id)).toMatchObject([{ personId: null, name: 'Ann' }]);
  });

  test('leave with the end of the call, but for those who had left', async () => {
    const held = await heldMeeting(world);
    const [ann, ben] = [await held.member('Ann'), await held.member('Ben')];
    const report = reporter(held);
    await report('joined', '12:02', [{ id: ann.id }, { id: ben.id }, { name: 'Gus' }]);
    await report('left', '12:20', [{ id: ben.id }]);
    expect(await report('ended', '12:58')).toMatchObject({ noted: 2 });
    expect(await report('ended', '12:58')).toMatchObject({ noted: 0 });
    const left = (await listSightings(held.body.asScheduler(), held.meeting.id)).filter((row) => row.what === 'left');
    expect(left.map((row) => [row.name, row.at])).toEqual([
      ['Ben', at('12:20')],
      ['Ann', at('12:58')],
      ['Gus', at('12:58')],
    ]);
  });

  test('are not recorded as there: nothing is said for them until somebody says it', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, payload } = held;
    const ann = await held.member('Ann', 'attending');
    await reporter(held)('joined', '12:02', [{ id: ann.id }]);
    const ctx = body.asMember(ann, at('12:10'));
    expect(await listPresences(ctx, meeting.id)).toEqual([]);
    expect(await listStandings(ctx, meeting.id)).toEqual([]);
    expect(await hasCheckedIn(ctx, meeting.id, ann.id)).toBe(false);
    const missed = attendance.notices.find((one) => one.kind === 'attendance.missed')!;
    const notice = { id: uuidv7(), kind: missed.kind, meetingId: meeting.id, subject: { sequence: '0' }, dueAt: at('13:30') };
    expect(await missed.targets(body.asScheduler(at('13:30')), notice)).toEqual([{ person: ann.id }]);
    expect(await here(body.asMember(ann, at('14:00')), {})).toMatchObject({ outcome: 'none', missed: { id: meeting.id } });
    expect(await checkIn(ctx, payload)).toMatchObject({ outcome: 'here', at: at('12:10') });
    const guest = await body.person({ name: 'Gil' });
    await reporter(held)('joined', '12:03', [{ id: guest.id }]);
    expect((await getOwnRecord(body.asMember(guest, at('14:00')))).meetings).toEqual([]);
  });
});

describe('the roll and the record', () => {
  async function called() {
    const held = await heldMeeting(world);
    const { body, meeting, member, payload } = held;
    const [ann, ben, cat] = [await member('Ann', 'attending'), await member('Ben', 'attending'), await member('Cat')];
    const dee = await member('Dee');
    await answers(world, body, meeting.id, dee.id, 'declined');
    const outsider = await body.person({ name: 'Olga Outside' });
    const report = reporter(held);
    await report('joined', '12:02', [{ id: ann.id }, { id: ben.id }, { id: cat.id }, { id: dee.id }, { id: outsider.id }, { name: 'Gus' }]);
    await checkIn(body.asMember(ann, at('12:05')), payload);
    await report('ended', '12:58');
    return { ...held, ann, ben, cat, dee, outsider };
  }

  test('show the chair who was in the call as a suggestion, beside what was said, and choose nothing by it', async () => {
    const { body, chair, meeting, ann, ben, cat, dee, outsider } = await called();
    const { form } = await attendance.commands.find((one) => one.word === 'roll')!.run(body.asMember(chair, at('13:01')), {});
    expect(hintOf(form, ann)).toBe('here 13:05 (said so); in the call 13:02 to 13:58');
    expect(hintOf(form, ben)).toBe('attending; in the call 13:02 to 13:58, not confirmed');
    expect(hintOf(form, cat)).toBe('had not answered; in the call 13:02 to 13:58, not confirmed');
    expect(hintOf(form, dee)).toBe('sent apologies; in the call 13:02 to 13:58, not confirmed');
    const preset = (person: TestPerson) =>
      form?.body.flatMap((one) => (one.type === 'field' && one.name === `person:${person.id}` ? [one.input] : []))[0];
    expect([ann, ben, cat, dee, outsider].map((one) => preset(one))).toMatchObject(
      ['here', 'not_here', 'not_here', 'apologies', 'not_here'].map((initial) => ({ initial })),
    );
    expect(textIn(form?.body)).toContain('In the call, not in the directory: Gus, in the call 13:02 to 13:58. Add them under Guests');
    const card = await attendance.cards.find((one) => one.kind === 'attendance.roll')!.render(body.asScheduler(at('13:01')), meeting.id);
    expect(textOf(card ?? undefined)).toContain('Here 1, left early 0, attending, not seen 3, apologies 1.');
    expect(textOf(card ?? undefined)).toContain('Seen in the call, not confirmed: 5.');
  });

  test("take the times of the call where the chair's word has none, and keep both layers", async () => {
    const { body, chair, meeting, ann, ben, cat, dee, outsider } = await called();
    const choices = { [`person:${ben.id}`]: 'here', [`person:${cat.id}`]: 'left_early', [`person:${dee.id}`]: 'not_here' };
    const sent = { meeting: meeting.id, version: 0, ...choices, [`person:${ann.id}`]: 'here', [`person:${outsider.id}`]: 'not_here' };
    await confirmRoll(body.asMember(chair, at('13:05')), sent);
    const roll = await findRoll(body.asMember(chair), meeting.id);
    const entry = (one: TestPerson) => roll?.entries.find(({ personId }) => personId === one.id);
    expect(entry(ann)).toMatchObject({ status: 'here', arrivedAt: at('12:05').toISOString(), leftAt: null });
    expect(entry(ben)).toMatchObject({ status: 'here', said: 'roll', arrivedAt: at('12:02').toISOString(), leftAt: null });
    expect(entry(cat)).toMatchObject({ status: 'left_early', arrivedAt: at('12:02').toISOString(), leftAt: at('12:58').toISOString() });
    expect(entry(dee)).toMatchObject({ status: 'not_here', arrivedAt: null, leftAt: null });
    expect(entry(ben)?.presenceIds).toHaveLength(3);
    expect(await world.db.presence.count({ where: { meetingId: meeting.id, source: 'teams' } })).toBe(12);
  });

  test('name in the record whom only the platform saw, apart from those who were there', async () => {
    const { body, chair, secretary, meeting, ben } = await called();
    const show = async () =>
      textOf(
        (
          await records.buttons
            .find((one) => one.id === 'records.meeting')!
            .run(body.asSecretariat(secretary, at('14:00')), { meeting: meeting.id, page: 0 })
        ).whisper,
      ).split('Seen in the call, not confirmed\n')[1] ?? '';
    const before = await show();
    expect(before).toContain('Ben, Ben Works, from Mon 23 Nov 2026, 13:02 (Mon 12:02 UTC), until Mon 23 Nov 2026, 13:58 (Mon 12:58 UTC)');
    expect(before).toContain('Gus, from');
    expect(before).not.toContain('Ann, Ann Works, from');
    const sent = { meeting: meeting.id, version: 0, [`person:${ben.id}`]: 'here', guests: 'Gus, River Keepers' };
    await confirmRoll(body.asMember(chair, at('13:05')), sent);
    const after = await show();
    expect(after).not.toContain('Ben, Ben Works, from');
    expect(after).not.toContain('Gus, from');
    expect(after).toContain('Olga Outside');
  });

  test('open for a chair whose meeting had nobody but people of the call', async () => {
    const held = await heldMeeting(world);
    await reporter(held)('joined', '12:02', [{ name: 'Gus' }]);
    const opened = await openRoll(held.body.asMember(held.chair, at('13:01')), {});
    expect(opened).toMatchObject({ outcome: 'open', page: { sheet: { seenGuests: [{ name: 'Gus', until: null }], rows: [] } } });
  });
});
