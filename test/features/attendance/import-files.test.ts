import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../../src/bot/errors.ts';
import { checkIn } from '../../../src/features/attendance/check-in.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { importAttendance } from '../../../src/features/attendance/import-attendance.ts';
import { getNamedMeeting } from '../../../src/features/attendance/import-meeting.ts';
import { findRoll, listPresences, listSeen, listStandings } from '../../../src/features/attendance/lookup.ts';
import { getOwnRecord } from '../../../src/features/records/lookup.ts';
import { openWorld, type World } from '../../support/world.ts';
import { addMeeting, at, heldMeeting, type Held } from './held-meeting.ts';
import { teamsReport, us, utf16, utf8, zoomFile, zoomTime, type StayRow } from './import-fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const LATER = at('15:00');
const take = ({ body, meeting }: Held, file: Uint8Array<ArrayBuffer> | string, more: object = {}) =>
  importAttendance(body.asOperator(LATER), { meeting: meeting.id, file: typeof file === 'string' ? utf8(file) : file, ...more });

const clock = (time: Date | null) => time?.toISOString().slice(11, 19) ?? null;
const seen = async ({ body, meeting }: Held) =>
  (await listSeen(body.asScheduler(), meeting.id)).map((one) => [one.name, clock(one.from), clock(one.until)]);
const names = async ({ meeting }: Held) =>
  (await world.db.importedName.findMany({ where: { meetingId: meeting.id }, orderBy: { name: 'asc' } })).map((one) => [
    one.name,
    one.state,
  ]);
const staysOf = async ({ meeting }: Held) =>
  (await world.db.importedName.findMany({ where: { meetingId: meeting.id } })).map((one) => one.stays);
const countLayers = ({ meeting }: Held) => world.db.presence.count({ where: { meetingId: meeting.id } });
const reasonOf = async (result: ReturnType<typeof take>) => {
  const { applied, problems } = await result;
  expect(applied).toBe(false);
  return problems.map((one) => `${String(one.line)} ${one.column}: ${one.reason}`).join('\n');
};

test('a file with clocks only is of the day of the meeting', async () => {
  const held = await heldMeeting(world);
  expect(await take(held, zoomFile([{ name: 'Gus', join: '13:02', leave: '13:58', duration: '56' }], false))).toMatchObject({
    applied: true,
    problems: [],
  });
  expect(await staysOf(held)).toEqual([[{ from: '2026-11-23T12:02:00.000Z', until: '2026-11-23T12:58:00.000Z' }]]);
});

test.each([
  ['Nov 24 2026', '11/24/2026'],
  ['24.11.2026', '24.11.2026'],
])('a file with clocks only, of another day by its own line about the meeting (%s), is refused', async (day) => {
  const held = await heldMeeting(world);
  const about = `Meeting ID,Topic,Start Time\n912,Scrap,${day}\n\n`;
  const file = about + zoomFile([{ name: 'Gus', join: '13:02', leave: '13:58', duration: '56' }], false);
  expect(await reasonOf(take(held, file))).toContain("another meeting's");
  const own = file.replace(day, 'Nov 23 2026');
  expect(await take(held, own)).toMatchObject({ applied: true, problems: [] });
});

test.each([
  ['Zoom', (text: string) => text, zoomFile([{ name: 'Gus', join: zoomTime('13:02'), leave: zoomTime('13:58'), duration: '56' }], false)],
  ['sep=', (text: string) => `sep=;\n${text}`, zoomFile([{ name: 'Gus', join: zoomTime('13:02'), leave: zoomTime('13:58') }], false)],
])('a file saved again with semicolons is read: %s', async (_, more, file) => {
  const held = await heldMeeting(world);
  expect(await take(held, more(file.replaceAll(',', ';')))).toMatchObject({ applied: true, problems: [] });
  expect(await staysOf(held)).toEqual([[{ from: '2026-11-23T12:02:00.000Z', until: '2026-11-23T12:58:00.000Z' }]]);
});

test('a duration never speaks against two good times', async () => {
  const held = await heldMeeting(world);
  const row = { name: 'Gus', join: zoomTime('13:02'), leave: zoomTime('13:58') };
  expect(await take(held, zoomFile([{ ...row, duration: '99' }], false))).toMatchObject({ applied: true, problems: [] });
  expect(await take(held, zoomFile([{ ...row, duration: 'long' }], false))).toMatchObject({ applied: true, problems: [] });
});

test("a webinar's report has the times of joining, not of registering, whole names, and nobody who only registered", async () => {
  const held = await heldMeeting(world);
  const head = ['Vorname', 'Nachname', 'E-Mail', 'Registrierung', 'Status', 'Erster Beitritt', 'Letztes Verlassen', 'Dauer', 'Rolle'];
  const rows = [
    ['Gus', 'Guest', 'gus@else.invalid', '20.11.2026, 09:00:00', 'Ja', '23.11.2026, 13:02:00', '23.11.2026, 13:58:00', '56 Min.', 'Gast'],
    ['Ned', 'Noshow', 'ned@else.invalid', '20.11.2026, 10:00:00', 'Ja', '', '', '', ''],
  ];
  const text = ['1. Zusammenfassung', 'Titel\tX', '', '2. Teilnehmer', ...[head, ...rows].map((one) => one.join('\t'))].join('\r\n');
  expect(await take(held, utf16(text))).toMatchObject({ applied: true, problems: [] });
  expect(await staysOf(held)).toEqual([[{ from: '2026-11-23T12:02:00.000Z', until: '2026-11-23T12:58:00.000Z' }]]);
  expect((await names(held)).map(([name]) => name)).toEqual(['Gus Guest']);
});

describe("Teams' report", () => {
  const EN = teamsReport([{ name: 'Gus', email: 'gus@else.invalid', join: us('13:02'), leave: us('13:58'), duration: '56m 0s' }]);
  /** The same report as a client in another language writes it: other headings, another clock. */
  const written = (headings: Readonly<Record<string, string>>, from: string, until: string, day: (clock: string) => string): string =>
    Object.entries(headings)
      .reduce((text, [english, other]) => text.replaceAll(english, other), EN)
      .replaceAll(us('13:02'), day(from))
      .replaceAll(us('13:58'), day(until))
      .replace('11/23/26, 12:55:00 PM', day(from))
      .replace('11/23/26, 2:02:00 PM', day(until));
  const none = {
    Summary: 'X1',
    Participants: 'X2',
    'In-Meeting Activities': 'X3',
    'Join Time': 'J',
    'Leave Time': 'L',
    Duration: 'D',
    Email: 'E',
  };

  test.each([
    ['German', { ...none, '56m 0s': '56 Min. 0 Sek.' }, '13:02:00', '13:58:00', (clock: string) => `23.11.26, ${clock}`],
    ['Spanish', { ...none, Name: 'Nombre', '56m 0s': '56 min' }, '13:02:00', '13:58:00', (clock: string) => `23/11/26, ${clock}`],
    ['Finnish', none, '13.02.00', '13.58.00', (clock: string) => `23.11.2026 klo ${clock}`],
    ['Danish', none, '13.02.00', '13.58.00', (clock: string) => `23.11.2026 ${clock}`],
    ['Japanese', { ...none, Name: '名前', '56m 0s': '56 分' }, '1:02:00', '1:58:00', (clock: string) => `2026年11月23日 午後${clock}`],
    ['Korean', { ...none, Name: '이름' }, '1:02:00', '1:58:00', (clock: string) => `2026. 11. 23. 오후 ${clock}`],
    ['Chinese', { ...none, Name: '姓名' }, '1:02:00', '1:58:00', (clock: string) => `2026/11/23 下午${clock}`],
    ['German with month words', none, '13:02:00', '13:58:00', (clock: string) => `23. November 2026 um ${clock}`],
    ['English with month words', none, '1:02:00 PM', '1:58:00 PM', (clock: string) => `Mon, Nov 23, 2026, ${clock}`],
    ['French', none, '13:02', '13:58', (clock: string) => `23 nov. 2026 à ${clock}`],
    ['Polish', none, '13:02:00', '13:58:00', (clock: string) => `23 listopada 2026, ${clock}`],
    ['clocks only', { ...none, Name: 'Nombre' }, '13:02', '13:58', (clock: string) => clock],
    ['Portuguese', none, '13:02', '13:58', (clock: string) => `23/11/2026 às ${clock}`],
  ])('is read as written in %s, by the shape of its sections', async (_, headings, from, until, day) => {
    const held = await heldMeeting(world);
    const text = written(headings, from, until, day);
    expect(await take(held, utf16(text))).toMatchObject({ applied: true, problems: [] });
    expect(await staysOf(held)).toEqual([[{ from: '2026-11-23T12:02:00.000Z', until: '2026-11-23T12:58:00.000Z' }]]);
  });

  test('that only says who attended has them as there, without times', async () => {
    const held = await heldMeeting(world);
    const [summary = ''] = EN.split('3. In-Meeting');
    const text = summary.replace('\tFirst Join\tLast Leave\tIn-Meeting Duration', '').replace(/^(Gus)(\t[^\t]*){3}/m, '$1');
    expect(await take(held, utf16(text))).toMatchObject({ applied: true, problems: [] });
    expect(await staysOf(held)).toEqual([[{ from: null, until: null }]]);
  });

  test('in UTF-16 with tabs and three sections gives each stay of whoever the directory knows by exactly their e-mail', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const rows: StayRow[] = [
      { name: 'Ann (Works)', email: ann.email.toUpperCase(), join: us('13:02'), leave: us('13:20'), duration: '18m 0s' },
      { name: 'Ann (Works)', email: ann.email, join: us('13:30'), leave: us('13:58'), duration: '28m' },
      { name: 'Ann', join: us('13:00'), leave: us('14:00') },
      { name: 'Gus "the Can" Guest', email: 'gus@else.invalid', join: us('13:05'), leave: us('14:01'), duration: '56m 0s' },
    ];
    expect(await take(held, utf16(teamsReport(rows)))).toMatchObject({
      applied: true,
      problems: [],
      file: { product: 'teams', rows: 4, names: 3, reading: { zone: 'Europe/Zurich', order: 'mdy' } },
      ...{ changed: 3, added: 4, replaced: 0, waiting: 2 },
    });
    const layers = await world.db.presence.findMany({ where: { meetingId: held.meeting.id }, orderBy: { at: 'asc' } });
    expect(layers.map((one) => [one.source, one.what, clock(one.at), one.personId, one.name, one.organisation, one.role])).toEqual([
      ['import', 'arrived', '12:02:00', ann.id, 'Ann', 'Ann Works', 'participant'],
      ['import', 'left', '12:20:00', ann.id, 'Ann', 'Ann Works', 'participant'],
      ['import', 'arrived', '12:30:00', ann.id, 'Ann', 'Ann Works', 'participant'],
      ['import', 'left', '12:58:00', ann.id, 'Ann', 'Ann Works', 'participant'],
    ]);
    expect(await names(held)).toEqual([
      ['Ann', 'waiting'],
      ['Ann (Works)', 'matched'],
      ['Gus "the Can" Guest', 'waiting'],
    ]);
    expect(await held.body.audited()).toEqual(['attendance.import']);
  });

  test.each([
    ['the older single table', 'Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)'],
    ['names in another case, and the role before the id', 'full name\tJOIN TIME\tleave time\tDuration\tEMAIL\trole\tParticipant ID (UPN)'],
  ])('is read as %s', async (_, header) => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const row = ['Ann', '23/11/2026, 1:02:00\u202fPM', '23/11/2026, 1:58:30\u202fPM', '56m 30s', ann.email, 'Attendee', ''].join('\t');
    expect(await take(held, `\uFEFF${header}\r\n${row}\r\n`)).toMatchObject({ applied: true, file: { reading: { order: 'dmy' } } });
    expect(await seen(held)).toEqual([['Ann', '12:02:00', '12:58:30']]);
  });

  test('without the section of stays has the first joining and the last leaving, of which a part may be missed', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const whole = teamsReport([{ name: 'Ann', email: ann.email, join: us('13:02'), leave: us('13:58') }]);
    expect(await take(held, whole.slice(0, whole.indexOf('3. In-Meeting')))).toMatchObject({ applied: true, added: 2 });
    expect(await seen(held)).toEqual([['Ann', '12:02:00', '12:58:00']]);
  });
});

describe("Zoom's file", () => {
  test('with its preamble counts reconnects once, leaves out the waiting room, and asks about people without an e-mail', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const rows = [
      { name: 'Ann', email: ann.email, join: zoomTime('12:56'), leave: zoomTime('12:59'), duration: '3', waiting: true },
      { name: 'Ann', email: ann.email, join: zoomTime('12:59'), leave: zoomTime('13:20'), duration: '21' },
      { name: 'Ann', email: ann.email, join: zoomTime('13:10'), leave: zoomTime('13:58'), duration: '49' },
      { name: 'Phone (+41 44 000 00 00)', join: zoomTime('13:10'), leave: zoomTime('13:58'), duration: '48' },
    ];
    expect(await take(held, zoomFile(rows))).toMatchObject({
      applied: true,
      added: 2,
      waiting: 1,
      file: { product: 'zoom', inWaitingRoom: 1 },
    });
    expect(await seen(held)).toEqual([['Ann', '11:59:00', '12:58:00']]);
  });

  test("with the meeting in front of every row takes the person's e-mail and duration, not the host's", async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const header =
      'Topic,Meeting ID,Start Time,End Time,User Email,Duration (Minutes),Name (original name),User email,Join time,Leave time,Duration (minutes),Guest';
    const row = `T,9,11/23/2026 12:55:00 PM,11/23/2026 02:02:00 PM,${held.secretary.email},67,Ann,${ann.email},2026-11-23 13:02:00,2026-11-23T13:58:00,56,No`;
    expect(await take(held, `${header}\n${row}\n`)).toMatchObject({ applied: true, problems: [] });
    expect(await seen(held)).toEqual([['Ann', '12:02:00', '12:58:00']]);
  });

  test('of unique users says who was there and nothing of when, if its preamble is of this meeting', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const table = `Name (Original Name),User Email,Total Duration (Minutes),Guest\nAnn,${ann.email},56,No\n`;
    expect(await reasonOf(take(held, table))).toContain('Download it again without "Show unique users".');
    const preamble = (day: string) =>
      `Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n9,T,${day} 01:00:00 PM,${day} 02:00:00 PM,h@body.invalid,60,1\n\n`;
    expect(await reasonOf(take(held, preamble('11/24/2026') + table))).toContain("it is another meeting's");
    expect(await take(held, preamble('11/23/2026') + table)).toMatchObject({ applied: true, added: 1 });
    expect(await seen(held)).toEqual([['Ann', null, null]]);
    const ctx = held.body.asMember(held.chair, at('13:05'));
    await confirmRoll(ctx, { meeting: held.meeting.id, version: 0, [`person:${ann.id}`]: 'here' });
    expect((await findRoll(ctx, held.meeting.id))?.entries[0]).toMatchObject({ status: 'here', arrivedAt: null });
  });
});

describe('what a file says', () => {
  test('makes nobody present: no standing, no record, until the roll confirms it and takes its times', async () => {
    const held = await heldMeeting(world);
    const { body, meeting, chair, payload } = held;
    const [ann, ben] = [await held.member('Ann', 'attending'), await held.member('Ben', 'attending')];
    await checkIn(body.asMember(ann, at('12:05')), payload);
    const stay = { join: us('13:02'), leave: us('13:58') };
    await take(held, teamsReport([ann, ben].map((one) => ({ name: one.name, email: one.email, ...stay }))));
    const ctx = body.asMember(chair, LATER);
    expect((await listPresences(ctx, meeting.id)).map((one) => one.source)).toEqual(['self']);
    expect((await listStandings(ctx, meeting.id)).map((one) => [one.name, clock(one.arrivedAt)])).toEqual([['Ann', '12:05:00']]);
    const guest = await body.person({ name: 'Gil' });
    await take(held, teamsReport([{ name: 'Gil', email: guest.email, ...stay }]), { beside: true });
    expect((await getOwnRecord(body.asMember(guest, LATER))).meetings).toEqual([]);
    await confirmRoll(ctx, { meeting: meeting.id, version: 0, [`person:${ann.id}`]: 'here', [`person:${ben.id}`]: 'left_early' });
    const entries = (await findRoll(ctx, meeting.id))?.entries ?? [];
    const entryOf = (id: string) => entries.find((one) => one.personId === id);
    expect(entryOf(ann.id)).toMatchObject({ status: 'here', arrivedAt: at('12:05').toISOString() });
    expect(entryOf(ben.id)).toMatchObject({ arrivedAt: at('12:02').toISOString(), leftAt: at('12:58').toISOString() });
    expect(entryOf(guest.id)).toMatchObject({ status: 'not_here' });
  });

  test('taken in again adds nothing, and two at once add it once', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const file = teamsReport([
      { name: 'Ann', email: ann.email, join: us('13:02'), leave: us('13:58') },
      { name: 'Gus', join: us('13:02'), leave: us('13:58') },
    ]);
    await Promise.all([take(held, file), take(held, file)]);
    expect(await take(held, file)).toMatchObject({ applied: true, changed: 0, added: 0, replaced: 0, waiting: 1 });
    expect([await countLayers(held), await held.body.audited()]).toEqual([2, ['attendance.import']]);
  });

  test('is replaced by a corrected file, by appending: other times, a person taken out, and one put back', async () => {
    const held = await heldMeeting(world);
    const [ann, ben] = [await held.member('Ann'), await held.member('Ben')];
    const row = (one: { name: string; email: string }, leave: string) => ({
      name: one.name,
      email: one.email,
      join: us('13:02'),
      leave: us(leave),
    });
    const first = teamsReport([row(ann, '13:58'), row(ben, '13:58')]);
    await take(held, first);
    const before = await world.db.presence.findMany({ where: { meetingId: held.meeting.id } });
    expect(await take(held, teamsReport([row(ann, '13:40')]))).toMatchObject({ added: 1, replaced: 3 });
    expect(await seen(held)).toEqual([['Ann', '12:02:00', '12:40:00']]);
    const after = await world.db.presence.findMany({
      where: { meetingId: held.meeting.id },
      orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
    });
    expect(after.filter((one) => before.some((old) => old.id === one.id))).toHaveLength(4);
    const left = before.find((one) => one.personId === ann.id && one.what === 'left')!;
    expect(after.find((one) => one.replacesId === left.id)).toMatchObject({ what: 'left', at: at('12:40'), source: 'import' });
    expect(await take(held, first)).toMatchObject({ added: 3, replaced: 1 });
    expect(await seen(held)).toEqual([
      ['Ann', '12:02:00', '12:58:00'],
      ['Ben', '12:02:00', '12:58:00'],
    ]);
    const ctx = held.body.asMember(held.chair, LATER);
    await take(held, teamsReport([row(ann, '13:58')]));
    await confirmRoll(ctx, { meeting: held.meeting.id, version: 0, [`person:${ann.id}`]: 'here' });
    expect((await findRoll(ctx, held.meeting.id))?.entries.map((one) => one.name)).toEqual(['Ann']);
  });

  test('of one of several sessions stands beside the others when it is said so', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const session = (join: string, leave: string) => teamsReport([{ name: 'Ann', email: ann.email, join: us(join), leave: us(leave) }]);
    await take(held, session('13:02', '13:20'));
    expect(await take(held, session('13:25', '13:58'), { beside: true, zone: 'Europe/Zurich' })).toMatchObject({ added: 2, replaced: 0 });
    expect(await seen(held)).toEqual([['Ann', '12:02:00', '12:58:00']]);
  });

  test('is about people of this body only, and of those still in the directory', async () => {
    const [held, other] = [await heldMeeting(world), await heldMeeting(world)];
    const eve = await held.member('Eve');
    await world.db.person.update({ where: { id: eve.id }, data: { erasedAt: at('08:00') } });
    await world.db.person.update({ where: { id: other.chair.id }, data: { email: 'only@other.invalid' } });
    const rows = [eve.email, 'only@other.invalid'].map((email) => ({ name: email, email, join: us('13:02'), leave: us('13:58') }));
    expect(await take(held, teamsReport(rows))).toMatchObject({ added: 0, waiting: 2 });
    expect(await world.db.importedName.count({ where: { meetingId: other.meeting.id } })).toBe(0);
  });
});

describe('a file that cannot be taken in', () => {
  const stay = { name: 'Gus', join: us('13:02'), leave: us('13:58') };

  test.each<[string, Uint8Array<ArrayBuffer> | string, string]>([
    ['nothing at all', '', 'The file is empty'],
    ['only blanks', utf16('\r\n\r\n'), 'The file is empty'],
    ['a header and nobody', zoomFile([]), 'names nobody'],
    ['a broken encoding', new Uint8Array([...utf8('Name,User Email\n'), 0xc3, 0x28, 0x0a]), 'neither UTF-8 nor UTF-16'],
    ['half a character', utf16(teamsReport([stay])).slice(0, -1), 'neither UTF-8 nor UTF-16'],
    ['UTF-16 without its mark', utf16(teamsReport([stay])).slice(2), 'neither UTF-8 nor UTF-16'],
    ['another product', 'First name,Last name,Email,Duration,Time joined,Time exited\nA,B,a@b.invalid,1,2,3\n', 'Google Meet'],
    ['a list of during the meeting', 'Full Name\tUser Action\tTimestamp\nA\tJoined\t11/23/2026, 1:02:00 PM\n', 'once it is over'],
    ['a table of something else', 'Vorname,Nachname\nA,B\n', 'it begins with "Vorname, Nachname'],
    ['the directory', 'name,email,organisation\nA,a@b.invalid,C\n', 'no attendance file of Zoom or Teams'],
    ['a quote left open', zoomFile([stay], false).replace('"Gus"', '"Gus'), 'A quote is opened and never closed'],
    ['a column twice', zoomFile([stay], false).replace('Guest', 'User Email'), 'The column "User Email" is there twice'],
    [
      '20,001 rows',
      zoomFile(
        Array.from({ length: 20_001 }, () => stay),
        false,
      ),
      'more than 20,000 rows',
    ],
    ['9 MB', new Uint8Array(9_000_000).fill(65), 'larger than 8 MB'],
    ['the next day', teamsReport([{ ...stay, join: '11/24/26, 1:02:00 PM', leave: '11/24/26, 1:58:00 PM' }]), "it is another meeting's"],
    ['a zone nobody said', teamsReport([{ ...stay, join: us('07:02'), leave: us('07:58') }]), 'say the --zone'],
    [
      'days in both orders',
      teamsReport([stay, { ...stay, join: '23/11/26 13:02:00', leave: '23/11/26 13:58:00' }]),
      'others only month first',
    ],
  ])('is refused: %s', async (_, file, reason) => {
    const held = await heldMeeting(world);
    expect(await reasonOf(take(held, file))).toContain(reason);
    expect([await countLayers(held), await names(held), await held.body.audited()]).toEqual([0, [], []]);
  });

  test('is read in the zone of the meeting where others show the same, and asked about where two readings fit', async () => {
    const held = await heldMeeting(world);
    const set = (data: object) => world.db.meeting.update({ where: { id: held.meeting.id }, data });
    await set({ zone: 'Africa/Monrovia' });
    const utc = teamsReport([{ ...stay, join: us('12:15'), leave: us('13:00') }]);
    expect(await take(held, utc)).toMatchObject({ applied: true, file: { reading: { zone: 'Africa/Monrovia' } } });
    // Open for weeks, so that both 11 December and 12 November fall into it.
    await set({ startsAt: new Date('2026-11-12T12:00Z'), endsAt: new Date('2026-12-11T16:00Z') });
    const input = { meeting: held.meeting.id, zone: 'UTC' };
    const file = utf8(teamsReport([{ ...stay, join: '11/12/2026 13:05:00', leave: '11/12/2026 14:00:00' }]));
    const ctx = held.body.asOperator(new Date('2026-12-12T00:00Z'));
    const { problems } = await importAttendance(ctx, { ...input, file });
    expect(problems[0]?.reason).toMatch(/more than one way\. Say --zone and --order\. UTC, day first.*UTC, month first/);
    expect(await importAttendance(ctx, { ...input, file, order: 'mdy' })).toMatchObject({ applied: true });
  });

  test('is asked about where a zone would make it an hour late of a long meeting, and taken in as it is said', async () => {
    const held = await heldMeeting(world);
    await world.db.meeting.update({ where: { id: held.meeting.id }, data: { endsAt: at('15:00') } });
    const athens = teamsReport([{ ...stay, join: us('14:00'), leave: us('17:00') }]);
    expect(await reasonOf(take(held, athens))).toContain(
      'say the --zone of who downloaded it. Europe/Zurich, month first: 2026-11-23 13:00 UTC',
    );
    expect(await take(held, athens, { zone: 'Europe/Athens' })).toMatchObject({ applied: true, file: { outside: 0 } });
  });

  test('has every bad row named by line and column; the good ones are taken in when it is said, and withdraw nothing', async () => {
    const held = await heldMeeting(world);
    const [ann, ben] = [await held.member('Ann'), await held.member('Ben')];
    await take(held, zoomFile([{ ...stay, name: 'Ben', email: ben.email, join: zoomTime('13:02'), leave: zoomTime('13:58') }], false));
    const times = { join: zoomTime('13:02'), leave: zoomTime('13:58') };
    const rows = [
      { name: 'Ann', email: ann.email, ...times, duration: '56' },
      { name: '', ...times },
      { name: 'Bad mail', email: 'nobody', ...times },
      { name: 'Bad time', ...times, join: '23.11. um eins' },
      { name: 'No such day', ...times, join: '02/31/2026 01:02:00 PM' },
      { name: 'Backwards', join: times.leave, leave: times.join },
      { name: 'Endless', join: times.join, leave: '' },
      { name: 'Lost \uFFFD', ...times },
      { name: 'Two\u0007', ...times },
      { name: 'x'.repeat(201), ...times },
    ];
    const file = zoomFile(rows, false);
    const reasons = (await reasonOf(take(held, file))).split('\n');
    expect(reasons.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      '3 Name (Original Name)',
      '4 User Email',
      '5 Join Time',
      '6 Join Time',
      '7 Leave Time',
      '8 Leave Time',
      ...['9', '10', '11'].map((line) => `${line} Name (Original Name)`),
    ]);
    expect(await seen(held)).toEqual([['Ben', '12:02:00', '12:58:00']]);
    expect(await take(held, file, { partial: true })).toMatchObject({ applied: true, added: 2, replaced: 0 });
    expect((await seen(held)).map(([name]) => name)).toEqual(['Ben', 'Ann']);
  });

  test('is refused for times that the clocks show twice or never, and taken in from UTC', async () => {
    const held = await heldMeeting(world);
    const at = (startsAt: string, endsAt: string) =>
      world.db.meeting.update({ where: { id: held.meeting.id }, data: { startsAt: new Date(startsAt), endsAt: new Date(endsAt) } });
    const report = (...times: [string, string][]) => teamsReport(times.map(([join, leave]) => ({ ...stay, join, leave })));
    await at('2026-10-25T00:30Z', '2026-10-25T02:00Z');
    const night = report(['25/10/2026 02:40:00', '25/10/2026 03:10:00']);
    expect(await reasonOf(take(held, night, { zone: 'Europe/Zurich' }))).toContain(
      '15 Join Time: The clocks of this zone showed this time twice',
    );
    expect(await take(held, report(['25/10/2026 00:40:00', '25/10/2026 01:10:00']), { zone: 'UTC' })).toMatchObject({ applied: true });
    await at('2026-03-29T00:30Z', '2026-03-29T02:00Z');
    const spring = report(['29/03/2026 01:40:00', '29/03/2026 03:10:00'], ['29/03/2026 01:40:00', '29/03/2026 02:10:00']);
    expect(await reasonOf(take(held, spring, { zone: 'Europe/Zurich' }))).toContain(
      'Leave Time: The clocks of this zone went forward over this time',
    );
  });

  test('leaves out who came and went before check-in, and is refused when that is everybody', async () => {
    const held = await heldMeeting(world);
    const early = { ...stay, name: 'Early', join: us('11:00'), leave: us('12:00') };
    expect(await take(held, teamsReport([early, stay]), { zone: 'Europe/Zurich' })).toMatchObject({
      applied: true,
      waiting: 1,
      file: { outside: 1 },
    });
    const late = { ...early, join: us('17:00'), leave: us('18:00') };
    expect(await reasonOf(take(held, teamsReport([early, late]), { zone: 'Europe/Zurich' }))).toContain(
      'Nobody in the file was in the call',
    );
  });

  test('may have 10,000 rows, each of which counts', async () => {
    const held = await heldMeeting(world);
    const ann = await held.member('Ann');
    const rows = Array.from({ length: 10_000 }, (_, i) =>
      i % 2 === 0
        ? { ...stay, name: `Guest ${String(i)}` }
        : { name: 'Ann', email: ann.email, join: us(`13:${String(i % 50)}`), leave: us(`13:${String((i % 50) + 1)}`) },
    );
    expect(await take(held, utf16(teamsReport(rows)))).toMatchObject({ applied: true, waiting: 5_000, file: { rows: 10_000 } });
    expect(await take(held, utf16(teamsReport(rows.toReversed())))).toMatchObject({ changed: 0, added: 0 });
    expect(await take(held, utf16(teamsReport(rows.slice(0, 10))))).toMatchObject({ waiting: 5 });
  }, 60_000);
});

describe('taking in a file', () => {
  test('is for the Secretariat and the operator, after a meeting that took place', async () => {
    const { body, meeting, chair, secretary } = await heldMeeting(world);
    const input = { meeting: meeting.id, file: utf8(teamsReport([{ name: 'Gus', join: us('13:02'), leave: us('13:58') }])) };
    await expect(importAttendance(body.asMember(chair, LATER), input)).rejects.toThrow(NotAllowed);
    await expect(importAttendance(body.asOperator(at('11:59')), input)).rejects.toThrow(Conflict);
    await expect(importAttendance(body.asOperator(LATER), { ...input, zone: 'Mars/Crater' })).rejects.toThrow(InvalidInput);
    await expect(importAttendance(body.asOperator(LATER), { ...input, meeting: chair.id })).rejects.toThrow(NotFound);
    expect(await importAttendance(body.asSecretariat(secretary, LATER), input)).toMatchObject({ applied: true });
    await world.db.meeting.update({ where: { id: meeting.id }, data: { state: 'cancelled' } });
    await expect(importAttendance(body.asOperator(LATER), input)).rejects.toThrow(Conflict);
  });

  test('names its meeting by id or by group and day, and asks where there are several', async () => {
    const { body, meeting, group } = await heldMeeting(world);
    const ctx = body.asOperator(LATER);
    expect((await getNamedMeeting(ctx, meeting.id)).id).toBe(meeting.id);
    expect((await getNamedMeeting(ctx, 'circularity+2026-11-23')).id).toBe(meeting.id);
    await expect(getNamedMeeting(ctx, 'circularity+2026-11-24')).rejects.toThrow('Circularity has no meeting on 2026-11-24.');
    await expect(getNamedMeeting(ctx, 'circularity')).rejects.toThrow(InvalidInput);
    const second = await addMeeting(world, body, group.id, { subTopic: 'Packaging' });
    await expect(getNamedMeeting(ctx, 'circularity+2026-11-23')).rejects.toThrow(`${second.id}: Packaging`);
  });
});
