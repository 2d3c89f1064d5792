import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeApp, type Place, startPlace } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await startPlace({}, (web) => {
    fakeApp(web);
  });
});
afterAll(() => place.stop());
beforeEach(() => {
  place.sandbox.clearBreaches();
});

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (action_id: string, more = {}) => ({ type: 'button', action_id, text: plain('Press'), ...more });
const section = (more = {}) => ({ type: 'section', text: mrkdwn('x'), ...more });
const options = (count: number) => Array.from({ length: count }, (_, n) => ({ text: plain(`Option ${String(n)}`), value: String(n) }));
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

const post = (blocks: unknown[]) => place.api('chat.postMessage', { channel: 'general', text: 'x', blocks });

describe('blocks within the limits', () => {
  it.each([
    ['50 blocks', many(50, { type: 'divider' })],
    ['a section of 3000 characters', [section({ text: mrkdwn('x'.repeat(3000)) })]],
    ['25 buttons', [{ type: 'actions', elements: Array.from({ length: 25 }, (_, n) => button(String(n))) }]],
    ['100 options', [section({ accessory: { type: 'static_select', action_id: 'a', options: options(100) } })]],
    ['a block the sandbox does not draw', [{ type: 'data_table', anything: true }]],
  ])('%s', async (_, blocks) => {
    expect(await post(blocks)).toMatchObject({ ok: true });
    expect(place.sandbox.breaches()).toEqual([]);
  });
});

describe('blocks beyond the limits are refused, and say where', () => {
  it.each<[string, unknown[], string]>([
    ['51 blocks', many(51, { type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
    [
      'a long section',
      [section({ text: mrkdwn('x'.repeat(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty text', [section({ text: mrkdwn('') })], 'must be more than 0 characters'],
    ['a section with nothing', [{ type: 'section' }], 'must have text or fields'],
    ['11 fields', [section({ fields: many(11, plain('x')) })], 'no more than 10 items allowed'],
    ['a long header', [{ type: 'header', text: plain('x'.repeat(151)) }], 'must be less than 151 characters'],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], 'json-pointer:/blocks/0/text'],
    ['11 context elements', [{ type: 'context', elements: many(11, mrkdwn('x')) }], 'no more than 10 items allowed'],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, n) => button(String(n))) }],
      'no more than 25 items allowed',
    ],
    ['the same action twice', [{ type: 'actions', elements: [button('a'), button('a')] }], 'action_id must be unique'],
    [
      'the same block id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      'block_id "b" already exists',
    ],
    ['a long button', [{ type: 'actions', elements: [button('a', { text: plain('x'.repeat(76)) })] }], 'must be less than 76 characters'],
    [
      'a long button value',
      [{ type: 'actions', elements: [button('a', { value: 'x'.repeat(2001) })] }],
      'must be less than 2001 characters',
    ],
    ['a button to nowhere', [{ type: 'actions', elements: [button('a', { url: 'javascript:alert(1)' })] }], 'must be a valid URL'],
    [
      '101 options',
      [section({ accessory: { type: 'static_select', action_id: 'a', options: options(101) } })],
      'no more than 100 items allowed',
    ],
    ['no options', [section({ accessory: { type: 'static_select', action_id: 'a' } })], 'options'],
    [
      '11 radio buttons',
      [section({ accessory: { type: 'radio_buttons', action_id: 'a', options: options(11) } })],
      'no more than 10 items allowed',
    ],
    [
      '6 overflow options',
      [section({ accessory: { type: 'overflow', action_id: 'a', options: options(6) } })],
      'no more than 5 items allowed',
    ],
    ['an image without alt text', [{ type: 'image', image_url: 'https://x.example/a.png' }], 'missing required field: alt_text'],
    ['a property Slack does not have', [section({ colour: 'red' })], 'invalid additional property: colour'],
    ['an unknown block', [{ type: 'marquee' }], 'json-pointer:/blocks/0'],
    ['a wrong rich text', [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }], 'json-pointer:/blocks/0/elements/0'],
  ])('%s', async (_, blocks, fault) => {
    const reply = await post(blocks);
    expect(reply).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(place.sandbox.breaches()).toMatchObject([{ where: 'chat.postMessage', rule: 'invalid_blocks' }]);
    expect(place.sandbox.breaches()[0]?.detail.join('\n')).toContain(fault);
  });
});

describe('views', () => {
  const home = (blocks: unknown[], more = {}) => place.api('views.publish', { user_id: 'U01ADA', view: { type: 'home', blocks, ...more } });
  const modal = async (more: Record<string, unknown>) =>
    place.api('views.open', { trigger_id: '1.1.1', view: { type: 'modal', title: plain('T'), blocks: [], ...more } });

  it('may have 100 blocks and no more', async () => {
    expect(await home(many(100, { type: 'divider' }))).toMatchObject({ ok: true });
    expect(await home(many(101, { type: 'divider' }))).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a long title', { title: plain('x'.repeat(25)) }],
    ['a long submit', { submit: plain('x'.repeat(25)) }],
    ['long metadata', { private_metadata: 'x'.repeat(3001) }],
    ['inputs without submit', { blocks: [{ type: 'input', label: plain('L'), element: { type: 'plain_text_input', action_id: 'a' } }] }],
    [
      'a long label',
      {
        submit: plain('Go'),
        blocks: [{ type: 'input', label: plain('x'.repeat(2001)), element: { type: 'plain_text_input', action_id: 'a' } }],
      },
    ],
  ])('are refused for %s', async (_, more) => {
    expect(await modal(more)).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: expect.any(Array) as string[] },
    });
  });
});

describe('texts', () => {
  it('may not be longer than 40,000 characters, nor missing', async () => {
    expect(await place.api('chat.postMessage', { channel: 'general', text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await place.api('chat.postMessage', { channel: 'general' })).toMatchObject({ error: 'no_text' });
  });

  it('are flagged when blocks come without top-level text', async () => {
    expect(await place.api('chat.postMessage', { channel: 'general', blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
    expect(place.sandbox.breaches()).toMatchObject([{ rule: 'missing_text' }]);
  });

  it('are flagged when what a person typed becomes an active mark', async () => {
    await place.sandbox.as('U01ADA').command('/wg warn <!channel> look');
    await post([section({ text: mrkdwn('Warning: <!channel> look') })]);
    expect(place.sandbox.breaches()).toMatchObject([{ rule: 'unescaped_text' }]);
    place.sandbox.clearBreaches();
    await post([section({ text: mrkdwn('Warning: &lt;!channel&gt; look') }), section({ text: plain('<!channel>') })]);
    expect(place.sandbox.breaches()).toEqual([]);
  });
});
