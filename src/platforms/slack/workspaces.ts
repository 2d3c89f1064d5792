import type { BodyFacts } from '../../bot/context.ts';
import type { FoundWorkspaces } from '../workspaces.ts';

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
export interface WorkspaceStore extends FoundWorkspaces<SlackWorkspace> {
  /** Adds the workspace, or gives a known one its new token and makes it active again. */
  save(installed: Installed): Promise<SlackWorkspace>;
}
