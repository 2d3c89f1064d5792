import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Chat } from '../../bot/chat.ts';
import type { Bot } from '../../bot/dispatch.ts';
import type { SeenLedger } from '../once.ts';
import type { TeamsStore, TeamsWorkspace } from './workspaces.ts';

export interface TeamsSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The body's own tenant; absent in local mode, where the playground's is taken. */
  readonly tenantId: string | undefined;
  readonly local: boolean;
  readonly targeted: boolean;
  readonly serviceHosts: readonly string[];
}

export interface TeamsParts {
  readonly config: TeamsSettings;
  readonly bot: Bot;
  readonly web: Express;
  readonly publicUrl: string;
  readonly store: TeamsStore;
  readonly ledger: SeenLedger;
  readonly log: Logger;
  readonly now: () => Date;
}

export interface Teams {
  start(): Promise<void>;
  /** Takes nothing new and waits, at most ten seconds, for what is running. */
  stop(): Promise<void>;
  ready(): Promise<{ ok: boolean; detail: string }>;
  chatFor(workspace: TeamsWorkspace): Chat;
}

export function createTeams(parts: TeamsParts): Teams {
  throw new Error(`not built yet: ${parts.publicUrl}`);
}
