import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveAbout } from '../../src/web/about.ts';
import { createWeb } from '../../src/web/app.ts';
import { serveLocally, type LocalServer } from '../support/local-server.ts';
import { settings } from '../support/world.ts';

describe('the pages that the manifests name', () => {
  let server: LocalServer;

  beforeAll(async () => {
    const web = createWeb();
    serveAbout(web, { id: 'b', slug: 'b', name: 'Body <b>&</b> Co', zone: 'UTC', locale: 'en', settings });
    server = await serveLocally(web);
  });

  afterAll(() => {
    server.close();
  });

  it.each(['/privacy', '/terms'])('%s names the body, literally, and whom to ask', async (path) => {
    const answer = await fetch(server.base + path);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page).toContain('Body &lt;b&gt;&amp;&lt;/b&gt; Co');
    expect(page).toContain(settings.contact);
  });
});
