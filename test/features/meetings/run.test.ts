import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { change } from '../../../src/features/meetings/change.ts';
import { editAgenda } from '../../../src/features/meetings/edit-agenda.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { getMeeting } from '../../../src/features/meetings/lookup.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { manage } from '../../../src/features/meetings/prepare-manage.ts';
import { showAgenda } from '../../../src/features/meetings/show-agenda.ts';
import { suggest } from '../../../src/features/meetings/suggest.ts';
import { openWorld, type World } from '../../support/world.ts';
import { aSentence, plannedMeeting, saying, secretary } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const STARTED = new Date('2026-12-10T09:00:00Z');
const toNextDay = { sequence: 0, date: '2026-12-11', time: '11:00', minutes: '90', zone: 'Europe/Zurich' };
const asIs = { subTopic: '1.5 degree pathways', kind: 'sub_topic', link: 'https://meet.example.org/room', chair: null, secretariat: null };
const command = (word: string) => meetings.commands.find((one) => one.word === word)!;

describe('moving', () => {
  test('keeps where the meeting was, raises the sequence, and leaves the answers', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const moved = await move(body.asMember(chair), { meeting: meeting.id, ...toNextDay });
    expect(moved.meeting).toMatchObject({
      sequence: 1,
      movedFrom: meeting.startsAt,
      localStart: '2026-12-11T11:00',
      startsAt: new Date('2026-12-11T10:00:00Z'),
      endsAt: new Date('2026-12-11T11:30:00Z'),
      minutes: 90,
    });
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.move']);
  });

  test('by two people at once is one move, and the other is told', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const both = await Promise.allSettled([
      move(body.asMember(chair), { meeting: meeting.id, ...toNextDay }),
      move(body.asMember(chair), { meeting: meeting.id, ...toNextDay, time: '15:00' }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await getMeeting(body.asScheduler(), meeting.id)).sequence).toBe(1);
  });

  test('refuses times that cannot be, the same time, a meeting that has started, and people who do not run it', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    const ctx = body.asMember(chair);
    const same = { sequence: 0, date: '2026-12-10', time: '10:00', minutes: '60', zone: 'Europe/Zurich' };
    await expect(move(ctx, { meeting: meeting.id, ...toNextDay, date: '2026-11-01' })).rejects.toMatchObject({
      fields: { date: saying('past') },
    });
    await expect(move(ctx, { meeting: meeting.id, ...toNextDay, date: '2027-03-28', time: '02:30' })).rejects.toMatchObject({
      fields: { time: aSentence },
    });
    await expect(move(ctx, { meeting: meeting.id, ...same })).rejects.toBeInstanceOf(InvalidInput);
    await expect(move(body.asMember(chair, STARTED), { meeting: meeting.id, ...toNextDay })).rejects.toThrow(/has started/);
    await expect(move(body.asMember(ann), { meeting: meeting.id, ...toNextDay })).rejects.toBeInstanceOf(NotAllowed);
    expect(await body.audited()).toEqual(['meetings.schedule']);
  });
});

describe('cancelling', () => {
  test('keeps the reason, once', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const both = await Promise.allSettled(
      [1, 2].map(() => cancel(body.asMember(chair), { meeting: meeting.id, reason: 'No quorum of speakers.' })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await getMeeting(body.asScheduler(), meeting.id)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'No quorum of speakers.',
      sequence: 1,
    });
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.cancel']);
  });

  test('needs a reason, somebody who runs the group, and a meeting that is not in session', async () => {
    const body = await world.newBody();
    const { ben, chair, meeting } = await plannedMeeting(body);
    await expect(cancel(body.asMember(chair), { meeting: meeting.id, reason: ' ' })).rejects.toMatchObject({
      fields: { reason: aSentence },
    });
    await expect(cancel(body.asMember(ben), { meeting: meeting.id, reason: 'x' })).rejects.toBeInstanceOf(NotAllowed);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'in_session' } });
    await expect(cancel(body.asMember(chair, STARTED), { meeting: meeting.id, reason: 'x' })).rejects.toThrow(/in session/);
  });

  test('leaves nothing to change', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'x' });
    await expect(move(body.asMember(chair), { meeting: meeting.id, ...toNextDay, sequence: 1 })).rejects.toThrow(/cancelled already/);
    await expect(change(body.asMember(chair), { meeting: meeting.id, ...asIs })).rejects.toBeInstanceOf(Conflict);
    await expect(suggest(body.asMember(chair), { meeting: meeting.id, text: 'x' })).rejects.toBeInstanceOf(Conflict);
  });
});

describe('changing', () => {
  test('what it is about, its link and its hosts is audited by field, without a new sequence', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const staff = await secretary(body);
    const wanted = { ...asIs, subTopic: 'Scrap', link: 'https://meet.example.org/other', secretariat: staff.id };
    const done = await change(body.asMember(chair), { meeting: meeting.id, ...wanted });
    expect(done.changed).toEqual(['subTopic', 'link', 'secretariatId']);
    expect(done.meeting).toMatchObject({ subTopic: 'Scrap', sequence: 0, secretariat: { id: staff.id } });
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.change']);
    expect((await change(body.asMember(chair), { meeting: meeting.id, ...wanted })).changed).toEqual([]);
    expect(await body.audited()).toHaveLength(2);
  });

  test('is refused with a sentence per field, and to members', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    const wrong = { ...asIs, kind: 'party', chair: ann.id };
    await expect(change(body.asMember(chair), { meeting: meeting.id, ...wrong })).rejects.toMatchObject({
      fields: { kind: aSentence, chair: aSentence },
    });
    await expect(change(body.asMember(ann), { meeting: meeting.id, ...asIs })).rejects.toBeInstanceOf(NotAllowed);
  });
});

describe('the agenda', () => {
  test('is changed by the chair as a new version; the first one stays', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const done = await editAgenda(body.asMember(chair), { meeting: meeting.id, n: '1', agenda: 'Only this, 20 min', documents: '' });
    expect(done.meeting.agenda).toEqual({ n: 2, items: [{ title: 'Only this', minutes: 20 }], documents: [] });
    expect(await world.db.agendaVersion.count({ where: { meetingId: meeting.id } })).toBe(2);
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.editAgenda']);
  });

  test('saved by somebody else meanwhile is not overwritten, and what was typed stays in the form', async () => {
    const body = await world.newBody();
    const { chair, meeting } = await plannedMeeting(body);
    const save = (agenda: string) => editAgenda(body.asMember(chair), { meeting: meeting.id, n: '1', agenda });
    const both = await Promise.allSettled([save('Mine'), save('Theirs')]);
    const lost = both.find((one) => one.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(InvalidInput);
    await expect(save('Mine again')).rejects.toMatchObject({ fields: { agenda: saying('Somebody changed the agenda') } });
  });

  test('refuses any other business, and editing by members', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    await expect(editAgenda(body.asMember(chair), { meeting: meeting.id, n: 1, agenda: 'AOB' })).rejects.toMatchObject({
      fields: { agenda: aSentence },
    });
    await expect(editAgenda(body.asMember(ann), { meeting: meeting.id, n: 1, agenda: 'Mine' })).rejects.toBeInstanceOf(NotAllowed);
  });

  test('takes suggestions from those who take part, once per form', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const input = { meeting: meeting.id, draft: uuidv7(), text: 'Methane from bauxite residue' };
    await Promise.all([suggest(body.asMember(ann), input), suggest(body.asMember(ann), input)]);
    expect(await world.db.agendaSuggestion.count({ where: { meetingId: meeting.id } })).toBe(1);
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.suggest']);
    await expect(suggest(body.asMember(await body.person()), { meeting: meeting.id, text: 'x' })).rejects.toBeInstanceOf(NotAllowed);
    await expect(suggest(body.asMember(ann, STARTED), { meeting: meeting.id, text: 'x' })).rejects.toThrow(/has started/);
    await expect(suggest(body.asMember(ann), { meeting: meeting.id, text: '' })).rejects.toBeInstanceOf(InvalidInput);
  });

  test('shows documents to those who take part only, and editing to those who run the group', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body, { documents: 'Draft https://docs.example.org/draft' });
    const seenBy = async (ctx: ReturnType<typeof body.asMember>) =>
      JSON.stringify((await command('agenda').run(ctx, { group: 'climate' })).whisper);
    expect(await seenBy(body.asMember(ann))).toContain('docs.example.org');
    expect(await seenBy(body.asMember(ann))).not.toContain('Edit the agenda');
    expect(await seenBy(body.asMember(chair))).toContain('Edit the agenda');
    const outside = await seenBy(body.asMember(await body.person()));
    expect(outside).not.toContain('docs.example.org');
    expect(outside).not.toContain('Suggest an item');
    const other = await world.newBody();
    await expect(showAgenda(other.asMember(ann), { meeting: meeting.id })).rejects.toBeInstanceOf(NotFound);
  });
});

describe('commands', () => {
  test("/wg meetings shows what is planned with one's answers, and how to join to others", async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const mine = await command('meetings').run(body.asMember(ann), { group: '' });
    expect(JSON.stringify(mine.whisper)).toContain('"Attending"');
    const outsider = body.asMember(await body.person());
    expect(toPlain((await command('meetings').run(outsider, { group: '' })).whisper!.summary)).toContain('no working group yet');
    const looked = JSON.stringify((await command('meetings').run(outsider, { group: 'clim' })).whisper);
    expect(looked).toContain('groups.open-join');
    expect(looked).not.toContain('"Attending"');
    expect(looked).not.toContain('meet.example.org');
  });

  test('an unknown group is offered the nearest as buttons that go on with the same command', async () => {
    const body = await world.newBody();
    const { ann } = await plannedMeeting(body);
    const problem = await command('meetings')
      .run(body.asMember(ann), { group: 'climate chnge' })
      .catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(NotFound);
    expect((problem as NotFound).buttons).toMatchObject([{ press: 'meetings.list', with: { group: 'climate-change' } }]);
  });

  test('/wg manage is for chairs and the Secretariat', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    const shown = JSON.stringify((await command('manage').run(body.asMember(chair), { group: '' })).whisper);
    for (const label of ['Change', 'Move', 'Cancel']) expect(shown).toContain(`"label":"${label}"`);
    await expect(manage(body.asMember(ann), {})).rejects.toBeInstanceOf(NotAllowed);
    await expect(manage(body.asMember(ann), { meeting: meeting.id })).rejects.toBeInstanceOf(NotAllowed);
    for (const id of [
      'meetings.open-change',
      'meetings.open-move',
      'meetings.open-cancel',
      'meetings.open-edit-agenda',
      'meetings.open-suggest',
    ]) {
      const { form } = await meetings.buttons.find((one) => one.id === id)!.run(body.asMember(chair), { meeting: meeting.id });
      expect(form?.title.length, id).toBeLessThanOrEqual(24);
      expect(
        meetings.forms.map((one) => one.id),
        id,
      ).toContain(form?.id);
    }
  });

  test('nothing planned is said in a sentence', async () => {
    const body = await world.newBody();
    const group = await body.group({ name: 'Quiet' });
    const person = await body.person();
    await body.member(group.id, person.id, 'chair');
    for (const word of ['meetings', 'agenda', 'who', 'manage'])
      expect(toPlain((await command(word).run(body.asMember(person), { group: '' })).whisper!.summary), word).toMatch(
        /No meeting is planned/,
      );
  });
});
