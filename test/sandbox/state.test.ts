import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPlace } from './place.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'convenor-sandbox-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('keeps conversations, homes and who read what over a restart, but not private lines', async () => {
  const stateFile = path.join(folder, 'deep', 'sandbox.json');
  const first = await startPlace({ stateFile });
  const { ts } = await first.api('chat.postMessage', {
    channel: 'general',
    text: 'Stays',
    metadata: { event_type: 'x', event_payload: {} },
  });
  await first.api('chat.postEphemeral', { channel: 'general', user: 'U01ADA', text: 'Goes' });
  await first.api('views.publish', { user_id: 'U01ADA', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  first.sandbox.as('U03SEC').inviteApp('climate');
  await first.stop();

  const second = await startPlace({ stateFile });
  const ada = second.sandbox.as('U01ADA');
  expect(ada.messages('general').map(({ text }) => text)).toEqual(['Stays']);
  expect(ada.home()).toMatchObject({ view: { type: 'home' } });
  expect(await second.api('chat.postMessage', { channel: 'climate', text: 'x' })).toMatchObject({ ok: true });
  expect(String((await second.api('chat.postMessage', { channel: 'general', text: 'Later' })).ts) > String(ts)).toBe(true);
  await second.stop();
});

it('saves by itself, soon after a change', async () => {
  const stateFile = path.join(folder, 'sandbox.json');
  const place = await startPlace({ stateFile });
  await place.sandbox.as('U01ADA').say('general', 'Written down');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(readFileSync(stateFile, 'utf8')).toContain('Written down');
  await place.stop();
});

it('puts a file aside that it cannot read', async () => {
  const stateFile = path.join(folder, 'sandbox.json');
  writeFileSync(stateFile, '{"version":1');
  const place = await startPlace({ stateFile });
  await place.stop();
  expect(readdirSync(folder).some((name) => name.startsWith('sandbox.json.unreadable-'))).toBe(true);
});
