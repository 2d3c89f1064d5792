import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { openingCard } from '../../../src/features/attendance/cards.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { correct } from '../../../src/features/attendance/correct.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { leaveEarly } from '../../../src/features/attendance/leave-early.ts';
import { listOwnPresences } from '../../../src/features/attendance/lookup.ts';
import { getOpening } from '../../../src/features/attendance/opening.ts';
import { seenWords } from '../../../src/features/attendance/roll-words.ts';
import { getSheet } from '../../../src/features/attendance/sheet.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { buttonsIn, labels, words } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at, heldMeeting } from './held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const press = (id: string) => attendance.buttons.find((one) => one.id === id)!;

describe('once check-in closed, half an hour after the start', () => {
  test('a press records nothing and shows the statement with the way to say so', async () => {
    const { body, meeting, payload, statement, member } = await heldMeeting(world);
    const ann = await member('Ann');
    expect(await checkIn(body.asMember(await member('Ben'), at('12:30')), payload)).toMatchObject({ outcome: 'here' });
    const late = body.asMember(ann, new Date(at('12:30').getTime() + 1));
    const { whisper } = await press('attendance.check-in').run(late, payload);
    expect(words(whisper)).toContain('Nothing is recorded yet for Circularity: Scrap quality.');
    expect(words(whisper)).toContain('Keep to the agenda.');
    expect(JSON.stringify(whisper)).toContain('You can still say that you joined late');
    expect(buttonsIn(whisper?.blocks)).toMatchObject([
      { label: 'I joined late and I will comply', with: { meeting: meeting.id, statement: statement.id, late: 'yes' } },
    ]);
    expect(await listOwnPresences(late, meeting.id, ann.id)).toEqual([]);
    expect(await world.db.acknowledgement.count({ where: { bodyId: body.body.id, personId: ann.id } })).toBe(0);
  });

  test('who says so is recorded as joining late, with the statement accepted, and the roll tells it', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann', 'attending');
    const ctx = body.asMember(ann, at('12:42'));
    const { whisper } = await press('attendance.here').run(ctx, { meeting: meeting.id });
    const [button] = buttonsIn(whisper?.blocks);
    const said = await press('attendance.check-in').run(ctx, (button as { with: Record<string, string> }).with);
    expect(words(said.whisper)).toBe(
      'You are recorded as joining late, at 13:42 (Mon 12:42 UTC) for Ann Works. The chair confirms the list at the end.',
    );
    expect(await listOwnPresences(ctx, meeting.id, ann.id)).toMatchObject([
      { source: 'self', what: 'arrived', at: at('12:42'), reason: 'said after check-in closed' },
    ]);
    expect(await world.db.acknowledgement.count({ where: { bodyId: body.body.id, personId: ann.id } })).toBe(1);
    const audited = await world.db.auditEvent.findFirst({ where: { bodyId: body.body.id, action: 'attendance.checkIn' } });
    expect(audited?.facts).toMatchObject({ isLate: true });
    const sheet = await getSheet(body.asScheduler(at('13:05')), await getMeeting(ctx, meeting.id));
    expect(seenWords(sheet.rows[0]!, sheet, 'UTC')).toBe('here 12:42 UTC (said so after check-in closed)');
    expect(await checkIn(ctx, { ...payload, late: 'yes' })).toMatchObject({ outcome: 'already' });
  });

  test('five presses at once are one claim', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const ctx = body.asMember(ann, at('12:42'));
    const all = await Promise.all(Array.from({ length: 5 }, () => checkIn(ctx, { ...payload, late: 'yes' })));
    expect(all.map((one) => one.outcome).sort()).toEqual(['already', 'already', 'already', 'already', 'late']);
    expect(await listOwnPresences(ctx, meeting.id, ann.id)).toHaveLength(1);
  });

  test('coming back is not late; being there after all is', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await checkIn(body.asMember(ann, at('12:02')), payload);
    await leaveEarly(body.asMember(ann, at('12:20')), { meeting: meeting.id });
    expect(await checkIn(body.asMember(ann, at('12:45')), payload)).toMatchObject({ outcome: 'here' });
    await correct(body.asMember(ann, at('12:46')), { meeting: meeting.id, what: 'not-there' });
    expect(await checkIn(body.asMember(ann, at('12:47')), payload)).toMatchObject({ outcome: 'closed' });
  });

  test('of a newer statement the new one is shown, still as joining late', async () => {
    const { body, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    await body.statement(2, 'Keep to the agenda, always.');
    const late = body.asMember(ann, at('12:42'));
    const { whisper } = await press('attendance.check-in').run(late, { ...payload, late: 'yes' });
    expect(words(whisper)).toContain('replaced by a newer one');
    expect(buttonsIn(whisper?.blocks)).toMatchObject([{ with: { late: 'yes' } }]);
  });

  test('saying "late" while check-in is open is checking in', async () => {
    const { body, payload, member } = await heldMeeting(world);
    const ann = await member('Ann');
    expect(await checkIn(body.asMember(ann, at('12:10')), { ...payload, late: 'yes' })).toMatchObject({ outcome: 'here' });
  });

  test("a body's own window holds, and never outlasts the meeting", async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const ctx = body.asMember(await member('Ann'), at('12:06'));
    const own = (checkInAfter: number) => ({
      ...ctx,
      body: { ...ctx.body, settings: { ...ctx.body.settings, timings: { ...ctx.body.settings.timings, checkInAfter } } },
    });
    expect(await checkIn(own(5), payload)).toMatchObject({ outcome: 'closed', closedAt: at('12:05') });
    expect((await getOpening(own(600), await getMeeting(ctx, meeting.id))).closesAt).toEqual(at('13:00'));
  });
});

describe('the opening card', () => {
  const shownAt = async (time: string) => {
    const { body, meeting, member } = await heldMeeting(world);
    const ctx = body.asMember(await member('Ann', 'attending'), at(time));
    return openingCard(await getOpening(ctx, await getMeeting(ctx, meeting.id)));
  };
  const labelsAt = async (time: string) => labels(await shownAt(time));

  test('says until when check-in is open, then how to join late, then that it is over', async () => {
    expect(words(await shownAt('12:29'))).toContain('Check-in is open until 13:30');
    expect(await labelsAt('12:29')).toEqual(["I'm here and I will comply", 'Raise a concern']);
    expect(words(await shownAt('12:30'))).toMatch(/is under way.*Keep to the agenda.*Check-in closed at 13:30/);
    expect(await labelsAt('12:30')).toEqual(['I joined late', 'Raise a concern']);
    expect(words(await shownAt('13:00'))).toContain('is over and check-in is closed');
    expect(await labelsAt('13:00')).toEqual([]);
  });

  test('is drawn again when check-in closes, and nobody gets a message', async () => {
    const { body, meeting } = await heldMeeting(world);
    const kind = attendance.notices.find((one) => one.kind === 'attendance.check-in-closed')!;
    const card = { id: uuidv7(), bodyId: body.body.id, workspaceId: body.workspaceId, kind: 'attendance.opening', subject: meeting.id };
    await world.db.postedCard.create({ data: { ...card, messageRef: {}, refKey: card.id, postedAt: at('12:00') } });
    const facts = { id: uuidv7(), kind: kind.kind, meetingId: meeting.id, subject: { sequence: '0' }, dueAt: at('12:30') };
    expect(await kind.targets(body.asScheduler(at('12:30')), facts)).toEqual([]);
    await kind.due!(body.asScheduler(at('12:30')), facts);
    expect(await world.db.postedCard.findUnique({ where: { id: card.id } })).toMatchObject({ staleAt: at('12:30') });
  });
});
