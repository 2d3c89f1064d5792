import type { BodyFacts } from '../../bot/context.ts';
import type { FoundWorkspaces } from '../workspaces.ts';

/** A Teams tenant where the app is installed. */
export interface TeamsWorkspace {
  /** The Workspace row's id. */
  readonly id: string;
  readonly body: BodyFacts;
  /** The Entra tenant id. */
  readonly externalId: string;
  /** Where its conversations are reached; from the guarded activities only. */
  readonly serviceUrl: string;
  readonly status: 'active' | 'revoked';
}

export interface Installed {
  readonly externalId: string;
  readonly name: string;
  /** For a tenant that is not known yet; a known one keeps its own. */
  readonly kind: 'home' | 'guest';
  readonly serviceUrl: string;
}

/** How a person is reached: the bot's own name of them, and their personal conversation once there is one. */
export interface Contact {
  readonly memberId?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** Where tenants and contacts are kept. Every method may fail while the database is away. */
export interface TeamsStore extends FoundWorkspaces<TeamsWorkspace> {
  /** Adds the tenant, or renews a known one and makes it active again. */
  save(installed: Installed): Promise<TeamsWorkspace>;
  /** Null for an account that is not known. */
  findContact(workspaceId: string, userId: string): Promise<Contact | null>;
  /** Keeps a personal conversation that was made to write first; nothing for an account that is not known. */
  keepContact(workspaceId: string, userId: string, contact: Contact): Promise<void>;
  /** The person removed or blocked the app: nothing is sent to them until they are seen again. */
  markUnreachable(workspaceId: string, userId: string, code: string): Promise<void>;
  /** A connected channel is gone (deleted, app removed from its team). */
  markBlocked(workspaceId: string, channelIds: readonly string[], code: string): Promise<void>;
}
