import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COULD_NOT_SAVE } from '../../../src/bot/failures.ts';
import { signatureOf } from '../../support/signed-request.ts';
import { until } from '../../support/slack-api.ts';
import { JSON_TYPE, openOffice, say, type Office } from './office.ts';

let office: Office;
const seconds = (shift: number): number => Math.floor(Date.now() / 1000) + shift;

beforeAll(async () => {
  office = await openOffice();
  await office.slack.start();
});
afterAll(() => office.close());
beforeEach(() => {
  office.api.reset();
  office.bot.asked.length = 0;
  office.bot.reply = () => ({ whisper: say('done') });
});

describe('a request', () => {
  it('reaches the bot when Slack signed it, and is answered at once and empty', async () => {
    const answer = await office.post(office.commandBody('list'));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(office.bot.asked).toMatchObject([{ kind: 'command', text: 'list', place: { channelId: 'C1', channelName: 'general' } }]);
  });

  it('is accepted with a charset after the content type', async () => {
    const answer = await office.post(office.commandBody('list'), { contentType: 'application/x-www-form-urlencoded; charset=utf-8' });
    expect(answer.status).toBe(200);
    expect(office.bot.asked).toHaveLength(1);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }],
    ['a forged signature', { signature: `v0=${'0'.repeat(64)}` }],
    ['a signature that is none', { signature: 'v0=zz' }],
    ['no signature', { signature: '' }],
    ['no timestamp', { timestamp: '' }],
    ['a timestamp that is none', { timestamp: 'NaN' }],
  ])('is refused with %s', async (_, options) => {
    expect((await office.post(office.commandBody('list'), options)).status).toBe(401);
    expect(office.bot.asked).toEqual([]);
  });

  it('is refused when it is older than five minutes or dated more than a minute ahead', async () => {
    for (const shift of [-301, 62]) expect((await office.post(office.commandBody('list'), { timestamp: seconds(shift) })).status).toBe(401);
    for (const shift of [-290, 55]) expect((await office.post(office.commandBody('list'), { timestamp: seconds(shift) })).status).toBe(200);
    expect(office.bot.asked).toHaveLength(2);
  });

  it('is refused when a byte of its body was changed', async () => {
    const text = office.commandBody('list');
    const timestamp = seconds(0);
    const answer = await office.post(text.replace('list', 'lisp'), { timestamp, signature: signatureOf(text, timestamp) });
    expect(answer.status).toBe(401);
  });

  it('has no second effect when it is replayed', async () => {
    const text = office.commandBody('join');
    const timestamp = seconds(0);
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await office.post(text, { timestamp }));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    expect(await answers[2]!.text()).toBe('');
    expect(office.bot.asked).toHaveLength(1);
  });

  it('is refused from a workspace where the app is not installed', async () => {
    expect((await office.post(office.commandBody('list', { team_id: 'T0OTHER' }))).status).toBe(401);
    expect(
      (await office.post(office.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'home' }).replace('T0TEST', 'T0OTHER'), JSON_TYPE))
        .status,
    ).toBe(401);
    expect(office.bot.asked).toEqual([]);
    expect(office.api.calls).toEqual([]);
  });

  it('is refused when it is malformed, and nothing breaks', async () => {
    for (const text of ['payload={', 'payload=null', 'payload=%5B%5D', 'x=1', '']) expect((await office.post(text)).status).toBe(400);
    for (const text of ['{', 'null', '[]', '{"type":"event_callback"}', '{"event":null}'])
      expect((await office.post(text, JSON_TYPE)).status).toBe(400);
    expect((await office.post(`text=${'x'.repeat(1_100_000)}`)).status).toBe(413);
    expect((await office.post(office.commandBody('list'))).status).toBe(200);
  });

  it('of a kind that the app has no listener for is answered 404 at once', async () => {
    const answer = await office.post(office.pressBody('x', {}, { type: 'shortcut', actions: undefined, callback_id: 'c' }));
    expect(answer.status).toBe(404);
  });

  it('that only checks the address is answered when it is signed, and not otherwise', async () => {
    const verification = await office.post(JSON.stringify({ type: 'url_verification', challenge: 'abc' }), JSON_TYPE);
    expect(await verification.json()).toEqual({ challenge: 'abc' });
    expect((await office.post('ssl_check=1&token=t')).status).toBe(200);
    expect((await office.post('ssl_check=1&token=t', { signature: '' })).status).toBe(401);
  });
});

describe('an event', () => {
  it('that Slack sends again has one effect, though each attempt is signed anew', async () => {
    const text = office.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'home' }, 'EvSame');
    await office.post(text, JSON_TYPE);
    const again = await office.post(text, {
      ...JSON_TYPE,
      timestamp: seconds(-1),
      headers: { 'X-Slack-Retry-Num': '1', 'X-Slack-Retry-Reason': 'http_timeout' },
    });
    expect(again.status).toBe(200);
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
    expect(office.bot.asked).toHaveLength(1);
  });
});

describe('while the database is away', () => {
  const refused = () => Promise.reject(new Error('connection refused'));
  const hanging = () => new Promise<never>(() => undefined);

  it('the person still hears a sentence, because the replay ledger lets the request go on', async () => {
    for (const away of [refused, hanging]) {
      office.ledger.away = away;
      office.bot.reply = () => ({ whisper: say(COULD_NOT_SAVE), retry: true });
      await office.post(office.commandBody('join'));
      await until(() => office.api.said.length === 1, 'the sentence');
      expect(office.api.said[0]!.message.text).toBe(COULD_NOT_SAVE);
      office.api.reset();
    }
    office.ledger.away = null;
  });

  it('a workspace that was never seen is answered with the sentence as well, and events are asked for again', async () => {
    const other = await openOffice({ botToken: undefined });
    other.store.away = hanging;
    const command = await other.post(other.commandBody('join'));
    expect(await command.json()).toMatchObject({ response_type: 'ephemeral', text: COULD_NOT_SAVE });
    const view = { callback_id: 'f', private_metadata: '{"with":{}}', title: { text: 'T' }, blocks: [{ type: 'input', block_id: 'note' }] };
    expect(await (await other.post(other.submitBody(view, {}))).json()).toEqual({
      response_action: 'errors',
      errors: { note: COULD_NOT_SAVE },
    });
    await other.post(other.pressBody('x.y', {}));
    await until(() => other.api.said.length === 1, 'the sentence');
    expect((await other.post(other.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'home' }), JSON_TYPE)).status).toBe(503);
    expect(other.bot.asked).toEqual([]);
    await other.close();
  });
});

describe('with one configured token', () => {
  it('the workspace is found by the token and kept as home', async () => {
    expect(office.store.saved).toMatchObject([
      { externalId: 'T0TEST', kind: 'home', botUserId: 'U0BOT', scopes: ['commands', 'chat:write'] },
    ]);
    expect(await office.slack.ready()).toEqual({ ok: true, detail: 'connected' });
  });

  it('a start while Slack refuses the token says so, and goes on trying when a request comes', async () => {
    const other = await openOffice();
    other.api.failNext('auth.test', { error: 'invalid_auth' });
    await other.slack.start();
    expect(await other.slack.ready()).toMatchObject({ ok: false, detail: expect.stringContaining('invalid_auth') as string });
    expect((await other.post(other.commandBody('list'))).status).toBe(200);
    expect(await other.slack.ready()).toMatchObject({ ok: true });
    expect(other.bot.asked).toHaveLength(1);
    await other.close();
  });
});

describe('a stop', () => {
  it('waits for what is still running', async () => {
    const other = await openOffice();
    await other.slack.start();
    let finish: () => void = () => undefined;
    other.bot.reply = () =>
      new Promise(
        (resolve) =>
          (finish = () => {
            resolve({ whisper: say('late') });
          }),
      );
    await other.post(other.commandBody('join'));
    let stopped = false;
    const stopping = other.slack.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(other.api.said.map((one) => one.message.text)).toEqual(['late']);
    await other.close();
  });
});
