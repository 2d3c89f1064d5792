import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../src/db/client.ts';
import { embeddedConfig, tidy } from '../../src/db/embedded.ts';
import { findRunningEmbedded, FolderInUse } from '../../src/db/lock.ts';
import { prepareFolder } from '../../src/db/template.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const clientModule = path.resolve('src/db/client.ts');
// The tests tell one story on one folder, in order: opening it is what costs time.
let root: string;
let dataDir: string;
let server: OpenDatabase;
let socketFolder: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
  dataDir = path.join(root, 'data');
});

afterAll(() => rm(root, { recursive: true }));

/** Runs a script in a process of its own; `opened` is an open database there. Each line it prints is handed over. */
function inChild(script: string, options: object = {}) {
  const whole = `
    import { openDatabase } from ${JSON.stringify(clientModule)};
    import readline from 'node:readline';
    const say = (line) => process.stdout.write(line + '\\n');
    try {
      const opened = await openDatabase(${JSON.stringify({ dataDir, ...options })});
      ${script}
      await opened.close();
    } catch (error) { say(error.name + ': ' + error.message); process.exit(2); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', whole], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (data: Buffer) => {
    const parts = (rest + data.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const listener of listeners) listener();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = (count: number) =>
    new Promise<string[]>((resolve, reject) => {
      const look = () => {
        if (lines.length >= count) resolve(lines);
      };
      listeners.add(look);
      look();
      void ended.then((code) => {
        reject(new Error(`ended with ${String(code)} after: ${lines.join('\n')}`));
      });
    });
  return { child, lines, said, ended };
}

async function zones(opened: OpenDatabase): Promise<unknown[]> {
  const answers = await Promise.all(Array.from({ length: 3 }, () => opened.sql.query<{ TimeZone: string }>('SHOW timezone')));
  return answers.map(({ rows }) => rows[0]?.TimeZone);
}

test('The first start makes a database that nobody else can read or reach', async () => {
  server = await openDatabase({ dataDir });
  socketFolder = (await findRunningEmbedded(dataDir))!.socketFolder;
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  expect(await modeOf(dataDir)).toBe('700');
  expect(await modeOf(path.join(dataDir, 'db.lock'))).toBe('600');
  expect(await modeOf(socketFolder)).toBe('700');
  await server.sql.query('CREATE TABLE kept (n int PRIMARY KEY)');
  await server.sql.query('INSERT INTO kept VALUES (-1)');
});

test('A second process is refused and told the pid of the first', async () => {
  await expect(openDatabase({ dataDir })).rejects.toThrow(FolderInUse);
  const second = inChild('');
  expect(await second.ended).toBe(2);
  expect(second.lines[0]).toContain(`FolderInUse: The database in ${dataDir} is in use by process ${String(process.pid)}`);
  expect((await server.sql.query('SELECT n FROM kept')).rows).toEqual([{ n: -1 }]);
});

test('A command works beside a running server, and what it writes is seen there at once', async () => {
  const command = inChild(`await opened.sql.query('INSERT INTO kept VALUES (-2)'); say(opened.kind);`, { attach: true });
  expect([await command.ended, command.lines]).toEqual([0, ['embedded']]);
  expect((await server.sql.query('SELECT n FROM kept ORDER BY n')).rows).toEqual([{ n: -2 }, { n: -1 }]);
});

test('The zone stays UTC when a command comes and goes, and when the database is given another', async () => {
  await server.sql.query(`ALTER DATABASE postgres SET timezone TO 'Asia/Tokyo'`);
  const command = await openDatabase({ dataDir, attach: true });
  await command.sql.query(`SET TIME ZONE 'Europe/Paris'`);
  await command.close();
  await vi.waitFor(async () => {
    expect(await zones(server)).toEqual(['UTC', 'UTC', 'UTC']);
  });
});

test('Upkeep vacuums the tables that need it, and no others', async () => {
  const config = embeddedConfig(socketFolder);
  await server.sql.query('CREATE TABLE churn AS SELECT generate_series(1, 2000) AS n; CREATE TABLE quiet (n int)');
  await server.sql.query('UPDATE churn SET n = n + 1');
  expect(await tidy(config)).toEqual(['public.churn']);
  expect(await tidy(config)).toEqual([]);
});

test('After closing nothing is left but the database', async () => {
  await server.close();
  expect(await readdir(dataDir)).toEqual(['db']);
  expect(existsSync(socketFolder)).toBe(false);
  expect(await findRunningEmbedded(dataDir)).toBeUndefined();
});

test('A process killed while writing loses no row that was acknowledged', async () => {
  const writer = inChild(`for (let n = 1; ; n += 1) { await opened.sql.query('INSERT INTO kept VALUES ($1)', [n]); say(String(n)); }`);
  await writer.said(150);
  const { socketFolder: leftBehind } = (await findRunningEmbedded(dataDir))!;
  writer.child.kill('SIGKILL');
  await writer.ended;
  const reopened = await openDatabase({ dataDir, attach: true });
  const { rows } = await reopened.sql.query<{ n: number }>('SELECT n FROM kept WHERE n > 0 ORDER BY n');
  const last = Number(writer.lines.at(-1));
  expect(rows.slice(0, last).map(({ n }) => n)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  expect(await zones(reopened)).toEqual(['UTC', 'UTC', 'UTC']);
  expect(existsSync(leftBehind)).toBe(false);
  expect((await findRunningEmbedded(dataDir))?.pid).toBe(process.pid);
  await reopened.close();
});

test('A process that simply exits frees the folder', async () => {
  const child = inChild(`say('open'); process.exit(0);`);
  expect([await child.ended, child.lines]).toEqual([0, ['open']]);
  expect(await readdir(dataDir)).toEqual(['db']);
});

test('A first start that was interrupted leaves nothing that the next trips over', async () => {
  const beside = path.join(root, 'beside');
  await mkdir(path.join(beside, 'db.new-interrupted'), { recursive: true });
  await writeFile(path.join(beside, 'db.new-interrupted', 'PG_VERSION'), '18');
  await prepareFolder(path.join(beside, 'db'));
  expect(await readdir(beside)).toEqual(['db']);
  expect(await readdir(path.join(beside, 'db'))).toContain('PG_VERSION');
});

test('A folder that holds something else is refused and left as it is', async () => {
  const other = path.join(root, 'other');
  await mkdir(path.join(other, 'db'), { recursive: true });
  await writeFile(path.join(other, 'db', 'letter.txt'), 'mine');
  await expect(openDatabase({ dataDir: other })).rejects.toThrow('holds files but no database');
  expect(await readdir(other)).toEqual(['db']);
  expect(await readdir(path.join(other, 'db'))).toEqual(['letter.txt']);
});
