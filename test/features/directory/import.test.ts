import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../../src/bot/context.ts';
import { NotAllowed } from '../../../src/bot/errors.ts';
import { applyAppointments } from '../../../src/features/directory/apply-appointments.ts';
import { importCsv } from '../../../src/features/directory/import-csv.ts';
import { findPersonByEmail } from '../../../src/features/directory/lookup.ts';
import { NOON, openWorld, type TestBody, type World } from '../../support/world.ts';

const HEADER =
  'name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale';

const ANA = 'Ana López,ana@river.example,River Keepers,civil_society,CH,good,,,,,Europe/Zurich,es';
const BO = 'Bo Berg,bo@works.example,Producer Works,production_and_transformation,NO,good,,,,,,';

const file = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');

let world: World;
let body: TestBody;
let ctx: Ctx;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function fresh(now = NOON): Promise<void> {
  body = await world.newBody();
  ctx = body.asOperator(now);
  await body.group({ slug: 'nature-positive' });
  await body.group({ slug: 'circularity' });
}

const people = () =>
  world.db.person.findMany({ where: { bodyId: body.body.id }, include: { organisation: true }, orderBy: { email: 'asc' } });
const appointments = () =>
  world.db.appointment.findMany({ where: { bodyId: body.body.id }, orderBy: [{ createdAt: 'asc' }, { untilDate: 'asc' }] });
const iso = (day: Date | null): string | null => day?.toISOString().slice(0, 10) ?? null;

describe('a good file', () => {
  it('adds people with their organisations and offices, and is audited by numbers', async () => {
    await fresh();
    const expert = 'Eva,EVA@uni.example,University,,SE,,expert,2026-01-01,2027-06-30,nature-positive;circularity,,';
    const result = await importCsv(ctx, { csv: file(ANA, BO, expert) });
    expect(result).toEqual({ applied: true, rows: 3, added: 3, updated: 0, unchanged: 0, missing: [], problems: [] });
    const [ana, , eva] = await people();
    expect(ana).toMatchObject({ name: 'Ana López', nameKey: 'ana lopez', zone: 'Europe/Zurich', locale: 'es', createdAt: NOON });
    expect(ana?.organisation).toMatchObject({ name: 'River Keepers', country: 'CH', standing: 'good', emailDomains: ['river.example'] });
    expect(eva).toMatchObject({ email: 'eva@uni.example', organisation: { membershipClass: '' } });
    expect(await appointments()).toMatchObject([{ office: 'expert', groupSlugs: ['nature-positive', 'circularity'] }]);
    expect(await body.audited()).toEqual(['directory.appoint', 'directory.importCsv']);
  });

  it('may say that commas part its columns, have lines of commas and columns without a name, and hide what nobody sees', async () => {
    await fresh();
    const [header = '', row = ''] = file(ANA).split('\n');
    const csv = ['sep=,', `${header},,`, `${row.replace('Ana', 'A\u200Bna')},,`, ','.repeat(13)].join('\n');
    expect(await importCsv(ctx, { csv })).toMatchObject({ rows: 1, added: 1, problems: [] });
    expect((await people())[0]?.name).toBe('Ana López');
  });

  it('keeps apart organisations whose names differ by a mark', async () => {
    await fresh();
    const row = (email: string, name: string) => `P,${email},${name},civil_society,JP,good,,,,,,`;
    const rows = [row('a@a.example', 'タイキ'), row('b@b.example', 'ダイキ'), row('c@c.example', 'कमल'), row('d@d.example', 'कोमल')];
    expect(await importCsv(ctx, { csv: file(...rows) })).toMatchObject({ added: 4, problems: [] });
    expect(new Set((await people()).map((one) => one.organisationId)).size).toBe(4);
  });

  it('may begin with a BOM, end lines as Windows does, order columns freely, and quote what it likes', async () => {
    await fresh();
    const csv =
      '\uFEFFemail,NAME,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale\r\n' +
      '"c@x.example"," Cé ""The Can"" Dee ","Cans, Foils & Co",Industrial Users,Switzerland,good,,,,,,\r\n\r\n' +
      'd@x.example,Dee,"CANS, foils & co",INDUSTRIAL_USERS,CH,GOOD,,,,,,';
    expect(await importCsv(ctx, { csv: new TextEncoder().encode(csv) })).toMatchObject({ rows: 2, added: 2, problems: [] });
    const [first, second] = await people();
    expect(first).toMatchObject({ name: 'Cé "The Can" Dee', organisation: { name: 'Cans, Foils & Co', country: 'CH' } });
    expect(second?.organisationId).toBe(first?.organisationId);
  });

  it('links the chat accounts that waited for these e-mails, and closes their requests', async () => {
    await fresh();
    const account = { bodyId: body.body.id, workspaceId: body.workspaceId, name: 'Ana L', seenAt: NOON };
    const id = '019abc00-0000-7000-8000-000000000001';
    await world.db.account.create({ data: { ...account, id, externalUserId: 'U1', email: 'ana@river.example' } });
    await world.db.accessRequest.create({ data: { id, bodyId: body.body.id, accountId: id, askedAt: NOON } });
    await importCsv(ctx, { csv: file(ANA) });
    const linked = await world.db.account.findUniqueOrThrow({ where: { id }, include: { person: true, requests: true } });
    expect(linked).toMatchObject({ person: { email: 'ana@river.example' }, requests: [{ state: 'added' }] });
    expect(await body.audited()).toEqual(['directory.linkAccount', 'directory.request-added', 'directory.importCsv']);
  });

  it('is taken in when it has 2,000 rows, and again when all of them changed', async () => {
    await fresh();
    const rows = (title: string) =>
      Array.from(
        { length: 2_000 },
        (_, n) => `${title} ${String(n)},p${String(n)}@o${String(n % 300)}.example,Org ${String(n % 300)},civil_society,CH,good,,,,,,`,
      );
    expect(await importCsv(ctx, { csv: file(...rows('First')) })).toMatchObject({ added: 2_000 });
    expect(await importCsv(ctx, { csv: file(...rows('Second')) })).toMatchObject({ updated: 2_000 });
    expect(await findPersonByEmail(ctx, 'p1999@o199.example')).toMatchObject({ name: 'Second 1999', organisation: 'Org 199' });
  });
});

describe('a file with bad rows', () => {
  const bad = (change: Partial<Record<string, string>>): string => {
    const cells = ANA.split(',');
    for (const [column, value] of Object.entries(change)) cells[HEADER.split(',').indexOf(column)] = value!;
    return cells.join(',');
  };

  it.each<[string, string, string, RegExp]>([
    ['no name', bad({ name: '' }), 'name', /name of the person/],
    ['no e-mail', bad({ email: '' }), 'email', /e-mail address such as/],
    ['a wrong e-mail', bad({ email: 'ana at river' }), 'email', /e-mail address such as/],
    [
      'an unknown class',
      bad({ membership_class: 'friends' }),
      'membership_class',
      /No class is called "friends". Give one of: production_and/,
    ],
    ['a class and no organisation', bad({ organisation: '' }), 'organisation', /Name the organisation/],
    ['an organisation without class or office', bad({ membership_class: '' }), 'membership_class', /Give the class of River Keepers/],
    ['an unknown standing', bad({ standing: 'paid' }), 'standing', /"good" or "lapsed"/],
    ['a member without standing', bad({ standing: '' }), 'standing', /"good" or "lapsed"/],
    ['a country code of no country', bad({ country: 'QX' }), 'country', /No country has the code/],
    ['an unknown appointment', bad({ appointment: 'chair' }), 'appointment', /No appointment is called "chair"/],
    ['a date that is none', bad({ appointment: 'board', appointment_from: '2026-02-30' }), 'appointment_from', /no date/],
    ['a date written otherwise', bad({ appointment: 'board', appointment_to: '31.12.2026' }), 'appointment_to', /YYYY-MM-DD/],
    [
      'an end before the start',
      bad({ appointment: 'board', appointment_from: '2026-05-02', appointment_to: '2026-05-01' }),
      'appointment_to',
      /before the first/,
    ],
    ['dates without an appointment', bad({ appointment_to: '2026-05-01' }), 'appointment_to', /no appointment for this/],
    [
      'an unknown group',
      bad({ appointment: 'expert', appointment_groups: 'circularity;moon' }),
      'appointment_groups',
      /No group is called "moon"/,
    ],
    ['an expert without groups', bad({ appointment: 'expert' }), 'appointment_groups', /Name the groups/],
    ['groups of a Board member', bad({ appointment: 'board', appointment_groups: 'circularity' }), 'appointment_groups', /Only experts/],
    ['an unknown zone', bad({ time_zone: 'Mars/Base' }), 'time_zone', /No time zone is called "Mars\/Base"/],
    ['an offset for a zone', bad({ time_zone: '+02:00' }), 'time_zone', /IANA name/],
    ['an unknown language', bad({ locale: 'english' }), 'locale', /No language/],
    ['a malformed language', bad({ locale: 'e_n' }), 'locale', /No language/],
    ['a value too few', ANA.split(',').slice(0, -1).join(','), 'locale', /11 values instead of 12/],
    ['a value too many', `${ANA},x`, 'locale', /13 values instead of 12/],
    ['a line break in a name', bad({ name: '"Ana\nLópez"' }), 'name', /line break/],
    ['characters that are not UTF-8', bad({ name: 'Ana L\uFFFDpez' }), 'name', /not UTF-8/],
    ['an endless name', bad({ name: 'a'.repeat(201) }), 'name', /under 200/],
    ['a stray quote', bad({ organisation: 'River "Keepers"' }), 'organisation', /double those inside/],
  ])('names line, column and reason: %s', async (_title, row, column, reason) => {
    await fresh();
    const result = await importCsv(ctx, { csv: file(BO, row) });
    expect(result).toMatchObject({
      applied: false,
      rows: 2,
      added: 0,
      problems: [{ line: 3, column, reason: expect.stringMatching(reason) as string }],
    });
    expect(await people()).toEqual([]);
    expect(await body.audited()).toEqual([]);
  });

  it('counts lines of the file, not rows, and names every bad one in order', async () => {
    await fresh();
    const csv = file(
      '"Two\nlines",x@y.example,,,,,,,,,,',
      '',
      bad({ email: 'x' }),
      '"never closed,x',
      BO,
      bad({ standing: 'x', locale: 'x' }),
    );
    const { problems } = await importCsv(ctx, { csv });
    expect(problems.map((one) => [one.line, one.column])).toEqual([
      [2, 'name'],
      [5, 'email'],
      [6, 'name'],
      [8, 'standing'],
      [8, 'locale'],
    ]);
  });

  it.each([
    ['sep=;', ';'],
    ['"sep=,"', ','],
    ['sep=\t', '\t'],
    ['\uFEFFsep=;', ';'],
  ])('is parted by what its first line names: %j', async (said, mark) => {
    await fresh();
    const rest = file('Ana,ana@a.example,Acme,civil_society,CH,good,,,,,,').replaceAll(',', mark);
    expect(await importCsv(ctx, { csv: `${said}\r\n${rest}` })).toMatchObject({ added: 1, problems: [] });
    const wrong = await importCsv(ctx, { csv: `${said}\r\n${rest.replace('ana@', 'ana at ')}` });
    expect(wrong.problems).toMatchObject([{ line: 3, column: 'email' }]);
  });

  it('names all missing columns in one problem', async () => {
    await fresh();
    const { problems } = await importCsv(ctx, { csv: 'Name,E-mail\nAna,ana@a.example' });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.column).toMatch(/^organisation, membership_class/);
  });

  it('finds rows that contradict an earlier one', async () => {
    await fresh();
    const other = bad({
      email: 'other@river.example',
      standing: 'lapsed',
      membership_class: 'industrial_users',
      organisation: 'RIVER Keepers',
    });
    const { problems } = await importCsv(ctx, { csv: file(ANA, bad({ email: 'ANA@river.example' }), other) });
    expect(problems).toEqual([
      { line: 3, column: 'email', reason: 'Line 2 has the same e-mail address. Keep one row for each person.' },
      { line: 4, column: 'membership_class', reason: 'Line 2 says "civil_society" for the same organisation. Make the rows agree.' },
      { line: 4, column: 'standing', reason: 'Line 2 says "good" for the same organisation. Make the rows agree.' },
    ]);
  });

  it('applies the good rows when told to, and lists the rest', async () => {
    await fresh();
    const result = await importCsv(ctx, { csv: file(ANA, bad({ email: 'x' }), BO), partial: true });
    expect(result).toMatchObject({ applied: true, rows: 3, added: 2, problems: [{ line: 3, column: 'email' }] });
    expect((await people()).map((one) => one.email)).toEqual(['ana@river.example', 'bo@works.example']);
  });
});

describe('a file that is none', () => {
  it.each<[string, string, string, RegExp]>([
    ['empty', '', 'name', /The file is empty/],
    ['with semicolons', HEADER.replaceAll(',', ';'), 'name', /not separated by commas/],
    ['with an unknown column', `${HEADER},shoe_size`, 'shoe_size', /no column of the directory/],
    ['with a column missing', HEADER.replace(',country', ''), 'country', /missing/],
    ['with a column twice', `${HEADER},email`, 'email', /twice/],
    ['in UTF-16', Buffer.from(HEADER, 'utf16le').toString('latin1'), 'name', /not UTF-8/],
  ])('%s is refused as a whole, even partially', async (_title, csv, column, reason) => {
    await fresh();
    const result = await importCsv(ctx, { csv: `${csv}\n${ANA}\n`, partial: true });
    if (csv !== '')
      expect(result).toMatchObject({ applied: false, problems: [{ line: 1, column, reason: expect.stringMatching(reason) as string }] });
    expect(await importCsv(ctx, { csv, partial: true })).toMatchObject({ applied: false, problems: [{ line: 1, column }] });
    expect(await people()).toEqual([]);
  });
});

describe('importing again', () => {
  it('changes nothing when nothing changed', async () => {
    await fresh();
    const csv = file(ANA, `${BO.split(',').slice(0, 6).join(',')},board,2026-01-01,,,,`);
    await importCsv(ctx, { csv });
    expect(await importCsv(ctx, { csv })).toMatchObject({ added: 0, updated: 0, unchanged: 2, missing: [] });
    expect(await appointments()).toHaveLength(1);
  });

  it('updates by e-mail, keeps what the file leaves open, and tells of a changed standing', async () => {
    await fresh();
    await importCsv(ctx, { csv: file(ANA, BO) });
    const ana = 'Ana López Díaz,ana@river.example,River Keepers,civil_society,,lapsed,,,,,,';
    expect(await importCsv(ctx, { csv: file(ana, BO) })).toMatchObject({ added: 0, updated: 1, unchanged: 1 });
    const [after] = await people();
    expect(after).toMatchObject({ name: 'Ana López Díaz', zone: 'Europe/Zurich', organisation: { standing: 'lapsed', country: 'CH' } });
    expect(await body.audited()).toContain('directory.changeOrganisation');
  });

  it('reports who and what disappeared, and removes nothing', async () => {
    await fresh();
    await importCsv(ctx, { csv: file(ANA, BO.replace(',,,,,,', ',board,2026-01-01,,,,')) });
    expect(await importCsv(ctx, { csv: file(BO) })).toMatchObject({ missing: ['ana@river.example', 'bo@works.example (board)'] });
    expect(await people()).toHaveLength(2);
    expect(await findPersonByEmail(ctx, 'bo@works.example')).toMatchObject({ appointments: [{ office: 'board', until: null }] });
  });

  it('ends the previous appointment of an office and keeps it in the history', async () => {
    await fresh();
    const term = (dates: string) => file(`${BO.split(',').slice(0, 6).join(',')},board,${dates},,,`);
    await importCsv(ctx, { csv: term('2026-01-01,') });
    await importCsv(ctx, { csv: term('2026-01-01,2026-12-31') });
    const [first, second] = await appointments();
    expect([iso(first!.untilDate), iso(second!.untilDate)]).toEqual(['2026-11-22', '2026-12-31']);
  });

  it('leaves no gap when the next term is still to come', async () => {
    await fresh();
    const term = (dates: string) => file(`${BO.split(',').slice(0, 6).join(',')},board,${dates},,,`);
    await importCsv(ctx, { csv: term('2024-01-01,') });
    await importCsv(ctx, { csv: term('2027-01-01,2029-12-31') });
    const [first, second] = await appointments();
    expect([iso(first!.untilDate), iso(second!.fromDate)]).toEqual(['2026-12-31', '2027-01-01']);
  });
});

describe('Board terms', () => {
  const seat = (dates: string) => file(`${ANA.split(',').slice(0, 6).join(',')},board,${dates},,,`);

  async function join(): Promise<void> {
    const group = await body.group();
    const person = await findPersonByEmail(ctx, 'ana@river.example');
    await body.member(group.id, person!.personId);
  }

  const turns = async () => {
    const rows = await world.db.auditEvent.findMany({
      where: { bodyId: body.body.id, action: 'directory.appointments-changed' },
      orderBy: { n: 'asc' },
    });
    return rows.map((row) => row.facts as { personIds: string[]; office: string; began: boolean });
  };

  it('that begin or end by an import are named at once', async () => {
    await fresh();
    await importCsv(ctx, { csv: file(ANA) });
    await importCsv(ctx, { csv: seat('2026-01-01,') });
    await importCsv(ctx, { csv: seat('2026-01-01,2026-06-30') });
    const personIds = [(await findPersonByEmail(ctx, 'ana@river.example'))!.personId];
    expect(await turns()).toEqual([
      { personIds, office: 'board', began: true },
      { personIds, office: 'board', began: false },
    ]);
  });

  it("that lie ahead are named on their first day in the body's zone, and no more once nobody is a member", async () => {
    await fresh();
    await importCsv(ctx, { csv: file(ANA) });
    await join();
    await importCsv(ctx, { csv: seat('2026-12-01,') });
    await applyAppointments(body.asScheduler(new Date('2026-11-30T22:59:00Z')));
    expect(await turns()).toEqual([]);
    const firstDay = body.asScheduler(new Date('2026-11-30T23:00:00Z'));
    await applyAppointments(firstDay);
    expect(await turns()).toMatchObject([{ office: 'board', began: true }]);
    await world.db.membership.updateMany({ where: { bodyId: body.body.id }, data: { leftAt: NOON, endReason: 'board' } });
    await applyAppointments(firstDay);
    expect(await turns()).toHaveLength(1);
  });
});

describe('who may import', () => {
  it('is the Secretariat and the operator only', async () => {
    await fresh();
    const person = await body.person();
    await expect(importCsv(body.asMember(person), { csv: file(ANA) })).rejects.toThrow(NotAllowed);
    await expect(importCsv(body.asStranger(), { csv: file(ANA) })).rejects.toThrow(NotAllowed);
    expect(await importCsv(body.asSecretariat(person), { csv: file(ANA) })).toMatchObject({ added: 1 });
  });

  it('and it reaches one body only', async () => {
    await fresh();
    await importCsv(ctx, { csv: file(ANA) });
    const other = await world.newBody();
    expect(await importCsv(other.asOperator(), { csv: file(BO) })).toMatchObject({ added: 1, missing: [] });
    expect(await findPersonByEmail(other.asOperator(), 'ana@river.example')).toBeNull();
  });
});
