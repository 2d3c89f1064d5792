import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { ChatFailure } from '../../../src/bot/chat.ts';
import { TOO_LATE, withDeadline } from '../../../src/bot/deadline.ts';
import { createChat } from '../../../src/platforms/slack/chat.ts';
import { toClientOptions } from '../../../src/platforms/slack/client.ts';
import { openSlackApi, TEAM, type Fault, type SlackApi } from '../../support/slack-api.ts';
import { body, say } from './office.ts';

let api: SlackApi;
const silent = pino({ level: 'silent' });
const workspace = { id: 'w1', body, externalId: TEAM, botToken: 'xoxb-test', botUserId: 'U0BOT', status: 'active' as const };
const chatOf = (more: object = {}) =>
  createChat(workspace, new WebClient('xoxb-test', { ...toClientOptions(api.apiUrl, silent), ...more }));
const long = new Date(Date.now() - 3_600_000);

const failure = async (work: Promise<unknown>): Promise<ChatFailure> => {
  const error = await work.then(
    () => null,
    (problem: unknown) => problem,
  );
  expect(error).toBeInstanceOf(ChatFailure);
  return error as ChatFailure;
};

beforeAll(async () => (api = await openSlackApi()));
afterAll(() => api.close());
beforeEach(() => {
  api.reset();
});

describe('posting', () => {
  it('carries the key with the message, previews nothing and links no names', async () => {
    const ref = await chatOf().post('C1', say('hello <!channel>'), 'k1');
    expect(ref).toMatchObject({ workspaceId: 'w1', conversation: 'C1' });
    expect(api.callsOf('chat.postMessage')[0]!.args).toMatchObject({
      channel: 'C1',
      text: 'hello &lt;!channel&gt;',
      metadata: { event_type: 'convenor_delivery', event_payload: { key: 'k1' } },
      unfurl_links: 'false',
      unfurl_media: 'false',
      link_names: 'false',
      parse: 'none',
    });
  });

  it('does not begin when it is too late, however far it has come', async () => {
    const late = await failure(
      withDeadline(
        () => 0,
        () => chatOf().post('C1', say('hello'), 'k'),
      ),
    );
    expect([late.outcome, late.code]).toEqual(['unsent', TOO_LATE]);
    expect(api.callsOf('chat.postMessage')).toEqual([]);
    await withDeadline(
      () => 1,
      () => chatOf().post('C1', say('hello'), 'k'),
    );
    expect(api.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('does not leave when it became too late while the connection was made', async () => {
    let asked = 0;
    const late = await failure(
      withDeadline(
        () => (asked++ === 0 ? 1 : 0),
        () => chatOf().post('C1', say('hello'), 'k'),
      ),
    );
    expect([late.outcome, late.code, asked]).toEqual(['unsent', TOO_LATE, 2]);
    expect(api.callsOf('chat.postMessage')).toEqual([]);
  });

  it('says how long it is, so that it does not come in chunks', async () => {
    await chatOf().post('C1', say('Zoë'), 'k');
    expect(Number(api.callsOf('chat.postMessage')[0]!.length)).toBeGreaterThan(100);
  });

  it('to a person gives the conversation that Slack opened', async () => {
    expect(await chatOf().post('U7', say('hello'), 'k')).toMatchObject({ conversation: 'DU7' });
  });

  it.each<[string, Fault, ChatFailure['outcome'], string]>([
    ['a channel that is archived', { error: 'is_archived' }, 'refused', 'is_archived'],
    ['a bot that is not in the channel', { error: 'not_in_channel' }, 'refused', 'not_in_channel'],
    ['a fault of Slack', { error: 'internal_error' }, 'unknown', 'internal_error'],
    ['a fatal fault', { error: 'fatal_error' }, 'unknown', 'fatal_error'],
    ['a limit in the answer', { error: 'ratelimited' }, 'limited', 'ratelimited'],
    ['429', { status: 429, headers: { 'Retry-After': '7' } }, 'limited', 'ratelimited'],
    ['429 without a time', { status: 429 }, 'limited', 'ratelimited'],
    ['500', { status: 500 }, 'unknown', 'http_500'],
    ['503 after it was stored', { status: 503, stored: true }, 'unknown', 'http_503'],
    ['404', { status: 404 }, 'refused', 'http_404'],
    ['a page of a proxy', { status: 200, body: '<html>Bad gateway</html>' }, 'unknown', 'unreadable_answer'],
    ['an empty answer', { status: 200 }, 'unknown', 'unreadable_answer'],
    ['a yes without a place', { status: 200, body: '{"ok":true}' }, 'unknown', 'unreadable_answer'],
    ['a reset', { broken: 'reset', stored: true }, 'unknown', 'UND_ERR_SOCKET'],
    ['half an answer', { broken: 'cut', stored: true }, 'unknown', 'no_answer'],
  ])('fails as what it is: %s', async (_, fault, outcome, code) => {
    api.failNext('chat.postMessage', fault);
    const error = await failure(chatOf().post('C1', say('x'), 'k'));
    expect([error.outcome, error.code === 'ECONNRESET' ? 'UND_ERR_SOCKET' : error.code]).toEqual([outcome, code]);
    expect(api.callsOf('chat.postMessage')).toHaveLength(1);
    if (outcome === 'limited') expect(error.retryAfterMs).toBe('status' in fault && fault.headers ? 7000 : 30_000);
  });

  it('is in doubt when no answer comes in time', async () => {
    api.failNext('chat.postMessage', { broken: 'hang', stored: true });
    const error = await failure(chatOf({ timeout: 150 }).post('C1', say('x'), 'k'));
    expect([error.outcome, error.code]).toEqual(['unknown', 'timeout']);
    expect(await chatOf().find('C1', 'k', long)).toMatchObject({ conversation: 'C1' });
  });

  it('is certainly not sent when nobody listens or the name is unknown', async () => {
    const gone = await openSlackApi();
    await gone.close();
    for (const slackApiUrl of [gone.apiUrl, 'http://slack.invalid/api/'])
      expect((await failure(chatOf({ slackApiUrl }).post('C1', say('x'), 'k'))).outcome).toBe('unsent');
  });

  it('to one channel is not held up by the limit of another', async () => {
    api.failNext('chat.postMessage', { status: 429, headers: { 'Retry-After': '3600' } });
    const chat = chatOf();
    await failure(chat.post('C1', say('x'), 'k1'));
    await chat.post('C2', say('x'), 'k2');
  });
});

describe('finding a delivery', () => {
  it('knows a message by its key, in a channel and with a person', async () => {
    const chat = chatOf();
    for (const address of ['C1', 'U7']) {
      const ref = await chat.post(address, say('x'), `key-${address}`);
      await chat.post(address, say('y'), 'another');
      expect(await chat.find(address, `key-${address}`, long)).toEqual(ref);
    }
    expect(await chat.find('C1', 'never', long)).toBeNull();
    expect(api.callsOf('conversations.history')[0]!.args).toMatchObject({ include_all_metadata: 'true' });
  });

  it('does not take a message of another app for ours', async () => {
    api.messages.push({
      channel: 'C1',
      ts: '9999999999.0',
      user: 'UOTHER',
      metadata: { event_type: 'convenor_delivery', event_payload: { key: 'k' } },
    });
    expect(await chatOf().find('C1', 'k', long)).toBeNull();
  });

  it.each(['missing_scope', 'not_in_channel', 'channel_not_found'])('says when it may not read: %s', async (error) => {
    api.failNext('conversations.history', { error });
    expect(await chatOf().find('C1', 'k', long)).toBe('unreadable');
    api.failNext('conversations.open', { error: 'missing_scope' });
    expect(await chatOf().find('U1', 'k', long)).toBe('unreadable');
  });

  it('fails when Slack does, rather than saying that nothing is there', async () => {
    api.failNext('conversations.history', { status: 500 });
    expect((await failure(chatOf().find('C1', 'k', long))).outcome).toBe('unknown');
  });
});

describe('the rest of the port', () => {
  it('updates without losing the key, pins once, and links to a channel', async () => {
    const chat = chatOf();
    const ref = await chat.post('C1', say('x'), 'k');
    await chat.update(ref, say('y'));
    expect(api.callsOf('chat.update')[0]!.args).toMatchObject({ channel: 'C1', ts: ref.id, text: 'y' });
    expect(api.callsOf('chat.update')[0]!.args).not.toHaveProperty('metadata');
    await chat.pin(ref);
    api.failNext('pins.add', { error: 'already_pinned' }, { error: 'not_pinnable' });
    await chat.pin(ref);
    expect((await failure(chat.pin(ref))).code).toBe('not_pinnable');
  });

  it.each([
    ['a member', { team_id: TEAM, profile: { email: 'A@b.example' } }, { email: 'a@b.example', isForeign: false, isBot: false }],
    ['an unconfirmed e-mail', { team_id: TEAM, is_email_confirmed: false, profile: { email: 'a@b.example' } }, { email: null }],
    ['an invitation not accepted', { team_id: TEAM, is_invited_user: true, profile: { email: 'a@b.example' } }, { email: null }],
    [
      'a guest of the workspace',
      { team_id: TEAM, is_restricted: true, profile: { email: 'a@b.example' } },
      { email: 'a@b.example', isForeign: false },
    ],
    ['somebody of another workspace', { team_id: 'TOTHER', profile: { email: 'a@b.example' } }, { isForeign: true }],
    ['a stranger', { team_id: TEAM, is_stranger: true }, { isForeign: true, email: null }],
    [
      'somebody of the same enterprise',
      { team_id: 'TOTHER', enterprise_user: { enterprise_id: 'E1', teams: [TEAM] } },
      { isForeign: false },
    ],
    ['a bot', { team_id: TEAM, is_bot: true }, { isBot: true }],
    ['a zone that is none', { team_id: TEAM, tz: 'Mars/Olympus' }, { zone: null }],
  ])('tells who somebody is: %s', async (_, user, expected) => {
    api.users.set('U1', { id: 'U1', name: 'somebody', ...user });
    expect(await chatOf().profile('U1')).toMatchObject({ name: 'somebody', ...expected });
  });
});
