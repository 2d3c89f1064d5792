import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigProblems, readConfig } from '../src/config.ts';
import { createKeyring, loadKeys } from '../src/secrets.ts';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      dataDir: './data',
      preset: 'asi',
      clockOffset: 0,
    });
    expect(readConfig({}).slack).toBeUndefined();
  });

  it('names every problem at once', () => {
    const problems = problemsOf({
      PORT: 'many',
      SLACK_BOT_TOKEN: 'xoxp-1',
      SLACK_API_URL: 'http://127.0.0.1/api',
      CLOCK_OFFSET: '1 hour',
      SECRETARIAT_EMAILS: 'nobody',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_API_URL',
      'SECRETARIAT_EMAILS.0',
      'CLOCK_OFFSET',
    ]);
  });

  it('takes one workspace by signing secret and bot token', () => {
    const { slack } = readConfig({ SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    expect(slack).toMatchObject({ signingSecret: 's', botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:9/api/' });
  });

  it('says which half of Slack is missing', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' }).join()).toContain('SLACK_SIGNING_SECRET is missing');
    expect(problemsOf({ SLACK_SIGNING_SECRET: 's' }).join()).toContain('SLACK_BOT_TOKEN is missing');
    expect(problemsOf({ SLACK_SIGNING_SECRET: 's', SLACK_CLIENT_ID: '1' }).join()).toContain('go together');
  });

  it('refuses production without a platform, and with a moved clock', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).join()).toContain('no platform is configured');
    expect(problemsOf({ NODE_ENV: 'production', SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1', CLOCK_OFFSET: 'PT1H' })).toEqual([
      'CLOCK_OFFSET is refused in production; leave it out',
    ]);
  });

  it('reads a secret from the file its _FILE variable names, and refuses both at once', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'secret');
    writeFileSync(file, 'from-file\n');
    expect(readConfig({ SLACK_SIGNING_SECRET_FILE: file, SLACK_BOT_TOKEN: 'xoxb-1' }).slack?.signingSecret).toBe('from-file');
    expect(problemsOf({ SLACK_SIGNING_SECRET_FILE: file, SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' }).join()).toContain(
      'both set',
    );
    expect(problemsOf({ SLACK_SIGNING_SECRET_FILE: '/nowhere', SLACK_BOT_TOKEN: 'xoxb-1' }).join()).toContain('cannot be read');
  });

  it.each([{ TEAMS_CLIENT_SECRET: 's' }, { PUBLIC_URL: 'https://convenor.example.org' }])(
    'refuses a Teams without token checks beside what is real: %o',
    (real) => {
      expect(() => readConfig({ TEAMS_LOCAL: 'true', ...real })).toThrow('TEAMS_LOCAL takes every request as genuine');
      expect(readConfig({ TEAMS_LOCAL: 'true' }).teams?.local).toBe(true);
    },
  );

  it('reads the clock offset as a duration', () => {
    expect(readConfig({ CLOCK_OFFSET: 'P2DT30M' }).clockOffset).toBe((2 * 24 * 60 + 30) * 60_000);
  });
});

describe('the keyring', () => {
  const one = `a:${Buffer.alloc(32, 1).toString('base64')}`;
  const two = `b:${Buffer.alloc(32, 2).toString('base64')}`;

  it('opens what it sealed, and what an older key sealed', () => {
    const sealed = createKeyring(one).seal('xoxb-secret', 'row 1');
    expect(sealed).not.toContain('secret');
    expect(createKeyring(`${two},${one}`).open(sealed, 'row 1')).toBe('xoxb-secret');
  });

  it('does not open a value that was moved to another row, edited, or whose key is gone', () => {
    const ring = createKeyring(one);
    const sealed = ring.seal('xoxb-secret', 'row 1');
    expect(() => ring.open(sealed, 'row 2')).toThrow();
    expect(() => ring.open(`${sealed.slice(0, -4)}AAA=`, 'row 1')).toThrow();
    expect(() => createKeyring(two).open(sealed, 'row 1')).toThrow('no encryption key is called "a"');
  });

  it('generates its key once into the data folder', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
    expect(loadKeys(undefined, folder)).toBe(loadKeys(undefined, folder));
    expect(loadKeys(one, folder)).toBe(one);
  });
});
