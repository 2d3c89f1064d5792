import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Field } from '../../../src/bot/card.ts';
import { refKey } from '../../../src/bot/chat.ts';
import { inTransaction } from '../../../src/bot/context.ts';
import { Conflict, Ineligible, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { rememberPosted } from '../../../src/bot/posted.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { leave } from '../../../src/features/groups/leave.ts';
import { cancel } from '../../../src/features/meetings/cancel.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { findAnswer, getMeeting, listAnswers } from '../../../src/features/meetings/lookup.ts';
import { move } from '../../../src/features/meetings/move.ts';
import { prepareDecline } from '../../../src/features/meetings/prepare-decline.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { who } from '../../../src/features/meetings/who.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';
import { plannedMeeting, saying, secretary } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const rowsOf = (meetingId: string) => world.db.rsvp.findMany({ where: { meetingId }, orderBy: { at: 'asc' } });
const press = (id: string) => meetings.buttons.find((one) => one.id === id)!;
const AFTER = new Date('2026-12-10T10:00:00Z');

/** A posted copy of the meeting's card; answers whether it waits to be drawn again. */
async function posted(body: TestBody, meetingId: string) {
  const ref = { workspaceId: body.workspaceId, conversation: 'C1', id: meetingId };
  await inTransaction(body.asScheduler(), (ctx) =>
    rememberPosted(ctx, { kind: 'meetings.meeting', subject: meetingId, ref, shownHash: 'x' }),
  );
  const where = { workspaceId_refKey: { workspaceId: body.workspaceId, refKey: refKey(ref) } };
  return async () => (await world.db.postedCard.findUniqueOrThrow({ where })).staleAt !== null;
}

describe('answering', () => {
  test('notes the answer with its audit row, counts it, and has the posted cards drawn again', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const isStale = await posted(body, meeting.id);
    const noted = await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', sequence: '0' });
    expect(noted).toMatchObject({ answer: 'attending', already: false, meeting: { answers: { attending: 1, attendingOrganisations: 1 } } });
    expect(await findAnswer(body.asScheduler(), meeting.id, ann.id)).toBe('attending');
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.rsvp']);
    expect(await isStale()).toBe(true);
  });

  test('tells only the person, with the way to change it', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const payload = { meeting: meeting.id, answer: 'attending' };
    const reply = await press('meetings.rsvp').run(body.asMember(ann), payload);
    expect(toPlain(reply.whisper!.summary)).toContain("Noted: you are attending. You'll get the link 10 minutes before.");
    expect(JSON.stringify(reply.whisper)).toContain('"label":"Change"');
    const again = await press('meetings.rsvp').run(body.asMember(ann), payload);
    expect(toPlain(again.whisper!.summary)).toContain('Already noted: you are attending.');
    const soon = await press('meetings.rsvp').run(body.asMember(ann, new Date('2026-12-10T08:52:00Z')), payload);
    expect(JSON.stringify(soon.whisper)).toContain(meeting.link);
  });

  test('is one effect of two presses at once', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const both = await Promise.all([1, 2, 3].map(() => rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' })));
    expect(both.filter((one) => !one.already)).toHaveLength(1);
    expect(await rowsOf(meeting.id)).toHaveLength(1);
    expect(await body.audited()).toEqual(['meetings.schedule', 'meetings.rsvp']);
  });

  test('keeps every answer ever given, and counts the last', async () => {
    const body = await world.newBody();
    const { ann, ben, meeting } = await plannedMeeting(body);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
    await rsvp(body.asMember(ann, new Date('2026-11-24T12:00:00Z')), { meeting: meeting.id, answer: 'tentative' });
    const { meeting: after } = await rsvp(body.asMember(ben), { meeting: meeting.id, answer: 'declined' });
    expect(after.answers).toEqual({ attending: 0, attendingOrganisations: 0, tentative: 1, declined: 1 });
    expect((await rowsOf(meeting.id)).filter((one) => one.personId === ann.id).map((one) => one.answer)).toEqual([
      'attending',
      'tentative',
    ]);
  });

  test('counts two colleagues as one organisation', async () => {
    const body = await world.newBody();
    const { group, ann, meeting } = await plannedMeeting(body);
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: ann.id } });
    const colleague = await body.person({ organisationId });
    await body.member(group.id, colleague.id);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
    const { meeting: after } = await rsvp(body.asMember(colleague), { meeting: meeting.id, answer: 'attending' });
    expect(after.answers).toMatchObject({ attending: 2, attendingOrganisations: 1 });
  });

  test('goes on until the meeting ends, and not after', async () => {
    const body = await world.newBody();
    const { ann, ben, meeting } = await plannedMeeting(body);
    await rsvp(body.asMember(ann, new Date(AFTER.getTime() - 1)), { meeting: meeting.id, answer: 'attending' });
    await expect(rsvp(body.asMember(ben, AFTER), { meeting: meeting.id, answer: 'attending' })).rejects.toThrow(/ended on/);
  });
});

describe('declining', () => {
  test('opens a form with the labels acceptance runs fill, and the eligible colleagues', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: ann.id } });
    const colleague = await body.person({ name: 'Cora Colleague', organisationId });
    const director = await body.person({ name: 'Dora Director', organisationId });
    await body.appoint(director.id, 'board');
    const reply = await press('meetings.cant-come').run(body.asMember(ann), { meeting: meeting.id, sequence: '0' });
    const fields = reply.form!.body.filter((one): one is Field => one.type === 'field');
    expect(fields.map((one) => [one.name, one.label, one.optional])).toEqual([
      ['note', 'Apologies note', true],
      ['alternate', 'Alternate', true],
    ]);
    expect(fields[1]!.input).toMatchObject({ options: [{ value: colleague.id, label: 'Cora Colleague' }] });

    const submitted = await meetings.forms
      .find((one) => one.id === 'meetings.cant-come')!
      .run(body.asMember(ann), { ...reply.form!.hidden, note: ' On leave ', alternate: colleague.id });
    expect(toPlain(submitted.whisper!.summary)).toContain("Noted: you can't come");
    expect(await listAnswers(body.asScheduler(), meeting.id)).toMatchObject([
      { answer: 'declined', note: 'On leave', alternateId: colleague.id, alternateName: 'Cora Colleague' },
    ]);
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id, action: 'meetings.rsvp' } });
    expect(JSON.stringify(audit.facts)).not.toContain('leave');
    expect(Object.keys(audit.commitments as object)).toEqual(['note', 'alternateName']);

    await expect(rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'declined', alternate: director.id })).rejects.toMatchObject({
      fields: { alternate: saying("can't stand in") },
    });
  });

  test('takes a typed name where there is no colleague', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    expect((await prepareDecline(body.asMember(ann), { meeting: meeting.id })).colleagues).toEqual([]);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'declined', note: null, alternateName: 'Nora New' });
    expect(await listAnswers(body.asScheduler(), meeting.id)).toMatchObject([{ alternateId: null, alternateName: 'Nora New' }]);
  });
});

describe('a press that no longer counts', () => {
  test('after a cancellation says so, notes nothing and has the card drawn again', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    await cancel(body.asMember(chair), { meeting: meeting.id, reason: 'The chair is ill.' });
    const isStale = await posted(body, meeting.id);
    const problem = rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
    await expect(problem).rejects.toBeInstanceOf(Conflict);
    await expect(problem).rejects.toThrow(/was cancelled: The chair is ill\. Nothing was noted/);
    expect(await isStale()).toBe(true);
    expect(await rowsOf(meeting.id)).toEqual([]);
    await expect(prepareDecline(body.asMember(ann), { meeting: meeting.id })).rejects.toBeInstanceOf(Conflict);
  });

  test('after a move says from when to when, and offers the answers for the new time', async () => {
    const body = await world.newBody();
    const { ann, chair, meeting } = await plannedMeeting(body);
    await move(body.asMember(chair), {
      meeting: meeting.id,
      sequence: 0,
      date: '2026-12-11',
      time: '11:00',
      minutes: '60',
      zone: 'Europe/Zurich',
    });
    const problem = await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', sequence: '0' }).catch(
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(Conflict);
    expect((problem as Conflict).message).toMatch(/moved from Thu 10 Dec 2026, 09:00 UTC .* to Fri 11 Dec 2026, 10:00 UTC/);
    expect((problem as Conflict).buttons.map((one) => one.label)).toEqual(['Attending', 'Maybe', "Can't come"]);
    expect(await rowsOf(meeting.id)).toEqual([]);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending', sequence: '1' });
    expect(await rowsOf(meeting.id)).toHaveLength(1);
  });

  test('after the close is refused', async () => {
    const body = await world.newBody();
    const { ann, meeting } = await plannedMeeting(body);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'closed' } });
    await expect(rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' })).rejects.toBeInstanceOf(Conflict);
  });
});

describe('who may answer', () => {
  test('people outside the group are offered to join it', async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    const outsider = await body.person();
    const problem = await rsvp(body.asMember(outsider), { meeting: meeting.id, answer: 'attending' }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(NotAllowed);
    expect((problem as NotAllowed).buttons.map((one) => one.label)).toEqual(['Join']);
  });

  test('everybody eligible may when the meeting is open to all, and the named Secretariat person always', async () => {
    const body = await world.newBody();
    const staff = await secretary(body);
    const { meeting } = await plannedMeeting(body);
    const outsider = await body.person();
    expect((await rsvp(body.asSecretariat(staff), { meeting: meeting.id, answer: 'attending' })).already).toBe(false);
    await world.db.meeting.update({ where: { id: meeting.id }, data: { audience: 'all' } });
    expect((await rsvp(body.asMember(outsider), { meeting: meeting.id, answer: 'attending' })).already).toBe(false);
  });

  test('a sitting Board member and people of a lapsed organisation may not', async () => {
    const body = await world.newBody();
    const { ann, ben, meeting } = await plannedMeeting(body);
    await body.appoint(ann.id, 'board', { from: '2026-11-23' });
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: ben.id } });
    await world.db.organisation.update({ where: { id: organisationId! }, data: { standing: 'lapsed' } });
    const answer = { meeting: meeting.id, answer: 'attending' as const };
    await expect(rsvp(body.asMember(ann), answer)).rejects.toMatchObject({ reason: 'board' });
    await expect(rsvp(body.asMember(ben), answer)).rejects.toMatchObject({ reason: 'lapsed' });
    await expect(rsvp(body.asMember(ben), answer)).rejects.toBeInstanceOf(Ineligible);
    expect(await rowsOf(meeting.id)).toEqual([]);
  });

  test('strangers and people of another body may not, nor see it', async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    const other = await world.newBody();
    const { ann } = await plannedMeeting(other);
    const answer = { meeting: meeting.id, answer: 'attending' as const };
    await expect(rsvp(body.asStranger(), answer)).rejects.toThrow(/directory/);
    await expect(rsvp(other.asMember(ann), answer)).rejects.toBeInstanceOf(NotFound);
    await expect(getMeeting(other.asScheduler(), meeting.id)).rejects.toBeInstanceOf(NotFound);
    await expect(rsvp(body.asMember(ann), { meeting: 'no id', answer: 'attending' })).rejects.toThrow(/names no meeting/);
  });
});

test('leaving a group withdraws the answers for what is to come, and keeps those of the past', async () => {
  const body = await world.newBody();
  const { group, ann, ben, meeting } = await plannedMeeting(body);
  await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
  await rsvp(body.asMember(ben), { meeting: meeting.id, answer: 'attending' });
  const isStale = await posted(body, meeting.id);
  await leave(body.asMember(ann), { groupId: group.id });
  expect((await rowsOf(meeting.id)).filter((one) => one.personId === ann.id).map((one) => one.answer)).toEqual(['attending', null]);
  expect((await getMeeting(body.asScheduler(), meeting.id)).answers.attending).toBe(1);
  expect(await isStale()).toBe(true);
  expect((await body.audited()).slice(-2)).toEqual(['groups.leave', 'meetings.withdraw']);
  await leave(body.asMember(ben, AFTER), { groupId: group.id });
  expect(await findAnswer(body.asScheduler(), meeting.id, ben.id)).toBe('attending');
});

describe('who answered what', () => {
  test('is shown to members with organisation and class; notes only to the chair and the Secretariat', async () => {
    const body = await world.newBody();
    const { ann, ben, chair, meeting } = await plannedMeeting(body);
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'declined', note: 'Private matter' });
    const seen = await who(body.asMember(ben), { meeting: meeting.id });
    expect(seen.answers).toMatchObject([{ name: 'Ann Member', className: 'Civil Society', note: null }]);
    expect(seen.silent).toBe(2);
    expect((await who(body.asMember(chair), { meeting: meeting.id })).answers[0]!.note).toBe('Private matter');
    const staff = await secretary(body);
    expect((await who(body.asSecretariat(staff), { meeting: meeting.id })).answers[0]!.note).toBe('Private matter');
    const reply = await press('meetings.who').run(body.asMember(ben), { meeting: meeting.id });
    expect(JSON.stringify(reply.whisper)).not.toContain('Private matter');
    expect(JSON.stringify(reply.whisper)).toContain('No answer yet: 2 members');
  });

  test('is not shown outside the group', async () => {
    const body = await world.newBody();
    const { meeting } = await plannedMeeting(body);
    await expect(who(body.asMember(await body.person()), { meeting: meeting.id })).rejects.toBeInstanceOf(NotAllowed);
  });
});
