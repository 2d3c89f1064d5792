import { PGlite } from '@electric-sql/pglite';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

// Making a database from nothing runs initdb in WebAssembly: 3 to 4 s. Copying one made at install time takes 0.3 s, which
// is also quicker than loading a dump of it (0.7 s), and a copy can be moved into place whole.

const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/convenor');

/** Makes the template unless it is there; true when it was made now. Safe to run twice at once. */
export async function makeTemplate(): Promise<boolean> {
  const template = templateFolder();
  if (isDatabase(template)) return false;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(`${template}.`);
  await initialise(draft);
  return moveIntoPlace(draft, template);
}

/**
 * Makes sure that `folder` holds a database, empty if it is new. It appears whole or not at all, so an interrupted first
 * start leaves nothing behind that the next one would trip over. The caller holds the folder's lock.
 */
export async function prepareFolder(folder: string): Promise<void> {
  if (isDatabase(folder)) return;
  await removeDrafts(folder);
  const draft = await mkdtemp(`${folder}.new-`);
  const template = templateFolder();
  // A thousand small files: copied one by one off the event loop they take twice as long.
  if (isDatabase(template)) cpSync(template, draft, { recursive: true });
  else await initialise(draft);
  if (!(await moveIntoPlace(draft, folder))) throw new Error(`${folder} holds files but no database. Move them away and start again.`);
}

function templateFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest: unknown = JSON.parse(readFileSync(path.resolve(entry, '../../package.json'), 'utf8'));
  return path.join(CACHE, `pglite-${z.object({ version: z.string() }).parse(manifest).version}`);
}

function isDatabase(folder: string): boolean {
  return existsSync(path.join(folder, 'PG_VERSION'));
}

async function initialise(folder: string): Promise<void> {
  const db = await PGlite.create(folder);
  await db.close();
}

async function moveIntoPlace(draft: string, folder: string): Promise<boolean> {
  try {
    await rename(draft, folder);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function removeDrafts(folder: string): Promise<void> {
  const beside = path.dirname(folder);
  const drafts = (await readdir(beside)).filter((name) => name.startsWith(`${path.basename(folder)}.new-`));
  await Promise.all(drafts.map((name) => rm(path.join(beside, name), { recursive: true, force: true })));
}
