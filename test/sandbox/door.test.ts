import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeApp, type Place, startPlace } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await startPlace({}, (web) => {
    fakeApp(web);
  });
});
afterAll(() => place.stop());

const act = (headers: Record<string, string>, body: unknown = { act: 'clock', as: 'U01ADA', by: 60_000 }) =>
  fetch(`${place.origin}/sandbox/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('what the page may ask', () => {
  it('is taken from the page only', async () => {
    expect((await act({})).status).toBe(403);
    expect((await act({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await act({ origin: 'null' })).status).toBe(403);
    expect((await act({ origin: place.origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await act({ origin: place.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it.each([
    ['nobody', { act: 'home', as: 'U9' }],
    ['no such act', { act: 'sudo', as: 'U01ADA' }],
    ['more than was asked for', { act: 'home', as: 'U01ADA', extra: 1 }],
    ['a clock that goes back', { act: 'clock', as: 'U01ADA', by: -1 }],
  ])('is refused for %s', async (_, body) => {
    expect((await act({ origin: place.origin }, body)).status).toBe(400);
  });

  it('may not be longer than 256 kB', async () => {
    const long = { act: 'compose', as: 'U01ADA', channel: 'x', line: 'x'.repeat(300_000) };
    expect((await act({ origin: place.origin }, long)).status).toBe(413);
  });

  it("does not reach other people's conversations", async () => {
    const { channel } = await place.api('chat.postMessage', { channel: 'U01ADA', text: 'For Ada alone' });
    const other = await act({ origin: place.origin }, { act: 'compose', as: 'U02BUDI', channel, line: 'x' });
    expect(await other.json()).toMatchObject({ ok: false, error: 'channel_not_found' });
    const page = await fetch(`${place.origin}/sandbox?as=U02BUDI&in=${String(channel)}`);
    expect(await page.text()).not.toContain('For Ada alone');
  });
});

describe('the page', () => {
  it('runs only scripts of its own', async () => {
    const policy = (await fetch(`${place.origin}/sandbox`)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('serves its scripts and styles, and not its sources', async () => {
    expect((await fetch(`${place.origin}/sandbox/assets/sandbox.js`)).headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${place.origin}/sandbox/assets/base.css`)).status).toBe(200);
    expect((await fetch(`${place.origin}/sandbox/assets/routes.ts`)).status).toBe(404);
    expect((await fetch(`${place.origin}/sandbox/assets/..%2frouter.ts`)).status).toBe(404);
  });

  it('shows what people typed as text', async () => {
    await place.sandbox.as('U01ADA').say('general', '<img src=x onerror=alert(1)> <!channel>');
    const page = await (await fetch(`${place.origin}/sandbox?as=U02BUDI&in=general`)).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; &lt;!channel&gt;');
    expect(page).not.toContain('<img src=x');
  });
});
