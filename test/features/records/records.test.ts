import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { Card } from '../../../src/bot/card.ts';
import { NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { read } from '../../../src/features/attendance/read.ts';
import { records } from '../../../src/features/records/index.ts';
import { getOwnRecord, ownRecordCsv } from '../../../src/features/records/lookup.ts';
import { toPages } from '../../../src/bot/pages.ts';
import { labels, lines } from '../../support/card-words.ts';
import { openWorld, type TestBody, type World } from '../../support/world.ts';
import { addMeeting, answers, at, heldMeeting, letPass } from '../attendance/held-meeting.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const command = (word: string) => records.commands.find((one) => one.word === word)!;
const run = async (word: string, ctx: ReturnType<TestBody['asMember']>, rest = ''): Promise<Card> =>
  (await command(word).run(ctx, command(word).input(rest, null))).whisper!;
const press = async (id: string, ctx: ReturnType<TestBody['asMember']>, payload = {}): Promise<Card> =>
  (await records.buttons.find((one) => one.id === id)!.run(ctx, payload)).whisper!;

/** A meeting that was held with all that leaves a trace, its roll confirmed at 13:05. */
async function confirmed() {
  const held = await heldMeeting(world);
  await letPass(world, held);
  const { body, meeting, payload, member, chair } = held;
  const ann = await member('Ann', 'attending');
  const ben = await member('Ben', 'attending');
  const dee = await member('Dee');
  await answers(world, body, meeting.id, dee.id, 'declined', { alternateName: 'Dan Deputy' });
  await world.db.membership.updateMany({ where: { bodyId: body.body.id }, data: { joinedAt: at('08:00') } });
  await checkIn(body.asMember(ann, at('12:01')), payload);
  await read(body.asMember(chair, at('12:03')), { meeting: meeting.id });
  const judged = { [`person:${ann.id}`]: 'here', [`person:${ben.id}`]: 'not_here', [`person:${dee.id}`]: 'apologies' };
  await confirmRoll(body.asMember(chair, at('13:05')), { meeting: meeting.id, version: 0, ...judged, guests: 'Gus, River Keepers' });
  return { ...held, ann, ben, dee };
}

describe('/wg record', () => {
  test('sums up the last twelve months without a ranking', async () => {
    const { body, group, ann, dee } = await confirmed();
    const old = await addMeeting(world, body, group.id, { startsAt: new Date('2025-11-20T12:00:00Z') });
    await addMeeting(world, body, group.id, { startsAt: at('09:00'), state: 'cancelled' });
    await addMeeting(world, body, group.id, { startsAt: at('09:00'), subTopic: 'Packaging' });
    await addMeeting(world, body, group.id, { startsAt: at('16:00'), subTopic: 'Later' });
    const card = await run('record', body.asMember(ann, at('14:00')));
    expect(lines(card)).toEqual(['Your participation, last 12 months: 1 of 2 meetings in 1 group.']);
    expect(labels(card)).toEqual(['Details', 'Export', 'Something is wrong']);
    expect(lines(await run('record', body.asMember(dee, at('14:00'))))[0]).toBe(
      'Your participation, last 12 months: 0 of 2 meetings in 1 group, 1 apology.',
    );
    expect((await getOwnRecord(body.asMember(ann, at('14:00')))).meetings.map((one) => one.meetingId)).not.toContain(old.id);
  });

  test('counts only meetings held while the person was in the group', async () => {
    const { body, group } = await confirmed();
    const newcomer = await body.person();
    const membership = await body.member(group.id, newcomer.id);
    await world.db.membership.update({ where: { id: membership.id }, data: { joinedAt: at('13:30') } });
    const card = await run('record', body.asMember(newcomer, at('14:00')));
    expect(lines(card)[0]).toContain('no meeting was held in your groups yet');
    expect(labels(card)).toEqual(['Something is wrong']);
  });

  test('lists each meeting with its status and on whose word', async () => {
    const { body, group, ann } = await confirmed();
    const later = await addMeeting(world, body, group.id, { subTopic: 'Packaging', startsAt: at('14:00') });
    const [version] = await world.db.statementVersion.findMany({ where: { bodyId: body.body.id } });
    await checkIn(body.asMember(ann, at('14:01')), { meeting: later.id, statement: version!.id });
    const card = await press('records.own-details', body.asMember(ann, at('16:00')));
    expect(lines(card)).toEqual([
      'Your meetings, last 12 months',
      'Circularity: Packaging, Mon 23 Nov 2026, 14:00 UTC (Mon 14:00 UTC): there (you said so, not yet confirmed), from 14:01 UTC (Mon 14:01 UTC)',
      'Circularity: Scrap quality, Mon 23 Nov 2026, 12:00 UTC (Mon 12:00 UTC): there (roll), from 12:01 UTC (Mon 12:01 UTC)',
    ]);
  });

  test('exports as CSV that no spreadsheet runs', async () => {
    const { body, meeting, ann } = await confirmed();
    await world.db.meeting.update({ where: { id: meeting.id }, data: { subTopic: '=HYPERLINK("https://x.invalid"), with "quotes"' } });
    const ctx = body.asMember(ann, at('14:00'));
    const csv = await ownRecordCsv(ctx);
    expect(csv.split('\r\n')).toEqual([
      'meeting_start_utc,group,sub_topic,status,source,arrived_utc,left_utc,organisation',
      `2026-11-23T12:00:00.000Z,Circularity,"'=HYPERLINK(""https://x.invalid""), with ""quotes""",here,roll,2026-11-23T12:01:00.000Z,,Ann Works`,
      '',
    ]);
    expect(lines(await press('records.own-export', ctx)).join('\n')).toContain('here,roll');
  });

  test('is refused to strangers', async () => {
    const { body } = await confirmed();
    await expect(run('record', body.asStranger())).rejects.toThrow(NotAllowed);
    await expect(press('records.own-details', body.asStranger())).rejects.toThrow(NotAllowed);
    await expect(press('records.own-export', body.asStranger())).rejects.toThrow(NotAllowed);
  });
});

describe("a meeting's record", () => {
  test('shows the Secretariat everything that is kept, "none" included', async () => {
    const { body, meeting, group, secretary, ann } = await confirmed();
    const channel = await body.channel(group.id);
    const sentAt = new Date('2026-11-16T12:00:00Z');
    await world.db.agendaVersion.create({
      data: {
        id: uuidv7(),
        bodyId: body.body.id,
        meetingId: meeting.id,
        n: 1,
        items: [{ title: 'Welcome', minutes: 5 }],
        documents: [{ title: 'Draft', url: 'https://x.invalid/d' }],
        at: sentAt,
      },
    });
    await world.db.agendaVersion.create({
      data: {
        id: uuidv7(),
        bodyId: body.body.id,
        meetingId: meeting.id,
        n: 2,
        items: [{ title: 'Changed later' }],
        documents: [],
        at: at('11:00'),
      },
    });
    const noticeId = uuidv7();
    const due = { bodyId: body.body.id, dueAt: sentAt, expiresAt: at('12:00') };
    await world.db.notice.create({
      data: { id: noticeId, ...due, key: noticeId, kind: 'meetings.agenda', meetingId: meeting.id, createdAt: sentAt },
    });
    await world.db.delivery.create({ data: { id: uuidv7(), ...due, noticeId, target: `channel:${channel.id}`, state: 'sent', sentAt } });
    await world.db.delivery.create({
      data: { id: uuidv7(), ...due, noticeId, target: `person:${ann.id}`, state: 'failed', error: 'user_not_found' },
    });
    const card = await run('record', body.asSecretariat(secretary, at('14:00')), 'meeting circ');
    expect(lines(card).slice(2)).toEqual([
      'Meeting',
      'Kind: Sub-topic',
      'Chair: none named',
      'Secretariat: none named',
      'Agenda as sent',
      'Item 1: Welcome, 5 min',
      'Sent to #channel, Mon 16 Nov 2026, 12:00 UTC (Mon 12:00 UTC)',
      'Version 1',
      'Agenda versions',
      'Version 1, Mon 16 Nov 2026, 12:00 UTC (Mon 12:00 UTC): Welcome, 5 min',
      'Version 1: Agenda to #channel, Mon 16 Nov 2026, 12:00 UTC (Mon 12:00 UTC)',
      'Version 2, Mon 23 Nov 2026, 11:00 UTC (Mon 11:00 UTC): Changed later',
      'Version 2 against version 1: "Changed later" added',
      'Version 2 against version 1: "Welcome" taken out',
      'Version 2 against version 1: document "Draft" taken out',
      'Version 2 was sent to nobody',
      'Documents',
      'Draft',
      'Statement',
      'Anti-trust statement, v1',
      'Read aloud by Cleo Chair, Mon 23 Nov 2026, 12:03 UTC (Mon 12:03 UTC)',
      'Opening',
      'Opened by Cleo Chair, Mon 23 Nov 2026, 12:03 UTC (Mon 12:03 UTC)',
      'Agenda: there is none yet',
      'Secretariat: nobody is named for this meeting, and nobody of the Secretariat has checked in',
      'Statement: the group has no channel, so it is posted nowhere',
      'Went on without the agenda check, by Sam Secretary at 11:52 UTC (Mon 11:52 UTC): A test',
      'Went on without the Secretariat check, by Sam Secretary at 11:52 UTC (Mon 11:52 UTC): A test',
      'Went on without the statement check, by Sam Secretary at 11:52 UTC (Mon 11:52 UTC): A test',
      'Acknowledgements',
      'Of those there: 2 of 3 accepted',
      'Here, not accepted: Gus, River Keepers',
      'Ann: v1, Mon 23 Nov 2026, 12:01 UTC (Mon 12:01 UTC)',
      'Cleo Chair: v1, Mon 23 Nov 2026, 12:03 UTC (Mon 12:03 UTC)',
      'Present',
      'Confirmed by Cleo Chair, Mon 23 Nov 2026, 13:05 UTC (Mon 13:05 UTC), version 1',
      'Ann, Ann Works (Civil Society), participant, arrived Mon 23 Nov 2026, 12:01 UTC (Mon 12:01 UTC)',
      'Cleo Chair, Organisation 3 (Civil Society), chair, arrived Mon 23 Nov 2026, 12:03 UTC (Mon 12:03 UTC) (said so, not confirmed)',
      'Not there',
      'Ben, Ben Works (Civil Society), participant',
      'Apologies',
      'Dee, Dee Works (Civil Society), participant',
      'Alternates',
      'Dan Deputy for Dee, as named beforehand',
      'Guests',
      'Gus, River Keepers, guest',
      'Conflicts of interest',
      'None was declared.',
      'Concerns',
      'None was raised.',
      'Actions',
      'None.',
      'Minutes',
      'None were written.',
      'Suggested corrections of the minutes',
      'None.',
      'Notices',
      'Agenda to #channel: sent Mon 16 Nov 2026, 12:00 UTC (Mon 12:00 UTC)',
      'Agenda to Ann: failed, user_not_found',
    ]);
    expect(labels(card)).toEqual(['Correct the roll', 'Record as a file']);
  });

  test('of a bare meeting says what there is not', async () => {
    const { body, meeting, secretary } = await heldMeeting(world);
    const shown = lines(await press('records.meeting', body.asSecretariat(secretary, at('14:00')), { meeting: meeting.id, page: '0' }));
    expect(shown).toEqual(
      expect.arrayContaining([
        'No agenda was recorded.',
        'Not recorded as read aloud',
        'The roll is not confirmed yet: what follows are claims',
      ]),
    );
    expect(shown.filter((line) => line === 'None.')).toHaveLength(9);
  });

  test('is refused to everyone but the Secretariat, and unknown in another body', async () => {
    const { body, meeting, chair, group } = await confirmed();
    for (const ctx of [body.asMember(chair), body.asStranger()]) {
      await expect(run('record', ctx, 'meeting circularity')).rejects.toThrow(NotAllowed);
      await expect(run('records', ctx)).rejects.toThrow(NotAllowed);
      await expect(press('records.meeting', ctx, { meeting: meeting.id })).rejects.toThrow(NotAllowed);
    }
    const other = await heldMeeting(world);
    await expect(press('records.meeting', other.body.asSecretariat(other.secretary), { meeting: meeting.id })).rejects.toThrow(NotFound);
    expect(group.id).toBeTruthy();
  });

  test('of a group that never met is not there', async () => {
    const { body, secretary } = await confirmed();
    await body.group({ name: 'Human Rights' });
    await expect(run('record', body.asSecretariat(secretary, at('14:00')), 'meeting human')).rejects.toThrow(/has not met yet/);
    await expect(run('record', body.asSecretariat(secretary, at('14:00')), 'meeting')).rejects.toThrow(/Which working group/);
  });
});

describe('/wg records', () => {
  test('lists what was held, latest first, page by page', async () => {
    const { body, group, secretary } = await confirmed();
    for (let i = 0; i < 16; i++)
      await addMeeting(world, body, group.id, { startsAt: new Date(Date.UTC(2026, 5, i + 1)), subTopic: `Old ${String(i)}` });
    const ctx = body.asSecretariat(secretary, at('14:00'));
    const first = await run('records', ctx, 'circ');
    expect(lines(first)[1]).toContain('Circularity: Scrap quality, Mon 23 Nov 2026, 12:00 UTC (Mon 12:00 UTC): roll confirmed');
    expect(labels(first)).toEqual([...Array<string>(15).fill('Record'), 'Earlier meetings']);
    const second = await press('records.past', ctx, { group: 'circularity', page: '1' });
    expect(labels(second)).toEqual(['Record', 'Record']);
    expect(lines(await press('records.past', ctx, { page: '9' }))).toEqual(['There are no earlier meetings.']);
    const other = await world.newBody();
    expect(lines(await run('records', other.asSecretariat(secretary)))).toEqual(['No meeting of all groups has been held yet.']);
  });
});

test('pages stay within what one message takes, whatever the size of the record', () => {
  const people = Array.from(
    { length: 700 },
    (_, i) => `Person ${String(i)}, ${'Very Long Organisation Name '.repeat(4)}(Civil Society), participant`,
  );
  const pages = toPages([
    { title: 'Present', lines: people },
    { title: 'Guests', lines: [] },
  ]);
  for (const page of pages) {
    expect(page.length).toBeLessThanOrEqual(45);
    for (const block of page)
      if (block.type === 'list') expect(block.items.map((item) => toPlain(item)).join('\n').length).toBeLessThanOrEqual(2_800);
  }
  expect(pages.flat().flatMap((block) => (block.type === 'list' ? block.items : []))).toHaveLength(700);
  expect(pages.length).toBeGreaterThan(1);
});
