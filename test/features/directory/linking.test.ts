import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Profile } from '../../../src/bot/chat.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import type { NoticeFacts } from '../../../src/bot/define.ts';
import { createBot, type Caller } from '../../../src/bot/dispatch.ts';
import { Conflict, InvalidInput, NotFound } from '../../../src/bot/errors.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { addPerson } from '../../../src/features/directory/add-person.ts';
import { askToBeAdded } from '../../../src/features/directory/ask-to-be-added.ts';
import { forgetCodes } from '../../../src/features/directory/forget-codes.ts';
import { directory } from '../../../src/features/directory/index.ts';
import { codeInWords, newCode, readCode } from '../../../src/features/directory/link-code.ts';
import { linkAccount } from '../../../src/features/directory/link-account.ts';
import { link } from '../../../src/features/directory/link.ts';
import { listAccounts } from '../../../src/features/directory/lookup.ts';
import { queue } from '../../../src/features/directory/queue.ts';
import { recognise } from '../../../src/features/directory/recognise.ts';
import { unlinkAccount } from '../../../src/features/directory/unlink-account.ts';
import { buttonsIn } from '../../support/card-words.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from '../../support/world.ts';
import { refusal, wordsOf } from '../groups/world.ts';
import { saying } from '../meetings/planned-meeting.ts';

let world: World;
let body: TestBody;
let ann: TestPerson;
/** A Teams tenant beside the Slack workspace of the test's body. */
let partners: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  body = await world.newBody();
  ann = await body.person({ name: 'Ann Member' });
  partners = await workspace('guest');
});

const MINUTE = 60_000;
const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * MINUTE);

async function workspace(kind: 'home' | 'guest', name = 'Partners', of = body): Promise<string> {
  const id = uuidv7();
  await world.db.workspace.create({
    data: { id, bodyId: of.body.id, platform: 'teams', externalId: `tenant-${id}`, name, kind, connectedAt: NOON },
  });
  return id;
}

interface Who extends Partial<Profile> {
  readonly workspaceId?: string;
}

function caller({ workspaceId = partners, ...profile }: Who = {}): Caller {
  const externalUserId = profile.externalUserId ?? 'guest-1';
  const told = { externalUserId, name: 'Chat Name', email: null, zone: null, locale: null, isBot: false, isForeign: false, ...profile };
  return { body: body.body, workspaceId, externalUserId, surface: 'teams', profile: () => Promise.resolve(told) };
}

/** As the bot would let them act. */
async function act(who: Who = {}, now = NOON): Promise<Ctx> {
  return body.ctx(await recognise(body.asOperator(now), caller(who)), now, 'teams');
}
const annHere = (now = NOON, one = ann) => act({ workspaceId: body.workspaceId, externalUserId: `U${one.id}` }, now);

async function codeOf(ctx: Ctx): Promise<string> {
  const shown = await link(ctx, {});
  if (!('shown' in shown)) throw new Error('no code was shown');
  return shown.shown.code;
}

const idOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? ctx.actor.person.id : null);
const accountOf = (ctx: Ctx) => ('account' in ctx.actor ? ctx.actor.account! : null)!;
const linkRows = async (action = 'directory.linkAccount') =>
  (await world.db.auditEvent.findMany({ where: { bodyId: body.body.id, action }, orderBy: { n: 'asc' } })).map((one) => one.facts);

describe('a code', () => {
  it('is 40 random bits, of letters and digits that are not taken for each other', () => {
    const codes = Array.from({ length: 2_000 }, newCode);
    expect(new Set(codes).size).toBe(2_000);
    expect([...new Set(codes.join(''))].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    expect(codes.every((code) => code.length === 8)).toBe(true);
    expect(codeInWords('K7QM4XTP')).toBe('K7QM-4XTP');
  });

  it.each([
    'K0Q1-4XTP',
    'k0q1-4xtp',
    ' k o q i 4 x t p ',
    'KOQL–4XTP',
    '`KOQI-4XTP`',
    '/wg link K0Q1-4XTP',
    'Ｋ０Ｑ１－４ＸＴＰ',
    'K0Q1\u00a04XTP\u200b',
  ])('typed as "%s" is understood', (typed) => {
    expect(readCode(typed)).toBe('K0Q14XTP');
  });

  it.each(['', 'K0Q1-4XT', 'K0Q1-4XTPP', 'K0Q1-4XTU', 'не код', '12345678 9'])('is not "%s"', (typed) => {
    expect(readCode(typed)).toBeNull();
  });
});

describe('the directory', () => {
  it("links one person's accounts of two platforms by the e-mail, each with its audit row, and merges nobody", async () => {
    const home = await workspace('home');
    const ben = await body.person({ name: 'Ben', account: false });
    const before = await world.db.person.findMany({ where: { bodyId: body.body.id }, orderBy: { id: 'asc' } });
    const slack = await act({ workspaceId: body.workspaceId, externalUserId: 'U-ben', email: ben.email });
    const teams = await act({ workspaceId: home, externalUserId: 'aad-ben', email: ben.email.toUpperCase() });
    expect([idOf(slack), idOf(teams)]).toEqual([ben.id, ben.id]);
    expect(accountOf(slack).id).not.toBe(accountOf(teams).id);
    expect(await linkRows()).toEqual([
      { personId: ben.id, by: 'email' },
      { personId: ben.id, by: 'email' },
    ]);
    expect(idOf(await act({ workspaceId: home, externalUserId: 'aad-ann', email: ann.email }))).toBe(ann.id);
    expect(await world.db.person.findMany({ where: { bodyId: body.body.id }, orderBy: { id: 'asc' } })).toEqual(before);
    expect((await act({ email: ben.email })).actor.kind).toBe('stranger');
  });
});

describe('/wg link', () => {
  it('shows a code that is stored as a hash only, and the accounts there are', async () => {
    const code = await codeOf(await annHere());
    const [row] = await world.db.linkCode.findMany({ where: { bodyId: body.body.id } });
    expect(row).toMatchObject({ personId: ann.id, createdAt: NOON, expiresAt: later(10), usedAt: null });
    expect(JSON.stringify(row)).not.toContain(code);
    expect(row!.codeHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('links the account it is typed in, closes its request, tells who it is, and changes nothing else about the person', async () => {
    const person = () => world.db.person.findUniqueOrThrow({ where: { id: ann.id }, include: { appointments: true } });
    const before = await person();
    const code = await codeOf(await annHere());
    const stranger = await act();
    await askToBeAdded(stranger, {});
    expect(await link(stranger, { code: codeInWords(code).toLowerCase() })).toEqual({ linked: { personId: ann.id, name: 'Ann Member' } });
    expect(idOf(await act())).toBe(ann.id);
    expect(await person()).toEqual(before);
    expect(await queue(body.asOperator(), {})).toEqual([]);
    const request = await world.db.accessRequest.findFirstOrThrow({ where: { bodyId: body.body.id } });
    const card = await directory.cards[0]!.render(body.asScheduler(), request.id);
    expect(toPlain(card!.summary)).toMatch(/asked to be added to the directory\. The account is linked to somebody in it now\.$/);
    expect(await linkRows()).toEqual([{ personId: ann.id, by: 'code', shownTo: accountOf(await annHere()).id }]);
    expect(await world.db.linkCode.findFirstOrThrow({ where: { bodyId: body.body.id } })).toMatchObject({
      usedAt: NOON,
      usedById: accountOf(stranger).id,
    });
  });

  it('takes the person of the code, also where the chat shows the e-mail of somebody else', async () => {
    const ben = await body.person({ name: 'Ben', account: false });
    const code = await codeOf(await annHere());
    await link(await act({ email: ben.email }), { code });
    expect(idOf(await act())).toBe(ann.id);
    expect(await listAccounts(body.asOperator(), ben.id)).toEqual([]);
  });

  it('lets one account win a code that two type at once, and a double click be one link', async () => {
    const code = await codeOf(await annHere());
    const two = [await act({ externalUserId: 'a' }), await act({ externalUserId: 'b' })];
    const outcomes = await Promise.allSettled([...two, ...two].map((ctx) => link(ctx, { code })));
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await world.db.account.count({ where: { workspaceId: partners, personId: ann.id } })).toBe(1);
    expect(await linkRows()).toHaveLength(1);
  });

  it('gives one good code at a time, of several asked for at once too', async () => {
    const ctx = await annHere();
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(ctx)));
    const good = await world.db.linkCode.count({ where: { bodyId: body.body.id, usedAt: null, expiresAt: { gt: NOON } } });
    expect(new Set(codes).size).toBe(6);
    expect(good).toBe(1);
  });
});

describe('a code is refused', () => {
  const said = async (attempt: Promise<unknown>): Promise<string> => toPlain((await refusal(attempt)).words);

  it('when it is over, or a newer one took its place', async () => {
    const old = await codeOf(await annHere());
    const code = await codeOf(await annHere());
    expect(await said(link(await act(), { code: old }))).toMatch(/^This code is over: .* newer one takes its place/);
    expect(await said(link(await act({}, later(10)), { code }))).toMatch(/^This code is over: a code is good for 10 minutes/);
    expect(await linkRows()).toEqual([]);
  });

  it('when it was used', async () => {
    const code = await codeOf(await annHere());
    await link(await act(), { code });
    expect(await said(link(await act({ externalUserId: 'other' }), { code }))).toMatch(/^This code was used already/);
  });

  it("when it is unknown, another body's, or of somebody erased: all in the same words", async () => {
    const unknown = await said(link(await act(), { code: '00000000' }));
    expect(unknown).toMatch(/^I do not know this code/);
    const other = await world.newBody();
    const theirs = await codeOf(other.asMember(await other.person()));
    expect(await said(link(await act(), { code: theirs }))).toBe(unknown);
    const code = await codeOf(await annHere());
    await world.db.person.update({ where: { id: ann.id }, data: { erasedAt: NOON } });
    expect(await said(link(await act(), { code }))).toBe(unknown);
    expect((await act()).actor.kind).toBe('stranger');
  });

  it('when it cannot be one, by field, and that is no try', async () => {
    for (let n = 0; n < 6; n++)
      expect(await refusal(linkAccount(await act(), { code: 'hello' }))).toHaveProperty('fields.code', saying('eight letters'));
    expect(await world.db.linkTry.count({ where: { account: { bodyId: body.body.id } } })).toBe(0);
  });

  it('where it was shown, in another account of the same person, and in an account of somebody else, who learns nothing', async () => {
    const code = await codeOf(await annHere());
    expect(await said(link(await annHere(), { code }))).toMatch(/^This code was shown to you here/);
    await link(await act(), { code });
    const next = await codeOf(await annHere());
    expect(await said(link(await act(), { code: next }))).toBe(
      'This chat account is linked to you already, Ann Member. There is nothing more to do.',
    );
    const ben = await body.person({ name: 'Ben' });
    const refused = await said(link(await annHere(NOON, ben), { code: next }));
    expect(refused).toMatch(/^I know this chat account already: it is Ben's/);
    expect(await said(link(await annHere(NOON, ben), { code: '00000000' }))).toBe(refused);
    expect(await refusal(link(await annHere(NOON, ben), { code: next }))).toBeInstanceOf(Conflict);
  });

  it('after five wrong ones in ten minutes of one account, from whichever replica, also when it is right', async () => {
    const ctx = await act();
    const code = await codeOf(await annHere());
    const wrong = await Promise.allSettled(Array.from({ length: 7 }, () => link(ctx, { code: '00000000' })));
    const words = wrong.map((one) => (one.status === 'rejected' ? (one.reason as InvalidInput).message : 'linked'));
    expect(words.filter((one) => one.startsWith('I do not know'))).toHaveLength(5);
    expect(words.filter((one) => one === 'These were too many wrong codes from this chat. Please try again in 10 minutes.')).toHaveLength(
      2,
    );
    expect(await said(link(await act({}, later(9)), { code }))).toMatch(/try again in 1 minute\.$/);
    expect(await link(await act({ externalUserId: 'other' }), { code })).toHaveProperty('linked');
    const fresh = await codeOf(await annHere(later(10)));
    expect(await link(await act({}, later(10)), { code: fresh })).toHaveProperty('linked');
  });
});

const facts = async (): Promise<NoticeFacts> => {
  const row = await world.db.notice.findFirstOrThrow({ where: { bodyId: body.body.id, kind: 'directory.linked' } });
  return { ...row, subject: row.subject as Record<string, string> };
};
const kind = directory.notices.find((one) => one.kind === 'directory.linked')!;

describe('the other accounts', () => {
  it('are told, each in its own chat and not the new one, and can undo it until it is undone', async () => {
    const here = accountOf(await annHere());
    await link(await act(), { code: await codeOf(await annHere()) });
    const added = accountOf(await act());
    const scheduler = body.asScheduler();
    expect(await kind.targets(scheduler, await facts())).toEqual([{ account: here.id }]);
    const card = (await kind.render(scheduler, await facts(), { account: here.id })) as Card;
    expect(toPlain(card.summary)).toContain('Partners (Teams), as Chat Name');
    expect(buttonsIn(card.blocks)).toMatchObject([{ label: 'Unlink', press: 'directory.unlink-account', with: { accountId: added.id } }]);
    expect(await kind.render(scheduler, await facts(), { account: added.id })).toEqual({ skip: 'unlinked meanwhile' });
    await unlinkAccount(await annHere(), { accountId: added.id });
    expect(await kind.render(scheduler, await facts(), { account: here.id })).toEqual({ skip: 'unlinked meanwhile' });
    expect(await kind.targets(scheduler, await facts())).toEqual({ skip: 'unlinked meanwhile' });
  });

  it('that cannot be reached are left out', async () => {
    const code = await codeOf(await annHere());
    await link(await act(), { code });
    await world.db.account.updateMany({ where: { workspaceId: body.workspaceId }, data: { unreachable: 'user_disabled' } });
    expect(await kind.targets(body.asScheduler(), await facts())).toEqual({ skip: 'no other account can be reached' });
  });
});

describe('unlinking', () => {
  const linked = async (): Promise<string> => {
    await link(await act(), { code: await codeOf(await annHere()) });
    return accountOf(await act()).id;
  };

  it('makes the account a stranger, sends what waited for it elsewhere, and is audited', async () => {
    const accountId = await linked();
    const notice = { id: uuidv7(), bodyId: body.body.id, key: uuidv7(), kind: 'x', subject: {}, dueAt: later(60), expiresAt: later(90) };
    await world.db.notice.create({ data: { ...notice, state: 'expanded', createdAt: NOON } });
    const to = (target: string) => ({
      id: uuidv7(),
      bodyId: body.body.id,
      noticeId: notice.id,
      target,
      dueAt: later(60),
      expiresAt: later(90),
    });
    const place = { workspaceId: partners, address: 'guest-1' };
    await world.db.delivery.create({ data: { ...to(`person:${ann.id}`), ...place } });
    const { left } = await unlinkAccount(await annHere(), { accountId });
    expect(left).toMatchObject([{ workspace: 'Test', platform: 'Slack' }]);
    expect((await act()).actor.kind).toBe('stranger');
    expect(await world.db.delivery.findFirst({ where: { noticeId: notice.id } })).toMatchObject({ workspaceId: null, address: null });
    expect(await linkRows('directory.unlinkAccount')).toEqual([{ personId: ann.id }]);
    expect(await refusal(unlinkAccount(await annHere(), { accountId }))).toBeInstanceOf(NotFound);
  });

  it('never takes the account that acts, the last one, or one of somebody else', async () => {
    const accountId = await linked();
    expect((await refusal(unlinkAccount(await act(), { accountId }))).message).toMatch(/writing from this very account/);
    const ben = await body.person();
    expect(await refusal(unlinkAccount(body.asMember(ben), { accountId }))).toBeInstanceOf(NotFound);
    const [only] = await listAccounts(body.asOperator(), ben.id);
    expect((await refusal(unlinkAccount(body.asMember(ben), { accountId: only!.id }))).message).toMatch(/the only chat account/);
    expect(await linkRows('directory.unlinkAccount')).toEqual([]);
  });

  it('leaves one of two accounts that unlink each other at once', async () => {
    const there = await linked();
    const here = accountOf(await annHere()).id;
    const [one, two] = [await annHere(), await act()];
    const outcomes = await Promise.allSettled([unlinkAccount(one, { accountId: there }), unlinkAccount(two, { accountId: here })]);
    expect(outcomes.map((done) => done.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listAccounts(body.asOperator(), ann.id)).toHaveLength(1);
  });

  it('does nothing any more for an account that was unlinked itself while it was typing', async () => {
    const there = await act({ externalUserId: 'third' });
    await link(there, { code: await codeOf(await annHere()) });
    const accountId = await linked();
    const third = await act({ externalUserId: 'third' });
    await unlinkAccount(await annHere(), { accountId: accountOf(third).id });
    expect((await refusal(unlinkAccount(third, { accountId }))).message).toMatch(/you write from is not linked to you any more/);
    expect(idOf(await act())).toBe(ann.id);
  });

  it("leaves what the body's own workspace knows by the e-mail: it would be back with the next word", async () => {
    await linked();
    const here = accountOf(await annHere()).id;
    expect((await refusal(unlinkAccount(await act(), { accountId: here }))).message).toMatch(/knows this account by your e-mail address/);
  });
});

test('codes are forgotten a day after they are over, and tries when they no longer count', async () => {
  await codeOf(await annHere());
  await refusal(link(await act(), { code: '00000000' }));
  const left = async (minutes: number) => {
    await forgetCodes(body.asScheduler(later(minutes)));
    const tries = await world.db.linkTry.count({ where: { account: { bodyId: body.body.id } } });
    return [await world.db.linkCode.count({ where: { bodyId: body.body.id } }), tries];
  };
  expect(await left(9)).toEqual([1, 1]);
  expect(await left(10)).toEqual([1, 0]);
  expect(await left(10 + 24 * 60)).toEqual([1, 0]);
  expect(await left(11 + 24 * 60)).toEqual([0, 0]);
});

describe('in the chat', () => {
  const openBot = () =>
    createBot({
      features: [directory],
      context: (_body, surface) => ({ ...body.asOperator(), surface }),
      recognise,
      log: pino({ level: 'silent' }),
    });
  const here = () => caller({ workspaceId: body.workspaceId, externalUserId: `U${ann.id}` });

  test('a code goes from one chat to the other, and the list shows what is linked', async () => {
    const bot = openBot();
    const shown = (await bot.command(here(), 'link', null)).whisper!;
    expect(wordsOf(shown)).toContain('I know you in this chat only.');
    expect(buttonsIn(shown.blocks)).toEqual([]);
    const [, code] = /type in the other chat: \/wg link (\w{4}-\w{4})\. The code is good once, for 10 minutes, until .* UTC/.exec(
      toPlain(shown.summary),
    )!;
    const there = (await bot.command(caller(), 'link', null)).whisper!;
    expect(wordsOf(there)).toMatch(/Type \/wg link in the chat where I know you.*\n?.*Type here: \/wg link and the code/);
    expect(buttonsIn(there.blocks).map((one) => one.label)).toEqual(['Type the code', 'Ask the Secretariat to add me']);
    const { form } = await bot.press(caller(), 'directory.open-link', {});
    expect(await bot.submit(caller(), form!.id, {}, { code: 'nothing' })).toHaveProperty('errors.code');
    expect(wordsOf((await bot.submit(caller(), form!.id, {}, { code: code! })).whisper!)).toMatch(
      /^This chat account is linked: you are Ann Member\./,
    );
    const list = (await bot.command(here(), 'accounts', null)).whisper!;
    expect(wordsOf(list)).toContain('Partners (Teams), as Chat Name.\n[Unlink]');
    expect(wordsOf(list)).toContain('Test (Slack), as Ann Member: you write from it now, linked by your e-mail address.');
    const [unlink] = buttonsIn(list.blocks);
    const done = await bot.press(here(), 'directory.unlink-account', (unlink as { with: Record<string, string> }).with);
    expect(toPlain(done.whisper!.summary)).toMatch(/^Partners \(Teams\) is not linked to you any more/);
    expect(wordsOf(done.replace!)).toContain('I know you in this chat only.');
  });

  test('somebody unknown is told about it wherever they are refused', async () => {
    expect(toPlain((await openBot().command(caller(), 'queue', null)).whisper!.summary)).toContain(
      'Already known in another chat? Type /wg link there.',
    );
  });

  test('who is linked by a code stays so when the e-mail of that chat is added to the directory later', async () => {
    await link(await act({ email: 'x@x.example' }), { code: await codeOf(await annHere()) });
    expect(await addPerson(body.asOperator(), { name: 'X', email: 'x@x.example' })).toMatchObject({ linked: 0 });
    expect(idOf(await act())).toBe(ann.id);
  });
});
