import { z } from 'zod';
import type { ConnectedWorkspace } from './db/workspaces.ts';
import { bodyOf, type Installation } from './installation.ts';
import type { SlackWorkspace, WorkspaceStore } from './platforms/slack/workspaces.ts';

const Installed = z.object({ botToken: z.string() });

/** The Slack adapter's view of the workspaces table: tokens opened, each with the body it belongs to. */
export function slackWorkspaces(installation: Installation): WorkspaceStore {
  const { workspaces, clock } = installation;
  return {
    async find(externalId) {
      const found = await workspaces.find('slack', externalId);
      return found && toSlackWorkspace(installation, found);
    },
    async save({ botToken, ...installed }) {
      const bodyId = (await workspaces.find('slack', installed.externalId))?.bodyId ?? installation.body.id;
      const sealed = JSON.stringify(Installed.parse({ botToken }));
      const saved = await workspaces.save({ ...installed, bodyId, platform: 'slack', installation: sealed }, clock.now());
      const workspace = await toSlackWorkspace(installation, saved);
      if (!workspace) throw new Error('the workspace was saved without a token');
      return workspace;
    },
    revoke: (externalId) => workspaces.revoke('slack', externalId),
  };
}

/** Null for a workspace whose token was revoked. */
export async function toSlackWorkspace(installation: Installation, row: ConnectedWorkspace): Promise<SlackWorkspace | null> {
  if (row.installation === null) return null;
  const { botToken } = Installed.parse(JSON.parse(row.installation));
  const body = await bodyOf(installation, row.bodyId);
  return { id: row.id, body, externalId: row.externalId, botToken, botUserId: row.botUserId ?? '', status: row.status };
}
