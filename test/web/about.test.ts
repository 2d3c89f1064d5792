import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveAbout } from '../../src/web/about.ts';
import { createWeb } from '../../src/web/app.ts';
import { settings } from '../support/world.ts';

describe('the pages that the manifests name', () => {
  let address = '';
  const web = createWeb();
  const server = createServer(web);

  beforeAll(async () => {
    serveAbout(web, { id: 'b', slug: 'b', name: 'Body <b>&</b> Co', zone: 'UTC', locale: 'en', settings });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  afterAll(() => {
    server.close();
  });

  it.each(['/privacy', '/terms'])('%s names the body, literally, and whom to ask', async (path) => {
    const answer = await fetch(address + path);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page).toContain('Body &lt;b&gt;&amp;&lt;/b&gt; Co');
    expect(page).toContain(settings.contact);
  });
});
