import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChatFailure, type Chat } from '../../../src/bot/chat.ts';
import { TOO_LATE, withDeadline } from '../../../src/bot/deadline.ts';
import { blameFor } from '../../../src/scheduler/refusals.ts';
import { SERVICE_URL, TENANT } from '../../support/teams-connector.ts';
import { LEE, openOffice, say, type Office } from './office.ts';

let office: Office;
let chat: Chat;

const chatOf = async (other: Office): Promise<Chat> =>
  other.teams.chatFor(await other.store.save({ externalId: TENANT, name: 'T', kind: 'home', serviceUrl: SERVICE_URL }));
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

beforeAll(async () => {
  office = await openOffice();
  chat = await chatOf(office);
});
afterAll(() => office.close());
beforeEach(() => {
  office.clear();
  office.store.contacts.clear();
  office.desk.without.clear();
});

describe('a message', () => {
  it('goes to a channel, and is named by what Teams answers', async () => {
    const place = office.channel();
    const ref = await chat.post(place.id, say('hello'), 'key-1');
    expect(ref).toEqual({ workspaceId: `workspace-${TENANT}`, conversation: place.id, id: place.messages[0]!.id });
    expect(office.said(place)).toMatchObject([{ text: 'hello', textFormat: 'plain', summary: 'hello' }]);
  });

  it('does not begin when it is too late', async () => {
    const place = office.channel();
    expect(
      await failureOf(
        withDeadline(
          () => 0,
          () => chat.post(place.id, say('hello'), 'key-0'),
        ),
      ),
    ).toMatchObject({
      outcome: 'unsent',
      code: TOO_LATE,
    });
    expect(office.said(place)).toEqual([]);
  });

  it('goes to the conversation a person is known by', async () => {
    office.store.contacts.set(LEE.id, { conversationId: office.personal(LEE).id });
    const ref = await chat.post(LEE.id, say('hello'), 'key-2');
    expect(ref.conversation).toBe(office.personal(LEE).id);
    expect(office.connector.callsOf('create')).toEqual([]);
  });

  it.each([[{}], [{ memberId: '29:1000000000000400080000000000000b2' }]])(
    'to somebody who never wrote makes the conversation first, and keeps it: %j',
    async (contact) => {
      office.store.contacts.set(LEE.id, contact);
      await chat.post(LEE.id, say('hello'), 'key-3');
      await chat.post(LEE.id, say('again'), 'key-4');
      expect(office.said(office.personal(LEE)).map((one) => one.text)).toEqual(['hello', 'again']);
      const created = office.connector.callsOf('create');
      expect(created).toHaveLength(1);
      expect(created[0]!.body).toMatchObject({ tenantId: TENANT, members: [{ id: 'memberId' in contact ? contact.memberId : LEE.id }] });
      expect(office.store.contacts.get(LEE.id)).toMatchObject({ conversationId: office.personal(LEE).id });
    },
  );

  it('is still sent while contacts can’t be looked up', async () => {
    office.store.away = () => Promise.reject(new Error('connection refused'));
    await chat.post(LEE.id, say('hello'), 'key-5');
    expect(office.said(office.personal(LEE))).toHaveLength(1);
  });

  it('is replaced for everyone', async () => {
    const place = office.channel();
    const ref = await chat.post(place.id, say('hello'), 'key-6');
    await chat.update(ref, say('changed'));
    expect(place.messages).toMatchObject([{ edits: 1, activity: { text: 'changed' } }]);
  });

  it('cannot be pinned or looked for: Teams offers neither', async () => {
    const ref = await chat.post(office.channel().id, say('hello'), 'key-7');
    expect(await failureOf(chat.pin(ref))).toMatchObject({ outcome: 'refused', code: 'pins_not_offered' });
    expect(await chat.find(office.channel().id, 'key-7', new Date())).toBe('unreadable');
  });
});

describe('a person', () => {
  it('is described as the tenant knows them', async () => {
    expect(await chat.profile(LEE.id)).toEqual({
      externalUserId: LEE.id,
      name: LEE.name,
      email: LEE.email,
      zone: null,
      locale: null,
      isBot: false,
      isForeign: false,
    });
  });
});

describe('a failure', () => {
  it.each([
    ['too many, and when to try again', { status: 429, retryAfter: 7 }, { outcome: 'limited', retryAfterMs: 7000 }],
    ['too many', { status: 429 }, { outcome: 'limited', retryAfterMs: 5000 }],
    ['too many, with a wait of years', { status: 429, retryAfter: 1e9 }, { outcome: 'limited', retryAfterMs: 3_600_000 }],
    ['a conflict', { status: 412, code: 'PreconditionFailed' }, { outcome: 'limited', retryAfterMs: 2000 }],
    ['a broken service', { status: 500 }, { outcome: 'unknown', code: 'ServiceError' }],
    ['a broken gateway', { status: 502 }, { outcome: 'unknown' }],
    ['a service that is full', { status: 503 }, { outcome: 'unknown' }],
    ['a gateway that waited in vain', { status: 504, stored: true }, { outcome: 'unknown' }],
    ['a request that took too long', { status: 408 }, { outcome: 'unknown' }],
    ['a reset before it was stored', { broken: 'reset' }, { outcome: 'unknown', code: 'ECONNRESET' }],
    ['a reset after it was stored', { broken: 'reset', stored: true }, { outcome: 'unknown', code: 'ECONNRESET' }],
    [
      'a bot that was removed from the team',
      { status: 403, code: 'BotNotInConversationRoster' },
      { outcome: 'refused', code: 'BotNotInConversationRoster' },
    ],
    ['a person who blocked the bot', { status: 403, code: 'MessageWritesBlocked' }, { outcome: 'refused', code: 'MessageWritesBlocked' }],
    ['a conversation that is gone', { status: 404, code: 'ConversationNotFound' }, { outcome: 'refused', code: 'ConversationNotFound' }],
    ['a message that is too big', { status: 413, code: 'MessageSizeTooBig' }, { outcome: 'refused', code: 'MessageSizeTooBig' }],
    ['a request it does not understand', { status: 400, code: 'BadSyntax' }, { outcome: 'refused', code: 'BadSyntax' }],
    ['a code that is none', { status: 403, code: '<html>' }, { outcome: 'refused', code: 'http_403' }],
    ['a token it does not accept', { status: 401, code: 'x' }, { outcome: 'refused', code: 'Unauthorized' }],
  ] as const)('of the Connector says whether the message may be there: %s', async (_, fault, failure) => {
    const place = office.channel();
    office.connector.failNext('post', fault);
    const error = await failureOf(chat.post(place.id, say('hello'), 'key'));
    expect(error).toBeInstanceOf(ChatFailure);
    expect(error).toMatchObject(failure);
    expect(place.messages).toHaveLength('stored' in fault ? 1 : 0);
    expect(JSON.stringify(error)).not.toContain('hello');
  });

  it('of an update is told in the same way', async () => {
    const ref = await chat.post(office.channel().id, say('hello'), 'key');
    office.connector.failNext('update', { status: 429 });
    expect(await failureOf(chat.update(ref, say('x')))).toMatchObject({ outcome: 'limited' });
    expect(await failureOf(chat.update({ ...ref, id: 'gone' }, say('x')))).toMatchObject({ code: 'ActivityNotFoundInConversation' });
  });

  it.each([{ status: 502 }, { broken: 'reset', stored: true }] as const)(
    'to make the conversation leaves nothing sent: %j',
    async (fault) => {
      office.connector.failNext('create', fault);
      expect(await failureOf(chat.post(LEE.id, say('hello'), 'key'))).toMatchObject({ outcome: 'unsent' });
      await chat.post(LEE.id, say('hello'), 'key');
      expect(office.said(office.personal(LEE))).toHaveLength(1);
    },
  );

  it('of somebody who has no app is refused for them alone', async () => {
    office.desk.without.add(LEE.id);
    const error = await failureOf(chat.post(LEE.id, say('hello'), 'key'));
    expect(error).toMatchObject({ outcome: 'refused', code: 'MessageWritesBlocked' });
    expect(blameFor('MessageWritesBlocked')).toBe('destination');
  });

  it('to answer is an unknown outcome after a while', async () => {
    const hasty = await openOffice({}, { client: { timeout: 400 } });
    const other = await chatOf(hasty);
    hasty.connector.failNext('post', { broken: 'hang' });
    expect(await failureOf(other.post(hasty.channel().id, say('hello'), 'key'))).toMatchObject({ outcome: 'unknown', code: 'timeout' });
    await hasty.close();
  });

  it('to connect leaves nothing sent', async () => {
    const other = await openOffice();
    const lost = await chatOf(other);
    const place = other.channel().id;
    await other.connector.close();
    expect(await failureOf(lost.post(place, say('hello'), 'key'))).toMatchObject({ outcome: 'unsent', code: 'ECONNREFUSED' });
    await other.teams.stop();
  });

  it.each([
    ['refused', 'token_refused', Object.assign(new Error('x'), { name: 'ServerError', errorCode: 'invalid_client' })],
    ['unsent', 'token_away', Object.assign(new Error('x'), { name: 'ClientAuthError', errorCode: 'network_error' })],
  ])('to get a token leaves nothing sent: %s', async (outcome, code, cause) => {
    const other = await openOffice({}, { token: () => Promise.reject(cause) });
    expect(await failureOf((await chatOf(other)).post(other.channel().id, say('hello'), 'key'))).toMatchObject({ outcome, code });
    expect(other.connector.calls).toEqual([]);
    await other.close();
  });

  it('is blamed on what it is about', () => {
    for (const code of ['token_refused', 'Unauthorized', 'BotDisabledByAdmin', 'BotNotRegistered'])
      expect(blameFor(code)).toBe('workspace');
    for (const code of ['BotNotInConversationRoster', 'MessageWritesBlocked', 'ConversationNotFound', 'NotEnoughPermissions'])
      expect(blameFor(code)).toBe('destination');
    for (const code of ['MessageSizeTooBig', 'BadSyntax']) expect(blameFor(code)).toBe('message');
  });
});
