import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeApp, fakeApp, type Place, startPlace } from './place.ts';

let place: Place;
let app: FakeApp;

beforeEach(async () => {
  place = await startPlace({}, (web) => {
    app = fakeApp(web);
  });
});
afterEach(() => place.stop());

describe('a slash command', () => {
  it('arrives signed, with every field Slack sends', async () => {
    expect(await place.sandbox.as('U01ADA').command('/wg join climate change', { channel: 'general' })).toEqual({ ok: true });
    const [got] = app.received;
    expect(got?.signed).toBe(true);
    expect(got?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(got?.body).toMatchObject({
      token: expect.any(String) as string,
      team_id: 'T0TEST',
      team_domain: 'asi-demo',
      channel_name: 'general',
      user_id: 'U01ADA',
      user_name: 'ada',
      command: '/wg',
      text: 'join climate change',
      api_app_id: 'A0CONVENOR',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:.*\/sandbox\/reply\//) as string,
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/) as string,
    });
  });

  it('comes from "directmessage" when typed to the app', async () => {
    await place.sandbox.as('U01ADA').command('/wg help');
    expect(app.received[0]?.body).toMatchObject({ channel_name: 'directmessage', channel_id: expect.stringMatching(/^D/) as string });
  });

  it('carries typed names as marks', async () => {
    await place.sandbox.as('U01ADA').command('/wg invite @budi to #climate');
    expect(app.received[0]?.body.text).toMatch(/^invite <@U02BUDI\|budi> to <#C\w+\|climate>$/);
  });

  it('shows an acknowledgement with text to that person only', async () => {
    app.answer = () => ({ text: 'Hello *you*' });
    await place.sandbox.as('U01ADA').command('/wg', { channel: 'general' });
    expect(place.sandbox.as('U01ADA').messages('general').at(-1)).toMatchObject({ text: 'Hello *you*', onlyFor: 'U01ADA' });
    expect(place.sandbox.as('U02BUDI').messages('general')).toEqual([]);
  });

  it('shows an in_channel acknowledgement, and the command above it, to all', async () => {
    app.answer = () => ({ response_type: 'in_channel', text: 'Hello all' });
    await place.sandbox.as('U01ADA').command('/wg hello', { channel: 'general' });
    expect(
      place.sandbox
        .as('U02BUDI')
        .messages('general')
        .map(({ text }) => text),
    ).toEqual(['/wg hello', 'Hello all']);
  });

  it('is refused when the app does not have it', async () => {
    expect(await place.sandbox.as('U01ADA').command('/poll now')).toEqual({ ok: false, error: 'unknown_command' });
    expect(app.received).toEqual([]);
  });

  it('fails with dispatch_failed when the app answers an error', async () => {
    app.answer = () => 500;
    expect(await place.sandbox.as('U01ADA').command('/wg')).toEqual({ ok: false, error: 'dispatch_failed' });
    expect(place.sandbox.breaches()).toMatchObject([{ where: '/wg', rule: 'dispatch_failed' }]);
  });

  it('fails with operation_timeout while the app is still at work', async () => {
    let release: (answer: string) => void = () => undefined;
    app.answer = () => new Promise((resolve) => (release = resolve));
    expect(await place.sandbox.as('U01ADA').command('/wg')).toEqual({ ok: false, error: 'operation_timeout' });
    expect(place.sandbox.breaches()).toMatchObject([{ rule: 'operation_timeout' }]);
    release('');
  });
});

/** Runs something as if this much of everybody's time had passed. */
async function inRealTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const later = Date.now() + ms;
  const clock = vi.spyOn(Date, 'now').mockReturnValue(later);
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}

describe('trigger_id', () => {
  const open = () => {
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Hello' }, blocks: [{ type: 'divider' }] };
    return place.api('views.open', { trigger_id: app.received.at(-1)?.body.trigger_id, view });
  };

  it('is good for three seconds of real time', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    expect(await inRealTime(3_100, open)).toMatchObject({ ok: false, error: 'expired_trigger_id' });
  });

  it('is not made too old by moving the workspace’s clock', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    await place.sandbox.advance(60 * 60_000);
    expect(await open()).toMatchObject({ ok: true });
  });
});

describe('response_url', () => {
  const respond = async (body: Record<string, unknown>) => {
    const url = String(app.received.at(-1)?.body.response_url);
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return `${String(response.status)} ${await response.text()}`;
  };

  it('takes five posts, and no sixth', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    for (const n of [1, 2, 3, 4, 5]) expect(await respond({ text: `Line ${String(n)}` })).toBe('200 ok');
    expect(await respond({ text: 'Line 6' })).toBe('404 used_url');
    expect(place.sandbox.as('U01ADA').messages('dm')).toHaveLength(5);
    expect(place.sandbox.breaches()).toMatchObject([{ where: 'response_url', rule: 'used_url' }]);
  });

  it('is closed after 30 minutes of real time', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    expect(await inRealTime(29 * 60_000, () => respond({ text: 'In time' }))).toBe('200 ok');
    expect(await inRealTime(31 * 60_000, () => respond({ text: 'Late' }))).toBe('404 expired_url');
  });

  it('is not made too old by moving the workspace’s clock', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    await place.sandbox.advance(31 * 60_000);
    expect(await respond({ text: 'Still good' })).toBe('200 ok');
  });

  it('replaces and deletes the private line that was pressed', async () => {
    const ada = place.sandbox.as('U01ADA');
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] }];
    app.answer = (got) => (got.body.command ? { text: 'Choose', blocks } : '');
    await ada.command('/wg');
    await ada.press(ada.messages('dm')[0]!, 'Go');
    expect(await respond({ replace_original: true, text: 'Chosen' })).toBe('200 ok');
    expect(ada.messages('dm')).toMatchObject([{ text: 'Chosen', onlyFor: 'U01ADA' }]);
    expect(await respond({ delete_original: true })).toBe('200 ok');
    expect(ada.messages('dm')).toEqual([]);
  });

  it('refuses an empty message', async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    expect(await respond({})).toBe('400 no_text');
  });
});
