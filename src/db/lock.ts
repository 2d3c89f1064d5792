import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

// Two processes on one PGlite folder destroy it, and PGlite itself does not look. A lock is written under another name and
// linked into place: that is exclusive, and nobody ever reads half of one.

const HEARTBEAT_MS = 1_000;
const SILENCE_MS = 6_000;

const LockRecord = z.object({
  id: z.string(),
  pid: z.number().int().positive(),
  /** Start of the process in clock ticks since boot, so that a reused pid is not taken for the owner. */
  processStart: z.string().nullable(),
  host: z.string(),
  /** Host, boot and pid namespace: pids mean something only within one place. Containers sharing a volume differ. */
  place: z.string(),
  startedAt: z.string(),
  socketFolder: z.string(),
});

/** Who has the embedded database open, and where its socket is. */
export type LockRecord = z.infer<typeof LockRecord>;

export interface FolderLock {
  readonly record: LockRecord;
  /** Frees the lock, if it is still this one; safe to call twice. */
  release: () => void;
}

/** The database folder cannot be opened because another process has it. The message names that process and says what to do. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly owner: LockRecord | undefined;
  constructor(message: string, owner?: LockRecord) {
    super(message);
    this.owner = owner;
  }
}

/**
 * Takes the lock `db.lock` beside the database folder, never from a living process; a dead one's lock is taken over, and
 * of several racers exactly one gets it. Throws FolderInUse. `lost` is called if somebody else's lock is found in its place.
 */
export async function lockFolder(dataDir: string, socketFolder: string, lost: () => void): Promise<FolderLock> {
  const file = lockFile(dataDir);
  const record: LockRecord = {
    id: randomUUID(),
    pid: process.pid,
    processStart: await processStart(process.pid),
    host: hostname(),
    place: await thisPlace(),
    startedAt: new Date().toISOString(),
    socketFolder,
  };
  await take(file, record);
  const beating = setInterval(() => void beat(file, record, lost), HEARTBEAT_MS).unref();
  const release = () => {
    clearInterval(beating);
    process.off('exit', release);
    if (holderOf(file) === record.id) rmSync(file, { force: true });
  };
  process.on('exit', release);
  return { record, release };
}

/** The living process that has this folder's embedded database open, if there is one. */
export async function findRunningEmbedded(dataDir: string): Promise<LockRecord | undefined> {
  const owner = await readLock(lockFile(dataDir));
  return owner && (await isAlive(lockFile(dataDir), owner)) ? owner : undefined;
}

/** True when the owner's processes and sockets can be reached from here: same host, same container. */
export async function isInThisPlace(owner: LockRecord): Promise<boolean> {
  return owner.place === (await thisPlace());
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'db.lock');
}

async function take(file: string, record: LockRecord): Promise<void> {
  const draft = `${file}.${record.id}.new`;
  await writeFile(draft, JSON.stringify(record, null, 2), { flag: 'wx', mode: 0o600, flush: true });
  try {
    while (!(await linkExclusively(draft, file))) {
      const owner = await readLock(file);
      if (!owner) continue;
      if (await isAlive(file, owner)) throw new FolderInUse(refusal(file, owner), owner);
      if (await replaceDead(file, owner, record, draft)) return;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

// Whoever replaces the lock of a dead owner must hold a second lock named after that owner. Without it a slow racer could
// put away the lock that a quick one has just made.
async function replaceDead(file: string, owner: LockRecord, record: LockRecord, draft: string): Promise<boolean> {
  const turn = `${file}.${owner.id}`;
  await take(turn, { ...record, id: randomUUID() });
  try {
    if ((await readLock(file))?.id !== owner.id) return false;
    await rename(draft, file);
    if (path.basename(owner.socketFolder).startsWith('convenor-')) await rm(owner.socketFolder, { recursive: true, force: true });
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

async function beat(file: string, record: LockRecord, lost: () => void): Promise<void> {
  try {
    const holder = holderOf(file);
    if (holder === undefined) await take(file, record);
    if (holder !== undefined && holder !== record.id) lost();
    else await utimes(file, new Date(), new Date());
  } catch (error) {
    // A full or slow disk is no reason to stop; another owner is.
    if (error instanceof FolderInUse) lost();
  }
}

async function isAlive(file: string, owner: LockRecord): Promise<boolean> {
  if (!(await isInThisPlace(owner))) return isBeating(file);
  if (!hasProcess(owner.pid)) return false;
  return (await processStart(owner.pid)) === owner.processStart;
}

// A process on another host or in another container cannot be asked for, only watched.
async function isBeating(file: string): Promise<boolean> {
  const touched = () =>
    stat(file).then(
      (found) => found.mtimeMs,
      () => undefined,
    );
  const before = await touched();
  const until = Date.now() + SILENCE_MS;
  while (Date.now() < until) {
    await delay(HEARTBEAT_MS / 4);
    if ((await touched()) !== before) return true;
  }
  return false;
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function processStart(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => null);
  // The second field, the program's name, may itself hold spaces and brackets.
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  const zombie = fields?.[0] === 'Z' || fields?.[0] === 'X';
  return zombie ? 'ended' : (fields?.[19] ?? null);
}

async function thisPlace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const pids = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), pids].join(' ');
}

async function linkExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(file: string): Promise<LockRecord | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseLock(file, text);
}

function holderOf(file: string): string | undefined {
  try {
    return parseLock(file, readFileSync(file, 'utf8')).id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseLock(file: string, text: string): LockRecord {
  try {
    return LockRecord.parse(JSON.parse(text));
  } catch {
    throw new FolderInUse(
      `${file} is not a lock this release can read. If nothing runs on this folder, delete the file and start again.`,
      undefined,
    );
  }
}

function refusal(file: string, owner: LockRecord): string {
  const pid = String(owner.pid);
  const where = owner.host === hostname() ? '' : ` on ${owner.host}`;
  return (
    `The database in ${path.dirname(file)} is in use by process ${pid}${where}, running since ${owner.startedAt}. ` +
    `Stop it first (kill ${pid}${where && ` on ${owner.host}`}), or give this one another DATA_DIR.`
  );
}
