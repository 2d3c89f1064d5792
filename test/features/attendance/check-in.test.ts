import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { Conflict, Ineligible, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { correct } from '../../../src/features/attendance/correct.ts';
import { here } from '../../../src/features/attendance/here.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { leaveEarly } from '../../../src/features/attendance/leave-early.ts';
import { countHere, hasCheckedIn, listPresences } from '../../../src/features/attendance/lookup.ts';
import { wasThere } from '../../../src/features/attendance/was-there.ts';
import { labels, words } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, at, heldMeeting } from './held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const press = (id: string) => attendance.buttons.find((one) => one.id === id)!;

describe('checking in', () => {
  test('records the claim with affiliation, the acceptance, and the audit row in one go', async () => {
    const { body, meeting, payload, member, statement } = await heldMeeting(world);
    const ann = await member('Ann');
    const ctx = body.asMember(ann, at('12:02'));
    const reply = await press('attendance.check-in').run(ctx, payload);
    expect(words(reply.whisper)).toBe(
      'You are recorded as here at 13:02 (Mon 12:02 UTC) for Ann Works. The chair confirms the list at the end.',
    );
    expect(labels(reply.whisper)).toEqual(['I had to leave early', 'Declare a conflict of interest', 'This is wrong']);
    const rows = await listPresences(ctx, meeting.id);
    expect(rows).toMatchObject([
      {
        personId: ann.id,
        source: 'self',
        what: 'arrived',
        at: at('12:02'),
        name: 'Ann',
        organisation: 'Ann Works',
        membershipClass: 'civil_society',
        role: 'participant',
      },
    ]);
    const accepted = await world.db.acknowledgement.findMany({ where: { bodyId: body.body.id } });
    expect(accepted).toMatchObject([{ personId: ann.id, statementVersionId: statement.id, occasion: `meeting:${meeting.id}` }]);
    const [audited] = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(audited).toMatchObject({ action: 'attendance.checkIn', subject: `meeting:${meeting.id}`, actorId: ann.id });
    expect(audited!.facts).toEqual({ meetingId: meeting.id, statementVersionId: statement.id, presenceId: rows[0]!.id, isLate: false });
  });

  test('has one effect however often it is pressed, and says when it was', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    const again = await press('attendance.check-in').run(body.asMember(ann, at('12:20')), payload);
    expect(words(again.whisper)).toContain('You are already recorded as here at 13:02');
    expect(await listPresences(body.asMember(ann), meeting.id)).toHaveLength(1);
  });

  test('pressed eight times at once gives one presence, one acknowledgement and one audit row', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const ctx = body.asMember(ann, at('12:02'));
    const results = await Promise.all(Array.from({ length: 8 }, () => checkIn(ctx, payload)));
    expect(results.filter((one) => one.outcome === 'here')).toHaveLength(1);
    expect(await listPresences(ctx, meeting.id)).toHaveLength(1);
    expect(await world.db.acknowledgement.count({ where: { bodyId: body.body.id } })).toBe(1);
    expect(await body.audited()).toEqual(['attendance.checkIn']);
  });

  test('of a newer statement shows that one and records nothing', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const newer = await body.statement(2, 'Keep to the agenda, always.');
    const ctx = body.asMember(ann, at('12:02'));
    const reply = await press('attendance.check-in').run(ctx, payload);
    expect(words(reply.whisper)).toContain('replaced by a newer one');
    expect(words(reply.whisper)).toContain('Keep to the agenda, always.');
    expect(labels(reply.whisper)).toEqual(["I'm here and I will comply"]);
    expect(await listPresences(ctx, meeting.id)).toEqual([]);
    expect(await checkIn(ctx, { ...payload, statement: newer.id })).toMatchObject({ outcome: 'here' });
  });

  test('is refused before it opens, and says when it does', async () => {
    const { body, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await expect(checkIn(body.asMember(ann, at('11:49')), payload)).rejects.toThrow(/Check-in opens at/);
    await expect(checkIn(body.asMember(ann, at('11:50')), payload)).resolves.toMatchObject({ outcome: 'here' });
  });

  test('is refused after the end, with the way to say "I was there"', async () => {
    const { body, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await expect(checkIn(body.asMember(ann, at('13:00')), { ...payload, late: 'yes' })).resolves.toMatchObject({ outcome: 'late' });
    const ben = await member('Ben');
    const late = checkIn(body.asMember(ben, at('13:01')), payload);
    await expect(late).rejects.toThrow(Conflict);
    await expect(late).rejects.toMatchObject({ buttons: [{ press: 'attendance.was-there' }, { press: 'attendance.was-there' }] });
    await expect(checkIn(body.asMember(ben, new Date('2026-11-27T13:00:00Z')), payload)).rejects.toThrow(/tell the Secretariat/);
  });

  test('is refused for a cancelled meeting and a confirmed list', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled', cancelReason: 'No quorum of topics.' } });
    await expect(checkIn(body.asMember(ann), payload)).rejects.toThrow(/was cancelled.*No quorum of topics/);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'closed' } });
    await expect(checkIn(body.asMember(ann), payload)).rejects.toThrow(/already confirmed. Were you there/);
  });

  test('is refused to strangers, to people outside the group, to lapsed organisations and to Board members', async () => {
    const { body, payload, group, member } = await heldMeeting(world);
    await expect(checkIn(body.asStranger(), payload)).rejects.toThrow(NotAllowed);
    const outsider = await body.person();
    await expect(checkIn(body.asMember(outsider), payload)).rejects.toMatchObject({ name: 'NotAllowed', buttons: [{ label: 'Join' }] });
    const lapsed = await body.person({ organisationId: (await body.organisation({ standing: 'lapsed' })).id });
    await body.member(group.id, lapsed.id);
    await expect(checkIn(body.asMember(lapsed), payload)).rejects.toMatchObject({ name: 'Ineligible', reason: 'lapsed' });
    const director = await member('Dora');
    await body.appoint(director.id, 'board', { from: '2026-01-01' });
    const refused = checkIn(body.asMember(director), payload);
    await expect(refused).rejects.toThrow(Ineligible);
    await expect(refused).rejects.toMatchObject({ reason: 'board' });
    expect(await body.audited()).toEqual([]);
  });

  test('takes the Secretariat without joining, as Secretariat', async () => {
    const { body, meeting, payload, secretary } = await heldMeeting(world);
    const ctx = body.asSecretariat(secretary);
    await checkIn(ctx, payload);
    expect(await listPresences(ctx, meeting.id)).toMatchObject([{ role: 'secretariat', organisation: null }]);
  });

  test('takes every member at a meeting open to all', async () => {
    const { body, payload } = await heldMeeting(world, { audience: 'all' });
    const outsider = await body.person();
    await expect(checkIn(body.asMember(outsider), payload)).resolves.toMatchObject({ outcome: 'here' });
  });

  test("does not reach another body's meeting", async () => {
    const { payload } = await heldMeeting(world);
    const other = await heldMeeting(world);
    const ann = await other.member('Ann');
    await expect(checkIn(other.body.asMember(ann), payload)).rejects.toThrow(NotFound);
    await expect(checkIn(other.body.asMember(ann), { meeting: 'x', statement: 'y' })).rejects.toThrow(InvalidInput);
  });

  test('keeps the employer of the day when the person changes employer later', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    const next = await body.organisation({ name: 'Next Employer', membershipClass: 'industrial_users' });
    await world.db.person.update({ where: { id: ann.id }, data: { organisationId: next.id } });
    await leaveEarly(body.asMember(ann, at('12:30')), { meeting: meeting.id });
    const rows = await listPresences(body.asMember(ann), meeting.id);
    expect(rows.map((row) => [row.what, row.organisation, row.membershipClass])).toEqual([
      ['arrived', 'Ann Works', 'civil_society'],
      ['left', 'Ann Works', 'civil_society'],
    ]);
  });

  test('marks the opening card as out of date', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const card = { id: uuidv7(), bodyId: body.body.id, workspaceId: body.workspaceId, kind: 'attendance.opening', subject: meeting.id };
    await world.db.postedCard.create({ data: { ...card, messageRef: {}, refKey: card.id, postedAt: at('12:00') } });
    await checkIn(body.asMember(ann, at('12:02')), payload);
    expect(await world.db.postedCard.findUnique({ where: { id: card.id } })).toMatchObject({ staleAt: at('12:02') });
  });
});

describe('/wg here', () => {
  test('shows the statement privately and accepts nothing by itself', async () => {
    const { body, meeting, statement, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const ctx = body.asMember(ann, at('12:02'));
    const reply = await attendance.commands.find((one) => one.word === 'here')!.run(ctx, {});
    expect(words(reply.whisper)).toContain('Keep to the agenda.');
    const [button] = reply.whisper!.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
    expect(button).toMatchObject({ press: 'attendance.check-in', with: { meeting: meeting.id, statement: statement.id } });
    expect(await listPresences(ctx, meeting.id)).toEqual([]);
    expect(await body.audited()).toEqual([]);
  });

  test('says when the next meeting is when none is under way', async () => {
    const { body, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const found = await here(body.asMember(ann, at('09:00')), {});
    expect(found).toMatchObject({ outcome: 'none', next: { subTopic: 'Scrap quality' }, missed: null });
    const outsider = await body.person();
    expect(await here(body.asMember(outsider, at('12:02')), {})).toEqual({ outcome: 'none', next: null, missed: null });
  });

  test('offers a choice when several are under way', async () => {
    const { body, group, member } = await heldMeeting(world);
    await addMeeting(world, body, group.id, { subTopic: 'Packaging' });
    const ann = await member('Ann');
    const reply = await attendance.commands.find((one) => one.word === 'here')!.run(body.asMember(ann, at('12:02')), {});
    expect(labels(reply.whisper)).toEqual(['Circularity: Scrap quality', 'Circularity: Packaging']);
  });

  test('says so when the person is already recorded', async () => {
    const { body, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    expect(await here(body.asMember(ann, at('12:05')), {})).toMatchObject({ outcome: 'recorded' });
  });

  test('asks "were you there?" once the meeting is over', async () => {
    const { body, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await expect(here(body.asMember(ann, at('13:10')), {})).rejects.toThrow(/Were you there/);
    expect(await here(body.asMember(ann, at('15:00')), {})).toMatchObject({ outcome: 'none', missed: { subTopic: 'Scrap quality' } });
  });

  test('is refused to strangers', async () => {
    const { body } = await heldMeeting(world);
    await expect(here(body.asStranger(), {})).rejects.toThrow(NotAllowed);
  });
});

describe('leaving early', () => {
  test('is a second layer, once, and coming back is a third', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    await Promise.all([1, 2, 3].map(() => leaveEarly(body.asMember(ann, at('12:30')), { meeting: meeting.id })));
    expect((await listPresences(body.asMember(ann), meeting.id)).map((row) => row.what)).toEqual(['arrived', 'left']);
    expect(await leaveEarly(body.asMember(ann, at('12:35')), { meeting: meeting.id })).toMatchObject({
      outcome: 'already',
      at: at('12:30'),
    });
    expect(await checkIn(body.asMember(ann, at('12:40')), payload)).toMatchObject({ outcome: 'here' });
    expect(await hasCheckedIn(body.asMember(ann), meeting.id, ann.id)).toBe(true);
    expect(await body.audited()).toEqual(['attendance.checkIn', 'attendance.leaveEarly', 'attendance.checkIn']);
  });

  test('is refused to somebody who never came, and asks for the time after the end', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await expect(leaveEarly(body.asMember(ann, at('12:10')), { meeting: meeting.id })).rejects.toThrow(/Check in first/);
    await checkIn(body.asMember(ann, at('12:12')), payload);
    const reply = await press('attendance.leave-early').run(body.asMember(ann, at('13:20')), { meeting: meeting.id });
    expect(reply.form).toMatchObject({ id: 'attendance.correct', hidden: { meeting: meeting.id } });
  });
});

describe('putting it right', () => {
  test('"I was not there" takes the claim back and keeps it', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    const ctx = body.asMember(ann, at('12:05'));
    await Promise.all([correct(ctx, { meeting: meeting.id, what: 'not-there' }), correct(ctx, { meeting: meeting.id, what: 'not-there' })]);
    const rows = await listPresences(ctx, meeting.id);
    expect(rows.map((row) => row.what)).toEqual(['arrived', 'absent']);
    expect(rows[1]).toMatchObject({ replacesId: rows[0]!.id, source: 'self' });
    expect(await countHere(ctx, meeting.id)).toBe(0);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id, kind: 'attendance.correction' } })).toBe(0);
  });

  test("another time is taken in the person's own zone, within the meeting and not ahead", async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:20')), payload);
    const ctx = body.asMember(ann, at('12:30'));
    await correct(ctx, { meeting: meeting.id, what: 'arrived-at', time: '13:05' });
    expect((await listPresences(ctx, meeting.id)).at(-1)).toMatchObject({ what: 'arrived', at: at('12:05') });
    for (const time of ['12:05', '13:40', '25:00'])
      await expect(correct(ctx, { meeting: meeting.id, what: 'left-at', time })).rejects.toMatchObject({
        name: 'InvalidInput',
        fields: { time: expect.any(String) as string },
      });
    await expect(correct(ctx, { meeting: meeting.id, what: 'left-at', time: null })).rejects.toThrow(/Give the time/);
  });

  test('a wrong affiliation is told to the Secretariat with the words kept out of the chain', async () => {
    const { body, meeting, payload, member, secretary } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    const ctx = body.asMember(ann, at('12:05'));
    await expect(correct(ctx, { meeting: meeting.id, what: 'affiliation', note: ' ' })).rejects.toThrow(/which organisation/);
    await correct(ctx, { meeting: meeting.id, what: 'affiliation', note: 'River Keepers' });
    const [notice] = await world.db.notice.findMany({ where: { bodyId: body.body.id, kind: 'attendance.correction' } });
    const kind = attendance.notices.find((one) => one.kind === 'attendance.correction')!;
    const facts = { ...notice!, subject: notice!.subject as Record<string, string> };
    expect(await kind.targets(body.asScheduler(), facts)).toEqual([{ person: secretary.id }]);
    const card = await kind.render(body.asScheduler(), facts, { person: secretary.id });
    expect('summary' in card && words(card)).toContain('Ann (Ann Works) says: I was there from');
    const audited = await world.db.auditEvent.findFirst({ where: { bodyId: body.body.id, action: 'attendance.correct' } });
    expect(JSON.stringify(audited)).not.toContain('River Keepers');
    expect(await hasCheckedIn(ctx, meeting.id, ann.id)).toBe(true);
  });

  test('is refused when nothing is recorded, and once corrections are closed', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await expect(correct(body.asMember(ann), { meeting: meeting.id, what: 'not-there' })).rejects.toThrow(/Nothing is recorded/);
    await checkIn(body.asMember(ann, at('12:02')), payload);
    const late = new Date('2026-11-26T13:00:01Z');
    await expect(correct(body.asMember(ann, late), { meeting: meeting.id, what: 'not-there' })).rejects.toThrow(/tell the Secretariat/);
    const reply = press('attendance.open-correction').run(body.asMember(ann, late), { meeting: meeting.id });
    await expect(reply).rejects.toThrow(Conflict);
  });
});

describe('"were you there?"', () => {
  test('is a claim said afterwards, once, and only while corrections are open', async () => {
    const { body, meeting, member } = await heldMeeting(world);
    const ann = await member('Ann', 'attending');
    const ctx = body.asMember(ann, at('13:30'));
    const yes = { meeting: meeting.id, was: 'yes' as const };
    const results = await Promise.all([wasThere(ctx, yes), wasThere(ctx, yes)]);
    expect(results.map((one) => one.outcome).sort()).toEqual(['already', 'noted']);
    expect(await listPresences(ctx, meeting.id)).toMatchObject([
      { what: 'present', source: 'self', at: at('12:00'), recordedAt: at('13:30'), reason: 'said afterwards' },
    ]);
    const ben = await member('Ben', 'attending');
    await expect(wasThere(body.asMember(ben, at('12:30')), yes)).rejects.toThrow(/goes on until/);
    await expect(wasThere(body.asMember(ben, new Date('2026-11-26T13:00:01Z')), yes)).rejects.toThrow(/could be corrected until/);
    await expect(wasThere(body.asMember(ben, new Date('2026-11-26T13:00:00Z')), yes)).resolves.toMatchObject({
      outcome: 'noted',
      told: false,
    });
  });

  test('after a confirmed list goes to the Secretariat', async () => {
    const { body, meeting, member } = await heldMeeting(world, { state: 'closed' });
    const ann = await member('Ann', 'attending');
    expect(await wasThere(body.asMember(ann, at('13:30')), { meeting: meeting.id, was: 'yes' })).toMatchObject({ told: true });
    expect(await world.db.notice.count({ where: { bodyId: body.body.id, kind: 'attendance.correction' } })).toBe(1);
  });

  test('"I was not there" shames nobody and is kept', async () => {
    const { body, meeting, member } = await heldMeeting(world);
    const ann = await member('Ann', 'attending');
    const reply = await press('attendance.was-there').run(body.asMember(ann, at('13:30')), { meeting: meeting.id, was: 'no' });
    expect(words(reply.replace)).toContain('Thank you.');
    expect(await listPresences(body.asMember(ann), meeting.id)).toMatchObject([{ what: 'absent' }]);
  });

  test('is refused to people who may not take part', async () => {
    const { body, meeting } = await heldMeeting(world);
    const outsider = await body.person();
    await expect(wasThere(body.asMember(outsider, at('13:30')), { meeting: meeting.id, was: 'yes' })).rejects.toThrow(NotAllowed);
  });
});
