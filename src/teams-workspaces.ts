import { z } from 'zod';
import type { ConnectedWorkspace } from './db/workspaces.ts';
import { keepContact } from './features/directory/keep-contact.ts';
import { bodyOf, type Installation } from './installation.ts';
import type { TeamsStore, TeamsWorkspace } from './platforms/teams/workspaces.ts';

const Installed = z.object({ serviceUrl: z.string() });
const KeptContact = z.object({ memberId: z.string().optional(), conversationId: z.string().optional() });

/** The Teams adapter's view of the workspaces and accounts tables. */
export function teamsWorkspaces(installation: Installation): TeamsStore {
  const { workspaces, clock, database } = installation;
  return {
    async find(externalId) {
      const found = await workspaces.find('teams', externalId);
      return found && toTeamsWorkspace(installation, found);
    },
    async save({ serviceUrl, ...installed }) {
      const bodyId = (await workspaces.find('teams', installed.externalId))?.bodyId ?? installation.body.id;
      const row = {
        ...installed,
        bodyId,
        platform: 'teams' as const,
        botUserId: null,
        scopes: [],
        installation: JSON.stringify({ serviceUrl }),
      };
      const workspace = await toTeamsWorkspace(installation, await workspaces.save(row, clock.now()));
      if (!workspace) throw new Error('the tenant was saved without a service address');
      return workspace;
    },
    revoke: (externalId) => workspaces.revoke('teams', externalId),
    async findContact(workspaceId, externalUserId) {
      const account = await database.db.account.findUnique({
        where: { workspaceId_externalUserId: { workspaceId, externalUserId } },
        select: { contact: true },
      });
      return account && (KeptContact.safeParse(account.contact).data ?? {});
    },
    keepContact: (workspaceId, externalUserId, contact) => keepContact(database.db, { workspaceId, externalUserId }, { ...contact }),
    async markUnreachable(workspaceId, externalUserId, code) {
      await database.db.account.updateMany({ where: { workspaceId, externalUserId }, data: { unreachable: code } });
    },
    async markBlocked(workspaceId, channelIds, code) {
      const where = { workspaceId, externalChannelId: { in: [...channelIds] }, disconnectedAt: null, blocked: null };
      await database.db.groupChannel.updateMany({ where, data: { blocked: code } });
    },
  };
}

/** Null for a tenant that the app was removed from. */
export async function toTeamsWorkspace(installation: Installation, row: ConnectedWorkspace): Promise<TeamsWorkspace | null> {
  if (row.installation === null) return null;
  const { serviceUrl } = Installed.parse(JSON.parse(row.installation));
  const body = await bodyOf(installation, row.bodyId);
  return { id: row.id, body, externalId: row.externalId, serviceUrl, status: row.status };
}
