import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../../src/bot/errors.ts';
import { comment } from '../../../src/features/minutes/comment.ts';
import { correct } from '../../../src/features/minutes/correct.ts';
import { findMinutes, listComments } from '../../../src/features/minutes/lookup.ts';
import { verifyChain } from '../../../src/features/records/verify.ts';
import { fieldsOf, labels, textOf } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at } from '../attendance/held-meeting.ts';
import { asSecretary, drafted, initialOf, issued, press, submit, toldBy } from './held-minutes.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const suggestion = (meeting: string) => ({ draft: uuidv7(), meeting, version: 2, item: '1', text: 'There were four views.' });

describe('a suggested correction', () => {
  test('goes to the Secretariat, once', async () => {
    const one = await issued(world);
    const ctx = one.body.asMember(one.ann, at('15:00'));
    const { form } = await press(ctx, 'minutes.open-comment', { meeting: one.meeting.id });
    expect(fieldsOf(form).map(({ name }) => name)).toEqual(['item', 'text']);
    const values = { item: '1', text: 'There were four views.' };
    await submit(ctx, form, values);
    await submit(ctx, form, values);
    const [found, ...others] = await listComments(ctx, one.meeting.id);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ item: 'Item 2, Pathway methods', by: 'Ann Adams', organisation: 'Ann Adams Works', answer: null });
    const told = (await toldBy(world, one))['minutes.comment'];
    expect(told?.to).toEqual([{ person: one.secretary.id }]);
    expect(told?.says).toContain('Item 2, Pathway methods: There were four views. (Ann Adams, Ann Adams Works');
    expect(labels(told?.card ?? undefined)).toEqual(['Correct the minutes', 'Do not take it up']);
    expect(textOf((await press(asSecretary(one), 'minutes.show', { meeting: one.meeting.id })).whisper)).toContain(
      'There were four views.',
    );
  });

  test('is for the roll and the group, after issuing, and until the window closes', async () => {
    const early = await drafted(world);
    const member = early.body.asMember(early.ann, at('15:00'));
    await expect(comment(member, suggestion(early.meeting.id))).rejects.toThrow(/are not issued yet/);
    const one = await issued(world);
    const outsider = await one.body.person({ name: 'Otto Outside' });
    await expect(comment(one.body.asMember(outsider, at('15:00')), suggestion(one.meeting.id))).rejects.toBeInstanceOf(NotAllowed);
    const late = one.body.asMember(one.ann, new Date('2026-12-03T14:00:01.000Z'));
    await expect(comment(late, suggestion(one.meeting.id))).rejects.toThrow(
      /could be suggested until .* tell the Secretariat \(secretariat@body\.invalid\); they can still correct them/,
    );
    await expect(press(late, 'minutes.open-comment', { meeting: one.meeting.id })).rejects.toBeInstanceOf(Conflict);
    const inTime = one.body.asMember(one.ann, new Date('2026-12-03T14:00:00.000Z'));
    await comment(inTime, suggestion(one.meeting.id));
  });

  test('may also be made by somebody on the roll who left the group', async () => {
    const one = await issued(world);
    await world.db.membership.updateMany({ where: { personId: one.ann.id }, data: { leftAt: at('14:30') } });
    await comment(one.body.asMember(one.ann, at('15:00')), suggestion(one.meeting.id));
  });

  test('that is not taken up is answered with the reason', async () => {
    const one = await issued(world);
    const made = suggestion(one.meeting.id);
    await comment(one.body.asMember(one.ann, at('15:00')), made);
    const { form } = await press(asSecretary(one, '15:05'), 'minutes.open-decline', { comment: made.draft });
    await submit(asSecretary(one, '15:05'), form, { reason: 'There were three.' });
    const told = (await toldBy(world, one, '15:10'))['minutes.answered'];
    expect(told?.to).toEqual([{ person: one.ann.id }]);
    expect(told?.says).toContain('was not taken up. Reason: There were three.');
    await expect(press(asSecretary(one), 'minutes.open-decline', { comment: made.draft })).rejects.toThrow(/answered this suggestion/);
  });
});

describe('a correction', () => {
  test('is a new version with its reason, which the posted minutes show and the channels hear once', async () => {
    const one = await issued(world);
    const meeting = one.meeting.id;
    const made = suggestion(meeting);
    await comment(one.body.asMember(one.ann, at('15:00')), made);
    const { form } = await press(asSecretary(one, '15:05'), 'minutes.open-correction', { meeting, comment: made.draft });
    expect(initialOf(form, 'note:2')).toBe('The group put in three views.');
    const values = { 'note:2': 'The group put in four views.', reason: 'A view was missing.' };
    await submit(asSecretary(one, '15:05'), form, values);
    expect(await findMinutes(asSecretary(one), meeting)).toMatchObject({
      ...{ n: 3, kind: 'correction', isIssued: true, reason: 'A view was missing.' },
      corrections: [{ n: 3, reason: 'A view was missing.' }],
    });
    const told = await toldBy(world, one, '15:10');
    expect(textOf(told['minutes.issued']?.card ?? undefined)).toMatch(/Corrected on Mon 23 Nov 2026, version 2: A view was missing\./);
    expect(textOf(told['minutes.issued']?.card ?? undefined)).toContain('four views');
    expect(told['minutes.corrected']).toMatchObject({
      to: [{ channel: one.channel.id }],
      says: expect.stringContaining('were corrected. Reason: A view') as unknown,
    });
    expect(told['minutes.answered']?.says).toContain('was taken up. They were corrected: A view was missing.');
    expect((await listComments(asSecretary(one), meeting))[0]?.answer).toMatchObject({ takenUpIn: 3 });
    expect((await verifyChain(world.db, one.body.body.id)).broken).toBeNull();
  });

  test('needs a reason, a change, and words that are not flagged, or why they may stand', async () => {
    const one = await issued(world);
    const input = { meeting: one.meeting.id, version: 2, reason: 'A slip.' };
    await expect(correct(asSecretary(one), { ...input, 'note:2': 'Other.', reason: '' })).rejects.toMatchObject({
      fields: { reason: expect.any(String) as unknown },
    });
    await expect(correct(asSecretary(one), input)).rejects.toThrow(/Nothing was changed/);
    const flagged = { ...input, 'note:2': 'The group decided.' };
    await expect(correct(asSecretary(one), flagged)).rejects.toMatchObject({
      fields: { clearance: expect.stringContaining('Item 2') as unknown },
    });
    expect(await correct(asSecretary(one), { ...flagged, clearance: 'A quotation.' })).toMatchObject({ outcome: 'corrected' });
  });

  test("is the Secretariat's, of issued minutes", async () => {
    const one = await issued(world);
    const input = { meeting: one.meeting.id, version: 2, reason: 'A slip.', 'note:2': 'Other.' };
    await expect(correct(one.body.asMember(one.chair, at('15:00')), input)).rejects.toBeInstanceOf(NotAllowed);
    const early = await drafted(world);
    await expect(correct(asSecretary(early), { ...input, meeting: early.meeting.id, version: 1 })).rejects.toBeInstanceOf(Conflict);
  });

  test('of two at once the second gets the form back', async () => {
    const one = await issued(world);
    const input = { meeting: one.meeting.id, version: 2, reason: 'A slip.' };
    const { form } = await press(asSecretary(one), 'minutes.open-correction', { meeting: one.meeting.id });
    await correct(asSecretary(one), { ...input, 'note:2': 'First.' });
    const back = await submit(asSecretary(one), form, { 'note:2': 'Second.', reason: 'Mine.' });
    expect(initialOf(back.form, 'note:2')).toBe('Second.');
    expect(initialOf(back.form, 'reason')).toBe('Mine.');
    expect(back.whisper).toBeUndefined();
    expect((await findMinutes(asSecretary(one), one.meeting.id))?.n).toBe(3);
  });
});
