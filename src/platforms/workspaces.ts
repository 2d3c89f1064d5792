import type { Logger } from 'pino';
import { within } from './patience.ts';

/** What every platform's workspace has. */
interface Connected {
  /** The platform's own id of the workspace. */
  readonly externalId: string;
  readonly status: 'active' | 'revoked';
}

/** The part of a store that every platform's has. Every method may fail while the database is away. */
export interface FoundWorkspaces<W> {
  find(externalId: string): Promise<W | null>;
  revoke(externalId: string): Promise<void>;
}

const FRESH_MS = 30_000;
const STORE_LIMIT_MS = 700;

/** The store with a short memory, so that a press costs no look-up, and people still get a sentence while the database is away. */
export interface KnownWorkspaces<W extends Connected> {
  /** The active workspace that has one of these ids, the first that fits. Throws when the store is away and it was never seen. */
  find(...externalIds: readonly (string | null | undefined)[]): Promise<W | null>;
  remember(workspace: W): void;
  revoke(externalId: string): Promise<void>;
}

export function createKnownWorkspaces<W extends Connected>(store: FoundWorkspaces<W>, log: Logger): KnownWorkspaces<W> {
  const seen = new Map<string, { workspace: W; at: number }>();

  const look = async (externalId: string): Promise<W | null> => {
    const known = seen.get(externalId);
    if (known && performance.now() - known.at < FRESH_MS) return known.workspace;
    try {
      const found = await within(store.find(externalId), STORE_LIMIT_MS);
      if (found) seen.set(externalId, { workspace: found, at: performance.now() });
      else seen.delete(externalId);
      return found;
    } catch (error) {
      if (!known) throw error;
      log.warn({ event: 'workspace-remembered', err: error }, 'workspace store away, going on with what is known');
      return known.workspace;
    }
  };

  return {
    async find(...externalIds) {
      for (const externalId of externalIds) {
        const found = externalId ? await look(externalId) : null;
        if (found?.status === 'active') return found;
      }
      return null;
    },
    remember(workspace) {
      seen.set(workspace.externalId, { workspace, at: performance.now() });
    },
    async revoke(externalId) {
      seen.delete(externalId);
      await store.revoke(externalId);
    },
  };
}
