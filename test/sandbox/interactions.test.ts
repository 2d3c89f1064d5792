import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApp, fakeApp, type Place, startPlace } from './place.ts';

let place: Place;
let app: FakeApp;

beforeEach(async () => {
  place = await startPlace({}, (web) => {
    app = fakeApp(web);
  });
});
afterEach(() => place.stop());

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (text: string, more = {}) => ({ type: 'button', action_id: text.toLowerCase(), text: plain(text), ...more });
const last = () => app.received.at(-1)!.body;

async function post(blocks: unknown[], channel = 'general'): Promise<string> {
  const reply = await place.api('chat.postMessage', {
    channel,
    text: 'A card',
    blocks,
    metadata: { event_type: 'card', event_payload: { id: 'm1' } },
  });
  expect(reply).toMatchObject({ ok: true });
  return String(reply.ts);
}

describe('pressing a button', () => {
  it('sends block_actions as Slack does', async () => {
    const ts = await post([
      { type: 'actions', block_id: 'row', elements: [button('Attending', { value: 'm1', style: 'primary' }), button('Maybe')] },
    ]);
    await place.sandbox.as('U01ADA').press(ts, 'Attending');
    expect(app.received[0]?.signed).toBe(true);
    expect(last()).toMatchObject({
      type: 'block_actions',
      user: { id: 'U01ADA', username: 'ada', name: 'ada', team_id: 'T0TEST' },
      team: { id: 'T0TEST', domain: 'asi-demo' },
      api_app_id: 'A0CONVENOR',
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: ts, is_ephemeral: false },
      channel: { name: 'general' },
      message: { ts, user: 'U0CONVENOR', metadata: { event_type: 'card', event_payload: { id: 'm1' } } },
      state: { values: {} },
      actions: [{ type: 'button', action_id: 'attending', block_id: 'row', value: 'm1', style: 'primary', text: plain('Attending') }],
    });
    expect(last().response_url).toMatch(/\/sandbox\/reply\//);
  });

  it('says in a private line that it is ephemeral, and sends no message along', async () => {
    app.answer = (got) => (got.body.command ? { text: 'x', blocks: [{ type: 'actions', elements: [button('Go')] }] } : '');
    const ada = place.sandbox.as('U01ADA');
    await ada.command('/wg');
    await ada.press(ada.messages('dm')[0]!, 'Go');
    expect(last()).toMatchObject({ container: { is_ephemeral: true } });
    expect(last()).not.toHaveProperty('message');
  });

  it('is stale once the button is gone', async () => {
    const ts = await post([{ type: 'actions', elements: [button('Attending')] }]);
    const ada = place.sandbox.as('U01ADA');
    await place.api('chat.update', { channel: String((await channels())[0]?.id), ts, text: 'Closed', blocks: [{ type: 'divider' }] });
    await expect(ada.press(ts, 'Attending')).rejects.toThrow('0 elements are called "Attending"');
  });

  it('cannot be done by others on a private line', async () => {
    await place.api('chat.postEphemeral', {
      channel: 'general',
      user: 'U01ADA',
      text: 'x',
      blocks: [{ type: 'actions', elements: [button('Go')] }],
    });
    const [line] = place.sandbox.as('U01ADA').messages('general');
    expect(await place.sandbox.as('U02BUDI').press(line!, 'Go')).toEqual({ ok: false, error: 'stale_action' });
    expect(app.received).toEqual([]);
  });
});

async function channels(): Promise<{ id: string }[]> {
  return (await place.api('conversations.list')).channels as { id: string }[];
}

describe('choosing', () => {
  const options = ['Here', 'Left early', 'Not here'].map((text, n) => ({ text: plain(text), value: `v${String(n)}` }));

  it('sends the chosen option and the state of its neighbours', async () => {
    const menu = { type: 'static_select', action_id: 'how', placeholder: plain('How?'), options };
    const date = { type: 'datepicker', action_id: 'day', initial_date: '2026-12-03' };
    const ts = await post([{ type: 'actions', block_id: 'roll', elements: [menu, date] }]);
    await place.sandbox.as('U03SEC').choose(ts, 'How?', 'Left early');
    expect(last()).toMatchObject({
      actions: [{ type: 'static_select', action_id: 'how', selected_option: options[1] }],
      state: {
        values: {
          roll: { how: { type: 'static_select', selected_option: options[1] }, day: { type: 'datepicker', selected_date: '2026-12-03' } },
        },
      },
    });
  });

  it('sends the option of an overflow menu', async () => {
    const ts = await post([{ type: 'section', text: plain('x'), accessory: { type: 'overflow', action_id: 'more', options } }]);
    await place.sandbox.as('U03SEC').choose(ts, 'more', 'Not here');
    expect(last()).toMatchObject({ actions: [{ type: 'overflow', action_id: 'more', selected_option: options[2] }] });
  });
});

describe('a message shortcut', () => {
  it('sends message_action with the message', async () => {
    await place.sandbox.as('U02BUDI').say('general', 'The river ran red today.');
    const [said] = place.sandbox.as('U01ADA').messages('general');
    await place.sandbox.as('U01ADA').shortcut('warn', { channel: 'general', ts: said!.ts });
    expect(last()).toMatchObject({
      type: 'message_action',
      callback_id: 'warn',
      message_ts: said!.ts,
      message: { text: 'The river ran red today.', user: 'U02BUDI' },
    });
  });
});

describe('the home', () => {
  it('sends app_home_opened, and keeps a home per person', async () => {
    const ada = place.sandbox.as('U01ADA');
    await ada.openHome();
    expect(last()).toMatchObject({
      type: 'event_callback',
      team_id: 'T0TEST',
      event: { type: 'app_home_opened', user: 'U01ADA', tab: 'home', channel: expect.stringMatching(/^D/) as string },
      authorizations: [{ team_id: 'T0TEST', is_bot: true }],
    });
    const view = { type: 'home', blocks: [{ type: 'actions', elements: [button('Open')] }] };
    expect(await place.api('views.publish', { user_id: 'U01ADA', view })).toMatchObject({ ok: true });
    expect(place.sandbox.as('U02BUDI').home()).toBeNull();
    await ada.press('home', 'Open');
    expect(last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view' },
      view: { type: 'home' },
      actions: [{ action_id: 'open' }],
    });
    expect(last()).not.toHaveProperty('response_url');
  });

  it('refuses an old hash', async () => {
    const publish = (text: string, hash?: string) =>
      place.api('views.publish', {
        user_id: 'U01ADA',
        view: { type: 'home', blocks: [{ type: 'header', text: plain(text) }] },
        ...(hash && { hash }),
      });
    const first = (await publish('One')).view as { hash: string };
    await publish('Two');
    expect(await publish('Three', first.hash)).toMatchObject({ ok: false, error: 'hash_conflict' });
  });
});
