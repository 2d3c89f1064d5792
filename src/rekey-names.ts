import type { Logger } from 'pino';
import { identityKey } from './bot/fold.ts';
import type { Database } from './db/client.ts';
import { isUniqueViolation } from './db/errors.ts';

/**
 * Gives the names whose keys an earlier release made without accents and marks the key of today (identityKey), so that the
 * next import finds them again. Nothing is merged: where the new key is taken the row keeps the old one and is named in the
 * log by its id. The same on every start, and by several replicas at once.
 */
export async function rekeyNames(db: Database, log: Pick<Logger, 'info' | 'warn'>): Promise<void> {
  let done = 0;
  const organisations = await db.organisation.findMany({ select: { id: true, name: true, nameKey: true } });
  for (const { id, name, nameKey } of organisations) {
    const key = identityKey(name);
    if (key === nameKey) continue;
    done += await unlessTaken(log, 'organisation', id, () =>
      db.organisation.updateMany({ where: { id, nameKey }, data: { nameKey: key } }),
    );
  }
  const imported = await db.importedName.findMany({ where: { email: null }, select: { id: true, name: true, key: true } });
  for (const { id, name, key: before } of imported) {
    const key = `name:${identityKey(name)}`;
    if (before.replace(/ \(\d+\)$/, '') === key || !before.startsWith('name:')) continue;
    done += await unlessTaken(log, 'imported-name', id, () => db.importedName.updateMany({ where: { id, key: before }, data: { key } }));
  }
  if (done > 0) log.info({ event: 'names-rekeyed', count: done }, 'names have their keys of this release');
}

async function unlessTaken(
  log: Pick<Logger, 'warn'>,
  what: string,
  id: string,
  write: () => PromiseLike<{ count: number }>,
): Promise<number> {
  try {
    return (await write()).count;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    log.warn({ event: 'name-key-taken', what, id }, 'two rows have one name; neither was changed');
    return 0;
  }
}
