import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

interface Ended {
  readonly status: number | null;
  readonly out: string;
}

type Variables = Readonly<Record<string, string>>;

function launch(file: string, words: readonly string[], variables: Variables): ChildProcess {
  const clean = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...variables };
  return spawn(process.execPath, ['--disable-warning=DeprecationWarning', file, ...words], {
    cwd: ROOT,
    env: clean,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((resolve) =>
    child.on('close', (status) => {
      resolve({ status, out });
    }),
  );
}

const start = (variables: Variables) => ended(launch('src/main.ts', [], variables));
const convenor = (words: readonly string[], variables: Variables = {}) => ended(launch('bin/convenor.js', words, variables));

describe('a start that cannot be', () => {
  it('stops with status 2 and every problem of the configuration', async () => {
    const { status, out } = await start({ PORT: 'x', SLACK_BOT_TOKEN: 'wrong' });
    expect(status).toBe(2);
    expect(out).toMatch(/PORT must be.*\n.*SLACK_BOT_TOKEN must be/);
  });

  it('stops with status 2 in production without a platform', async () => {
    const { status, out } = await start({ NODE_ENV: 'production' });
    expect(status).toBe(2);
    expect(out).toContain('no platform is configured');
  });
});

describe('the command line', () => {
  it('shows its commands, and refuses unknown words with status 2', async () => {
    expect(await convenor(['import', '--help'])).toMatchObject({ status: 0, out: expect.stringContaining('verify') as string });
    expect(await convenor(['dance'])).toMatchObject({ status: 2, out: expect.stringContaining('There is no command "dance"') as string });
    expect((await convenor(['verify', '--wrong'])).status).toBe(2);
  });
});

describe('an embedded installation', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-start-'));
  const variables = { DATA_DIR: path.join(folder, 'data'), PORT: '0' };
  let server: ChildProcess;
  let lines: string[];

  beforeAll(async () => {
    server = launch('src/main.ts', [], variables);
    lines = await untilReady(server);
  }, 60_000);

  afterAll(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('says how long it took, and prints the address of the sandbox on the last line', () => {
    expect(lines.at(-1)).toMatch(/^http:\/\/localhost:\d+\/sandbox$/);
    const ready = JSON.parse(lines.find((line) => line.includes('"ready"')) ?? '{}') as { ms?: number };
    expect(ready.ms).toBeGreaterThan(0);
  });

  it('is alive, ready, measured, and answers nothing where nothing is', async () => {
    const at = lines.at(-1)?.replace('/sandbox', '') ?? '';
    expect((await fetch(`${at}/health`)).status).toBe(200);
    expect(await (await fetch(`${at}/ready`)).json()).toMatchObject({ ok: true, checks: { database: { ok: true }, slack: { ok: true } } });
    expect(await (await fetch(`${at}/metrics`)).text()).toContain('# TYPE convenor_deliveries gauge');
    const nothing = await fetch(`${at}/nowhere`);
    expect(nothing.status).toBe(404);
    expect(nothing.headers.get('x-powered-by')).toBeNull();
    expect(nothing.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('refuses a second process on its folder, naming the first', async () => {
    const { status, out } = await start(variables);
    expect(status).toBe(1);
    expect(out).toContain(String(server.pid));
  });

  it('lets the command line work beside the running server', async () => {
    const verified = await convenor(['verify'], variables);
    expect(verified).toMatchObject({ status: 0, out: expect.stringMatching(/asi: \d+ rows, whole/) as string });
    const doctored = await convenor(['doctor', '--json'], variables);
    expect(doctored.status).toBe(0);
    expect(doctored.out).toContain('"check": "migrations"');
    const withTeams = await convenor(['doctor'], { ...variables, TEAMS_LOCAL: 'true' });
    expect(withTeams.out).toContain('Microsoft Teams, for the local playground');
    expect(withTeams.out).not.toContain('none is configured');
  });

  it('takes attendance files beside the running server, and refuses with status 2 what names no meeting', async () => {
    const named = await convenor(['attendance', 'nowhere+2026-12-08', path.join(folder, 'participants.csv'), '--zone', 'UTC'], variables);
    expect(named).toMatchObject({ status: 2, out: expect.stringContaining('no working group called "nowhere"') as string });
    const alone = await convenor(['attendance', 'nowhere+2026-12-08'], variables);
    expect(alone).toMatchObject({ status: 2, out: expect.stringContaining('Name the meeting and the file') as string });
  });

  it('applies nothing of a directory with a bad row, and names line, column and reason', async () => {
    const file = path.join(folder, 'directory.csv');
    const header =
      'name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale';
    writeFileSync(
      file,
      `${header}\nNew Member,new@works.example,Works,civil_society,CH,good,,,,,,\nBad Row,bad@works.example,Works,civil_society,CH,maybe,,,,,,\n`,
    );
    const refused = await convenor(['import', file], variables);
    const gone = await convenor(['import', path.join(folder, 'gone.csv')], variables);
    expect(gone).toMatchObject({ status: 2, out: expect.stringContaining('There is no file') as string });
    writeFileSync(
      file.replace('directory', 'two'),
      `${header}\n${['a', 'b'].map((one) => `P,${one}@x.example,X,nonsense,CH,good,,,,,,`).join('\n')}\n`,
    );
    const twice = await convenor(['import', file.replace('directory', 'two')], variables);
    expect(twice).toMatchObject({ status: 1, out: expect.stringMatching(/^lines 2, 3, membership_class: /m) as string });
    expect(refused).toMatchObject({ status: 1, out: expect.stringMatching(/line 3, standing: .+\n.*Nothing was applied/) as string });
    const partial = await convenor(['import', file, '--partial'], variables);
    expect(partial).toMatchObject({ status: 1, out: expect.stringContaining('1 added') as string });
  });

  it('stops on SIGTERM with status 0, and opens again', async () => {
    const closed = ended(server);
    server.kill('SIGTERM');
    expect((await closed).status).toBe(0);
    server = launch('src/main.ts', [], variables);
    expect((await untilReady(server)).at(-1)).toMatch(/sandbox$/);
  });
});

/** The lines on standard output up to the one with the address. */
function untilReady(child: ChildProcess): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let out = '';
    const fail = (why: string) => {
      reject(new Error(`${why}: ${out}`));
    };
    const limit = setTimeout(fail, 50_000, 'not ready in time');
    child.stdout?.on('data', (data: Buffer) => {
      out += data.toString();
      const lines = out.trim().split('\n');
      const last = lines.findIndex((line) => line.endsWith('/sandbox'));
      if (last < 0) return;
      clearTimeout(limit);
      resolve(lines.slice(0, last + 1));
    });
    child.stderr?.on('data', (data: Buffer) => (out += data.toString()));
    child.on('close', (status) => {
      clearTimeout(limit);
      fail(`ended with ${String(status)}`);
    });
  });
}
