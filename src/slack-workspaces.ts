import { z } from 'zod';
import { loadBody } from '../prisma/seed.ts';
import type { Chat } from './bot/chat.ts';
import type { BodyFacts } from './bot/context.ts';
import type { ConnectedWorkspace } from './db/workspaces.ts';
import type { Installation } from './installation.ts';
import type { Slack } from './platforms/slack/app.ts';
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

async function toSlackWorkspace(installation: Installation, row: ConnectedWorkspace): Promise<SlackWorkspace | null> {
  if (row.installation === null) return null;
  const { botToken } = Installed.parse(JSON.parse(row.installation));
  const body = await bodyOf(installation, row.bodyId);
  return { id: row.id, body, externalId: row.externalId, botToken, botUserId: row.botUserId ?? '', status: row.status };
}

/** The body by id; the installation's own is at hand. */
export const bodyOf = async (installation: Installation, id: string): Promise<BodyFacts> =>
  id === installation.body.id ? installation.body : loadBody(installation.database.db, { id });

/** How the scheduler reaches a workspace by its row's id; null while it is not connected. */
export async function chatById(installation: Installation, slack: Slack, workspaceId: string): Promise<Chat | null> {
  const row = await installation.workspaces.get(workspaceId);
  const workspace = row?.status === 'active' ? await toSlackWorkspace(installation, row) : null;
  return workspace && slack.chatFor(workspace);
}
