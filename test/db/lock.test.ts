import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findRunningEmbedded, FolderInUse, lockFolder, type LockRecord } from '../../src/db/lock.ts';

// Processes are started here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const lockModule = path.resolve('src/db/lock.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

const ignore = () => undefined;

/** A process that tries to take the lock, says how it went, and stays until its input closes. */
function takeInChild() {
  const script = `
    import { lockFolder } from ${JSON.stringify(lockModule)};
    try { await lockFolder(${JSON.stringify(folder)}, '/tmp/none', () => {}); console.log('taken'); }
    catch (error) { console.log(error.name + ': ' + error.message); }
    process.stdin.on('end', () => process.exit()).resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => {
      resolve(data.toString().trim());
    }),
  );
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { child, said, ended, stop };
}

async function readRecord(): Promise<LockRecord> {
  return JSON.parse(await readFile(path.join(folder, 'db.lock'), 'utf8')) as LockRecord;
}

/** The lock of a process that was killed a moment ago. */
async function leaveStaleLock(): Promise<LockRecord> {
  const owner = takeInChild();
  expect(await owner.said).toBe('taken');
  owner.child.kill('SIGKILL');
  await owner.ended;
  return readRecord();
}

test('A second process is refused, and told the pid of the first and what to do', async () => {
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  const second = takeInChild();
  const said = await second.said;
  expect(said).toMatch(/^FolderInUse: /);
  expect(said).toContain(`in use by process ${String(process.pid)}`);
  expect(said).toContain('DATA_DIR');
  await second.stop();
  lock.release();
});

test('The lock is free again when its owner lets go or exits', async () => {
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  lock.release();
  lock.release();
  expect(await readdir(folder)).toEqual([]);
  const child = takeInChild();
  expect(await child.said).toBe('taken');
  await child.stop();
  expect(await readdir(folder)).toEqual([]);
});

test('The lock of a killed process is taken over', async () => {
  const dead = await leaveStaleLock();
  expect(await findRunningEmbedded(folder)).toBeUndefined();
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  expect((await readRecord()).pid).toBe(process.pid);
  expect(lock.record.id).not.toBe(dead.id);
  expect(await readdir(folder)).toEqual(['db.lock']);
  lock.release();
});

test('A living process that got the pid of a dead owner is not taken for it', async () => {
  const dead = await leaveStaleLock();
  await writeFile(path.join(folder, 'db.lock'), JSON.stringify({ ...dead, pid: process.ppid }));
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  lock.release();
});

test('Of several processes racing for the lock of a dead one, one gets it', async () => {
  for (let round = 0; round < 3; round += 1) {
    await leaveStaleLock();
    const racers = Array.from({ length: 5 }, takeInChild);
    const said = await Promise.all(racers.map((racer) => racer.said));
    expect(said.filter((words) => words === 'taken')).toHaveLength(1);
    expect(said.filter((words) => words.startsWith('FolderInUse'))).toHaveLength(4);
    await Promise.all(racers.map((racer) => racer.stop()));
    expect(await readdir(folder)).toEqual([]);
  }
});

test('Of many takers in one process, one gets the lock of a dead owner', async () => {
  await leaveStaleLock();
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, '/tmp/convenor-x', ignore)));
  const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(taken).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['db.lock']);
  taken[0]!.release();
});

test('A taker that died while taking over does not block the next', async () => {
  const dead = await leaveStaleLock();
  await writeFile(path.join(folder, `db.lock.${dead.id}`), JSON.stringify({ ...dead, id: 'of-the-dead-taker' }));
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  expect(await readdir(folder)).toEqual(['db.lock']);
  lock.release();
});

test('An owner in another container is left alone while its lock is being touched', async () => {
  const lock = await lockFolder(folder, '/tmp/convenor-x', ignore);
  const elsewhere = { ...lock.record, host: 'other-host', place: 'other-host boot pids' };
  await writeFile(path.join(folder, 'db.lock'), JSON.stringify(elsewhere));
  await expect(lockFolder(folder, '/tmp/convenor-y', ignore)).rejects.toThrow('on other-host');
  lock.release();
});

test('An owner in another container is taken for dead when its lock lies still', async () => {
  const dead = await leaveStaleLock();
  await writeFile(path.join(folder, 'db.lock'), JSON.stringify({ ...dead, place: 'other-host boot pids' }));
  const lock = await lockFolder(folder, '/tmp/convenor-y', ignore);
  lock.release();
});

test('An owner hears of it when somebody else has its lock', async () => {
  const lost = vi.fn();
  const lock = await lockFolder(folder, '/tmp/convenor-x', lost);
  await writeFile(path.join(folder, 'db.lock'), JSON.stringify({ ...lock.record, id: 'somebody-else' }));
  await vi.waitFor(
    () => {
      expect(lost).toHaveBeenCalled();
    },
    { timeout: 3_000 },
  );
  lock.release();
  expect((await readRecord()).id).toBe('somebody-else');
});

test('A file that is no lock is not touched, and the message says what to do', async () => {
  await writeFile(path.join(folder, 'db.lock'), '');
  await expect(lockFolder(folder, '/tmp/convenor-x', ignore)).rejects.toThrow(FolderInUse);
  await expect(lockFolder(folder, '/tmp/convenor-x', ignore)).rejects.toThrow('delete the file');
});
