import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../../src/bot/errors.ts';
import { findTopics } from '../../../src/bot/screen.ts';
import { issue } from '../../../src/features/minutes/issue.ts';
import { keepFlag } from '../../../src/features/minutes/keep-flag.ts';
import { saveNotes } from '../../../src/features/minutes/save-notes.ts';
import { readPreset } from '../../../src/preset.ts';
import { labels, textOf } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { asChair, asSecretary, drafted, press, submit, typed } from './held-minutes.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { wording } = readPreset('asi').settings;

describe('the wording of minutes', () => {
  test.each([
    ['The WG decided to go on.', 'decided'],
    ['It was decided that the draft stands.', 'decided'],
    ['The group voted for method B.', 'voted'],
    ['All were unanimously in favour.', 'voted'],
    ['A motion was seconded.', 'voted'],
    ['The meeting resolved to write a letter.', 'resolved'],
    ['Members agreed to share the draft.', 'agreed'],
    ['The group approved the minutes.', 'approved'],
  ])('finds "%s"', (text, topic) => {
    expect(findTopics(text, wording).map((one) => one.topic)).toContain(topic);
  });

  test.each([
    'The Standards Committee decided in May.',
    'The draft was approved by the Board.',
    'The Standards Committee has decided on the scope, and the European Parliament has adopted a law.',
    "The group's input was that method B is clearer.",
    'Several of those present preferred method B; others did not.',
  ])('lets "%s" stand', (text) => {
    expect(findTopics(text, wording)).toEqual([]);
  });

  test('has for each topic a reason and other words', () => {
    for (const one of wording) expect([one.reason, one.instead ?? ''].every((text) => text.endsWith('.'))).toBe(true);
  });
});

describe('a flagged note', () => {
  test('is marked beside the line, with other words, and the chair is asked to reword it', async () => {
    const one = await drafted(world, { 'note:2': 'The WG decided on method B.' });
    const { whisper } = await typed(asChair(one));
    expect(textOf(whisper)).toContain(
      "Flagged (decided): Working groups advise; they do not decide. Write what was put in, such as: The group's input was that.",
    );
    expect(textOf(whisper)).toContain('1 text is flagged. Please put them in other words');
    expect(labels(whisper).join()).not.toContain('with a reason');
  });

  test('keeps the minutes from being issued until it is reworded', async () => {
    const one = await drafted(world, { 'note:2': 'The WG decided on method B.' });
    const meeting = one.meeting.id;
    await expect(issue(asSecretary(one), { meeting, version: 1 })).rejects.toThrow(
      '1 text is flagged, so the minutes were not issued: Item 2, Pathway methods.',
    );
    await saveNotes(asChair(one), { meeting, version: 1, 'note:2': "The group's input was method B." });
    await issue(asSecretary(one), { meeting, version: 2 });
  });

  test('stands once the Secretariat keeps it with a reason, and is flagged anew when its text changes', async () => {
    const one = await drafted(world, { 'note:2': 'The note quotes: the council decided.' });
    const meeting = one.meeting.id;
    const flag = '2:note:decided';
    await expect(press(asChair(one), 'minutes.open-keep', { meeting, version: '1', flag })).rejects.toBeInstanceOf(NotAllowed);
    const { form } = await press(asSecretary(one), 'minutes.open-keep', { meeting, version: '1', flag });
    await expect(submit(asSecretary(one), form, { reason: ' ' })).rejects.toMatchObject({
      fields: { reason: expect.any(String) as unknown },
    });
    const { whisper } = await submit(asSecretary(one), form, { reason: 'It quotes another body.' });
    expect(textOf(whisper)).toContain('kept by Sam Secretary: It quotes another body.');
    expect(labels(whisper)).toContain('Issue the minutes');
    expect((await one.body.audited()).at(-1)).toBe('minutes.keepFlag');
    await saveNotes(asChair(one), { meeting, version: 2, 'note:2': 'The group decided.' });
    await expect(issue(asSecretary(one), { meeting, version: 3 })).rejects.toThrow(/1 text is flagged/);
    const again = keepFlag(asSecretary(one), { meeting, version: 3, flag: '2:note:voted', reason: 'x' });
    await expect(again).rejects.toThrow('This text is not flagged any more.');
  });

  test.each([
    ['Ann Adams said that it is late.', 'attributed'],
    ['Mr. Adams saw it otherwise.', 'attributed'],
    ['Bea Baker Works preferred B.', 'attributed'],
    ['Visitors Ltd showed a film.', 'attributed'],
    ['Prices of billets were named.', 'price'],
  ])('is also "%s"', async (text, topic) => {
    const one = await drafted(world, { 'note:2': text });
    expect(textOf((await typed(asSecretary(one))).whisper)).toMatch(new RegExp(`Flagged \\(${topic}`));
  });
});
