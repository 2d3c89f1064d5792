import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../../src/bot/errors.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { home } from '../../../src/features/home/index.ts';
import { issue } from '../../../src/features/minutes/issue.ts';
import { findMinutes } from '../../../src/features/minutes/lookup.ts';
import { saveNotes } from '../../../src/features/minutes/save-notes.ts';
import { sendBack } from '../../../src/features/minutes/send-back.ts';
import { sendForReview } from '../../../src/features/minutes/send-for-review.ts';
import { records } from '../../../src/features/records/index.ts';
import { fieldsOf, labels, textOf, words } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at } from '../attendance/held-meeting.ts';
import * as held from './held-minutes.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const stateOf = async (id: string) => (await world.db.meeting.findUniqueOrThrow({ where: { id } })).state;
const { asChair, asSecretary, initialOf, press, submit, typed } = held;

describe('the minutes command', () => {
  test('says that the roll comes first, with its button, and refuses the notes until then', async () => {
    const { meeting, ...one } = await held.afterMeeting(world);
    const { whisper } = await typed(asChair(one as never));
    expect(words(whisper)).toContain('is not confirmed yet. Confirm who was there first');
    expect(labels(whisper)).toEqual(['Confirm the roll']);
    const ctx = one.body.asMember(one.chair, at('13:30'));
    await expect(press(ctx, 'minutes.open-notes', { meeting: meeting.id })).rejects.toThrow(/The roll of Scrap quality is not confirmed/);
    await expect(saveNotes(ctx, { meeting: meeting.id, version: 0, 'note:1': 'x' })).rejects.toBeInstanceOf(Conflict);
    expect(await findMinutes(ctx, meeting.id)).toBeNull();
  });

  test('shows each item with what is noted of it, and what to do next', async () => {
    const one = await held.afterRoll(world);
    const { whisper } = await typed(asChair(one), 'circ');
    expect(textOf(whisper)).toContain('Item 2, Pathway methods: nothing noted yet');
    expect(labels(whisper)).toEqual(['Write the notes', 'Add an action']);
    await saveNotes(asChair(one), { meeting: one.meeting.id, version: 0, 'note:2': 'Views differed.', 'input:2': 'Use method B.' });
    const after = (await typed(asChair(one))).whisper;
    expect(textOf(after)).toContain('Item 2, Pathway methods: Views differed.\nInput to the Standards Committee: Use method B.');
    expect(labels(after)).toEqual(['Send to the Secretariat for review', 'Change the notes', 'Add an action']);
    expect(await stateOf(one.meeting.id)).toBe('minutes_draft');
    expect((await one.body.audited()).at(-1)).toBe('minutes.saveNotes');
  });

  test('lets one choose where several wait', async () => {
    const one = await held.afterRoll(world);
    const { id: groupId } = one.group;
    const other = await world.db.meeting.create({
      data: { ...(await world.db.meeting.findUniqueOrThrow({ where: { id: one.meeting.id } })), id: one.statement.id, groupId },
    });
    const { whisper } = await typed(asChair(one));
    expect(words(whisper)).toBe('Several meetings wait for their minutes. Which one is it?');
    expect(labels(whisper)).toEqual(['Minutes', 'Minutes']);
    await world.db.meeting.delete({ where: { id: other.id } });
  });

  test('has no minutes of a cancelled meeting', async () => {
    const one = await held.afterRoll(world);
    const { id } = one.meeting;
    await world.db.meeting.update({ where: { id }, data: { state: 'cancelled', cancelReason: 'Too few came' } });
    await expect(press(asChair(one), 'minutes.show', { meeting: id })).rejects.toThrow(
      'Scrap quality was cancelled, so there are no minutes. The reason given: Too few came.',
    );
    await expect(saveNotes(asChair(one), { meeting: id, version: 0, 'note:1': 'x' })).rejects.toBeInstanceOf(Conflict);
  });

  test('shows a draft to nobody but who writes it', async () => {
    const one = await held.drafted(world);
    const ann = one.body.asMember(one.ann, at('14:00'));
    await expect(press(ann, 'minutes.show', { meeting: one.meeting.id })).rejects.toThrow(/are not issued yet/);
    expect(words((await typed(ann)).whisper)).toContain('none of your groups has issued any yet');
  });
});

describe('the notes', () => {
  test('take one or two sentences an item, and say so beside the field', async () => {
    const one = await held.afterRoll(world);
    const { form } = await press(asChair(one), 'minutes.open-notes', { meeting: one.meeting.id });
    expect(fieldsOf(form).map(({ name }) => name)).toEqual([
      ...['note:1', 'input:1', 'note:2', 'input:2'],
      ...['departure', 'departureNote'],
    ]);
    expect(JSON.stringify(form?.body)).toContain('no names of people or organisations');
    const long = submit(asChair(one), form, { 'note:1': 'x'.repeat(601) });
    await expect(long).rejects.toMatchObject({
      fields: { 'note:1': expect.stringContaining('at most 600 characters, and these are 601') as unknown },
    });
    const half = submit(asChair(one), form, { departure: 'News' });
    await expect(half).rejects.toMatchObject({ fields: { departureNote: 'Say in a sentence or two what was talked about.' } });
    expect(await findMinutes(asChair(one), one.meeting.id)).toBeNull();
  });

  test('hold what was talked about off the agenda, and drop it when it is emptied', async () => {
    const one = await held.afterRoll(world);
    const meeting = one.meeting.id;
    await saveNotes(asChair(one), { meeting, version: 0, departure: 'Visa news', departureNote: 'A fair was named.' });
    expect((await findMinutes(asChair(one), meeting))?.items.at(-1)).toMatchObject({ number: null, title: 'Visa news' });
    const { form } = await press(asChair(one), 'minutes.open-notes', { meeting });
    expect(fieldsOf(form).find(({ name }) => name === 'note:d1')?.label).toBe('Departure from the agenda: Visa news');
    await submit(asChair(one), form, { 'note:d1': '' });
    expect((await findMinutes(asChair(one), meeting))?.items.map(({ title }) => title)).toEqual(['Welcome', 'Pathway methods']);
  });

  test('of a long agenda come page by page, each saved as it is sent', async () => {
    const one = await held.afterRoll(
      world,
      Array.from({ length: 14 }, (_, i) => `Subject ${String(i + 1)}`),
    );
    const { form } = await press(asChair(one), 'minutes.open-notes', { meeting: one.meeting.id });
    expect(form).toMatchObject({ title: 'Notes, page 1 of 3', submit: 'Save and go on' });
    const second = (await submit(asChair(one), form, { 'note:1': 'First.' })).form;
    expect(second).toMatchObject({ title: 'Notes, page 2 of 3', hidden: { version: '1', page: '1' } });
    const third = (await submit(asChair(one), second, { 'note:7': 'Seventh.' })).form;
    const { whisper } = await submit(asChair(one), third, { 'note:14': 'Last.' });
    expect(textOf(whisper)).toContain('Page 1 of 2 of the items.');
    expect(labels(whisper)).toContain('Next items');
    const noted = (await findMinutes(asChair(one), one.meeting.id))?.items.filter(({ note }) => note !== '');
    expect(noted?.map(({ note }) => note)).toEqual(['First.', 'Seventh.', 'Last.']);
  });

  test('bring back what was typed when somebody saved meanwhile, with their words beside it', async () => {
    const one = await held.afterRoll(world);
    const meeting = one.meeting.id;
    const { form } = await press(asChair(one), 'minutes.open-notes', { meeting });
    await saveNotes(asSecretary(one), { meeting, version: 0, 'note:1': 'Theirs on one.', 'note:2': 'Theirs on two.' });
    const reply = await submit(asChair(one, '14:01'), form, {
      'note:1': '',
      'note:2': 'Mine on two.',
      departure: 'News',
      departureNote: 'Ours.',
    });
    expect(reply.whisper).toBeUndefined();
    expect(JSON.stringify(reply.form?.body[1])).toContain('Sam Secretary');
    expect(initialOf(reply.form, 'note:1')).toBe('Theirs on one.');
    expect(initialOf(reply.form, 'note:2')).toBe('Mine on two.');
    expect(fieldsOf(reply.form).find(({ name }) => name === 'note:2')?.hint).toBe('Saved meanwhile: Theirs on two.');
    expect(initialOf(reply.form, 'departureNote')).toBe('Ours.');
    expect((await findMinutes(asChair(one), meeting))?.n).toBe(1);
    await submit(asChair(one), reply.form, { 'note:1': 'Theirs on one.', 'note:2': 'Both on two.' });
    expect((await findMinutes(asChair(one), meeting))?.items.map(({ note }) => note)).toEqual(['Theirs on one.', 'Both on two.']);
  });
});

describe('the review', () => {
  test('tells the Secretariat once, with the page, which follows', async () => {
    const one = await held.drafted(world);
    const meeting = one.meeting.id;
    expect(words((await press(asChair(one), 'minutes.send-for-review', { meeting, version: '1' })).whisper)).toContain(
      'The Secretariat has',
    );
    await expect(sendForReview(asChair(one), { meeting, version: 2 })).rejects.toThrow(/were sent to the Secretariat by Cleo Chair/);
    const told = (await held.toldBy(world, one))['minutes.review'];
    expect(told?.to).toEqual([{ person: one.secretary.id }]);
    expect(told?.says).toContain('Cleo Chair asks the Secretariat to look at these minutes');
    expect(labels(told?.card ?? undefined)).toContain('Issue the minutes');
  });

  test('can be sent back with a note: the chair is told, changes it, and sends it again, of which the Secretariat is told again', async () => {
    const one = await held.drafted(world);
    const { id } = one.meeting;
    await expect(sendBack(asSecretary(one), { meeting: id, version: 1, note: 'Shorter, please.' })).rejects.toThrow(/nobody has sent them/);
    await sendForReview(asChair(one), { meeting: id, version: 1 });
    await expect(sendBack(asChair(one), { meeting: id, version: 2, note: 'x' })).rejects.toBeInstanceOf(NotAllowed);
    const reviewed = (await press(asSecretary(one), 'minutes.show', { meeting: id })).whisper;
    expect(labels(reviewed)).toContain('Send back with a note');
    const { form } = await press(asSecretary(one), 'minutes.open-send-back', { meeting: id, version: '2' });
    await expect(submit(asSecretary(one), form, { note: '  ' })).rejects.toThrow(/Say what should be changed/);
    expect(words((await submit(asSecretary(one), form, { note: 'Item 2: say which three views.' })).whisper)).toContain(
      'are sent back. Cleo Chair',
    );
    await expect(submit(asSecretary(one), form, { note: 'Twice' })).rejects.toBeInstanceOf(Conflict);
    const told = (await held.toldBy(world, one))['minutes.returned']!;
    expect(told.to).toEqual([{ person: one.chair.id }]);
    expect(textOf(told.card!)).toContain('Item 2: say which three views.');
    expect(labels(told.card!)).toContain('Send to the Secretariat for review');
    expect(labels((await press(asChair(one), 'minutes.show', { meeting: id })).whisper)).toContain('Send to the Secretariat for review');
    await saveNotes(asChair(one), { meeting: id, version: 3, 'note:2': 'Three views: A, B and C.' });
    await sendForReview(asChair(one), { meeting: id, version: 4 });
    expect(await world.db.notice.count({ where: { meetingId: id, kind: 'minutes.review' } })).toBe(2);
    expect((await held.toldBy(world, one))['minutes.returned']!.says).toBe('the Secretariat has the minutes');
    await issue(asSecretary(one), { meeting: id, version: 5 });
    expect((await findMinutes(asChair(one), id))?.edition).toBe(1);
    expect(await one.body.audited()).toContain('minutes.sendBack');
  });

  test('is of what the chair saw, and of something', async () => {
    const one = await held.drafted(world);
    await expect(sendForReview(asChair(one), { meeting: one.meeting.id, version: 0 })).rejects.toThrow(/Cleo Chair changed the minutes/);
    const empty = await held.afterRoll(world);
    await expect(sendForReview(asChair(empty), { meeting: empty.meeting.id, version: 0 })).rejects.toThrow(/Nothing is noted yet/);
  });
});

describe('issuing', () => {
  test('posts them with their head to the channels and closes the draft', async () => {
    const one = await held.issued(world, { 'input:2': 'Use method B.' });
    expect(await stateOf(one.meeting.id)).toBe('minutes_issued');
    const told = (await held.toldBy(world, one))['minutes.issued'];
    expect(told?.to).toEqual([{ channel: one.channel.id }]);
    const text = textOf(told?.card ?? undefined);
    for (const line of [
      'Anti-trust statement: no version was accepted or read; not recorded as read aloud',
      'Chair: Cleo Chair',
      'Secretariat: Sam Secretary',
      'Ann Adams, Ann Adams Works (Civil Society)',
      'Bea Baker, Bea Baker Works (Civil Society)',
      'Gus Guest, Visitors Ltd',
      'Draft v2',
      'Item 2, Pathway methods: The group put in three views.',
      'Item 2, Pathway methods: Use method B.',
      'Working groups advise; they do not decide.',
    ])
      expect(text).toContain(line);
    expect(text.match(/^None\.$/gm)).toHaveLength(2);
    expect(labels(told?.card ?? undefined)).toEqual(['Minutes as a file', 'Suggest a correction']);
    expect(await findMinutes(asChair(one), one.meeting.id)).toMatchObject({ n: 2, kind: 'issued', isIssued: true, rollVersion: 1 });
    expect((await one.body.audited()).at(-1)).toBe('minutes.issue');
  });

  test('is for the Secretariat, once, and of what it saw', async () => {
    const one = await held.drafted(world);
    const meeting = one.meeting.id;
    await expect(issue(asChair(one), { meeting, version: 1 })).rejects.toBeInstanceOf(NotAllowed);
    await expect(issue(asSecretary(one), { meeting, version: 0 })).rejects.toThrow(/changed the minutes/);
    const twice = await Promise.allSettled([
      issue(asSecretary(one), { meeting, version: 1 }),
      issue(asSecretary(one), { meeting, version: 1 }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = twice.find((outcome) => outcome.status === 'rejected');
    expect((lost?.reason as Error).message).toContain('were issued by Sam Secretary');
    expect((await one.body.audited()).filter((action) => action === 'minutes.issue')).toHaveLength(1);
  });

  test('ends the writing: the chair is led to suggesting, the Secretariat to correcting', async () => {
    const one = await held.issued(world);
    const late = { meeting: one.meeting.id, version: 1, 'note:1': 'Late.' };
    await expect(saveNotes(asChair(one), late)).rejects.toMatchObject({ buttons: [{ label: 'Suggest a correction' }, {}] });
    await expect(saveNotes(asSecretary(one), late)).rejects.toMatchObject({ buttons: [{ label: 'Correct the minutes' }, {}] });
    expect((await findMinutes(asChair(one), one.meeting.id))?.n).toBe(2);
  });

  test('cuts what is longer than a message with a way to the whole, and keeps it whole', async () => {
    const one = await held.afterRoll(
      world,
      Array.from({ length: 30 }, (_, i) => `Subject ${String(i + 1)}`),
    );
    const meeting = one.meeting.id;
    const text = `${'Überlänge '.repeat(59)}Ende`;
    const notes = Array.from({ length: 30 }, (_, i) => [`note:${String(i + 1)}`, text]);
    await saveNotes(asChair(one), { meeting, version: 0, ...(Object.fromEntries(notes) as object) });
    await issue(asSecretary(one), { meeting, version: 1 });
    const card = (await held.toldBy(world, one))['minutes.issued']?.card ?? undefined;
    expect(textOf(card)).toContain('\n…\n');
    expect(textOf(card)).not.toContain('Subject 30');
    expect(labels(card)).toEqual(['Read it all here', 'Minutes as a file', 'Suggest a correction']);
    const ann = one.body.asMember(one.ann, at('15:00'));
    const pages = ['0', '1', '2', '3'].map(async (page) => textOf((await press(ann, 'minutes.show', { meeting, page })).whisper));
    expect((await Promise.all(pages)).join('\n').match(/: Überlänge [^\n]*Ende/g)?.length).toBeGreaterThanOrEqual(30);
    expect((await findMinutes(ann, meeting))?.items.at(-1)?.note).toBe(text);
  });

  test('freezes the roll: one corrected later changes nothing of what was issued', async () => {
    const one = await held.issued(world);
    const { meeting, ann } = one;
    await confirmRoll(asSecretary(one, '15:00'), {
      meeting: meeting.id,
      version: 1,
      reason: 'She was not there.',
      [`person:${ann.id}`]: 'not_here',
    });
    const card = (await held.toldBy(world, one, '15:10'))['minutes.issued']?.card ?? undefined;
    expect(textOf(card)).toContain('Ann Adams, Ann Adams Works');
    expect(textOf(card)).toContain('Roll: version 1');
  });
});

test('who runs a meeting is reminded of minutes that nobody sent, once, some days after the roll', async () => {
  const one = await held.afterRoll(world);
  const due = () => world.db.notice.findMany({ where: { meetingId: one.meeting.id, kind: 'minutes.due' } });
  expect(await due()).toMatchObject([{ dueAt: new Date('2026-11-25T13:05:00Z') }]);
  const told = (await held.toldBy(world, one))['minutes.due']!;
  expect(told.to).toContainEqual({ person: one.chair.id });
  expect(labels(told.card!)).toEqual(['Write the notes']);
  await saveNotes(asChair(one), { meeting: one.meeting.id, version: 0, 'note:1': 'Welcomed.' });
  expect((await held.toldBy(world, one))['minutes.due']!.says).toContain('are in draft');
  await sendForReview(asChair(one), { meeting: one.meeting.id, version: 1 });
  expect((await held.toldBy(world, one))['minutes.due']!.says).toBe('the Secretariat has the minutes');
});

test('input that fits no form is refused by field', async () => {
  const one = await held.drafted(world);
  await expect(saveNotes(asChair(one), { meeting: 'x', version: 1 })).rejects.toBeInstanceOf(InvalidInput);
});

test('the home has minutes to write and to review, and the record has their versions and whom they went to', async () => {
  const one = await held.afterRoll(world);
  const homeOf = async (ctx: Ctx) => textOf(await home.home!(ctx));
  expect(await homeOf(asChair(one))).toContain('The minutes to write: Circularity: Scrap quality');
  await saveNotes(asChair(one), { meeting: one.meeting.id, version: 0, 'note:1': 'Welcome.' });
  expect(await homeOf(asSecretary(one))).toContain('The minutes in draft: Circularity: Scrap quality');
  expect(await homeOf(one.body.asMember(one.ann, at('14:00')))).not.toContain('minutes');
  await issue(asSecretary(one), { meeting: one.meeting.id, version: 1 });
  expect(await homeOf(asSecretary(one))).not.toContain('The minutes');
  const record = records.buttons.find(({ id }) => id === 'records.meeting')!;
  const pages = await Promise.all(['0', '1'].map((page) => record.run(asSecretary(one), { meeting: one.meeting.id, page })));
  const text = pages.map(({ whisper }) => textOf(whisper)).join('\n');
  expect(text).toMatch(/Draft 1, Cleo Chair, .*\nVersion 1, issued, Sam Secretary, .*, roll version 1\nSent to nobody/);
});
