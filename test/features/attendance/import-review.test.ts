import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Form } from '../../../src/bot/card.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { importAttendance } from '../../../src/features/attendance/import-attendance.ts';
import { decideImported } from '../../../src/features/attendance/import-decide.ts';
import { importQueue } from '../../../src/features/attendance/import-queue.ts';
import { reviewImported } from '../../../src/features/attendance/import-review.ts';
import { attendance } from '../../../src/features/attendance/index.ts';
import { findRoll, listSeen } from '../../../src/features/attendance/lookup.ts';
import { buttonsIn, textIn, textOf, words } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { at, heldMeeting, type Held } from './held-meeting.ts';
import { teamsReport, us, utf8 } from './import-fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const LATER = at('15:00');
const FORMULA = '=HYPERLINK("http://x.invalid","Ann")';
const stay = { join: us('13:02'), leave: us('13:58') };

const choices = (form: Form | undefined): string[] =>
  form?.body.flatMap((one) =>
    one.type === 'field' && one.name === 'who' && 'options' in one.input ? one.input.options.map((o) => o.label) : [],
  ) ?? [];

/** Three names of a file that nobody's e-mail answers for: a formula, a guest, and a member's own name without an e-mail. */
async function imported() {
  const held = await heldMeeting(world);
  const ann = await held.member('Ann', 'attending');
  const file = teamsReport([FORMULA, 'Gus Guest', 'Zoë (Ann)'].map((name) => ({ name, ...stay })));
  const take = (text: string = file) => importAttendance(held.body.asOperator(LATER), { meeting: held.meeting.id, file: utf8(text) });
  expect(await take()).toMatchObject({ waiting: 3, added: 0 });
  const ctx = held.body.asSecretariat(held.secretary, LATER);
  const idOf = async (name: string) => (await world.db.importedName.findFirstOrThrow({ where: { meetingId: held.meeting.id, name } })).id;
  const decide = async (name: string, values: object, decidedAt = '') =>
    decideImported(ctx, { name: await idOf(name), decidedAt, ...values });
  return { ...held, held, ann, file, take, ctx, idOf, decide };
}

const seen = async ({ body, meeting }: Held) =>
  (await listSeen(body.asScheduler(), meeting.id)).map((one) => `${one.name}${one.personId === null ? ' (guest)' : ''}`).sort();

describe('names of a file that the directory does not answer for', () => {
  test('show on the roll: to the Secretariat with a button, to a chair with whom they wait for', async () => {
    const { body, meeting, chair, ctx } = await imported();
    const roll = attendance.commands.find((one) => one.word === 'roll')!;
    const { form } = await roll.run(ctx, {});
    expect(textIn(form?.body)).toContain('3 names of the imported file wait:');
    expect(buttonsIn(form?.body)).toEqual([{ label: 'Review', press: 'attendance.review-imported', with: { meeting: meeting.id } }]);
    const { form: chairs } = await roll.run(body.asMember(chair, LATER), {});
    expect([textIn(chairs?.body), buttonsIn(chairs?.body)]).toEqual([
      expect.stringContaining('3 names of the imported file wait for the Secretariat') as string,
      [],
    ]);
    const card = await attendance.cards.find((one) => one.kind === 'attendance.roll')!.render(body.asScheduler(LATER), meeting.id);
    expect(words(card ?? undefined)).toContain('3 names of the imported file wait for the Secretariat.');
  });

  test('are decided one after the other, as they were written, with their times and whoever was invited', async () => {
    const { held, meeting, ctx, ann, idOf } = await imported();
    const press = attendance.buttons.find((one) => one.id === 'attendance.review-imported')!;
    const submit = attendance.forms.find((one) => one.id === 'attendance.decide-imported')!;
    const { form: first } = await press.run(ctx, { meeting: meeting.id });
    expect(textIn(first?.body)).toContain(`In the file: ${FORMULA}, without an e-mail`);
    expect(textIn(first?.body)).toContain('In the call from 13:02 (Mon 12:02 UTC) to 13:58 (Mon 12:58 UTC)');
    expect(choices(first)).toEqual([
      expect.stringMatching(/^Ann, Ann Works$/) as string,
      expect.stringMatching(/^Cleo Chair, /) as string,
      'A guest, not in this list',
      'Nobody: ignore it, with a reason',
      'I do not know yet: the next one',
    ]);
    const { form: second } = await submit.run(ctx, { ...first?.hidden, who: 'ignored', reason: 'a test of the line' });
    expect(textIn(second?.body)).toContain(`Recorded: ${FORMULA} is ignored: a test of the line.`);
    const { form: third } = await submit.run(ctx, { ...second?.hidden, who: 'guest' });
    expect(third?.hidden).toMatchObject({ name: await idOf('Zoë (Ann)') });
    const { whisper } = await submit.run(ctx, { ...third?.hidden, who: ann.id });
    expect(words(whisper)).toBe('Zoë (Ann) is Ann. That was the last one of Scrap quality. The roll confirms who took part.');
    expect(buttonsIn(whisper?.blocks).map((one) => one.label)).toEqual(['Change']);
    expect(await seen(held)).toEqual(['Ann', 'Gus Guest (guest)']);
    expect(await held.body.audited()).toEqual(['attendance.import', ...Array.from({ length: 3 }, () => 'attendance.decideImported')]);
  });

  test('can be left for later, and the queue shows what waits and what was decided', async () => {
    const { meeting, ctx, decide } = await imported();
    expect(await decide(FORMULA, { who: 'later' })).toMatchObject({ name: null, next: { name: { name: 'Gus Guest' }, waiting: 3 } });
    await decide('Gus Guest', { who: 'guest' });
    const command = attendance.commands.find((one) => one.word === 'imported')!;
    const { whisper } = await command.run(ctx, {});
    expect(textOf(whisper)).toContain('2 to decide, 1 decided.');
    await decide(FORMULA, { who: 'ignored', reason: 'nobody' });
    await decide('Zoë (Ann)', { who: 'guest' });
    const { whisper: done } = await command.run(ctx, {});
    expect(words(done)).toBe('No name of an attendance file waits.');
    expect(buttonsIn(done?.blocks).map((one) => one.label)).toEqual(['Look again']);
    const again = await reviewImported(ctx, { meeting: meeting.id });
    expect(again).toMatchObject({ outcome: 'none', decided: [{ decidedBy: 'Sam Secretary' }, {}, {}] });
    const { whisper: empty } = await command.run((await heldMeeting(world)).body.asOperator(LATER), {});
    expect(words(empty)).toContain('No name of an attendance file waits. Files are taken in on the command line');
  });

  test('as decided outlive the next import of the file, with the times it has then', async () => {
    const { held, ann, take, decide, file } = await imported();
    await decide('Zoë (Ann)', { who: ann.id });
    await decide(FORMULA, { who: 'ignored', reason: 'nobody' });
    expect(await take()).toMatchObject({ changed: 0, added: 0, waiting: 1 });
    expect(await take(file.replaceAll(us('13:58'), us('13:40')))).toMatchObject({ added: 1, replaced: 1, waiting: 1 });
    const [one] = await listSeen(held.body.asScheduler(), held.meeting.id);
    expect(one).toMatchObject({ personId: ann.id, until: at('12:40') });
  });

  test('are of the person whom the directory gets with that e-mail, when the file is taken in again', async () => {
    const { held, take } = await imported();
    const file = teamsReport([{ name: 'Gil', email: 'gil@new.invalid', ...stay }]);
    expect(await take(file)).toMatchObject({ waiting: 1, added: 0 });
    const gil = await held.member('Gil');
    await world.db.person.update({ where: { id: gil.id }, data: { email: 'gil@new.invalid' } });
    expect(await take(file)).toMatchObject({ waiting: 0, added: 2 });
    expect(await seen(held)).toEqual(['Gil']);
  });
});

describe('a decision', () => {
  test('can be changed: the layers follow by appending, and stand beside those of the person’s own e-mail', async () => {
    const { held, ann, decide, meeting, take, file } = await imported();
    await take(`${file}Ann\t${us('13:00')}\t${us('13:30')}\t\t${ann.email}\tPresenter\r\n`);
    const { name } = await decide('Zoë (Ann)', { who: ann.id });
    const span = async () => (await listSeen(held.body.asScheduler(), meeting.id)).map((one) => [one.from, one.until]);
    expect(await span()).toEqual([[at('12:00'), at('12:58')]]);
    const before = await world.db.presence.count({ where: { meetingId: meeting.id } });
    await decide('Zoë (Ann)', { who: 'ignored', reason: 'it was Ben' }, name?.decidedAt?.toISOString());
    expect(await span()).toEqual([[at('12:00'), at('12:30')]]);
    expect(await world.db.presence.count({ where: { meetingId: meeting.id } })).toBeGreaterThan(before);
    expect(await world.db.presence.count({ where: { meetingId: meeting.id, source: { not: 'import' } } })).toBe(0);
  });

  test('is a suggestion: a guest is on the roll only when it names them', async () => {
    const { body, chair, meeting, decide } = await imported();
    await decide('Gus Guest', { who: 'guest' });
    const ctx = body.asMember(chair, LATER);
    const { form } = await attendance.commands.find((one) => one.word === 'roll')!.run(ctx, {});
    expect(textIn(form?.body)).toContain('In the call, not in the directory: Gus Guest, in the call 13:02 to 13:58.');
    await confirmRoll(ctx, { meeting: meeting.id, version: 0, guests: '' });
    expect((await findRoll(ctx, meeting.id))?.entries.filter((one) => one.personId === null)).toEqual([]);
  });

  test('is the Secretariat’s alone, once, about somebody invited, and has a reason where a name is ignored', async () => {
    const { body, chair, meeting, ann, decide, idOf } = await imported();
    const stranger = await body.person({ name: 'Olga Outside' });
    const asChair = body.asMember(chair, LATER);
    const name = await idOf('Gus Guest');
    await expect(decideImported(asChair, { name, who: 'guest' })).rejects.toThrow(NotAllowed);
    await expect(reviewImported(asChair, { meeting: meeting.id })).rejects.toThrow(NotAllowed);
    await expect(importQueue(asChair, {})).rejects.toThrow(NotAllowed);
    await expect(decide('Gus Guest', {})).rejects.toThrow('Choose who it is.');
    await expect(decide('Gus Guest', { who: 'ignored', reason: ' ' })).rejects.toThrow('Say why this name is ignored.');
    await expect(decide('Gus Guest', { who: stranger.id })).rejects.toThrow(InvalidInput);
    await expect(decide('Gus Guest', { email: stranger.email })).rejects.toThrow('Olga Outside was not invited');
    await expect(decide('Gus Guest', { email: 'no@body.invalid' })).rejects.toThrow('Nobody in the directory');
    expect(await world.db.importedName.count({ where: { meetingId: meeting.id, state: 'waiting' } })).toBe(3);
    const sent = await Promise.allSettled([decide('Gus Guest', { who: ann.id }), decide('Gus Guest', { who: 'guest' })]);
    expect(sent.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown)).toEqual([expect.any(Conflict)]);
    const other = await heldMeeting(world);
    await expect(reviewImported(other.body.asSecretariat(other.secretary, LATER), { name })).rejects.toThrow(NotFound);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { audience: 'all' } });
    expect(await decide('Zoë (Ann)', { email: stranger.email.toUpperCase() })).toMatchObject({ name: { person: 'Olga Outside' } });
  });

  test('in a group too large for a list is by e-mail', async () => {
    const { body, group, meeting, ctx, decide, ann } = await imported();
    for (let i = 0; i < 100; i++) await body.member(group.id, (await body.person({ account: false })).id);
    const { form } = await attendance.buttons.find((one) => one.id === 'attendance.review-imported')!.run(ctx, { meeting: meeting.id });
    expect(choices(form)).toHaveLength(3);
    expect(form?.body.some((one) => one.type === 'field' && one.name === 'email')).toBe(true);
    expect(await decide('Zoë (Ann)', { email: ann.email })).toMatchObject({ name: { person: 'Ann' } });
  });
});
