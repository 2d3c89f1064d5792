import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { BOT_SCOPES, OPTIONAL_BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const manifest = JSON.parse(read('../../../manifests/slack.json')) as {
  oauth_config: { scopes: { bot: string[]; bot_optional: string[] } };
  features: { slash_commands: { command: string }[] };
  settings: { event_subscriptions: { bot_events: string[] } };
};

const folder = new URL('../../../src/platforms/slack/', import.meta.url);
const source = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n');

/** What each Web API method that we call needs. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'pins.add': ['pins:write'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  // The e-mail is what links an account to a person of the directory.
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
};

describe('the Slack manifest', () => {
  it("is valid by Slack's own schema", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const validate = ajv.compile(JSON.parse(read('fixtures/slack-manifest.2.0.0.schema.json')) as object);
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  it('asks for exactly the scopes of the methods that the code calls, and of the command it listens to', () => {
    const called = new Set(
      [...source.matchAll(/\bclient\.(\w+)\.(\w+)\(/g)].map(([, family, name]) => `${String(family)}.${String(name)}`),
    );
    expect([...called].sort()).toEqual(Object.keys(NEEDS).sort());
    const needed = new Set(['commands', ...Object.values(NEEDS).flat()]);
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect([...bot, ...optional].sort()).toEqual([...needed].sort());
    expect([bot, optional]).toEqual([[...BOT_SCOPES], [...OPTIONAL_BOT_SCOPES]]);
  });

  it('asks for exactly the events that the code listens to', () => {
    const listened = [...source.matchAll(/app\.event\('(\w+)'/g)].map(([, name]) => name);
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(listened.sort());
    expect(manifest.features.slash_commands.map((one) => one.command)).toEqual(['/wg']);
  });
});
