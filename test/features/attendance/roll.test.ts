import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Card, Form } from '../../../src/bot/card.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { correct } from '../../../src/features/attendance/correct.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { leaveEarly } from '../../../src/features/attendance/leave-early.ts';
import { findReading, findRoll, listPresences, listRollsToConfirm, listStandings } from '../../../src/features/attendance/lookup.ts';
import { openRoll } from '../../../src/features/attendance/open-roll.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { findUnasked } from '../../../src/features/attendance/unasked.ts';
import { wasThere } from '../../../src/features/attendance/was-there.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { fieldsOf, labels, words } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, answers, at, heldMeeting, passGate, posted, secretariatHere, writeAgenda } from './held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const press = (id: string) => attendance.buttons.find((one) => one.id === id)!;
const submit = (id: string) => attendance.forms.find((one) => one.id === id)!;
const kindOf = (kind: string) => attendance.notices.find((one) => one.kind === kind)!;
const notice = (kind: string, meetingId: string, sequence = '0'): NoticeFacts => ({
  id: uuidv7(),
  kind,
  meetingId,
  subject: { sequence },
  dueAt: at('12:00'),
});

/** The values of a form as it opens. */
const initialValues = (form: Form): Record<string, string | readonly string[] | null> =>
  Object.fromEntries(fieldsOf(form).map(({ name, input }) => [name, ('initial' in input ? input.initial : undefined) ?? null]));

describe('the statement read aloud', () => {
  test('is recorded once, with who and when, and puts the meeting in session', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, secretary, statement } = held;
    const first = await press('attendance.read').run(body.asMember(chair, at('12:03')), { meeting: meeting.id });
    expect(words(first.whisper)).toContain('read aloud in Scrap quality at 13:03');
    const second = await press('attendance.read').run(body.asSecretariat(secretary, at('12:05')), { meeting: meeting.id });
    expect(words(second.whisper)).toContain('already recorded: Cleo Chair read the statement aloud at 13:03');
    expect(await findReading(body.asMember(chair), meeting.id)).toMatchObject({
      byId: chair.id,
      statementVersionId: statement.id,
      at: at('12:03'),
    });
    expect(await world.db.meeting.findUnique({ where: { id: meeting.id } })).toMatchObject({ state: 'in_session' });
    expect(await body.audited()).toEqual(['attendance.read', 'attendance.checkIn']);
  });

  test('is accepted by who reads it with the same press, which checks them in: nobody expects them or asks them any more', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, statement } = held;
    await answers(world, body, meeting.id, chair.id, 'attending');
    const reply = await press('attendance.read').run(body.asMember(chair, at('12:03')), { meeting: meeting.id });
    expect(words(reply.whisper)).toContain('You accepted the statement with the same press, and are recorded as here.');
    expect(await listStandings(body.asScheduler(), meeting.id)).toContainEqual(
      expect.objectContaining({ personId: chair.id, status: 'here', arrivedAt: at('12:03') }),
    );
    const accepted = await world.db.acknowledgement.findMany({ where: { meetingId: meeting.id } });
    expect(accepted).toMatchObject([{ personId: chair.id, statementVersionId: statement.id, at: at('12:03') }]);
    const later = body.asScheduler(at('13:30'));
    expect(await findUnasked(later, await getMeeting(later, meeting.id), chair.id)).toEqual({ skip: 'the person is recorded' });
  });

  test('recorded by an earlier release, which checked nobody in, keeps its reader from being asked all the same', async () => {
    const { body, meeting, chair, statement } = await heldMeeting(world);
    await answers(world, body, meeting.id, chair.id, 'attending');
    const later = body.asScheduler(at('13:30'));
    const unasked = async () => findUnasked(later, await getMeeting(later, meeting.id), chair.id);
    expect(await unasked()).toBeNull();
    const row = { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, statementVersionId: statement.id };
    await world.db.reading.create({ data: { ...row, byId: chair.id, byName: chair.name, at: at('12:03') } });
    expect(await unasked()).toEqual({ skip: 'the person read the statement aloud' });
  });

  test('asks of who was named for the meeting, whether or not anything was heard of them', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, secretary } = held;
    await world.db.meeting.update({ where: { id: meeting.id }, data: { secretariatId: secretary.id, chairId: chair.id } });
    const opened = await openRoll(body.asMember(chair, at('13:00')), { meeting: meeting.id });
    const rows = opened.outcome === 'open' ? opened.page.sheet.rows : [];
    expect(Object.fromEntries(rows.map((row) => [row.personId, [row.status, row.role]]))).toEqual({
      [chair.id]: ['not_here', 'chair'],
      [secretary.id]: ['not_here', 'secretariat'],
    });
  });

  test('suggests for the roll that who read it was there, whom nothing else says so of', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair } = held;
    const ann = await held.member('Ann', 'attending');
    await press('attendance.read').run(body.asMember(chair, at('12:03')), { meeting: meeting.id });
    const opened = await openRoll(body.asMember(chair, at('13:00')), { meeting: meeting.id });
    const rows = opened.outcome === 'open' ? opened.page.sheet.rows : [];
    const statuses = Object.fromEntries(rows.map((row) => [row.personId, [row.status, row.role]]));
    expect(statuses).toMatchObject({ [chair.id]: ['here', 'chair'], [ann.id]: ['not_here', 'participant'] });
  });

  test('pressed by two at once is one reading', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, secretary } = held;
    const both = [body.asMember(chair, at('12:03')), body.asSecretariat(secretary, at('12:03'))];
    const results = await Promise.all(both.map((ctx) => read(ctx, { meeting: meeting.id })));
    expect(results.map((one) => one.outcome).sort()).toEqual(['already', 'recorded']);
    expect(await world.db.reading.count({ where: { meetingId: meeting.id } })).toBe(1);
    expect(await body.audited()).toEqual(['attendance.read', 'attendance.checkIn']);
  });

  test('by /wg read is that of the meeting under way', async () => {
    const held = await heldMeeting(world);
    await passGate(world, held);
    const { body, meeting, chair, member } = held;
    expect(await read(body.asMember(chair, at('11:52')), {})).toMatchObject({ outcome: 'recorded', meeting: { id: meeting.id } });
    await expect(read(body.asMember(chair, at('09:00')), {})).rejects.toThrow(/under way/);
    await expect(read(body.asMember(await member('Ann'), at('12:05')), {})).rejects.toThrow(Conflict);
  });

  test('is refused to members, before check-in opens, after closing and for a cancelled meeting', async () => {
    const { body, meeting, chair, member } = await heldMeeting(world);
    const input = { meeting: meeting.id };
    await expect(read(body.asMember(await member('Ann'), at('12:03')), input)).rejects.toThrow(/Only the chairs of Circularity/);
    await expect(read(body.asStranger(), input)).rejects.toThrow(NotAllowed);
    await expect(read(body.asMember(chair, at('11:00')), input)).rejects.toThrow(/can be recorded from/);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'closed' } });
    await expect(read(body.asMember(chair, at('12:03')), input)).rejects.toThrow(/roll of this meeting is confirmed/);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    await expect(read(body.asMember(chair, at('12:03')), input)).rejects.toThrow(/was cancelled/);
  });

  test('may be recorded by the chair and Secretariat person named for the meeting', async () => {
    const body = await world.newBody();
    await body.statement();
    const group = await body.group();
    const guest = await body.person();
    const secretary = await body.person();
    await body.appoint(secretary.id, 'secretariat');
    const meeting = await addMeeting(world, body, group.id, { chairId: guest.id });
    await passGate(world, { body, meeting, secretary });
    expect(await read(body.asMember(guest, at('12:03')), { meeting: meeting.id })).toMatchObject({ outcome: 'recorded' });
  });
});

describe('the roll', () => {
  async function threeExpected() {
    const held = await heldMeeting(world);
    const { body, meeting, payload, member } = held;
    const ann = await member('Ann', 'attending');
    const ben = await member('Ben', 'attending');
    const dee = await member('Dee', 'declined');
    const eve = await member('Eve');
    await checkIn(body.asMember(ann, at('12:01')), payload);
    await checkIn(body.asMember(eve, at('12:04')), payload);
    await leaveEarly(body.asMember(eve, at('12:40')), { meeting: meeting.id });
    return { ...held, ann, ben, dee, eve };
  }

  test('opens with what is known: claims, apologies, and those attending but not seen', async () => {
    const { body, chair, meeting, ann, ben, dee, eve } = await threeExpected();
    const reply = await attendance.commands.find((one) => one.word === 'roll')!.run(body.asMember(chair, at('13:01')), {});
    const form = reply.form!;
    expect(form).toMatchObject({ id: 'attendance.confirm-roll', title: 'Who was there?', submit: 'Confirm the roll' });
    expect(initialValues(form)).toEqual({
      [`person:${ann.id}`]: 'here',
      [`person:${ben.id}`]: 'not_here',
      [`person:${dee.id}`]: 'apologies',
      [`person:${eve.id}`]: 'left_early',
      [`others:${chair.id}`]: null,
      guests: null,
    });
    expect(fieldsOf(form).map((one) => [one.label, one.hint])).toEqual([
      ['Ann, Ann Works', 'here 13:01 (said so)'],
      ['Ben, Ben Works', 'attending, not seen'],
      ['Dee, Dee Works', 'sent apologies'],
      ['Eve, Eve Works', 'here 13:04 left 13:40 (said so)'],
      ['Members who had not answered: tick who was there', undefined],
      ['Guests', 'One a line: Name, Organisation.'],
    ]);
    const notes = form.body.flatMap((block) => (block.type === 'note' ? [toPlain(block.text)] : []));
    expect(notes).toEqual(['By class so far: Civil Society 2. Apologies: 1. Alternates: none.', 'Statement: 2 of 2 accepted.']);
    expect(form.hidden).toEqual({ meeting: meeting.id, version: '0', page: '0' });
  });

  test('names who is there without having accepted the statement, guests too, and under their name', async () => {
    const { body, chair, meeting, ben, secretary } = await threeExpected();
    const ctx = body.asMember(chair, at('13:05'));
    const opened = await press('attendance.open-roll').run(ctx, { meeting: meeting.id });
    const values = { ...initialValues(opened.form!), [`person:${ben.id}`]: 'here', guests: 'Gus, River Keepers' };
    await confirmRoll(ctx, { meeting: meeting.id, version: 0, ...values });
    const again = await press('attendance.open-roll').run(body.asSecretariat(secretary, at('13:10')), { meeting: meeting.id });
    const notes = again.form!.body.flatMap((block) => (block.type === 'note' ? [toPlain(block.text)] : []));
    expect(notes).toContain('Statement: 2 of 4 accepted. Here, not accepted: Ben, Ben Works; Gus, River Keepers.');
    expect(fieldsOf(again.form).find((one) => one.label === 'Ben, Ben Works')?.hint).toBe('here (confirmed), statement not accepted');
  });

  test("confirmed writes the chair's layers, the guests and version 1, and closes the meeting", async () => {
    const { body, chair, meeting, ann, ben, dee, eve } = await threeExpected();
    const ctx = body.asMember(chair, at('13:05'));
    const opened = await press('attendance.open-roll').run(ctx, { meeting: meeting.id });
    const values = {
      ...initialValues(opened.form!),
      [`person:${ben.id}`]: 'here',
      [`others:${chair.id}`]: [chair.id],
      guests: 'Gus Guest, River Keepers\n\nHal',
    };
    const reply = await submit('attendance.confirm-roll').run(ctx, { ...values, ...opened.form!.hidden });
    expect(words(reply.whisper)).toContain('The roll is confirmed by Cleo Chair');
    const roll = (await findRoll(ctx, meeting.id))!;
    expect(roll).toMatchObject({ version: 1, confirmedBy: { id: chair.id, name: 'Cleo Chair' }, at: at('13:05') });
    expect(roll.entries.map((one) => [one.personId, one.name, one.status, one.arrivedAt, one.leftAt, one.said, one.role])).toEqual([
      [ann.id, 'Ann', 'here', at('12:01').toISOString(), null, 'roll', 'participant'],
      [ben.id, 'Ben', 'here', null, null, 'roll', 'participant'],
      [dee.id, 'Dee', 'apologies', null, null, 'roll', 'participant'],
      [eve.id, 'Eve', 'left_early', at('12:04').toISOString(), at('12:40').toISOString(), 'roll', 'participant'],
      [chair.id, 'Cleo Chair', 'here', null, null, 'roll', 'chair'],
      [null, 'Gus Guest', 'here', null, null, 'roll', 'guest'],
      [null, 'Hal', 'here', null, null, 'roll', 'guest'],
    ]);
    const layers = (await listPresences(ctx, meeting.id)).filter((row) => row.source === 'chair');
    expect(layers.map((row) => [row.name, row.what])).toEqual([
      ['Ann', 'present'],
      ['Ben', 'present'],
      ['Dee', 'apologies'],
      ['Eve', 'left'],
      ['Cleo Chair', 'present'],
      ['Gus Guest', 'present'],
      ['Hal', 'present'],
    ]);
    expect(await world.db.meeting.findUnique({ where: { id: meeting.id } })).toMatchObject({ state: 'closed', closedAt: at('13:05') });
    expect((await body.audited()).at(-1)).toBe('attendance.confirmRoll');
    expect(await listRollsToConfirm(body.asMember(chair, at('13:30')))).toEqual([]);
  });

  test('confirmed by two chairs at once is confirmed once; the other hears by whom and when', async () => {
    const { body, chair, secretary, meeting, ann } = await threeExpected();
    const values = { meeting: meeting.id, version: '0', [`person:${ann.id}`]: 'here' };
    const chairs = [body.asMember(chair, at('13:05')), body.asSecretariat(secretary, at('13:05'))];
    const results = await Promise.allSettled([...chairs, ...chairs, ...chairs].map((ctx) => confirmRoll(ctx, values)));
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as Conflict] : []));
    expect(refused).toHaveLength(5);
    for (const one of refused) {
      expect(one).toBeInstanceOf(Conflict);
      expect(one.message).toMatch(/was confirmed meanwhile by (Cleo Chair|Sam Secretary) at .*What you sent was not recorded/);
    }
    expect(await world.db.roll.count({ where: { meetingId: meeting.id } })).toBe(1);
    expect((await listPresences(body.asMember(chair), meeting.id)).filter((row) => row.source !== 'self')).toHaveLength(1);
    expect((await body.audited()).filter((action) => action === 'attendance.confirmRoll')).toHaveLength(1);
  });

  test('once confirmed is corrected only by the Secretariat, with a reason, as the next version', async () => {
    const { body, chair, secretary, meeting, ann } = await threeExpected();
    await confirmRoll(body.asMember(chair, at('13:05')), {
      meeting: meeting.id,
      version: 0,
      [`person:${ann.id}`]: 'here',
      guests: 'Gus, River Keepers',
    });
    await expect(openRoll(body.asMember(chair, at('13:10')), { meeting: meeting.id })).rejects.toThrow(
      /confirmed by Cleo Chair.*Only the Secretariat can correct/,
    );
    const ctx = body.asSecretariat(secretary, at('14:00'));
    const opened = await press('attendance.open-roll').run(ctx, { meeting: meeting.id });
    const values = initialValues(opened.form!);
    expect(values).toMatchObject({ guests: 'Gus, River Keepers', [`person:${ann.id}`]: 'here', reason: null });
    const changed = { ...values, ...opened.form!.hidden, [`person:${ann.id}`]: 'not_here', guests: '' };
    await expect(submit('attendance.confirm-roll').run(ctx, changed)).rejects.toMatchObject({
      fields: { reason: expect.any(String) as string },
    });
    await submit('attendance.confirm-roll').run(ctx, { ...changed, reason: 'Ann wrote that she was not there.' });
    const rolls = await world.db.roll.findMany({ where: { meetingId: meeting.id }, orderBy: { version: 'asc' } });
    expect(rolls.map((one) => one.version)).toEqual([1, 2]);
    const roll = (await findRoll(ctx, meeting.id))!;
    expect(roll.entries.find((one) => one.personId === ann.id)).toMatchObject({ status: 'not_here' });
    expect(roll.entries.some((one) => one.personId === null)).toBe(false);
    const layer = (await listPresences(ctx, meeting.id)).findLast((row) => row.personId === ann.id);
    expect(layer).toMatchObject({ source: 'secretariat', what: 'absent', reason: 'Ann wrote that she was not there.' });
    await expect(submit('attendance.confirm-roll').run(ctx, { ...changed, reason: 'Again.' })).rejects.toThrow(
      /confirmed meanwhile by Sam Secretary/,
    );
  });

  test('shows the Secretariat what a person said after the roll was confirmed', async () => {
    const { body, chair, secretary, meeting, ann, ben } = await threeExpected();
    await confirmRoll(body.asMember(chair, at('13:05')), {
      meeting: meeting.id,
      version: 0,
      [`person:${ann.id}`]: 'here',
      [`person:${ben.id}`]: 'not_here',
    });
    await wasThere(body.asMember(ben, at('13:30')), { meeting: meeting.id, was: 'yes' });
    await correct(body.asMember(ann, at('13:30')), { meeting: meeting.id, what: 'not-there' });
    const opened = await press('attendance.open-roll').run(body.asSecretariat(secretary, at('14:00')), { meeting: meeting.id });
    expect(
      fieldsOf(opened.form)
        .filter((one) => toPlain(one.hint ?? '').includes('says otherwise'))
        .map((one) => one.label),
    ).toEqual(['Ann, Ann Works', 'Ben, Ben Works']);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id, kind: 'attendance.correction' } })).toBe(2);
  });

  test('names the alternate who came, and for whom', async () => {
    const { body, chair, meeting, group, member } = await heldMeeting(world);
    const ann = await member('Ann');
    const alt = await body.person({ name: 'Alt' });
    await answers(world, body, meeting.id, ann.id, 'declined', { alternateId: alt.id, alternateName: 'Alt' });
    const ben = await member('Ben');
    await answers(world, body, meeting.id, ben.id, 'declined', { alternateName: 'Bea Outside' });
    const ctx = body.asMember(chair, at('13:01'));
    const opened = await press('attendance.open-roll').run(ctx, { meeting: meeting.id });
    expect(fieldsOf(opened.form).find((one) => one.name === `person:${alt.id}`)?.hint).toBe('alternate named by Ann not seen');
    expect(JSON.stringify(opened.form!.body)).toContain('Bea Outside for Ben (add them under Guests if they were there)');
    await submit('attendance.confirm-roll').run(ctx, {
      ...initialValues(opened.form!),
      [`person:${alt.id}`]: 'here',
      ...opened.form!.hidden,
    });
    const roll = (await findRoll(ctx, meeting.id))!;
    expect(roll.entries.find((one) => one.personId === alt.id)).toMatchObject({ status: 'here', alternateFor: 'Ann' });
    expect((await listPresences(ctx, meeting.id)).find((row) => row.personId === alt.id)).toMatchObject({
      what: 'alternate',
      forPersonId: ann.id,
    });
    expect(group.id).toBeTruthy();
  });

  test('of more people than a dialog holds goes page by page, and confirms all of them', async () => {
    const { body, chair, meeting, group } = await heldMeeting(world);
    const organisation = await body.organisation({ name: 'Works' });
    for (let i = 0; i < 100; i++) {
      const person = await body.person({ name: `P${String(i).padStart(3, '0')}`, organisationId: organisation.id, account: false });
      await body.member(group.id, person.id);
      await answers(world, body, meeting.id, person.id, 'attending');
    }
    const ctx = body.asMember(chair, at('13:01'));
    const first = (await press('attendance.open-roll').run(ctx, { meeting: meeting.id })).form!;
    expect(first).toMatchObject({ id: 'attendance.mark-roll', submit: 'Next page' });
    expect(first.body.length).toBeLessThanOrEqual(100);
    expect(fieldsOf(first)).toHaveLength(90);
    const firstHere = { ...initialValues(first), [fieldsOf(first)[0]!.name]: 'here', ...first.hidden };
    const second = (await submit('attendance.mark-roll').run(ctx, firstHere)).form!;
    expect(second).toMatchObject({ id: 'attendance.confirm-roll', submit: 'Confirm the roll' });
    expect(await findRoll(ctx, meeting.id)).toBeNull();
    await submit('attendance.confirm-roll').run(ctx, { ...initialValues(second), ...second.hidden });
    const roll = (await findRoll(ctx, meeting.id))!;
    expect(roll.entries).toHaveLength(100);
    expect(roll.entries.filter((one) => one.status === 'here').map((one) => one.name)).toEqual(['P000']);
    expect(await body.audited()).toEqual(['attendance.markRoll', 'attendance.confirmRoll']);
  });

  test('judges only people of this meeting', async () => {
    const { body, chair, meeting } = await threeExpected();
    const outsider = await body.person();
    const foreign = await heldMeeting(world);
    const values = { [`person:${outsider.id}`]: 'here', [`person:${foreign.chair.id}`]: 'here', 'others:x': [outsider.id] };
    const ctx = body.asMember(chair, at('13:05'));
    await confirmRoll(ctx, { meeting: meeting.id, version: 0, ...values });
    const named = (await findRoll(ctx, meeting.id))!.entries.map((one) => one.personId);
    expect(named).not.toContain(outsider.id);
    expect(named).not.toContain(foreign.chair.id);
    await expect(confirmRoll(foreign.body.asMember(foreign.chair, at('13:05')), { meeting: meeting.id, version: 0 })).rejects.toThrow(
      NotFound,
    );
  });

  test('is refused to members and strangers, before the start, for a cancelled meeting, and with unreadable guests', async () => {
    const { body, chair, meeting, ann } = await threeExpected();
    const input = { meeting: meeting.id, version: 0 };
    for (const ctx of [body.asMember(ann, at('13:01')), body.asStranger('U1', at('13:01'))]) {
      await expect(confirmRoll(ctx, input)).rejects.toThrow(NotAllowed);
      await expect(openRoll(ctx, { meeting: meeting.id })).rejects.toThrow(NotAllowed);
    }
    await expect(openRoll(body.asMember(chair, at('11:55')), { meeting: meeting.id })).rejects.toThrow(/once it has begun/);
    const ctx = body.asMember(chair, at('13:01'));
    await expect(confirmRoll(ctx, { ...input, guests: 'Gus\n, River Keepers' })).rejects.toMatchObject({
      fields: { guests: expect.stringContaining('Line 2') as string },
    });
    await expect(confirmRoll(ctx, { ...input, guests: Array.from({ length: 31 }, (_, i) => `G${String(i)}`).join('\n') })).rejects.toThrow(
      InvalidInput,
    );
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    await expect(confirmRoll(ctx, input)).rejects.toThrow(/was cancelled/);
    expect(await world.db.roll.count({ where: { meetingId: meeting.id } })).toBe(0);
  });

  test('by /wg roll finds what waits, offers a choice, and knows groups by name', async () => {
    const { body, chair, group, meeting } = await heldMeeting(world);
    expect(await openRoll(body.asMember(chair, at('11:00')), {})).toEqual({ outcome: 'none' });
    const other = await addMeeting(world, body, group.id, { subTopic: 'Packaging', startsAt: at('09:00') });
    const reply = await attendance.commands.find((one) => one.word === 'roll')!.run(body.asMember(chair, at('13:01')), { group: 'circ' });
    expect(labels(reply.whisper)).toEqual(['Confirm the roll', 'Confirm the roll']);
    expect(await listRollsToConfirm(body.asMember(chair, at('12:30')))).toEqual([other.id]);
    expect(await listRollsToConfirm(body.asMember(chair, at('13:01')))).toEqual([meeting.id, other.id]);
    expect(await listRollsToConfirm(body.asStranger('U1', at('13:01')))).toEqual([]);
    await expect(openRoll(body.asMember(chair, at('13:01')), { group: 'climate' })).rejects.toThrow(/no working group called/);
  });
});

describe('notices', () => {
  test('the opening goes to the channels, counts who is here, and loses its button at the end', async () => {
    const { body, meeting, group, payload, member } = await heldMeeting(world);
    const kind = kindOf('attendance.opening');
    expect(await kind.targets(body.asScheduler(), notice('attendance.opening', meeting.id))).toEqual({
      skip: 'no channel is connected to the group',
    });
    const channel = await body.channel(group.id);
    expect(await kind.targets(body.asScheduler(), notice('attendance.opening', meeting.id))).toEqual([{ channel: channel.id }]);
    const ann = await member('Ann', 'attending');
    await member('Ben', 'attending');
    await checkIn(body.asMember(ann, at('12:01')), payload);
    const card = (await kind.render(body.asScheduler(at('12:02')), notice('attendance.opening', meeting.id), {
      channel: channel.id,
    })) as Card;
    expect(words(card)).toContain('Here: 1 of 2 expected');
    expect(words(card)).toContain('Keep to the agenda.');
    expect(labels(card)).toEqual(["I'm here and I will comply", 'Raise a concern']);
    const after = await attendance.cards
      .find((one) => one.kind === 'attendance.opening')!
      .render(body.asScheduler(at('13:00')), meeting.id);
    expect(labels(after!)).toEqual([]);
    expect(words(after!)).toContain('check-in is closed');
    expect(await kind.render(body.asScheduler(at('13:00')), notice('attendance.opening', meeting.id), { channel: channel.id })).toEqual({
      skip: 'the meeting is over',
    });
  });

  test('nothing is said about a cancelled meeting or one that moved', async () => {
    const { body, meeting, chair } = await heldMeeting(world);
    for (const kind of ['attendance.opening', 'attendance.opening-chair', 'attendance.roll', 'attendance.missed']) {
      expect(await kindOf(kind).targets(body.asScheduler(), notice(kind, meeting.id, '7'))).toEqual({ skip: 'the meeting was moved' });
      expect(await kindOf(kind).render(body.asScheduler(), notice(kind, meeting.id, '7'), { person: chair.id })).toHaveProperty('skip');
    }
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    for (const kind of ['attendance.opening', 'attendance.opening-chair', 'attendance.roll', 'attendance.missed'])
      expect(await kindOf(kind).targets(body.asScheduler(), notice(kind, meeting.id))).toEqual({ skip: 'the meeting is cancelled' });
  });

  test('the chair is written to; the people named for the meeting before the chairs, the Secretariat when there is nobody else', async () => {
    const { body, meeting, chair, secretary } = await heldMeeting(world);
    const targets = () => kindOf('attendance.opening-chair').targets(body.asScheduler(), notice('attendance.opening-chair', meeting.id));
    expect(await targets()).toEqual([{ person: chair.id }]);
    await world.db.membership.updateMany({ where: { personId: chair.id }, data: { role: 'participant' } });
    expect(await targets()).toEqual([{ person: secretary.id }]);
    const ann = await body.person();
    await world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: ann.id, secretariatId: secretary.id } });
    expect(await targets()).toEqual([{ person: ann.id }, { person: secretary.id }]);
  });

  test('the opening tells the chair in words what is in place, with the script and the button', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, group, chair, secretary } = held;
    const render = async (time: string) =>
      (await kindOf('attendance.opening-chair').render(body.asScheduler(at(time)), notice('attendance.opening-chair', meeting.id), {
        person: chair.id,
      })) as Card;
    const missing = words(await render('12:00'));
    expect(missing).toContain('Agenda: there is none yet');
    expect(missing).toContain('nobody is named');
    expect(missing).toContain('the group has no channel');
    await world.db.meeting.update({ where: { id: meeting.id }, data: { secretariatId: secretary.id } });
    const channel = await body.channel(group.id);
    expect(words(await render('12:00'))).toContain('Sam Secretary has not checked in');
    expect(words(await render('12:00'))).toContain('Statement: not posted');
    await writeAgenda(world, held);
    await posted(world, held, 'meetings.agenda', new Date('2026-11-16T11:00:00Z'), channel.id);
    await posted(world, held, 'attendance.opening', at('12:00'), channel.id);
    await secretariatHere(world, held);
    const card = await render('12:01');
    expect(words(card)).toContain('Agenda: sent Mon 16 Nov 2026, 12:00 (Mon 11:00 UTC), 7 days before the start, ok');
    expect(words(card)).toContain('Secretariat: Sam Secretary is here since 12:51 (Mon 11:51 UTC), ok');
    expect(words(card)).toContain('Statement: posted at 13:00 (Mon 12:00 UTC), ok');
    expect(card.blocks.find((block) => block.type === 'quote')).toMatchObject({ text: 'Keep to the agenda.' });
    expect(labels(card)).toEqual(['Statement read aloud and I will comply', 'Join the meeting', 'Declare a conflict of interest']);
    await read(body.asMember(chair, at('12:03')), { meeting: meeting.id });
    expect(labels(await render('12:04'))).toEqual([
      'Join the meeting',
      'Raise a concern',
      'Declare a conflict of interest',
      'Close the meeting',
    ]);
  });

  test('the roll goes to the chair at the end, sets the opening card free, and follows its confirmation', async () => {
    const { body, meeting, chair, member } = await heldMeeting(world);
    const ann = await member('Ann', 'attending');
    const kind = kindOf('attendance.roll');
    expect(await kind.targets(body.asScheduler(), notice('attendance.roll', meeting.id))).toEqual([{ person: chair.id }]);
    const card = (await kind.render(body.asScheduler(at('13:00')), notice('attendance.roll', meeting.id), { person: chair.id })) as Card;
    expect(words(card)).toContain('Here 0, left early 0, attending, not seen 1, apologies 0.');
    expect(labels(card)).toEqual(['Confirm the roll']);
    await confirmRoll(body.asMember(chair, at('13:05')), { meeting: meeting.id, version: 0, [`person:${ann.id}`]: 'here' });
    const after = await attendance.cards.find((one) => one.kind === 'attendance.roll')!.render(body.asScheduler(at('13:06')), meeting.id);
    expect(words(after!)).toContain('The roll is confirmed by Cleo Chair');
    expect(labels(after!)).toEqual([]);
    expect(await kind.targets(body.asScheduler(), notice('attendance.roll', meeting.id))).toEqual({ skip: 'the roll is confirmed' });
  });

  test.each(['attendance.opening-chair', 'attendance.roll'])('%s is for who still runs the meeting and may take part', async (name) => {
    const { body, meeting, chair, secretary, member } = await heldMeeting(world);
    const [named, vice, other] = [await member('Nan'), await member('Vic'), await member('Oli')];
    await world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: named.id } });
    await world.db.membership.updateMany({ where: { personId: vice.id }, data: { role: 'vice_chair' } });
    const isSent = async (one: { id: string }) => {
      const card = await kindOf(name).render(body.asScheduler(at('12:30')), notice(name, meeting.id), { person: one.id });
      return 'skip' in card ? card.skip : true;
    };
    const no = 'the person no longer runs the meeting';
    expect(await Promise.all([chair, named, vice, secretary, other].map(isSent))).toEqual([true, true, true, true, no]);
    await body.appoint(named.id, 'board');
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: vice.id } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    await world.db.membership.updateMany({ where: { personId: chair.id }, data: { role: 'participant' } });
    await world.db.appointment.updateMany({ where: { personId: secretary.id }, data: { untilDate: new Date('2026-11-22') } });
    expect(await Promise.all([chair, named, vice, secretary, other].map(isSent))).toEqual([no, no, no, no, no]);
  });

  test('"were you there?" goes to those who said attending or maybe and are not recorded, if they still take part', async () => {
    const { body, meeting, payload, member } = await heldMeeting(world);
    const seen = await member('Ann', 'attending');
    const unseen = await member('Ben', 'attending');
    const maybe = await member('Cat', 'tentative');
    await member('Dee', 'declined');
    await member('Eve');
    const left = await member('Flo', 'attending');
    await world.db.membership.updateMany({ where: { personId: left.id }, data: { leftAt: at('12:30') } });
    const board = await member('Gil', 'attending');
    await body.appoint(board.id, 'board');
    await checkIn(body.asMember(seen, at('12:01')), payload);
    const kind = kindOf('attendance.missed');
    const facts = notice('attendance.missed', meeting.id);
    expect(await kind.targets(body.asScheduler(at('13:30')), facts)).toEqual([{ person: unseen.id }, { person: maybe.id }]);
    const card = (await kind.render(body.asScheduler(at('13:30')), facts, { person: unseen.id })) as Card;
    expect(labels(card)).toEqual(['I was there and kept to the statement', 'I was not there']);
    expect(await kind.render(body.asScheduler(at('13:30')), facts, { person: seen.id })).toEqual({ skip: 'the person is recorded' });
  });

  test('"were you there?" is not sent to who left, may not, declined or switched it off after it was begun', async () => {
    const { body, meeting, member } = await heldMeeting(world);
    const names = ['Left', 'Board', 'Lapsed', 'Declined', 'Off', 'Same'];
    const people = await Promise.all(names.map((name) => member(name, 'attending')));
    const [left, board, lapsed, declined, off] = people.map((one) => one.id) as [string, string, string, string, string];
    const kind = kindOf('attendance.missed');
    const fates = () =>
      Promise.all(
        people.map(async (one) => {
          const card = await kind.render(body.asScheduler(at('13:31')), notice('attendance.missed', meeting.id), { person: one.id });
          return 'skip' in card ? card.skip : 'sent';
        }),
      );
    expect(await fates()).toEqual(names.map(() => 'sent'));
    await world.db.membership.updateMany({ where: { personId: left }, data: { leftAt: at('13:30') } });
    await body.appoint(board, 'board');
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: lapsed } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    await world.db.rsvpCurrent.updateMany({ where: { personId: declined }, data: { answer: 'declined' } });
    await world.db.person.update({ where: { id: off }, data: { preferences: { off: ['attendance.missed'] } } });
    const gone = 'no longer takes part';
    expect(await fates()).toEqual([gone, gone, gone, 'the person was not expected', 'switched off by the person', 'sent']);
  });
});
