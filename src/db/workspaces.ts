import { v7 as uuidv7 } from 'uuid';
import type { Database } from './client.ts';
import type { Workspace } from './generated/client.ts';

/** Seals and opens installations; see src/secrets.ts. */
export interface Sealer {
  seal(plain: string, about: string): string;
  open(sealed: string, about: string): string;
}

export interface NewWorkspace {
  readonly bodyId: string;
  readonly platform: 'slack' | 'teams';
  readonly externalId: string;
  readonly name: string;
  readonly kind: 'home' | 'guest';
  readonly botUserId: string | null;
  readonly scopes: readonly string[];
  /** What the adapter needs to speak there, tokens included, as JSON. */
  readonly installation: string | null;
}

/** A connected workspace with its installation opened. */
export interface ConnectedWorkspace extends Omit<Workspace, 'installation'> {
  readonly installation: string | null;
}

export interface Workspaces {
  find(platform: 'slack' | 'teams', externalId: string): Promise<ConnectedWorkspace | null>;
  get(id: string): Promise<ConnectedWorkspace | null>;
  /** Creates or renews; a revoked one becomes active again, and home stays home. */
  save(workspace: NewWorkspace, now: Date): Promise<ConnectedWorkspace>;
  /** Forgets the tokens; the rows that name the workspace stay. */
  revoke(platform: 'slack' | 'teams', externalId: string): Promise<void>;
}

/** The sealed value is bound to the workspace it was made for: copied to another row it does not open. */
const about = (platform: string, externalId: string) => `installation:${platform}:${externalId}`;

export function createWorkspaces(db: Database, sealer: Sealer): Workspaces {
  const opened = (row: Workspace | null): ConnectedWorkspace | null =>
    row && { ...row, installation: row.installation === null ? null : sealer.open(row.installation, about(row.platform, row.externalId)) };

  return {
    async find(platform, externalId) {
      return opened(await db.workspace.findUnique({ where: { platform_externalId: { platform, externalId } } }));
    },
    async get(id) {
      return opened(await db.workspace.findUnique({ where: { id } }));
    },
    async save(workspace, now) {
      const { platform, externalId, bodyId, kind, name, botUserId } = workspace;
      const installation = workspace.installation === null ? null : sealer.seal(workspace.installation, about(platform, externalId));
      const renewed = { name, botUserId, scopes: [...workspace.scopes], installation, status: 'active' as const };
      const row = await db.workspace.upsert({
        where: { platform_externalId: { platform, externalId } },
        create: { id: uuidv7(), bodyId, platform, externalId, kind, connectedAt: now, ...renewed },
        update: renewed,
      });
      return { ...row, installation: workspace.installation };
    },
    async revoke(platform, externalId) {
      await db.workspace.updateMany({ where: { platform, externalId }, data: { status: 'revoked', installation: null } });
    },
  };
}
