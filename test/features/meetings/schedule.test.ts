import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../../src/bot/context.ts';
import { InvalidInput } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { meetings } from '../../../src/features/meetings/index.ts';
import { listUpcoming } from '../../../src/features/meetings/lookup.ts';
import { prepareSchedule } from '../../../src/features/meetings/prepare-schedule.ts';
import { schedule } from '../../../src/features/meetings/schedule.ts';
import { fieldsOf } from '../../support/card-words.ts';
import { openWorld, type World } from '../../support/world.ts';
import { aSentence, plannedMeeting, saying, secretary, typed } from './planned-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const chaired = async () => {
  const body = await world.newBody();
  const group = await body.group({ slug: 'climate-change', name: 'Climate Change' });
  const chair = await body.person({ name: 'Cleo Chair' });
  await body.member(group.id, chair.id, 'chair');
  return { body, group, chair, ctx: body.asMember(chair) };
};

const runForm = (id: string) => meetings.forms.find((one) => one.id === id)!;

describe('the schedule form', () => {
  test('has the labels acceptance runs fill, and sensible values in them', async () => {
    const { ctx } = await chaired();
    const reply = await meetings.commands.find((one) => one.word === 'schedule')!.run(ctx, { group: '' });
    const fields = fieldsOf(reply.form);
    expect(fields.map((one) => one.label)).toEqual([
      'Group',
      'Sub-topic',
      'Kind',
      'Date',
      'Start time',
      'Length (minutes)',
      'Time zone',
      'Repeats',
      'Custom rule (RRULE)',
      'Last date',
      'Meeting link',
      'Agenda',
      'Documents',
      'Chair',
      'Secretariat person',
    ]);
    const initial = Object.fromEntries(fields.map((one) => [one.name, one.input.initial]));
    expect(initial).toMatchObject({
      group: 'climate-change',
      date: '2026-12-07',
      time: '10:00',
      minutes: '60',
      zone: 'Europe/Zurich',
      repeats: 'none',
    });
    expect(fields.find((one) => one.name === 'repeats')!.input).toMatchObject({
      options: [
        { value: 'none', label: 'Does not repeat' },
        { value: 'weekly', label: 'Weekly' },
        { value: 'fortnightly', label: 'Every two weeks' },
        { value: 'monthly_date', label: 'Monthly on this date' },
        { value: 'monthly_weekday' },
        { value: 'custom', label: 'Custom rule (RRULE)' },
      ],
    });
    for (const { input, label } of fields) {
      if (!('options' in input)) continue;
      expect(input.options.length, label).toBeLessThanOrEqual(100);
      expect(Math.max(...input.options.map((one) => Math.max(one.label.length, one.value.length))), label).toBeLessThanOrEqual(75);
    }
    const zones = fields.find((one) => one.name === 'zone')!.input;
    expect('options' in zones && zones.options[0]).toEqual({ value: 'Europe/Zurich', label: 'Europe/Zurich (UTC+1 now)' });
    expect('options' in zones && zones.options.find((one) => one.value === 'Asia/Kolkata')?.label).toBe('Asia/Kolkata (UTC+5:30 now)');
    expect(reply.form!.title.length).toBeLessThanOrEqual(24);
  });

  test('means the group of the channel it is typed in, and none where several are possible', async () => {
    const { body, group } = await chaired();
    const other = await body.group({ name: 'Aluminium first by name' });
    await body.channel(group.id, 'C-climate');
    const office = body.asSecretariat(await secretary(body));
    const account = { id: uuidv7(), workspaceId: body.workspaceId, externalUserId: 'U1', name: 'Office', email: null, zone: null };
    const ctx = { ...office, actor: { ...office.actor, account } as Actor };
    expect((await prepareSchedule(ctx, {})).group).toBeNull();
    expect((await prepareSchedule(ctx, { channelId: 'C-elsewhere' })).group).toBeNull();
    expect((await prepareSchedule(ctx, { channelId: 'C-climate' })).group?.id).toBe(group.id);
    expect((await prepareSchedule(ctx, { channelId: 'C-climate', group: other.slug })).group?.id).toBe(other.id);
  });

  test('offers the Secretariat every group that meets, and a chair only their own', async () => {
    const { body, ctx } = await chaired();
    await body.group({ name: 'Nature Positive' });
    await body.group({ name: 'Resting', status: 'dormant' });
    const staff = await secretary(body);
    expect((await prepareSchedule(ctx, {})).groups.map((one) => one.name)).toEqual(['Climate Change']);
    const forStaff = await prepareSchedule(body.asSecretariat(staff), { group: 'nature' });
    expect(forStaff.groups.map((one) => one.name)).toEqual(['Climate Change', 'Nature Positive']);
    expect(forStaff.group?.name).toBe('Nature Positive');
  });

  test('is refused to members, strangers, and chairs of other groups', async () => {
    const { body, group, ctx } = await chaired();
    const other = await body.group({ name: 'Nature Positive' });
    const member = await body.person();
    await body.member(group.id, member.id);
    await expect(prepareSchedule(body.asMember(member), {})).rejects.toThrow(/Only chairs and the Secretariat/);
    await expect(prepareSchedule(body.asStranger(), {})).rejects.toThrow(/directory/);
    await expect(prepareSchedule(ctx, { group: other.slug })).rejects.toThrow(/can't schedule for Nature Positive/);
    await expect(schedule(body.asMember(member), typed(group))).rejects.toThrow(/Only chairs and the Secretariat/);
    await expect(schedule(ctx, typed(other))).rejects.toMatchObject({ fields: { group: saying('chair') } });
    expect(await body.audited()).toEqual([]);
  });
});

describe('scheduling', () => {
  test('stores the meeting with its instants, its first agenda, its hosts, and one audit row', async () => {
    const { body, group, chair, ctx } = await chaired();
    await secretary(body);
    const documents = 'Draft v2 https://docs.example.org/draft\nhttps://docs.example.org/log';
    const { meeting, channels } = await schedule(ctx, typed(group, { documents }));
    expect(meeting).toMatchObject({
      state: 'announced',
      sequence: 0,
      localStart: '2026-12-10T10:00',
      zone: 'Europe/Zurich',
      startsAt: new Date('2026-12-10T09:00:00Z'),
      endsAt: new Date('2026-12-10T10:00:00Z'),
      chair: { id: chair.id, name: 'Cleo Chair' },
      secretariat: { name: 'Sam Secretary' },
      agenda: {
        n: 1,
        items: [
          { title: 'Welcome and statement', minutes: 5 },
          { title: 'Pathway methods', minutes: 30, lead: 'N. N.' },
        ],
        documents: [
          { title: 'Draft', version: 'v2', url: 'https://docs.example.org/draft' },
          { title: 'docs.example.org', url: 'https://docs.example.org/log' },
        ],
      },
    });
    expect(channels).toEqual([]);
    expect(await body.audited()).toEqual(['meetings.schedule']);
    const audit = await world.db.auditEvent.findFirstOrThrow({ where: { bodyId: body.body.id } });
    expect(audit.facts).toMatchObject({ meetingId: meeting.id, groupId: group.id });
  });

  test('says where it is posted, or how to connect a channel', async () => {
    const { body, group, ctx } = await chaired();
    const without = await runForm('meetings.schedule').run(ctx, typed(group));
    expect(toPlain(without.whisper!.summary)).toContain('/wg group connect climate-change');
    await body.channel(group.id);
    const withChannel = await runForm('meetings.schedule').run(ctx, typed(group));
    expect(toPlain(withChannel.whisper!.summary)).toContain('posted in #channel');
  });

  test('makes one meeting of one form, however often it is submitted', async () => {
    const { body, group, ctx } = await chaired();
    const draft = uuidv7();
    const [first, second] = await Promise.all([schedule(ctx, typed(group, { draft })), schedule(ctx, typed(group, { draft }))]);
    expect(first.meeting.id).toBe(second.meeting.id);
    expect(await listUpcoming(ctx)).toHaveLength(1);
    expect(await body.audited()).toEqual(['meetings.schedule']);
  });

  test('keeps typed text as it is', async () => {
    const { group, ctx } = await chaired();
    const subTopic = '<!channel> <@U1> *x* العربية 🙂';
    const { meeting } = await schedule(ctx, typed(group, { subTopic }));
    expect(meeting.subTopic).toBe(subTopic);
  });

  test('is not seen from another body', async () => {
    const one = await chaired();
    const { meeting } = await schedule(one.ctx, typed(one.group));
    const other = await chaired();
    expect(await listUpcoming(other.ctx)).toEqual([]);
    await expect(schedule(other.ctx, typed(other.group, { draft: meeting.id }))).rejects.toThrow(/not in the calendar/);
  });

  test('names a chosen chair and Secretariat person, and refuses people who are neither', async () => {
    const { body, group, ctx } = await chaired();
    const vice = await body.person({ name: 'Vera Vice' });
    await body.member(group.id, vice.id, 'vice_chair');
    await secretary(body, 'Sam');
    const sue = await secretary(body, 'Sue');
    const { meeting } = await schedule(ctx, typed(group, { chair: vice.id, secretariat: sue.id }));
    expect(meeting).toMatchObject({ chair: { name: 'Vera Vice' }, secretariat: { name: 'Sue' } });
    const plain = await body.person();
    await expect(schedule(ctx, typed(group, { chair: plain.id, secretariat: vice.id }))).rejects.toMatchObject({
      fields: { chair: saying('Cleo Chair, Vera Vice, Sam, Sue'), secretariat: saying('Sam, Sue') },
    });
  });

  test('lets the Secretariat chair, and names who schedules as chair of a group without one', async () => {
    const { body, group, ctx } = await chaired();
    const sue = await secretary(body, 'Sue');
    expect((await schedule(ctx, typed(group, { chair: sue.id }))).meeting.chair?.name).toBe('Sue');
    const unchaired = await body.group();
    expect((await schedule(body.asSecretariat(sue), typed(unchaired))).meeting.chair?.name).toBe('Sue');
    expect((await schedule(body.asSecretariat(sue), typed(group))).meeting.chair?.name).toBe('Cleo Chair');
  });
});

describe('bad input of the schedule form', () => {
  const refused: [string, Record<string, unknown>, string, RegExp][] = [
    ['a past date', { date: '2026-11-20' }, 'date', /in the past/],
    ['an earlier time today', { date: '2026-11-23', time: '12:59' }, 'time', /already 13:00 in Europe\/Zurich/],
    ['a year that cannot be meant', { date: '2036-12-10' }, 'date', /Check the year/],
    ['a day that is in no calendar', { date: '2027-02-30' }, 'date', /not in the calendar/],
    ['no date', { date: null }, 'date', /Choose a date/],
    [
      'a time the clocks skip',
      { date: '2027-03-28', time: '02:30' },
      'time',
      /does not exist on that day in Europe\/Zurich.*nearest time that does is 03:00/,
    ],
    ['a time the clocks repeat', { date: '2027-10-31', time: '02:30' }, 'time', /happens twice.*before 02:00, or from 03:00 on/],
    [
      'a skipped time in the south',
      { date: '2027-10-03', time: '02:15', zone: 'Australia/Sydney' },
      'time',
      /nearest time that does is 03:00/,
    ],
    ['an unknown zone', { zone: 'Europe/Atlantis' }, 'zone', /not a time zone I know/],
    ['an offset for a zone', { zone: '+01:00' }, 'zone', /not a time zone I know/],
    ['an http link', { link: 'http://meet.example.org/room' }, 'link', /must start with https/],
    ['a link that is none', { link: 'room 5' }, 'link', /not a complete address/],
    ['a script for a link', { link: 'javascript:alert(1)' }, 'link', /starts with https/],
    ['no length', { minutes: '' }, 'minutes', /between 15 and 480/],
    ['words for a length', { minutes: 'an hour' }, 'minutes', /between 15 and 480/],
    ['a length too short', { minutes: '14' }, 'minutes', /between 15 and 480/],
    ['a length too long', { minutes: '481' }, 'minutes', /between 15 and 480/],
    ['an empty agenda', { agenda: ' \n ' }, 'agenda', /at least one agenda item/],
    [
      'any other business',
      { agenda: 'Welcome\n2. Any other business' },
      'agenda',
      /Item 2, "Any other business".*known beforehand.*ask the Secretariat to pre-clear it/,
    ],
    ['AOB with minutes', { agenda: 'AOB, 5 min' }, 'agenda', /can't be on the agenda/],
    ['A.O.B.', { agenda: '- A.O.B.' }, 'agenda', /can't be on the agenda/],
    ['an agenda line too long', { agenda: `Welcome\n${'x'.repeat(201)}` }, 'agenda', /Line 2 is too long/],
    ['a document without an address', { documents: 'The draft' }, 'documents', /Line 1: end the line with/],
    ['a document at an http address', { documents: 'Draft http://example.org/x' }, 'documents', /https/],
    ['no sub-topic', { subTopic: '  ' }, 'subTopic', /what the meeting is about/],
    ['a sub-topic too long', { subTopic: 'x'.repeat(151) }, 'subTopic', /at most 150/],
    ['a kind the body does not have', { kind: 'party' }, 'kind', /one of the kinds/],
    ['a way to repeat that is not in the list', { repeats: 'hourly' }, 'repeats', /one of the ways/],
  ];

  test.for(refused)('%s gets its own sentence, and nothing is saved', async ([, more, field, words]) => {
    const { body, group, ctx } = await chaired();
    const problem = await schedule(ctx, typed(group, more)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InvalidInput);
    expect((problem as InvalidInput).fields).toEqual({ [field]: expect.stringMatching(words) as unknown });
    expect(await world.db.meeting.count({ where: { bodyId: body.body.id } })).toBe(0);
  });

  test('what cannot be read and what does not fit are told in the first round, in words for who typed it', async () => {
    const { body, group } = await chaired();
    const sam = body.asSecretariat(await secretary(body));
    const wrong = typed(group, {
      date: '2026-11-20',
      link: 'http://meet.example.org/room',
      agenda: 'Any other business\nPrices of scrap',
      minutes: '',
    });
    const error = await schedule(sam, wrong).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInput);
    const { fields } = error as InvalidInput;
    expect(Object.keys(fields).sort()).toEqual(['agenda', 'clearance', 'date', 'link', 'minutes']);
    expect(fields.date).toContain('in the past');
    expect(Object.values(fields).join(' ')).not.toContain('ask the Secretariat');
    // A date is looked at even where no time is given, and nobody but who may schedule is told anything of it.
    await expect(schedule(sam, typed(group, { date: '2026-11-20', time: '' }))).rejects.toMatchObject({
      fields: { date: saying('in the past'), time: aSentence },
    });
    await expect(schedule(body.asMember(await body.person()), wrong)).rejects.not.toBeInstanceOf(InvalidInput);
  });

  test('several wrong fields are told at once', async () => {
    const { group, ctx } = await chaired();
    const reply = schedule(ctx, typed(group, { link: 'http://x', minutes: '5', agenda: 'AOB', subTopic: '' }));
    await expect(reply).rejects.toMatchObject({
      fields: { link: aSentence, minutes: aSentence, agenda: aSentence, subTopic: aSentence },
    });
  });

  test('a subject that only contains the letters of AOB is welcome', async () => {
    const { group, ctx } = await chaired();
    const { meeting } = await schedule(ctx, typed(group, { agenda: 'Business models of scrap\n3) Maobi case (lead: A. B.), 10 minutes' }));
    expect(meeting.agenda.items).toEqual([{ title: 'Business models of scrap' }, { title: 'Maobi case', minutes: 10, lead: 'A. B.' }]);
  });
});

test('a summer date in a northern zone is computed with its summer offset', async () => {
  const body = await world.newBody();
  const { meeting } = await plannedMeeting(body, { date: '2027-07-01', time: '10:00' });
  expect(meeting.startsAt).toEqual(new Date('2027-07-01T08:00:00Z'));
});
