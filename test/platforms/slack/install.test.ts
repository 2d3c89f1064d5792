import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOffice, type Office } from './office.ts';

let office: Office;
const get = (path: string, cookie = '') => fetch(`${office.base}${path}`, { redirect: 'manual', headers: { Cookie: cookie } });

/** Goes to the install link, and gives what Slack would send back with it. */
async function begin(): Promise<{ asked: URL; state: string; cookie: string }> {
  const answer = await get('/slack/install');
  const asked = new URL(answer.headers.get('location')!);
  return { asked, state: asked.searchParams.get('state')!, cookie: answer.headers.get('set-cookie')!.split(';')[0]! };
}

beforeAll(async () => {
  office = await openOffice({ botToken: undefined, oauth: { clientId: 'client', clientSecret: 'secret', stateSecret: 'state' } });
  await office.slack.start();
});
afterAll(() => office.close());

describe('installing in a workspace', () => {
  it('asks Slack for exactly our scopes, and keeps the workspace as a guest', async () => {
    const { asked, state, cookie } = await begin();
    expect(asked.origin + asked.pathname).toBe('https://slack.com/oauth/v2/authorize');
    expect(asked.searchParams.get('redirect_uri')).toBe(`${office.base}/slack/oauth_redirect`);
    expect(asked.searchParams.get('scope')).toBe(
      'commands,chat:write,im:write,pins:write,users:read,users:read.email,channels:history,groups:history,im:history',
    );
    const done = await get(`/slack/oauth_redirect?code=c1&state=${encodeURIComponent(state)}`, cookie);
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Convenor is installed in New Team')]);
    expect(office.store.saved).toEqual([
      {
        externalId: 'T9NEW',
        name: 'New Team',
        kind: 'guest',
        botToken: 'xoxb-installed',
        botUserId: 'U9BOT',
        scopes: ['commands', 'chat:write'],
      },
    ]);
    expect((await office.post(office.commandBody('list', { team_id: 'T9NEW' }))).status).toBe(200);
  });

  it('takes each state once, only ours, and only in the browser it was given to', async () => {
    const before = office.store.saved.length;
    const first = await begin();
    const path = `/slack/oauth_redirect?code=c1&state=${encodeURIComponent(first.state)}`;
    expect((await get(path)).status).toBe(400);
    expect((await get(path, first.cookie)).status).toBe(200);
    const again = await get(path, first.cookie);
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('start again')]);
    const forged = `${first.state.slice(0, -2)}xx`;
    expect((await get(`/slack/oauth_redirect?code=c&state=${forged}`, `slack-app-oauth-state=${forged}`)).status).toBe(400);
    expect(office.store.saved).toHaveLength(before + 1);
  });

  it('is refused without a code, and when the person says no', async () => {
    const { cookie, state } = await begin();
    expect((await get(`/slack/oauth_redirect?state=${state}`, cookie)).status).toBe(400);
    expect((await get('/slack/oauth_redirect?error=access_denied')).status).toBe(400);
  });

  it('does not exist without OAuth being configured', async () => {
    const other = await openOffice();
    expect((await fetch(`${other.base}/slack/install`)).status).toBe(404);
    await other.close();
  });
});

describe('Socket Mode', () => {
  it('leaves no address open for requests, says that it is not connected, and goes on trying', async () => {
    const other = await openOffice({ appToken: 'xapp-1', signingSecret: '' });
    other.api.failNext('apps.connections.open', { error: 'invalid_auth' }, { error: 'invalid_auth' });
    await other.slack.start();
    expect(await other.slack.ready()).toMatchObject({ ok: false, detail: expect.stringContaining('Socket Mode') as string });
    expect((await other.post(other.commandBody('list'))).status).toBe(404);
    await other.close();
  });

  it('is the only way to go without a signing secret', async () => {
    await expect(openOffice({ signingSecret: '' })).rejects.toThrow('signing secret');
  });
});
