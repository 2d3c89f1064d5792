import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../support/slack-api.ts';
import { JOIN, JSON_TYPE, openOffice, say, type Office } from './office.ts';

let office: Office;
const VIEW = {
  callback_id: 'groups.join',
  private_metadata: '{"with":{"group":"g1"}}',
  title: { type: 'plain_text', text: 'Join' },
  blocks: [
    { type: 'input', block_id: 'agree' },
    { type: 'input', block_id: 'note' },
  ],
};
const TYPED = {
  agree: { value: { type: 'checkboxes', selected_options: [{ value: 'yes', text: { type: 'plain_text', text: 'I' } }] } },
  note: { value: { type: 'plain_text_input', value: 'hello' } },
};
const MODAL = { response_url: undefined, container: { type: 'view', view_id: 'V1' }, channel: undefined };
const modal = (metadata = '{"with":{}}') => ({
  ...MODAL,
  view: { id: 'V1', type: 'modal', private_metadata: metadata, title: { type: 'plain_text', text: 'Page' } },
});
const HOME = { ...MODAL, view: { id: 'V0', type: 'home', hash: 'hash-1' } };

const said = () => office.api.said.map((one) => one.message);
const lastView = (method: string) =>
  office.api.callsOf(method).at(-1)?.args as {
    trigger_id?: string;
    view: { title: { text: string }; blocks: unknown[]; submit?: unknown; private_metadata: string };
  };

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

describe('a command', () => {
  it('is answered privately, with the whole text beside the blocks', async () => {
    await office.post(office.commandBody('list'));
    await until(() => said().length === 1, 'the answer');
    expect(said()[0]).toMatchObject({ response_type: 'ephemeral', replace_original: false, text: 'done', blocks: [{ type: 'rich_text' }] });
  });

  it('in a direct message has no place', async () => {
    await office.post(office.commandBody('list', { channel_id: 'D1', channel_name: 'directmessage' }));
    expect(office.bot.asked[0]).toMatchObject({ place: null });
  });

  it('opens a form with the trigger of the command', async () => {
    office.bot.reply = () => ({ form: JOIN });
    await office.post(office.commandBody('join'));
    await until(() => office.api.callsOf('views.open').length === 1, 'the form');
    expect(lastView('views.open')).toMatchObject({
      trigger_id: expect.stringMatching(/^trigger-/) as string,
      view: { type: 'modal', callback_id: 'groups.join', private_metadata: '{"with":{"group":"g1"}}', submit: { text: 'Join' } },
    });
    expect(office.api.callsOf('views.open')[0]!.token).toBe('xoxb-test');
  });

  it.each([
    ['expired_trigger_id', 'That took too long'],
    ['fatal_error', 'Slack did not open the form'],
  ])('says so when its form could not be opened: %s', async (error, words) => {
    office.api.failNext('views.open', { error });
    office.bot.reply = () => ({ form: JOIN });
    await office.post(office.commandBody('join'));
    await until(() => said().length === 1, 'the sentence');
    expect(said()[0]!.text).toContain(words);
  });

  it('that takes long is told so, and answered all the same', async () => {
    office.bot.reply = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve({ whisper: say('at last') });
        }, 2700),
      );
    await office.post(office.commandBody('report'));
    await until(() => said().length === 2, 'both', 4000);
    expect(said().map((one) => one.text)).toEqual(['That is taking longer than usual. The answer follows here.', 'at last']);
  });

  it('that breaks in the adapter is answered with a reference, never with the cause', async () => {
    const button = { label: 'x', press: 'a.b', with: { long: 'x'.repeat(2001) } };
    office.bot.reply = () => ({ whisper: { summary: 's', blocks: [{ type: 'buttons', buttons: [button] }] } });
    await office.post(office.commandBody('list'));
    await until(() => said().length === 1, 'the sentence');
    expect(said()[0]!.text).toMatch(/Something went wrong on our side.*reference: [0-9a-f]{8}/);
    expect(said()[0]!.text).not.toContain('payload');
  });
});

describe('a button in a message', () => {
  it('runs with its payload, and is answered only to the person', async () => {
    const answer = await office.post(office.pressBody('meetings.attend', { meeting: 'm1' }));
    expect(answer.status).toBe(200);
    await until(() => said().length === 1, 'the answer');
    expect(office.bot.asked).toMatchObject([
      { kind: 'press', button: 'meetings.attend', payload: { meeting: 'm1' }, caller: { externalUserId: 'U1', surface: 'slack' } },
    ]);
    expect(said()[0]).toMatchObject({ response_type: 'ephemeral', replace_original: false });
  });

  it('replaces the message only when nobody else sees it', async () => {
    office.bot.reply = () => ({ replace: say('new'), whisper: say('noted') });
    await office.post(office.pressBody('a.b', {}, { container: { type: 'message', is_ephemeral: true } }));
    await until(() => said().length === 2, 'both');
    expect(said().map((one) => [one.text, one.replace_original])).toEqual([
      ['new', true],
      ['noted', false],
    ]);
    office.api.reset();
    await office.post(office.pressBody('a.b', {}));
    await until(() => said().length === 1, 'one');
    expect(said().map((one) => [one.text, one.replace_original])).toEqual([['noted', false]]);
  });

  it.each(['', 'not json', '[1]', '{"a":1}', '{"a":{"b":"c"}}', 'null'])(
    'with a payload that no button has is told that it is old: %s',
    async (value) => {
      await office.post(office.pressBody('a.b', value));
      await until(() => said().length === 1, 'the sentence');
      expect(said()[0]!.text).toContain('earlier version');
      expect(office.bot.asked).toEqual([]);
    },
  );

  it('that only opens an address does nothing', async () => {
    expect((await office.post(office.pressBody('open-link', ''))).status).toBe(200);
    expect(office.bot.asked).toEqual([]);
    expect(said()).toEqual([]);
  });

  it('opens a form', async () => {
    office.bot.reply = () => ({ form: JOIN });
    await office.post(office.pressBody('groups.join-form', { group: 'g1' }));
    await until(() => office.api.callsOf('views.open').length === 1, 'the form');
  });
});

describe('a button in a modal', () => {
  it('puts the answer on top of it', async () => {
    await office.post(office.pressBody('a.b', {}, modal()));
    await until(() => office.api.callsOf('views.push').length === 1, 'the page');
    expect(lastView('views.push').view).toMatchObject({ title: { text: 'Page' }, close: { text: 'Done' } });
    expect(lastView('views.push').view.submit).toBeUndefined();
  });

  it.each(['push_limit_reached', 'expired_trigger_id'])('puts it in its place when Slack refuses: %s', async (error) => {
    office.api.failNext('views.push', { error });
    await office.post(office.pressBody('a.b', {}, modal()));
    await until(() => office.api.callsOf('views.update').length === 1, 'the page');
    expect(office.api.callsOf('views.update')[0]!.args).toMatchObject({ view_id: 'V1' });
  });

  it('opened from the home draws the home again', async () => {
    await office.post(office.pressBody('a.b', {}, modal('{"with":{},"home":true}')));
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
  });
});

describe('a button on the home', () => {
  it('is answered in a small modal, and the home is drawn again', async () => {
    await office.post(office.pressBody('a.b', {}, HOME));
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
    expect(lastView('views.open').view).toMatchObject({ close: { text: 'Done' } });
    expect(office.api.callsOf('views.publish')[0]!.args).toMatchObject({ user_id: 'U1', hash: 'hash-1', view: { type: 'home' } });
    expect(said()).toEqual([]);
  });

  it('says on the home itself what no modal could show any more', async () => {
    office.api.failNext('views.open', { error: 'expired_trigger_id' });
    await office.post(office.pressBody('a.b', {}, HOME));
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
    expect(JSON.stringify(office.api.callsOf('views.publish')[0]!.args.view)).toMatch(/done.*divider.*home/);
  });

  it('publishes once more when a newer home was there', async () => {
    office.api.failNext('views.publish', { error: 'hash_conflict' });
    await office.post(office.pressBody('a.b', {}, HOME));
    await until(() => office.api.callsOf('views.publish').length === 2, 'the second try');
    expect(office.api.callsOf('views.publish')[1]!.args.hash).toBeUndefined();
  });
});

describe('opening the home', () => {
  it('draws it; the messages tab does not', async () => {
    await office.post(office.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'messages' }), JSON_TYPE);
    await office.post(office.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'home' }), JSON_TYPE);
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
    expect(office.bot.asked).toHaveLength(1);
  });
});

describe('a submitted form', () => {
  const submit = async (view: Record<string, unknown> = VIEW) => (await office.post(office.submitBody(view, TYPED))).text();

  it('runs with what was hidden and what was typed, and ends in a closing page', async () => {
    const answer = JSON.parse(await submit()) as Record<string, unknown>;
    expect(office.bot.asked).toMatchObject([
      { kind: 'submit', form: 'groups.join', hidden: { group: 'g1' }, values: { agree: ['yes'], note: 'hello' } },
    ]);
    expect(answer).toMatchObject({ response_action: 'update', view: { title: { text: 'Join' }, close: { text: 'Done' } } });
    expect(JSON.stringify(answer)).toContain('done');
  });

  it('stays open with its errors; those of fields it does not show go to the first input', async () => {
    office.bot.reply = () => ({ errors: { note: 'Too long.', group: 'It is closed.', 'agree.0': 'Tick it.' }, whisper: say('x') });
    expect(JSON.parse(await submit())).toEqual({
      response_action: 'errors',
      errors: { note: 'Too long.', agree: 'It is closed. Tick it.' },
    });
  });

  it('stays open with what was typed when it can be sent again', async () => {
    office.bot.reply = () => ({ retry: true, whisper: say('Could not save.') });
    expect(JSON.parse(await submit())).toEqual({ response_action: 'errors', errors: { agree: 'Could not save.' } });
  });

  it('without inputs says its errors on a page', async () => {
    office.bot.reply = () => ({ errors: { group: 'It is closed.' } });
    expect(await submit({ ...VIEW, blocks: [] })).toMatch(/"response_action":"update".*It is closed\./);
  });

  it('goes on to the next form, or closes', async () => {
    office.bot.reply = () => ({ form: JOIN });
    expect(JSON.parse(await submit())).toMatchObject({
      response_action: 'update',
      view: { callback_id: 'groups.join', submit: { text: 'Join' } },
    });
    office.bot.reply = () => ({});
    expect(JSON.parse(await submit())).toEqual({ response_action: 'clear' });
  });

  it('that takes too long stays open and is told so meanwhile', async () => {
    office.bot.reply = () => new Promise(() => undefined);
    expect(JSON.parse(await submit())).toEqual({
      response_action: 'errors',
      errors: { agree: expect.stringContaining('saved at most once') as string },
    });
  });

  it('of an earlier version is told so', async () => {
    expect(await submit({ ...VIEW, private_metadata: 'old' })).toContain('earlier version');
    expect(office.bot.asked).toEqual([]);
  });

  it('opened from the home draws the home again', async () => {
    await submit({ ...VIEW, private_metadata: '{"with":{},"home":true}' });
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');
  });
});

describe('who acts', () => {
  it('is asked of Slack only when the bot wants to know', async () => {
    office.api.users.set('U1', {
      id: 'U1',
      team_id: 'T0TEST',
      tz: 'Europe/Zurich',
      locale: 'en-GB',
      profile: { real_name: 'A. Member', email: 'A.Member@Works.example' },
    });
    await office.post(office.commandBody('list'));
    expect(office.api.callsOf('users.info')).toEqual([]);
    expect(await office.bot.asked[0]!.caller.profile()).toEqual({
      externalUserId: 'U1',
      name: 'A. Member',
      email: 'a.member@works.example',
      zone: 'Europe/Zurich',
      locale: 'en-GB',
      isBot: false,
      isForeign: false,
    });
    expect(office.api.callsOf('users.info')[0]!.args).toEqual({ user: 'U1', include_locale: 'true' });
  });
});

describe('removing the app', () => {
  it.each([
    ['app_uninstalled', {}],
    ['tokens_revoked', { tokens: { bot: ['U0BOT'] } }],
  ])('drops the workspace: %s', async (type, more) => {
    const other = await openOffice();
    await other.slack.start();
    expect((await other.post(other.eventBody({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } }), JSON_TYPE)).status).toBe(200);
    expect(other.store.rows.size).toBe(1);
    expect((await other.post(other.eventBody({ type, ...more }), JSON_TYPE)).status).toBe(200);
    await until(() => other.store.rows.size === 0, 'the revocation');
    expect((await other.post(other.commandBody('list'))).status).toBe(401);
    expect(other.bot.asked).toEqual([]);
    await other.close();
  });
});
