import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/bot/card.ts';
import type { Conversation } from '../../support/teams-desk.ts';
import { JOIN, KIM, LEE, openOffice, say, until, type CardSeen, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(() => {
  office.clear();
});

const LIST: Card = { summary: 'Two groups.', blocks: [{ type: 'list', items: ['Energy', 'Circularity'] }] };
const ASKING: Card = {
  summary: 'Sure?',
  blocks: [
    { type: 'text', text: 'Sure?' },
    { type: 'buttons', buttons: [{ label: 'Yes', press: 'a.yes' }] },
  ],
};

const EXECUTE = 'adaptiveCard/action';
const execute = (data: unknown) => ({ action: { type: 'Action.Execute', verb: 'press', data }, trigger: 'manual' });
const press = (more: Readonly<Record<string, unknown>> = {}) => ({
  action: 'press',
  press: 'meetings.attend',
  with: { meeting: 'm1' },
  ...more,
});
const said = (place: Conversation = office.personal()) => office.said(place);
const texts = (place: Conversation = office.personal()) => said(place).map((one) => one.text ?? one.summary);
const cardOf = (one: { attachments?: readonly { content: CardSeen }[] } | undefined) => one?.attachments?.[0]?.content;
const wordsOf = (card: unknown) => JSON.stringify(card);

/** The data of the form's own button, as it came to the person, with what was typed. */
function filledIn(card: CardSeen | undefined, typed: Readonly<Record<string, string>>) {
  const data = card?.actions?.[0]?.data ?? {};
  const ids = card?.body.flatMap((one) => (typeof one.id === 'string' ? [one.id] : [])) ?? [];
  const inputs = Object.entries(typed).map(([name, value]) => [ids.find((id) => id.endsWith(name)) ?? name, value]);
  return { ...data, ...(Object.fromEntries(inputs) as object) };
}

describe('something typed', () => {
  it.each([
    ['list', 'list'],
    ['  /wg list ', 'list'],
    ['wg join Energy', 'join Energy'],
    ['WG list', 'list'],
    ['wgs', 'wgs'],
    ['group&nbsp;connect R&amp;D', 'group connect R&D'],
    ['<at>Convenor</at>&nbsp;meetings', 'meetings'],
    ['list\u00a0', 'list'],
    ['', 'help'],
    ['Hello!', 'help'],
    ['hallo', 'help'],
    ['hi', 'help'],
    ['/wg', 'help'],
    ['<b>x</b>', '<b>x</b>'],
  ])('is a command: %j is %j', async (typed, command) => {
    const entities = [{ type: 'mention', text: '<at>Convenor</at>', mentioned: { id: office.desk.bot, name: 'Convenor' } }];
    await office.message(typed, { entities });
    expect(office.bot.asked).toMatchObject([{ kind: 'command', text: command }]);
  });

  it('keeps the names of others that are mentioned', async () => {
    const entities = [
      { type: 'mention', text: '<at>Convenor</at>', mentioned: { id: office.desk.bot, name: 'Convenor' } },
      { type: 'mention', text: '<at>Lee</at>', mentioned: { id: '29:lee', name: 'Lee' } },
    ];
    await office.message('<at>Convenor</at> role <at>Lee</at> chair', { entities });
    expect(office.bot.asked).toMatchObject([{ text: 'role Lee chair' }]);
  });

  it('tells who it was, where they are and how to reach them', async () => {
    await office.message('list', { localTimezone: 'Asia/Kolkata', locale: 'de-CH' });
    expect(office.bot.asked[0]!.caller).toMatchObject({
      externalUserId: KIM.id,
      surface: 'teams',
      seen: {
        zone: 'Asia/Kolkata',
        locale: 'de-CH',
        contact: { memberId: office.desk.memberOf(KIM), conversationId: office.personal().id },
      },
    });
    expect(await office.bot.asked[0]!.caller.profile()).toMatchObject({ name: KIM.name, email: KIM.email, isForeign: false, isBot: false });
    await office.message('list', { localTimezone: 'Mars/Base' });
    expect(office.bot.asked[1]!.caller.seen).not.toHaveProperty('zone');
  });

  it('in the personal chat is answered there, a form as a card', async () => {
    office.bot.reply = () => ({ form: JOIN });
    await office.message('join energy');
    expect(texts()).toEqual(['Join: please fill in the form.']);
    expect(wordsOf(cardOf(said()[0]))).toContain('I have read this and will comply');
  });

  it('is answered there also where the kind of the chat is left out, as in the playground', async () => {
    const conversation = { id: office.personal().id, tenantId: office.desk.tenantId };
    await office.message('list', { conversation });
    expect(office.bot.asked).toMatchObject([{ place: null }]);
    expect(texts()).toEqual(['done']);
    expect(office.connector.callsOf('create')).toEqual([]);
  });

  it('home shows the home', async () => {
    await office.message('Home');
    expect(office.bot.asked).toMatchObject([{ kind: 'home' }]);
    expect(texts()).toEqual(['home']);
  });

  it('that takes long is told so, and answered all the same', async () => {
    office.bot.reply = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve({ whisper: say('at last') });
        }, 4500),
      );
    await office.message('report');
    expect(texts()).toEqual(['That is taking longer than usual. The answer follows here.', 'at last']);
  });

  it.each([{ status: 429, retryAfter: 1 }, { status: 502 }, { broken: 'reset' }, { status: 412 }] as const)(
    'is answered all the same when the first try fails: %j',
    async (fault) => {
      office.connector.failNext('post', fault);
      await office.message('list');
      expect(texts()).toEqual(['done']);
    },
  );

  it('whose answer Teams does not take has no second effect', async () => {
    office.connector.failNext('post', { status: 500 }, { status: 500 });
    expect((await office.message('list')).status).toBe(200);
    expect(texts()).toEqual([]);
    expect(office.bot.asked).toHaveLength(1);
  });

  it('that breaks in the adapter is answered with a reference, never with the cause', async () => {
    const button = { label: 'x', press: 'a.b', with: { long: 'x'.repeat(5001) } };
    office.bot.reply = () => ({ whisper: { summary: 's', blocks: [{ type: 'buttons', buttons: [button] }] } });
    expect((await office.message('list')).status).toBe(200);
    await until(() => said().length === 1, 'the sentence');
    expect(texts()[0]).toMatch(/Something went wrong on our side.*reference: [0-9a-f]{8}/);
    expect(texts()[0]).not.toContain('payload');
  });
});

describe('something typed where others read', () => {
  const inChannel = (text: string, more: Readonly<Record<string, unknown>> = {}, place = office.channel()) =>
    office.message(
      text,
      { conversation: { id: `${place.id};messageid=17`, conversationType: place.kind, tenantId: office.desk.tenantId }, ...more },
      KIM,
      place,
    );

  it('has a place, and is answered in the person’s own chat', async () => {
    await inChannel('list');
    expect(office.bot.asked).toMatchObject([{ place: { channelId: office.channel().id, channelName: 'general' } }]);
    expect(texts(office.channel())).toEqual([]);
    expect(texts()).toEqual(['done']);
    expect(office.store.contacts.get(KIM.id)).toEqual({ conversationId: office.personal().id });
  });

  it('finds the name of the channel in its team, where Teams leaves it out', async () => {
    const channelData = { tenant: { id: office.desk.tenantId }, team: { id: '19:team-root@thread.tacv2' } };
    await inChannel('list', { channelData }, office.channel('energy'));
    await inChannel('list', { channelData }, office.channel('energy'));
    expect(office.bot.asked.map((one) => one.kind === 'command' && one.place?.channelName)).toEqual(['energy', 'energy']);
    expect(office.connector.callsOf('team')).toHaveLength(1);
  });

  it('calls a channel without a name by what Teams calls it, also when the team cannot be asked', async () => {
    const channelData = { tenant: { id: office.desk.tenantId }, team: { id: '19:gone@thread.tacv2' } };
    await inChannel('list', { channelData });
    expect(office.bot.asked).toMatchObject([{ place: { channelName: 'General' } }]);
  });

  it('in a group chat has that as its place', async () => {
    const chat = office.desk.groupChat('Board prep', [KIM, LEE]);
    await office.message('list', {}, KIM, chat);
    expect(office.bot.asked).toMatchObject([{ place: { channelId: chat.id, channelName: 'Board prep' } }]);
    expect(texts(chat)).toEqual([]);
  });

  it('by somebody the bot can’t write to is answered in the thread, without anything personal', async () => {
    office.store.contacts.clear();
    office.connector.failNext('create', { status: 403, code: 'BotNotInConversationRoster' });
    office.bot.reply = () => ({ whisper: say('you sent apologies') });
    await inChannel('list');
    expect(texts(office.channel())).toEqual([expect.stringMatching(/^I answer privately.*Open a chat with me/)]);
    expect(office.channel().messages[0]!.thread).toBe('17');
    expect(texts()).toEqual([]);
  });

  it('is answered where it was typed, for the person alone, where that is switched on', async () => {
    const other = await openOffice({ targeted: true });
    await other.message('list', {}, KIM, other.channel());
    expect(other.channel().messages).toMatchObject([{ to: other.desk.memberOf(KIM), activity: { text: 'done' } }]);
    other.connector.failNext('targeted', { status: 400, code: 'BadRequest' });
    await other.message('list', {}, KIM, other.channel());
    expect(other.said(other.personal())).toMatchObject([{ text: 'done' }]);
    await other.close();
  });
});

describe('a button in the personal chat', () => {
  it('runs with its payload, and is answered in the chat and for a moment on the card', async () => {
    const { body } = await office.invoke(EXECUTE, execute(press()));
    expect(office.bot.asked).toMatchObject([{ kind: 'press', button: 'meetings.attend', payload: { meeting: 'm1' } }]);
    expect(texts()).toEqual(['done']);
    expect(body).toEqual({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'done' });
  });

  it('replaces its card, for good', async () => {
    const message = office.desk.store(office.personal().id, { text: 'old' }, null);
    office.bot.reply = () => ({ replace: LIST });
    const { body } = await office.invoke(EXECUTE, execute(press()), { replyToId: message.id });
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } });
    expect(wordsOf(body)).toContain('Circularity');
    await until(() => message.edits === 1, 'the update');
    expect(message.activity).toMatchObject({ summary: 'Two groups.', attachments: [{ content: { type: 'AdaptiveCard' } }] });
  });

  it('that opens a form without having said so has it as a card', async () => {
    office.bot.reply = () => ({ form: JOIN });
    const { body } = await office.invoke(EXECUTE, execute(press()));
    expect(cardOf(said()[0])).toMatchObject({ type: 'AdaptiveCard' });
    expect(body).toMatchObject({ value: expect.stringMatching(/./) as string });
  });

  it('is never answered by silence', async () => {
    office.bot.reply = () => ({});
    expect((await office.invoke(EXECUTE, execute(press()))).body).toMatchObject({ value: 'Done.' });
  });

  it('on the home draws the home again', async () => {
    office.bot.homeCard = LIST;
    const message = office.desk.store(office.personal().id, { text: 'old home' }, null);
    const { body } = await office.invoke(EXECUTE, execute(press({ home: true })), { replyToId: message.id });
    expect(office.bot.asked.map((one) => one.kind)).toEqual(['press', 'home']);
    expect(wordsOf(body)).toContain('Circularity');
    await until(() => message.edits === 1, 'the update');
    expect(wordsOf(message.activity)).toContain('Circularity');
  });

  it('pressed twice is answered twice', async () => {
    const answers = await Promise.all([1, 2].map(() => office.invoke(EXECUTE, execute(press()))));
    expect(answers.map((one) => one.body?.value)).toEqual(['done', 'done']);
    expect(office.bot.asked).toHaveLength(2);
  });

  it.each([
    ['an unknown verb', execute({ action: 'fly', press: 'a.b' })],
    ['nothing', execute(null)],
    ['no action', {}],
    ['a list', { action: [1] }],
    ['a payload that no button has', execute({ action: 'press', press: 'a.b', with: { a: { b: 1 } } })],
    ['no press', execute({ action: 'press' })],
    ['a form of an older version', execute({ action: 'submit' })],
  ])('with %s is told that it is old', async (_, value) => {
    const { status, body } = await office.invoke(EXECUTE, value);
    expect(status).toBe(200);
    expect(body).toMatchObject({ value: expect.stringContaining('earlier version') as string });
    expect(office.bot.asked).toEqual([]);
  });

  it('that takes too long is told so, and the answer follows in the chat', async () => {
    office.bot.reply = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve({ whisper: say('at last') });
        }, 7000),
      );
    const { body } = await office.invoke(EXECUTE, execute(press()));
    expect(body).toMatchObject({ value: expect.stringContaining('longer than usual') as string });
    await until(() => texts().length === 1, 'the answer');
    expect(texts()).toEqual(['at last']);
  });

  it('whose answer can’t be shown in the chat is still answered', async () => {
    office.connector.failNext('post', { status: 502 }, { status: 502 });
    const { status, body } = await office.invoke(EXECUTE, execute(press()));
    expect(status).toBe(200);
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: 'done' });
    expect(texts()).toEqual([]);
  });

  it('of a client that sends it as a message is answered by a message', async () => {
    await office.message('', { value: press() });
    expect(office.bot.asked).toMatchObject([{ kind: 'press', button: 'meetings.attend' }]);
    expect(texts()).toEqual(['done']);
    await office.message('', { value: { action: 'fly' } });
    expect(texts()[1]).toContain('earlier version');
  });
});

describe('a button that others see', () => {
  const pressThere = (data: unknown, more: Readonly<Record<string, unknown>> = {}) =>
    office.invoke(EXECUTE, execute(data), more, KIM, office.channel());

  it('is answered for a moment when a sentence says it, and the card stays', async () => {
    office.bot.reply = () => ({ whisper: say('You are attending.'), replace: LIST });
    const { body } = await pressThere(press());
    expect(body).toEqual({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'You are attending.' });
    expect(office.connector.calls).toEqual([]);
  });

  it.each([
    ['a list', { whisper: LIST }],
    ['a card with buttons', { whisper: ASKING }],
    ['a long sentence', { whisper: say('x '.repeat(150)) }],
    ['a form', { form: JOIN }],
    ['a card in place of the old one', { replace: LIST }],
  ])('is answered in the person’s own chat when it is %s', async (_, reply) => {
    office.bot.reply = () => reply;
    const { body } = await pressThere(press());
    expect(body).toMatchObject({ value: 'I answered in your chat with me.' });
    expect(said()).toHaveLength(1);
    expect(texts(office.channel())).toEqual([]);
  });

  it('by somebody the bot can’t write to says how that is changed', async () => {
    office.store.contacts.clear();
    office.connector.failNext('create', { status: 403, code: 'MessageWritesBlocked' });
    office.bot.reply = () => ({ whisper: LIST });
    expect((await pressThere(press())).body).toMatchObject({ value: expect.stringContaining('Open a chat with me') as string });
    expect(texts(office.channel())).toEqual([]);
  });
});

describe('a card that follows its facts', () => {
  it('is drawn for each reader, by the message it stands in', async () => {
    office.bot.card = (caller, ref) => Promise.resolve(say(`${caller.externalUserId} ${ref.conversation} ${ref.id}`));
    const place = office.channel();
    const conversation = { id: `${place.id};messageid=17`, conversationType: 'channel', tenantId: office.desk.tenantId };
    const { body } = await office.invoke(EXECUTE, execute({ action: 'refresh' }), { replyToId: '18', conversation }, LEE, place);
    expect(wordsOf(body)).toContain(`${LEE.id} ${place.id} 18`);
    expect(office.connector.calls).toEqual([]);
  });

  it('is drawn as often as Teams asks, and remembers nothing of it', async () => {
    office.bot.card = () => Promise.resolve(LIST);
    const asking = office.activity({ type: 'invoke', name: EXECUTE, value: execute({ action: 'refresh' }), replyToId: '18' });
    for (let i = 0; i < 2; i++) expect(await (await office.send(asking)).text()).toContain('Circularity');
  });

  it('that shows nothing any more stays as it is', async () => {
    office.bot.card = () => Promise.resolve(null);
    for (const more of [{ replyToId: '18' }, {}])
      expect(await office.invoke(EXECUTE, execute({ action: 'refresh' }), more)).toEqual({ status: 200, body: null });
  });
});

describe('a dialog', () => {
  const fetchWith = (data: unknown, more: Readonly<Record<string, unknown>> = {}) => office.invoke('task/fetch', { data }, more);
  const opened = async (form = JOIN) => {
    office.bot.reply = () => ({ form });
    const { body } = await fetchWith({ ...press(), dialog_id: 'press', msteams: { type: 'task/fetch' } });
    return (body?.task?.value as { title: string; card: { contentType: string; content: CardSeen } }).card.content;
  };
  const submit = (data: unknown, more: Readonly<Record<string, unknown>> = {}) => office.invoke('task/submit', { data }, more);

  it('opens with the form', async () => {
    office.bot.reply = () => ({ form: JOIN });
    const { body } = await fetchWith(press());
    expect(body).toMatchObject({
      task: { type: 'continue', value: { title: 'Join', card: { contentType: 'application/vnd.microsoft.card.adaptive' } } },
    });
    expect(office.connector.calls).toEqual([]);
  });

  it('says a sentence where there is no form, and shows a card as a page', async () => {
    expect((await fetchWith(press())).body).toEqual({ task: { type: 'message', value: 'done' } });
    office.bot.reply = () => ({ whisper: LIST });
    expect((await fetchWith(press())).body).toMatchObject({ task: { type: 'continue', value: { title: 'Convenor' } } });
    office.bot.reply = () => ({});
    expect((await fetchWith(press())).body).toEqual({ task: { type: 'message', value: 'Done.' } });
  });

  it('sends what was typed to the form, with what it hid', async () => {
    const form = await opened();
    office.bot.reply = () => ({});
    const answer = await submit(filledIn(form, { agree: 'yes', note: 'hello' }));
    expect(office.bot.asked.at(-1)).toMatchObject({
      kind: 'submit',
      form: 'groups.join',
      hidden: { group: 'g1' },
      values: { agree: ['yes'], note: 'hello' },
    });
    expect(answer).toEqual({ status: 200, body: null });
  });

  it('stays open with errors and with what was typed', async () => {
    const form = await opened();
    office.bot.reply = () => ({ errors: { note: 'That is too short.' } });
    const { body } = await submit(filledIn(form, { note: 'hello' }));
    expect(body).toMatchObject({ task: { type: 'continue', value: { title: 'Join' } } });
    expect(wordsOf(body)).toContain('That is too short.');
    expect(wordsOf(body)).toContain('"hello"');
    office.bot.reply = () => ({ whisper: say('Please try again in a minute.'), retry: true });
    expect(wordsOf((await submit(filledIn(form, { note: 'hello' }))).body)).toContain('Please try again in a minute.');
  });

  it('whose form could not travel is told its errors', async () => {
    office.bot.reply = () => ({ errors: { note: 'That is too short.' } });
    const { body } = await submit({ action: 'submit', form: 'groups.join', with: {} });
    expect(body).toEqual({ task: { type: 'message', value: 'That is too short.' } });
  });

  it('goes on with the next form, or says the result', async () => {
    const form = await opened();
    office.bot.reply = () => ({ form: { ...JOIN, title: 'Next' } });
    expect((await submit(filledIn(form, {}))).body).toMatchObject({ task: { type: 'continue', value: { title: 'Next' } } });
    office.bot.reply = () => ({ whisper: say('You joined.') });
    expect((await submit(filledIn(form, {}))).body).toEqual({ task: { type: 'message', value: 'You joined.' } });
  });

  it('has buttons of its own', async () => {
    await submit(press());
    expect(office.bot.asked).toMatchObject([{ kind: 'press', button: 'meetings.attend' }]);
  });

  it('opened from the home draws the home again', async () => {
    const message = office.desk.store(office.personal().id, { text: 'old home' }, null);
    await submit({ action: 'submit', form: 'groups.join', with: {}, home: true }, { replyToId: message.id });
    await until(() => message.edits === 1, 'the home');
    expect(office.bot.asked.map((one) => one.kind)).toEqual(['submit', 'home']);
  });

  it.each([null, 1, 'x', [], {}, { action: 'fly' }, { action: 'submit' }])('of an older version is told that it is: %j', async (data) => {
    for (const answer of [await fetchWith(data), await submit(data)])
      expect(answer.body).toMatchObject({ task: { type: 'message', value: expect.stringContaining('earlier version') as string } });
    expect(office.bot.asked).toEqual([]);
  });

  it('that takes too long to save says so, and keeps what was typed', async () => {
    const form = await opened();
    office.bot.reply = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve({});
        }, 7000),
      );
    const { body } = await submit(filledIn(form, { note: 'hello' }));
    expect(wordsOf(body)).toContain('longer than usual');
    expect(wordsOf(body)).toContain('"hello"');
  });
});

describe('a form that stands in the chat', () => {
  const shown = async () => {
    office.bot.reply = () => ({ form: JOIN });
    await office.message('join');
    return { message: office.personal().messages.at(-1)!, card: cardOf(said().at(-1)) };
  };

  it('gives way to its result, so that it is not sent twice', async () => {
    const { message, card } = await shown();
    office.bot.reply = () => ({ whisper: say('You joined.') });
    const { body } = await office.invoke(EXECUTE, execute(filledIn(card, { agree: 'yes' })), { replyToId: message.id });
    expect(office.bot.asked.at(-1)).toMatchObject({ kind: 'submit', values: { agree: ['yes'] }, hidden: { group: 'g1' } });
    expect(wordsOf(body)).toContain('You joined.');
    await until(() => message.edits === 1, 'the update');
    expect(message.activity).toMatchObject({ summary: 'You joined.' });
  });

  it('comes back with errors and what was typed', async () => {
    const { message, card } = await shown();
    office.bot.reply = () => ({ errors: { agree: 'Please read it first.' } });
    const { body } = await office.invoke(EXECUTE, execute(filledIn(card, { note: 'hello' })), { replyToId: message.id });
    expect(wordsOf(body)).toContain('Please read it first.');
    expect(wordsOf(body)).toContain('"hello"');
    expect(message.edits).toBe(0);
  });

  it('says so when nothing else is to be said, and shows the next form', async () => {
    const { message, card } = await shown();
    office.bot.reply = () => ({});
    expect(wordsOf((await office.invoke(EXECUTE, execute(filledIn(card, {})), { replyToId: message.id })).body)).toContain('Done.');
    office.bot.reply = () => ({ form: { ...JOIN, title: 'Next' } });
    expect(wordsOf((await office.invoke(EXECUTE, execute(filledIn(card, {})), { replyToId: message.id })).body)).toContain('Next');
  });
});
