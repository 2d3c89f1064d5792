import type { Logger } from 'pino';
import type { BodyFacts } from '../../bot/context.ts';
import { within } from './patience.ts';

/** A Slack team, or a Slack enterprise where the app is installed for all its teams. */
export interface SlackWorkspace {
  /** The Workspace row's id. */
  readonly id: string;
  readonly body: BodyFacts;
  /** Slack's team id (T…) or enterprise id (E…). */
  readonly externalId: string;
  readonly botToken: string;
  readonly botUserId: string;
  readonly status: 'active' | 'revoked';
}

export interface Installed {
  readonly externalId: string;
  readonly name: string;
  /** For a workspace that is not known yet; a known one keeps its own. */
  readonly kind: 'home' | 'guest';
  readonly botToken: string;
  readonly botUserId: string;
  readonly scopes: readonly string[];
}

/** Where installations are kept. Every method may fail while the database is away. */
export interface WorkspaceStore {
  find(externalId: string): Promise<SlackWorkspace | null>;
  /** Adds the workspace, or gives a known one its new token and makes it active again. */
  save(installed: Installed): Promise<SlackWorkspace>;
  revoke(externalId: string): Promise<void>;
}

const FRESH_MS = 30_000;
const STORE_LIMIT_MS = 700;

/** The store with a short memory, so that a press costs no look-up, and people still get a sentence while the database is away. */
export interface KnownWorkspaces {
  /** The active workspace that has one of these ids, the first that fits. Throws when the store is away and it was never seen. */
  find(...externalIds: readonly (string | null | undefined)[]): Promise<SlackWorkspace | null>;
  remember(workspace: SlackWorkspace): void;
  revoke(externalId: string): Promise<void>;
}

export function createKnownWorkspaces(store: WorkspaceStore, log: Logger): KnownWorkspaces {
  const seen = new Map<string, { workspace: SlackWorkspace; at: number }>();

  const look = async (externalId: string): Promise<SlackWorkspace | null> => {
    const known = seen.get(externalId);
    if (known && performance.now() - known.at < FRESH_MS) return known.workspace;
    try {
      const found = await within(store.find(externalId), STORE_LIMIT_MS);
      if (found) seen.set(externalId, { workspace: found, at: performance.now() });
      else seen.delete(externalId);
      return found;
    } catch (error) {
      if (!known) throw error;
      log.warn({ event: 'slack-workspace-remembered', err: error }, 'workspace store away, going on with what is known');
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
