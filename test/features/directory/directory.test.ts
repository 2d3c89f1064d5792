import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ASK_TO_BE_ADDED } from '../../../src/bot/actor.ts';
import { ChatFailure, type Profile } from '../../../src/bot/chat.ts';
import type { Actor, Ctx } from '../../../src/bot/context.ts';
import { createBot, type Caller } from '../../../src/bot/dispatch.ts';
import { Conflict, Ineligible, InvalidInput, NotAllowed, NotFound, Unavailable } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { addPerson } from '../../../src/features/directory/add-person.ts';
import { appoint } from '../../../src/features/directory/appoint.ts';
import { ask } from '../../../src/features/directory/ask.ts';
import { askToBeAdded } from '../../../src/features/directory/ask-to-be-added.ts';
import { dismissRequest } from '../../../src/features/directory/dismiss-request.ts';
import { endAppointment } from '../../../src/features/directory/end-appointment.ts';
import { ensureSecretariat } from '../../../src/features/directory/ensure-secretariat.ts';
import { directory } from '../../../src/features/directory/index.ts';
import { listAppointments } from '../../../src/features/directory/list-appointments.ts';
import { assertEligible, findPersonByEmail, getPerson, listEligible, listSecretariat } from '../../../src/features/directory/lookup.ts';
import { openAddPerson } from '../../../src/features/directory/open-add-person.ts';
import { queue } from '../../../src/features/directory/queue.ts';
import { recognise } from '../../../src/features/directory/recognise.ts';
import { fieldsOf, textIn } from '../../support/card-words.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';

let world: World;
let body: TestBody;
let secretary: TestPerson;
let asSecretary: Ctx;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  body = await world.newBody();
  secretary = await body.person({ name: 'Sec Retary' });
  await body.appoint(secretary.id, 'secretariat');
  asSecretary = body.asSecretariat(secretary);
});

const HOUR = 3_600_000;

function caller(profile: Partial<Profile> = {}, workspaceId = body.workspaceId): Caller & { asked: number } {
  const externalUserId = profile.externalUserId ?? 'U1';
  return {
    body: body.body,
    workspaceId,
    externalUserId,
    surface: 'slack',
    asked: 0,
    profile() {
      this.asked += 1;
      return Promise.resolve({
        externalUserId,
        name: 'Chat Name',
        email: null,
        zone: null,
        locale: null,
        isBot: false,
        isForeign: false,
        ...profile,
      });
    },
  };
}

const idOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.person.id : null);

async function guestWorkspace(): Promise<string> {
  const id = uuidv7();
  await world.db.workspace.create({
    data: { id, bodyId: body.body.id, platform: 'slack', externalId: `T${id}`, name: 'Guest', kind: 'guest', connectedAt: NOON },
  });
  return id;
}

describe('recognising who calls', () => {
  it('links an account to the person with its confirmed e-mail, once, and asks the platform no more', async () => {
    const person = await body.person({ account: false, zone: 'Asia/Tokyo' });
    const first = caller({ email: person.email.toUpperCase(), zone: 'Europe/Paris' });
    const actor = await recognise(body.asOperator(), first);
    expect(actor).toMatchObject({
      kind: 'person',
      person: { id: person.id, zone: 'Asia/Tokyo', isSecretariat: false },
      account: { externalUserId: 'U1' },
    });
    expect(idOf(await recognise(body.asOperator(new Date(NOON.getTime() + 2 * HOUR)), first))).toBe(person.id);
    expect(first.asked).toBe(1);
    expect(await body.audited()).toEqual(['directory.linkAccount']);
  });

  it('follows the zone and language of the chat, asked for once a day, behind the zone the person chose', async () => {
    const person = await body.person({ account: false });
    const acts = async (hours: number, profile: Partial<Profile>) => {
      const calling = caller({ email: person.email, ...profile });
      const actor = await recognise(body.asOperator(new Date(NOON.getTime() + hours * HOUR)), calling);
      const { zone, locale } = await world.db.account.findFirstOrThrow({
        where: { bodyId: body.body.id, externalUserId: 'U1' },
      });
      return [calling.asked, zone, locale, actor.kind === 'person' && actor.person.zone];
    };
    expect(await acts(0, { zone: 'Europe/Paris', locale: 'fr-FR' })).toEqual([1, 'Europe/Paris', 'fr-FR', 'Europe/Paris']);
    expect(await acts(9, { zone: 'Asia/Tokyo', locale: 'ja-JP' })).toEqual([0, 'Europe/Paris', 'fr-FR', 'Europe/Paris']);
    expect(await acts(20, { zone: 'Asia/Tokyo', locale: 'ja-JP' })).toEqual([1, 'Asia/Tokyo', 'ja-JP', 'Asia/Tokyo']);
    expect(await acts(44, { zone: null, locale: null })).toEqual([1, 'Asia/Tokyo', 'ja-JP', 'Asia/Tokyo']);
    await world.db.person.update({ where: { id: person.id }, data: { preferences: { zone: 'America/Lima' } } });
    expect(await acts(68, { zone: 'Asia/Seoul' })).toEqual([1, 'Asia/Seoul', expect.any(String), 'America/Lima']);
  });

  it.each([
    ['does not answer', () => new Promise<never>(() => undefined)],
    ['fails', () => Promise.reject(new ChatFailure('unsent', 'internal_error'))],
  ])('goes on with what is known while the platform %s', async (_, profile) => {
    const person = await body.person({ account: false });
    const first = caller({ email: person.email, zone: 'Asia/Tokyo' });
    await recognise(body.asOperator(), first);
    const actor = await recognise(body.asOperator(new Date(NOON.getTime() + 24 * HOUR)), { ...first, profile });
    expect(actor).toMatchObject({ kind: 'person', person: { zone: 'Asia/Tokyo' } });
  });

  it('makes one account of two first calls at once', async () => {
    const person = await body.person({ account: false });
    const [one, two] = await Promise.all([1, 2].map(() => recognise(body.asOperator(), caller({ email: person.email }))));
    expect([idOf(one!), idOf(two!)]).toEqual([person.id, person.id]);
    expect(await world.db.account.count({ where: { workspaceId: body.workspaceId, externalUserId: 'U1' } })).toBe(1);
    expect(await body.audited()).toEqual(['directory.linkAccount']);
  });

  it.each<[string, Partial<Profile>]>([
    ['without a confirmed e-mail', { email: null }],
    ["of another organisation's workspace", { isForeign: true }],
    ['of a bot', { isBot: true }],
  ])('leaves an account %s a stranger', async (_title, profile) => {
    const person = await body.person({ account: false });
    const actor = await recognise(body.asOperator(), caller({ email: person.email, ...profile }));
    expect(actor).toMatchObject({ kind: 'stranger', account: { name: 'Chat Name', email: null } });
  });

  it('links nobody by e-mail in a guest workspace', async () => {
    const person = await body.person({ account: false });
    expect(await recognise(body.asOperator(), caller({ email: person.email }, await guestWorkspace()))).toMatchObject({ kind: 'stranger' });
  });

  it('nor when the directory gains the e-mail later', async () => {
    const ctx = body.ctx(await recognise(body.asOperator(), caller({ email: 'late@x.example' }, await guestWorkspace())));
    await askToBeAdded(ctx, {});
    expect(await addPerson(asSecretary, { name: 'Late', email: 'late@x.example' })).toMatchObject({ linked: 0 });
    expect(await queue(asSecretary, {})).toHaveLength(1);
  });

  it('knows a stranger as soon as the directory does', async () => {
    expect((await recognise(body.asOperator(), caller({ email: 'late@x.example' }))).kind).toBe('stranger');
    const { person, linked } = await addPerson(asSecretary, { name: 'Late', email: 'Late@x.example' });
    expect(linked).toBe(1);
    expect(idOf(await recognise(body.asOperator(), caller()))).toBe(person.personId);
  });

  it('asks the platform again after an hour whether the e-mail is confirmed by now', async () => {
    const person = await body.person({ account: false });
    await recognise(body.asOperator(), caller());
    expect((await recognise(body.asOperator(), caller({ email: person.email }))).kind).toBe('stranger');
    expect(idOf(await recognise(body.asOperator(new Date(NOON.getTime() + HOUR)), caller({ email: person.email })))).toBe(person.id);
  });

  it('says so when the platform does not tell who calls', async () => {
    const silent = { ...caller(), profile: () => Promise.reject(new ChatFailure('unknown', 'timeout')) };
    await expect(recognise(body.asOperator(), silent)).rejects.toThrow(Unavailable);
  });

  it('sees the Secretariat only while they are', async () => {
    const person = await body.person({ account: false });
    await body.appoint(person.id, 'secretariat', { until: '2026-11-23' });
    const isSecretariat = async (now: string): Promise<boolean> => {
      const actor = await recognise(body.asOperator(new Date(now)), caller({ email: person.email }));
      return actor.kind === 'person' && actor.person.isSecretariat;
    };
    expect(await isSecretariat('2026-11-23T22:59:00Z')).toBe(true);
    expect(await isSecretariat('2026-11-23T23:00:00Z')).toBe(false);
  });

  it('takes somebody erased for a stranger', async () => {
    const person = await body.person({ account: false });
    const them = caller({ email: person.email });
    await recognise(body.asOperator(), them);
    await world.db.person.update({ where: { id: person.id }, data: { erasedAt: NOON } });
    expect((await recognise(body.asOperator(), them)).kind).toBe('stranger');
  });

  it('does not know the people of another body', async () => {
    const other = await world.newBody();
    await other.person();
    const theirs = await other.person({ account: false });
    expect((await recognise(body.asOperator(), caller({ email: theirs.email }))).kind).toBe('stranger');
  });
});

/** A stranger with a real account row, as recognise leaves them. */
async function stranger(email: string | null = 'new@keepers.example', externalUserId = 'U1'): Promise<Ctx> {
  return body.ctx(await recognise(body.asOperator(), caller({ email, externalUserId, name: 'New Comer' })));
}

describe('asking to be added', () => {
  it('puts a stranger into the queue with a guess, tells the Secretariat, and grants nothing', async () => {
    const organisation = await body.organisation({ name: 'Keepers' });
    await world.db.organisation.update({ where: { id: organisation.id }, data: { emailDomains: ['keepers.example'] } });
    const ctx = await stranger();
    expect(await askToBeAdded(ctx, {})).toEqual({ state: 'asked', askedAt: NOON });
    expect(await queue(asSecretary, {})).toMatchObject([{ name: 'New Comer', email: 'new@keepers.example', guess: { name: 'Keepers' } }]);
    expect(await world.db.notice.findMany({ where: { bodyId: body.body.id } })).toMatchObject([
      { kind: 'directory.request', state: 'planned' },
    ]);
    expect(await findPersonByEmail(asSecretary, 'new@keepers.example')).toBeNull();
    expect(await body.audited()).toEqual(['directory.askToBeAdded']);
  });

  it('asks once, however often and fast it is pressed', async () => {
    const ctx = await stranger();
    const states = (await Promise.all([askToBeAdded(ctx, {}), askToBeAdded(ctx, {}), askToBeAdded(ctx, {})])).map((one) => one.state);
    expect(states.sort()).toEqual(['asked', 'waiting', 'waiting']);
    expect(await queue(asSecretary, {})).toHaveLength(1);
    expect(await world.db.notice.count({ where: { bodyId: body.body.id } })).toBe(1);
  });

  it('guesses nothing from a public mail provider, nor from a domain of two organisations', async () => {
    for (const name of ['One', 'Two'])
      await world.db.organisation.update({
        where: { id: (await body.organisation({ name })).id },
        data: { emailDomains: ['gmail.com', 'both.example'] },
      });
    await askToBeAdded(await stranger('a@gmail.com', 'U1'), {});
    await askToBeAdded(await stranger('b@both.example', 'U2'), {});
    expect((await queue(asSecretary, {})).map((one) => one.guess)).toEqual([null, null]);
  });

  it('tells somebody of the directory that they are in it', async () => {
    expect(await askToBeAdded(body.asMember(secretary), {})).toEqual({ state: 'known' });
    await expect(askToBeAdded(body.asScheduler(), {})).rejects.toThrow(NotAllowed);
  });

  it('renders for the Secretariat, with ways to answer, and falls silent once dealt with', async () => {
    await askToBeAdded(await stranger(), {});
    const [request] = await queue(asSecretary, {});
    const kind = directory.notices.find((one) => one.kind === 'directory.request')!;
    const notice = { id: 'n', kind: kind.kind, meetingId: null, subject: { requestId: request!.id }, dueAt: NOON };
    expect(await kind.targets(body.asScheduler(), notice)).toEqual([{ person: secretary.id }]);
    expect(JSON.stringify(await kind.render(body.asScheduler(), notice, { person: secretary.id }))).toContain('directory.open-add-person');
    await dismissRequest(asSecretary, { requestId: request!.id });
    expect(await kind.render(body.asScheduler(), notice, { person: secretary.id })).toEqual({ skip: 'dealt with already' });
    const card = await directory.cards[0]!.render(body.asScheduler(), request!.id);
    expect(toPlain(card!.summary)).toBe('New Comer asked to be added to the directory. Put aside by Sec Retary.');
  });
});

describe('the queue', () => {
  it("is the Secretariat's only, and of one body", async () => {
    await askToBeAdded(await stranger(), {});
    const [request] = await queue(asSecretary, {});
    const member = await body.person();
    await expect(queue(body.asMember(member), {})).rejects.toThrow(NotAllowed);
    await expect(dismissRequest(body.asMember(member), { requestId: request!.id })).rejects.toThrow(NotAllowed);
    await expect(addPerson(body.asMember(member), { name: 'X', email: 'x@x.example' })).rejects.toThrow(NotAllowed);
    const other = await world.newBody();
    expect(await queue(other.asOperator(), {})).toEqual([]);
    await expect(dismissRequest(other.asOperator(), { requestId: request!.id })).rejects.toThrow(NotFound);
  });

  it('lets one of two settle a request, and the person ask again after "Not now"', async () => {
    const ctx = await stranger();
    await askToBeAdded(ctx, {});
    const requestId = (await queue(asSecretary, {}))[0]!.id;
    const outcomes = await Promise.allSettled([dismissRequest(asSecretary, { requestId }), dismissRequest(asSecretary, { requestId })]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(openAddPerson(asSecretary, { requestId })).rejects.toThrow(Conflict);
    expect((await askToBeAdded(ctx, {})).state).toBe('asked');
  });

  it('adds from a request: the account is linked, the request closed, the domain learnt', async () => {
    await askToBeAdded(await stranger(), {});
    const request = (await queue(asSecretary, {}))[0]!;
    const values = {
      name: 'New Comer',
      email: 'new@keepers.example',
      organisationName: 'Keepers',
      membershipClass: 'civil_society',
      country: 'Ghana',
    };
    const { person, linked } = await addPerson(asSecretary, { requestId: request.id, organisation: null, ...values });
    expect(person).toMatchObject({ organisation: 'Keepers', membershipClass: 'civil_society', standing: 'good' });
    expect(linked).toBe(1);
    expect(await queue(asSecretary, {})).toEqual([]);
    expect(await world.db.organisation.findFirst({ where: { bodyId: body.body.id, name: 'Keepers' } })).toMatchObject({
      country: 'GH',
      emailDomains: ['keepers.example'],
    });
    expect(await body.audited()).toEqual([
      'directory.askToBeAdded',
      'directory.addOrganisation',
      'directory.addPerson',
      'directory.linkAccount',
      'directory.request-added',
    ]);
    expect(
      await world.db.erasable.findMany({ where: { bodyId: body.body.id, personId: person.personId }, orderBy: { field: 'asc' } }),
    ).toMatchObject([
      { field: 'email', value: 'new@keepers.example' },
      { field: 'name', value: 'New Comer' },
    ]);
  });

  it('finds a known organisation by its name, spelled otherwise', async () => {
    const organisation = await body.organisation({ name: 'Éco Métal' });
    const { person } = await addPerson(asSecretary, { name: 'A', email: 'a@eco.example', organisationName: 'ECO metal' });
    expect(person.organisationId).toBe(organisation.id);
  });

  it.each<[string, Parameters<typeof addPerson>[1], string]>([
    ['no name', { name: ' ', email: 'a@x.example' }, 'name'],
    ['a wrong e-mail', { name: 'A', email: 'a' }, 'email'],
    [
      'a new organisation without its class',
      { name: 'A', email: 'a@x.example', organisationName: 'New', country: 'CH' },
      'membershipClass',
    ],
    [
      'a new organisation with an unknown class',
      { name: 'A', email: 'a@x.example', organisationName: 'New', country: 'CH', membershipClass: 'x' },
      'membershipClass',
    ],
    [
      'a new organisation without its country',
      { name: 'A', email: 'a@x.example', organisationName: 'New', membershipClass: 'civil_society' },
      'country',
    ],
    ['an organisation that is gone', { name: 'A', email: 'a@x.example', organisation: uuidv7() }, 'organisation'],
  ])('refuses by field: %s', async (_title, input, field) => {
    const failure = await addPerson(asSecretary, input).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidInput);
    expect(Object.keys((failure as InvalidInput).fields)).toEqual([field]);
    expect(await body.audited()).toEqual([]);
  });

  it('refuses an e-mail that is known', async () => {
    await expect(addPerson(asSecretary, { name: 'A', email: secretary.email })).rejects.toThrow(/in the directory already/);
  });
});

describe('in the chat', () => {
  const openBot = () =>
    createBot({
      features: [directory],
      context: (_body, surface) => ({ ...body.asOperator(), surface }),
      recognise,
      log: pino({ level: 'silent' }),
    });

  it("a request goes from the stranger's button to the Secretariat's form", async () => {
    const bot = openBot();
    const them = caller({ email: 'new@keepers.example', name: 'New Comer' });
    const secretariat = caller({ externalUserId: `U${secretary.id}` });
    const said = (await bot.press(them, ASK_TO_BE_ADDED, {})).whisper!;
    expect(toPlain(said.summary)).toMatch(/The Secretariat has your request/);
    expect(toPlain((await bot.press(them, ASK_TO_BE_ADDED, {})).whisper!.summary)).toMatch(/is waiting for the Secretariat since/);
    expect(toPlain((await bot.command(them, 'queue', null)).whisper!.summary)).toMatch(/not in Test Body's directory yet/);

    const shown = JSON.stringify((await bot.command(secretariat, 'queue', null)).whisper);
    const requestId = /"requestId":"([^"]+)"/.exec(shown)![1]!;
    const { form } = await bot.press(secretariat, 'directory.open-add-person', { requestId });
    expect(form).toMatchObject({ id: 'directory.add-person', hidden: { requestId } });
    const wrong = await bot.submit(secretariat, form!.id, form!.hidden!, {
      name: 'New Comer',
      email: 'x',
      organisation: null,
      organisationName: null,
    });
    expect(wrong.errors).toEqual({ email: 'Give an e-mail address such as name@organisation.org.' });
    const values = {
      name: 'New Comer',
      email: 'new@keepers.example',
      organisation: null,
      organisationName: '',
      membershipClass: null,
      country: null,
    };
    const added = await bot.submit(secretariat, form!.id, form!.hidden!, values);
    expect(toPlain(added.whisper!.summary)).toBe('New Comer is in the directory now. They are told, with the groups they can join.');
    expect(toPlain((await bot.command(secretariat, 'queue', null)).whisper!.summary)).toBe(
      'Nobody is waiting to be added to the directory.',
    );
  });

  it('the Secretariat appoints with a form and ends with a button', async () => {
    const bot = openBot();
    const secretariat = caller({ externalUserId: `U${secretary.id}` });
    const person = await body.person({ name: 'Ana' });
    const { form } = await bot.command(secretariat, `appoint ${person.email}`, null);
    expect(form).toMatchObject({ id: 'directory.appoint', title: 'Appoint' });
    expect((await bot.command(secretariat, 'invite', null)).form).toMatchObject({ title: 'Invite an expert' });
    const values = { email: person.email, office: 'ipaf', from: null, until: null, groups: [], sponsor: null, reason: null };
    expect(toPlain((await bot.submit(secretariat, 'directory.appoint', {}, values)).whisper!.summary)).toMatch(
      /^Noted for Ana: Indigenous Peoples/,
    );
    const list = JSON.stringify((await bot.command(secretariat, 'appointments', null)).whisper);
    const appointmentId = /"appointmentId":"([^"]+)"/.exec(list)![1]!;
    expect(toPlain((await bot.press(secretariat, 'directory.end-appointment', { appointmentId })).whisper!.summary)).toMatch(
      /^Ended: Ana is no longer/,
    );
  });

  it('an office starts today, and the form shows what it would end before it ends it', async () => {
    const bot = openBot();
    const secretariat = caller({ externalUserId: `U${secretary.id}` });
    const person = await body.person({ name: 'Ana' });
    const group = await body.group({ name: 'Climate Change' });
    await body.member(group.id, person.id);
    const { form } = await bot.command(secretariat, `appoint ${person.email}`, null);
    expect(fieldsOf(form).find((one) => one.name === 'from')!.input).toMatchObject({ initial: '2026-11-23' });
    const values = { email: person.email, office: 'board', from: '2026-11-23', until: null, groups: [], sponsor: null, reason: 'Elected' };
    const asked = (await bot.submit(secretariat, 'directory.appoint', form!.hidden!, values)).form!;
    expect(textIn(asked.body)).toMatch(/Nothing is done yet.*The place of Ana in Climate Change, from 23 Nov 2026/s);
    expect(fieldsOf(asked).find((one) => one.name === 'reason')!.input).toMatchObject({ initial: 'Elected' });
    expect(await world.db.appointment.count({ where: { personId: person.id } })).toBe(0);
    // What was seen counts for nobody else.
    const other = await body.person({ name: 'Ben' });
    await body.member(group.id, other.id);
    const again = await bot.submit(secretariat, 'directory.appoint', asked.hidden!, { ...values, email: other.email });
    expect(textIn(again.form!.body)).toContain('The place of Ben in Climate Change');
    expect(toPlain((await bot.submit(secretariat, 'directory.appoint', asked.hidden!, values)).whisper!.summary)).toMatch(/^Noted for Ana/);
    expect(await world.db.membership.count({ where: { personId: person.id, leftAt: null } })).toBe(0);
  });

  it('an invitation takes somebody new in one go, and everything that is missing is said at once', async () => {
    const bot = openBot();
    const secretariat = caller({ externalUserId: `U${secretary.id}` });
    const group = await body.group();
    const { form } = await bot.command(secretariat, 'invite new.person@uni.example', null);
    expect(form).toMatchObject({ id: 'directory.invite', title: 'Invite an expert' });
    expect(fieldsOf(form).find((one) => one.name === 'sponsor')!.input).toMatchObject({ initial: secretary.name });
    const empty = {
      email: 'new.person@uni.example',
      name: null,
      organisationName: null,
      from: null,
      until: null,
      groups: [],
      reason: null,
    };
    const { errors } = await bot.submit(secretariat, 'directory.invite', form!.hidden!, { ...empty, sponsor: null });
    expect(Object.keys(errors!).sort()).toEqual(['groups', 'name', 'sponsor', 'until']);
    const values = {
      ...empty,
      name: 'Nora New',
      organisationName: 'Uni',
      until: '2027-01-31',
      groups: [group.slug],
      sponsor: secretary.name,
    };
    expect(toPlain((await bot.submit(secretariat, 'directory.invite', form!.hidden!, values)).whisper!.summary)).toMatch(
      /^Noted for Nora New: Invited expert/,
    );
    const added = await world.db.person.findFirstOrThrow({ where: { email: 'new.person@uni.example' }, include: { organisation: true } });
    expect(added.organisation).toMatchObject({ name: 'Uni', membershipClass: '' });
    expect(await body.audited()).toEqual(['directory.addOrganisation', 'directory.addPerson', 'directory.appoint']);
    expect(await world.db.notice.count({ where: { kind: 'groups.added', key: `person:${added.id}:added` } })).toBe(1);
  });

  it('anybody of the directory asks the Secretariat with a form', async () => {
    const bot = openBot();
    const person = await body.person();
    const them = caller({ externalUserId: `U${person.id}` });
    const { form } = await bot.press(them, 'directory.ask', { about: 'Circularity' });
    expect(form).toMatchObject({ id: 'directory.ask', hidden: { about: 'Circularity' } });
    expect(toPlain((await bot.submit(them, 'directory.ask', form!.hidden!, { question: 'May I?' })).whisper!.summary)).toMatch(
      /on its way/,
    );
  });
});

describe('asking the Secretariat', () => {
  it('sends the question once, with who asks', async () => {
    const person = await body.person({ name: 'Ana' });
    const ctx = body.asMember(person);
    await ask(ctx, { about: 'Circularity', question: ' May I? ' });
    await ask(ctx, { about: 'Circularity', question: 'May I?' });
    const notices = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    expect(notices).toMatchObject([
      { kind: 'directory.question', subject: { personId: person.id, about: 'Circularity', question: 'May I?' } },
    ]);
    const kind = directory.notices.find((one) => one.kind === 'directory.question')!;
    const notice = { id: 'n', kind: kind.kind, meetingId: null, subject: notices[0]!.subject as Record<string, string>, dueAt: NOON };
    const card = await kind.render(body.asScheduler(), notice, { person: secretary.id });
    expect(JSON.stringify(card)).toContain('Ana');
    expect(await body.audited()).toEqual(['directory.ask']);
  });

  it('is for people of the directory, with words in it', async () => {
    await expect(ask(await stranger(), { question: 'Hello' })).rejects.toThrow(NotAllowed);
    await expect(ask(body.asMember(secretary), { question: '  ' })).rejects.toThrow('Write your question.');
  });

  it('is skipped with the reason when nobody is in the Secretariat', async () => {
    const empty = await world.newBody();
    const notice = { id: 'n', kind: 'directory.question', meetingId: null, subject: {}, dueAt: NOON };
    expect(await directory.notices[1]!.targets(empty.asScheduler(), notice)).toEqual({ skip: 'nobody is in the Secretariat' });
  });
});

describe('appointing', () => {
  it('gives an office, ends the one before it, and names who begins to sit on the Board', async () => {
    const person = await body.person();
    await appoint(asSecretary, { email: person.email, office: 'board', from: '2026-11-23', until: '2028-12-31', reason: 'Elected' });
    await appoint(asSecretary, { email: person.email, office: 'board', from: '2026-11-23', until: '2029-12-31' });
    const terms = await world.db.appointment.findMany({ where: { personId: person.id }, orderBy: { untilDate: 'asc' } });
    expect(terms.map((one) => one.untilDate?.toISOString().slice(0, 10))).toEqual(['2026-11-22', '2029-12-31']);
    expect(await body.audited()).toEqual([
      'directory.appoint',
      'directory.appointments-changed',
      'directory.endAppointment',
      'directory.appoint',
    ]);
  });

  it('gives the same office once', async () => {
    const person = await body.person();
    const input = { email: person.email, office: 'ipaf' as const };
    const outcomes = await Promise.allSettled([appoint(asSecretary, input), appoint(asSecretary, input)]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.appointment.count({ where: { personId: person.id } })).toBe(1);
  });

  it('invites an expert with groups, sponsor and last day', async () => {
    const group = await body.group();
    const person = await body.person({ organisationId: null });
    await appoint(asSecretary, { email: person.email, office: 'expert', until: '2027-01-31', groups: [group.slug], sponsor: 'Sec Retary' });
    const { basis } = await assertEligible(body.asMember(person), group);
    expect(basis).toBe('expert');
    const held = await listAppointments(asSecretary, {});
    expect(held.map((one) => [one.office, one.sponsor])).toEqual([
      ['expert', 'Sec Retary'],
      ['secretariat', null],
    ]);
  });

  it.each<[string, Partial<Parameters<typeof appoint>[1]>, string[]]>([
    ['an unknown e-mail', { email: 'nobody@x.example' }, ['email']],
    ['an end before the start', { from: '2027-02-01', until: '2027-01-01' }, ['until']],
    ['an end that has passed', { until: '2026-11-22' }, ['until']],
    ['a date that is none', { from: '2027-02-30' }, ['from']],
    ['an expert without anything', { office: 'expert' }, ['groups', 'until', 'sponsor']],
    ['groups for a Board member', { groups: ['x'] }, ['groups']],
    ['a group that is not there', { office: 'expert', until: '2027-01-01', sponsor: 'S', groups: ['x'] }, ['groups']],
  ])('refuses by field: %s', async (_title, change, fields) => {
    const person = await body.person();
    const failure = await appoint(asSecretary, { email: person.email, office: 'board', ...change }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidInput);
    expect(Object.keys((failure as InvalidInput).fields)).toEqual(fields);
    expect(await body.audited()).toEqual([]);
  });

  it('ends as of now and keeps the row; of two who press, one ends it', async () => {
    const person = await body.person();
    const given = await appoint(asSecretary, { email: person.email, office: 'board' });
    if (given.outcome !== 'given') throw new Error('it was asked about');
    const appointmentId = given.person.appointments[0]!.id;
    const outcomes = await Promise.allSettled([1, 2].map(() => endAppointment(asSecretary, { appointmentId })));
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.appointment.findUnique({ where: { id: appointmentId } })).toMatchObject({ untilDate: new Date('2026-11-22') });
    const turns = await world.db.auditEvent.findMany({
      where: { bodyId: body.body.id, action: 'directory.appointments-changed' },
      orderBy: { n: 'asc' },
    });
    expect(turns.map((one) => one.facts)).toMatchObject([{ began: true }, { began: false, personIds: [person.id] }]);
  });

  it('never leaves the Secretariat empty, and is theirs alone', async () => {
    const [own] = (await getPerson(asSecretary, secretary.id)).appointments;
    await expect(endAppointment(asSecretary, { appointmentId: own!.id })).rejects.toThrow(Conflict);
    const member = body.asMember(await body.person());
    await expect(endAppointment(member, { appointmentId: own!.id })).rejects.toThrow(NotAllowed);
    await expect(appoint(member, { email: secretary.email, office: 'board' })).rejects.toThrow(NotAllowed);
    await expect(listAppointments(member, {})).rejects.toThrow(NotAllowed);
    const other = await world.newBody();
    await expect(endAppointment(other.asOperator(), { appointmentId: own!.id })).rejects.toThrow(NotFound);
  });
});

describe('the Secretariat from the start', () => {
  it('is added and appointed once, by several replicas at once, and named by the chat later', async () => {
    const emails = ['Mia.van-Dam@body.invalid', secretary.email];
    const counts = await Promise.all([1, 2, 3].map(() => ensureSecretariat(body.asOperator(), emails)));
    expect(counts.sort()).toEqual([0, 0, 1]);
    expect((await listSecretariat(asSecretary)).map((one) => one.name)).toEqual(['Mia Van Dam', 'Sec Retary']);
    await recognise(body.asOperator(), caller({ email: 'mia.van-dam@body.invalid', name: 'Mia van Dam' }));
    expect(await findPersonByEmail(asSecretary, 'mia.van-dam@body.invalid')).toMatchObject({ name: 'Mia van Dam' });
  });

  it('is not given back what was ended', async () => {
    await ensureSecretariat(body.asOperator(), ['mia@body.invalid']);
    const mia = await findPersonByEmail(asSecretary, 'mia@body.invalid');
    await endAppointment(asSecretary, { appointmentId: mia!.appointments[0]!.id });
    expect(await ensureSecretariat(body.asOperator(), ['mia@body.invalid'])).toBe(0);
  });
});

describe('asking for eligibility', () => {
  it('gives the person, or refuses with the reason and whom to ask', async () => {
    const group = { slug: 'g', name: 'G' };
    const lapsed = await body.organisation({ standing: 'lapsed' });
    const out = await body.person({ organisationId: lapsed.id });
    const fine = await body.person();
    expect((await assertEligible(body.asMember(fine), group)).person.personId).toBe(fine.id);
    const failure = await assertEligible(body.asMember(out), group).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Ineligible);
    expect(failure).toMatchObject({ reason: 'lapsed', buttons: [{ press: 'directory.ask' }] });
    expect(await listEligible(asSecretary, group, [out.id, fine.id, uuidv7()])).toEqual(new Set([fine.id]));
    await expect(assertEligible(body.asStranger(), group)).rejects.toThrow(NotAllowed);
  });

  it('does not see people of another body', async () => {
    const other = await world.newBody();
    await expect(getPerson(other.asOperator(), secretary.id)).rejects.toThrow(NotFound);
    expect(await listEligible(other.asOperator(), { slug: 'g' }, [secretary.id])).toEqual(new Set());
    expect(await listSecretariat(other.asOperator())).toEqual([]);
  });
});
