import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeApp, type Place, startPlace, TOKEN } from './place.ts';

let place: Place;
beforeEach(async () => {
  place = await startPlace({}, (web) => {
    fakeApp(web);
  });
});
afterEach(() => place.stop());

async function idOf(name: string): Promise<string> {
  const { channels } = (await place.api('conversations.list')) as { channels: { id: string; name: string }[] };
  return channels.find((channel) => channel.name === name)!.id;
}

describe('the door', () => {
  it('asks for the right token', async () => {
    expect(await place.api('auth.test', {}, '')).toMatchObject({ ok: false, error: 'not_authed' });
    expect(await place.api('auth.test', {}, 'xoxb-wrong')).toMatchObject({ ok: false, error: 'invalid_auth' });
    expect(await place.api('auth.test')).toMatchObject({ ok: true, team_id: 'T0TEST', user_id: 'U0CONVENOR', bot_id: 'B0CONVENOR' });
  });

  it('refuses a method it does not have, and remembers it', async () => {
    expect(await place.api('stars.add')).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(place.sandbox.breaches()).toMatchObject([{ where: 'stars.add', rule: 'unknown_method' }]);
  });

  it('takes forms with JSON in their fields', async () => {
    const body = new URLSearchParams({
      channel: 'general',
      text: 'x',
      blocks: JSON.stringify([{ type: 'divider' }]),
      unfurl_links: 'false',
    });
    const response = await fetch(`${place.origin}/sandbox/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body,
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
  });

  it('refuses blocks that are no JSON', async () => {
    expect(await place.api('chat.postMessage', { channel: 'general', text: 'x', blocks: '[{' })).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });
});

describe('messages', () => {
  it('have times that are unique and in order, even when the clock stands still', async () => {
    const times: string[] = [];
    for (let n = 0; n < 5; n += 1) times.push(String((await place.api('chat.postMessage', { channel: 'general', text: 'x' })).ts));
    expect(new Set(times).size).toBe(5);
    expect([...times].sort()).toEqual(times);
    expect(times[0]).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('fail where the app is not, where the channel is archived, and where there is none', async () => {
    expect(await place.api('chat.postMessage', { channel: await idOf('climate'), text: 'x' })).toMatchObject({ error: 'not_in_channel' });
    const sam = place.sandbox.as('U03SEC');
    sam.inviteApp('climate');
    expect(await place.api('chat.postMessage', { channel: await idOf('climate'), text: 'x' })).toMatchObject({ ok: true });
    sam.archive('climate');
    expect(await place.api('chat.postMessage', { channel: await idOf('climate'), text: 'x' })).toMatchObject({ error: 'is_archived' });
    expect(await place.api('chat.postMessage', { channel: 'C0NONE', text: 'x' })).toMatchObject({ error: 'channel_not_found' });
    expect(place.sandbox.breaches()).toEqual([]);
  });

  it('to a person go into their direct conversation', async () => {
    const reply = await place.api('chat.postMessage', { channel: 'U01ADA', text: 'Hello' });
    expect(reply.channel).toMatch(/^D/);
    expect(await place.api('conversations.open', { users: 'U01ADA' })).toMatchObject({ channel: { id: reply.channel } });
    expect(place.sandbox.as('U01ADA').messages('dm')).toMatchObject([{ text: 'Hello' }]);
    expect(place.sandbox.as('U02BUDI').messages('dm')).toEqual([]);
  });

  it('can be changed and deleted by the app, its own only', async () => {
    const { ts, channel } = await place.api('chat.postMessage', { channel: 'general', text: 'One' });
    expect(await place.api('chat.update', { channel, ts, text: 'Two' })).toMatchObject({ ok: true, text: 'Two' });
    await place.sandbox.as('U01ADA').say('general', 'Mine');
    const mine = place.sandbox.as('U01ADA').messages('general').at(-1)!;
    expect(await place.api('chat.update', { channel, ts: mine.ts, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect(await place.api('chat.delete', { channel, ts })).toMatchObject({ ok: true });
    expect(await place.api('chat.update', { channel, ts, text: 'x' })).toMatchObject({ error: 'message_not_found' });
  });

  it('to one person need that person in the channel', async () => {
    place.sandbox.as('U03SEC').inviteApp('climate');
    const channel = await idOf('climate');
    expect(await place.api('chat.postEphemeral', { channel, user: 'U01ADA', text: 'x' })).toMatchObject({ error: 'user_not_in_channel' });
    expect(await place.api('chat.postEphemeral', { channel, user: 'U03SEC', text: 'x' })).toMatchObject({
      ok: true,
      message_ts: expect.any(String) as string,
    });
  });

  it('are found again in the history with their metadata, newest first', async () => {
    const metadata = { event_type: 'delivery', event_payload: { id: 'd1' } };
    const { channel } = await place.api('chat.postMessage', { channel: 'general', text: 'One', metadata });
    const { ts } = await place.api('chat.postMessage', { channel: 'general', text: 'Two' });
    expect(await place.api('conversations.history', { channel, include_all_metadata: true })).toMatchObject({
      messages: [{ text: 'Two' }, { text: 'One', metadata }],
    });
    const plain = (await place.api('conversations.history', { channel })) as { messages: object[] };
    expect(plain.messages[1]).not.toHaveProperty('metadata');
    expect(await place.api('conversations.history', { channel, oldest: ts })).toMatchObject({ messages: [] });
    expect(await place.api('conversations.history', { channel, oldest: ts, inclusive: true })).toMatchObject({
      messages: [{ text: 'Two' }],
    });
    expect(await place.api('conversations.history', { channel, limit: 1 })).toMatchObject({ has_more: true });
  });

  it('are paced when that is switched on', async () => {
    await place.stop();
    place = await startPlace({ pacing: true });
    for (let n = 0; n < 5; n += 1)
      expect(await place.api('chat.postMessage', { channel: 'general', text: 'x' })).toMatchObject({ ok: true });
    expect(await place.api('chat.postMessage', { channel: 'general', text: 'x' })).toMatchObject({ ok: false, error: 'ratelimited' });
    expect(await place.api('chat.postMessage', { channel: 'U01ADA', text: 'x' })).toMatchObject({ ok: true });
  });
});

describe('people and channels', () => {
  it('are described with zone, language and e-mail', async () => {
    expect(await place.api('users.info', { user: 'U02BUDI', include_locale: true })).toMatchObject({
      user: {
        id: 'U02BUDI',
        name: 'budi',
        tz: 'Asia/Jakarta',
        tz_offset: 25_200,
        locale: 'en-GB',
        is_bot: false,
        profile: { email: 'budi@river.example' },
      },
    });
    expect(await place.api('users.info', { user: 'U9' })).toMatchObject({ error: 'user_not_found' });
    expect(await place.api('users.lookupByEmail', { email: 'ADA@producer.example' })).toMatchObject({ user: { id: 'U01ADA' } });
    expect(await place.api('users.lookupByEmail', { email: 'no@one.example' })).toMatchObject({ error: 'users_not_found' });
  });

  it('can be brought together', async () => {
    const channel = await idOf('climate');
    expect(await place.api('conversations.invite', { channel, users: 'U01ADA' })).toMatchObject({ error: 'not_in_channel' });
    expect(await place.api('conversations.join', { channel })).toMatchObject({ ok: true });
    expect(await place.api('conversations.invite', { channel, users: 'U01ADA,U02BUDI' })).toMatchObject({ ok: true });
    expect(await place.api('conversations.invite', { channel, users: 'U01ADA' })).toMatchObject({ error: 'already_in_channel' });
    expect(await place.api('conversations.members', { channel })).toMatchObject({ members: ['U0CONVENOR', 'U01ADA', 'U02BUDI'] });
    expect(await place.api('conversations.info', { channel })).toMatchObject({
      channel: { name: 'climate', is_member: true, is_archived: false },
    });
  });

  it('keep pins and bookmarks', async () => {
    const { channel, ts } = await place.api('chat.postMessage', { channel: 'general', text: 'Statement' });
    expect(await place.api('pins.add', { channel, timestamp: ts })).toMatchObject({ ok: true });
    expect(await place.api('pins.add', { channel, timestamp: ts })).toMatchObject({ error: 'already_pinned' });
    expect(
      await place.api('bookmarks.add', { channel_id: channel, title: 'Terms', type: 'link', link: 'https://x.example/t' }),
    ).toMatchObject({ bookmark: { title: 'Terms' } });
  });

  it('count what is unread', async () => {
    await place.api('chat.postMessage', { channel: 'general', text: 'One' });
    await place.sandbox.as('U01ADA').say('general', 'Two');
    expect(place.sandbox.as('U01ADA').unread('general')).toBe(0);
    expect(place.sandbox.as('U02BUDI').unread('general')).toBe(2);
  });
});
