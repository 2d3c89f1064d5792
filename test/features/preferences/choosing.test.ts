import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Field, Form } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { recognise } from '../../../src/features/directory/recognise.ts';
import { rsvp } from '../../../src/features/meetings/rsvp.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { preferences } from '../../../src/features/preferences/index.ts';
import { openGroupNotices } from '../../../src/features/preferences/open-group-notices.ts';
import { save, SaveInput } from '../../../src/features/preferences/save.ts';
import { setGroupNotices, SetGroupNoticesInput } from '../../../src/features/preferences/set-group-notices.ts';
import { openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { plannedMeeting, saying, secretary, typed } from '../meetings/planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const entry = (id: string) => [...preferences.buttons, ...preferences.forms].find((one) => one.id === id)!;
const openForm = async (ctx: Ctx): Promise<Form> => (await entry('preferences.open').run(ctx, {})).form!;
const field = (form: Form, name: string): Field => form.body.find((one): one is Field => one.type === 'field' && one.name === name)!;
const initial = (form: Form, name: string) => field(form, name).input.initial;

/** The form as it opens: everything as usual. */
const usual: z.input<typeof SaveInput> = {
  direct: ['meetings.nudge', 'meetings.reminder', 'meetings.join', 'attendance.missed', 'actions.due'],
  reminderBefore: 'group',
  channelOnly: [],
  quiet: 'on',
  quietFrom: '22:00',
  quietUntil: '07:00',
  zone: 'chat',
};
const stored = async (person: TestPerson) => (await world.db.person.findUniqueOrThrow({ where: { id: person.id } })).preferences;

async function fieldsRefused(work: Promise<unknown>): Promise<Record<string, string>> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidInput);
  return { ...(error as InvalidInput).fields };
}

describe('/wg prefs', () => {
  test('opens with what counts now, says what always comes, and offers no language there is not', async () => {
    const body = await world.newBody();
    const form = await openForm(body.asMember(await body.person()));
    expect(initial(form, 'direct')).toEqual(usual.direct);
    expect(initial(form, 'reminderBefore')).toBe('group');
    expect([initial(form, 'quiet'), initial(form, 'quietFrom'), initial(form, 'quietUntil')]).toEqual(['on', '22:00', '07:00']);
    expect(field(form, 'direct').hint).toMatch(/anti-trust statement always comes.*moved or is cancelled/);
    expect(form.body.some((one) => one.type === 'note' && toPlain(one.text).includes('Language: English'))).toBe(true);
    expect(form.body.some((one) => one.type === 'field' && one.name === 'channelOnly')).toBe(false);
  });

  test('offers at most a hundred zones, the one of the chat first', async () => {
    const body = await world.newBody();
    const person = await body.person();
    const account = { id: uuidv7(), workspaceId: body.workspaceId, externalUserId: 'U', name: 'N', email: null, zone: 'Asia/Kolkata' };
    const acting = body.asMember(person).actor;
    const form = await openForm(body.ctx({ ...acting, account } as typeof acting));
    const { input } = field(form, 'zone');
    const options = input.kind === 'select' ? input.options : [];
    expect(options.slice(0, 2).map((one) => one.label)).toEqual(['As in Slack (Asia/Kolkata)', 'Asia/Kolkata (UTC+5:30 now)']);
    expect(options.length).toBeLessThanOrEqual(100);
    expect(new Set(options.map((one) => one.value)).size).toBe(options.length);
    expect(input.initial).toBe('chat');
  });

  test('keeps only what is not as usual, once, with one audit row that tells no values', async () => {
    const body = await world.newBody();
    const ann = await body.person();
    const ctx = body.asMember(ann);
    const given = { ...usual, direct: ['meetings.join' as const], reminderBefore: '120', quietFrom: '20:30', zone: 'america/lima' };
    await save(ctx, given);
    expect(await stored(ann)).toEqual({
      off: ['meetings.nudge', 'meetings.reminder', 'attendance.missed', 'actions.due'],
      reminderBefore: 120,
      quietHours: { from: '20:30', until: '07:00' },
      zone: 'America/Lima',
      language: null,
    });
    expect((await save(ctx, { ...given, zone: 'America/Lima' })).changed).toEqual([]);
    const rows = await world.db.auditEvent.findMany({ where: { bodyId: body.body.id } });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ action: 'preferences.save', subject: `person:${ann.id}` });
    expect(rows[0]!.facts).toEqual({ personId: ann.id, changed: ['off', 'reminderBefore', 'quietHours', 'zone'] });
    await save(ctx, usual);
    expect(await stored(ann)).toEqual({ off: [], reminderBefore: null, quietHours: null, zone: 'chat', language: null });
  });

  test('submitted twice at once is one change', async () => {
    const body = await world.newBody();
    const ctx = body.asMember(await body.person());
    await Promise.all([save(ctx, { ...usual, quiet: 'off' }), save(ctx, { ...usual, quiet: 'off' })]);
    expect(await body.audited()).toEqual(['preferences.save']);
  });

  test('has one place for where to be reminded: the membership', async () => {
    const body = await world.newBody();
    const { group, ann } = await plannedMeeting(body);
    const quiet = await body.group({ name: 'Without channel' });
    await body.member(quiet.id, ann.id);
    await body.channel(group.id);
    const form = await openForm(body.asMember(ann));
    const { input } = field(form, 'channelOnly');
    expect(input.kind === 'checkboxes' && input.options).toEqual([{ value: group.id, label: 'Climate Change' }]);
    await save(body.asMember(ann), { ...usual, channelOnly: [group.id, quiet.id] });
    const memberships = await world.db.membership.findMany({ where: { personId: ann.id }, orderBy: { remindBy: 'asc' } });
    expect(memberships.map((one) => [one.groupId, one.remindBy])).toEqual([
      [group.id, 'channel'],
      [quiet.id, 'direct'],
    ]);
    expect(initial(await openForm(body.asMember(ann)), 'channelOnly')).toEqual([group.id]);
    expect((await save(body.asMember(ann), { ...usual, channelOnly: null })).changed).toEqual([]);
    expect((await save(body.asMember(ann), usual)).changed).toEqual(['remindBy']);
  });

  test('tells every field that does not fit, and changes nothing', async () => {
    const body = await world.newBody();
    const ann = await body.person();
    const bad = { ...usual, reminderBefore: '7', zone: '+01:00', direct: ['meetings.moved'] } as never;
    expect(Object.keys(await fieldsRefused(save(body.asMember(ann), bad))).sort()).toEqual(['direct.0', 'reminderBefore', 'zone']);
    const hours = await fieldsRefused(save(body.asMember(ann), { ...usual, quietFrom: null, quietUntil: '25:00' }));
    expect(Object.keys(hours).sort()).toEqual(['quietFrom', 'quietUntil']);
    expect(await fieldsRefused(save(body.asMember(ann), { ...usual, quietFrom: '07:00' }))).toHaveProperty('quietUntil');
    await expect(save(body.asMember(ann), { ...usual, quiet: 'off', quietFrom: 'x' })).resolves.toMatchObject({ changed: ['quietHours'] });
    expect(await body.audited()).toEqual(['preferences.save']);
  });

  test('offers the languages there are statements in, says what they are for, and keeps the one chosen', async () => {
    const body = await world.newBody();
    const ann = await body.person();
    const english = await body.statement();
    expect(field(await openForm(body.asMember(ann)), 'language')).toBeUndefined();
    await expect(save(body.asMember(ann), { ...usual, language: 'fr' })).rejects.toMatchObject({
      fields: { language: saying('No statement') },
    });
    await world.db.statementVersion.create({ data: { ...english, id: uuidv7(), locale: 'fr', text: 'Tenez-vous à l’ordre du jour.' } });
    const { hint, input } = field(await openForm(body.asMember(ann)), 'language');
    expect(hint).toMatch(/^Statements are shown in this language where the Secretariat has published one/);
    expect(input).toMatchObject({
      initial: 'chat',
      options: [
        { value: 'chat', label: 'As in Slack' },
        { value: 'en', label: 'English' },
        { value: 'fr', label: 'French (français)' },
      ],
    });
    const saved = await entry('preferences.save').run(body.asMember(ann), { ...usual, language: 'fr' });
    expect(toPlain(saved.whisper!.summary)).toContain('Statements: in French (français), where they are published in it.');
    expect(initial(await openForm(body.asMember(ann)), 'language')).toBe('fr');
    expect((await save(body.asMember(ann), usual)).changed).toEqual([]);
    expect((await save(body.asMember(ann), { ...usual, language: 'chat' })).changed).toEqual(['language']);
  });

  test('is for people in the directory', async () => {
    const body = await world.newBody();
    await expect(openForm(body.asStranger())).rejects.toBeInstanceOf(NotAllowed);
    await expect(save(body.asStranger(), usual)).rejects.toBeInstanceOf(NotAllowed);
  });

  test('sets the zone that times are written in, before what the directory says', async () => {
    const body = await world.newBody();
    const ann = await body.person({ zone: 'Asia/Tokyo' });
    const caller = {
      body: body.body,
      workspaceId: body.workspaceId,
      externalUserId: `U${ann.id}`,
      surface: 'slack' as const,
      profile: () => Promise.reject(new Error('not asked')),
    };
    const zone = async () => {
      const actor = await recognise(body.asOperator(), caller);
      return actor.kind === 'person' ? actor.person.zone : null;
    };
    expect(initial(await openForm(body.asMember(ann)), 'zone')).toBe('Asia/Tokyo');
    expect((await save(body.asMember(ann), { ...usual, zone: 'Asia/Tokyo' })).changed).toEqual([]);
    expect(await zone()).toBe('Asia/Tokyo');
    await save(body.asMember(ann), { ...usual, zone: 'America/Lima' });
    expect(await zone()).toBe('America/Lima');
    expect((await save(body.asMember(ann), { ...usual, zone: 'chat' })).changed).toEqual(['zone']);
    expect(initial(await openForm(body.asMember(ann)), 'zone')).toBe('chat');
  });
});

describe('the notices of a group', () => {
  const asUsual: Omit<z.input<typeof SetGroupNoticesInput>, 'groupId'> = {
    kinds: ['meetings.agenda', 'meetings.nudge', 'meetings.reminder', 'attendance.missed'],
    agendaBefore: '',
    nudgeBefore: null,
    reminderBefore: '',
    missedAfter: '',
  };
  async function opened(body: TestBody) {
    const planned = await plannedMeeting(body);
    return { ...planned, ctx: body.asSecretariat(await secretary(body)) };
  }
  const planOf = async (meetingId: string, state: 'planned' | 'cancelled' = 'planned') => {
    const rows = await world.db.notice.findMany({ where: { meetingId, state }, orderBy: { dueAt: 'asc' } });
    return Object.fromEntries(rows.map((one) => [one.kind, one.dueAt.toISOString()]));
  };

  test('set by the Secretariat put the planned meetings of that group alone where they belong, in one audit row', async () => {
    const body = await world.newBody();
    const { group, meeting, ctx } = await opened(body);
    const other = await world.newBody();
    const elsewhere = await plannedMeeting(other);
    const before = await planOf(meeting.id);
    const audited = await body.audited();
    const given = {
      ...asUsual,
      groupId: group.id,
      kinds: ['meetings.agenda' as const, 'meetings.reminder' as const],
      agendaBefore: '10',
      reminderBefore: '48',
    };
    await setGroupNotices(ctx, given);
    expect(await planOf(meeting.id)).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([kind]) => kind !== 'meetings.nudge' && kind !== 'attendance.missed')),
      'meetings.agenda': '2026-11-30T09:00:00.000Z',
      'meetings.reminder': '2026-12-08T09:00:00.000Z',
    });
    expect(await planOf(meeting.id, 'cancelled')).toMatchObject({ 'meetings.nudge': before['meetings.nudge'] });
    expect(await body.audited()).toEqual([...audited, 'preferences.setGroupNotices']);
    expect((await setGroupNotices(ctx, given)).isChanged).toBe(false);
    expect(await body.audited()).toHaveLength(audited.length + 1);
    expect(await planOf(elsewhere.meeting.id)).toEqual(before);

    await setGroupNotices(ctx, { ...asUsual, groupId: group.id });
    expect(await planOf(meeting.id)).toEqual(before);
    expect(await planOf(meeting.id, 'cancelled')).toEqual({});
    const { settings } = await world.db.group.findUniqueOrThrow({ where: { id: group.id } });
    expect(settings).toEqual({ notices: { off: null, timings: {} } });
  });

  test('leave a person the time they chose, also when it was the time of the group', async () => {
    const body = await world.newBody();
    const { group, meeting, ann, ctx } = await opened(body);
    await save(body.asMember(ann), { ...usual, reminderBefore: '1440' });
    await rsvp(body.asMember(ann), { meeting: meeting.id, answer: 'attending' });
    const leads = () => world.db.notice.findMany({ where: { meetingId: meeting.id, key: { contains: ':lead:' } } });
    expect(await leads()).toEqual([]);
    await setGroupNotices(ctx, { ...asUsual, groupId: group.id, reminderBefore: '48' });
    expect(await leads()).toMatchObject([{ dueAt: new Date('2026-12-09T09:00:00Z'), subject: { sequence: '0', lead: '1440' } }]);
  });

  test('leave what was sent, what is due, and a time that has passed', async () => {
    const body = await world.newBody();
    const { group, meeting, ctx } = await opened(body);
    const now = new Date('2026-12-07T12:00:00Z');
    await world.db.notice.updateMany({ where: { meetingId: meeting.id, kind: 'meetings.agenda' }, data: { state: 'expanded' } });
    // The nudge is due since 09:00 and waits to be sent, whatever its time would be now; a reminder 72 hours before would be past.
    await setGroupNotices({ ...ctx, now }, { ...asUsual, groupId: group.id, nudgeBefore: '2' });
    expect(await planOf(meeting.id)).toMatchObject({ 'meetings.nudge': '2026-12-07T09:00:00.000Z' });
    await setGroupNotices({ ...ctx, now }, { ...asUsual, groupId: group.id, agendaBefore: '8', nudgeBefore: '4', reminderBefore: '72' });
    expect(await planOf(meeting.id)).toMatchObject({
      'meetings.nudge': '2026-12-07T09:00:00.000Z',
      'meetings.reminder': '2026-12-09T09:00:00.000Z',
    });
    expect((await world.db.notice.findMany({ where: { meetingId: meeting.id, kind: 'meetings.agenda' } })).map((one) => one.state)).toEqual(
      ['expanded'],
    );
  });

  test('count for meetings scheduled afterwards', async () => {
    const body = await world.newBody();
    const { group, chair, ctx } = await opened(body);
    await setGroupNotices(ctx, { ...asUsual, groupId: group.id, kinds: [], missedAfter: '0' });
    const { meeting } = await schedule(body.asMember(chair), typed(group));
    expect(Object.keys(await planOf(meeting.id)).sort()).toEqual([
      'attendance.check-in-closed',
      'attendance.opening',
      'attendance.opening-chair',
      'attendance.roll',
      'meetings.announced',
      'meetings.join',
    ]);
  });

  test('are refused by field where they make no sense, with empty fields counted as usual', async () => {
    const body = await world.newBody();
    const { group, ctx } = await opened(body);
    const refused = (more: object) => fieldsRefused(setGroupNotices(ctx, { ...asUsual, groupId: group.id, ...more }));
    expect(await refused({ agendaBefore: '-1', nudgeBefore: '1.5', reminderBefore: '2000', missedAfter: 'soon' })).toEqual({
      agendaBefore: 'Give a whole number of days between 1 and 60, or leave it empty.',
      nudgeBefore: 'Give a whole number of days between 1 and 60, or leave it empty.',
      reminderBefore: 'Give a whole number of hours between 1 and 1440, or leave it empty.',
      missedAfter: 'Give a whole number of minutes between 0 and 86400, or leave it empty.',
    });
    expect(await refused({ agendaBefore: '1', reminderBefore: '30' })).toHaveProperty('agendaBefore');
    // 100 hours are more than the usual three days of the request to answer.
    expect(Object.keys(await refused({ reminderBefore: '100' }))).toEqual(['reminderBefore']);
    expect(await refused({ kinds: ['meetings.join'] })).toHaveProperty(['kinds.0']);
    expect((await openGroupNotices(ctx, { group: group.slug })).own).toEqual({ off: null, timings: {} });
  });

  test("are the Secretariat's alone, and of no other body", async () => {
    const body = await world.newBody();
    const { group, chair, ctx } = await opened(body);
    const other = await world.newBody();
    const stranger = other.asSecretariat(await secretary(other));
    for (const asked of [body.asMember(chair), body.asStranger()]) {
      await expect(openGroupNotices(asked, { group: group.slug })).rejects.toBeInstanceOf(NotAllowed);
      await expect(setGroupNotices(asked, { ...asUsual, groupId: group.id })).rejects.toBeInstanceOf(NotAllowed);
    }
    await expect(setGroupNotices(stranger, { ...asUsual, groupId: group.id })).rejects.toBeInstanceOf(NotFound);
    const form = (await entry('preferences.open-group-notices').run(ctx, { group: 'climate' })).form!;
    expect(form.hidden).toEqual({ groupId: group.id });
    expect(field(form, 'reminderBefore').hint).toBe('Empty: as usual, 24 hours.');
  });
});
