import type { Desk } from './desk.ts';
import { namesBot, tenantOf, type Activity } from './envelope.ts';
import type { Installed, TeamsWorkspace } from './workspaces.ts';

/** The playground may not say in which tenant it is. */
const LOCAL_TENANT = 'local';
const NAME = 'Microsoft Teams';

type Parts = Pick<Desk, 'config' | 'store' | 'workspaces' | 'log'>;

/**
 * The tenant an activity is from; null when nothing may be done there. The body's own tenant is known from its first
 * activity, any other only from the one that adds the app. Throws when the store is away and it was never seen.
 */
export async function findTenant(parts: Parts, activity: Activity): Promise<TeamsWorkspace | null> {
  const { config, store, workspaces } = parts;
  const externalId = (tenantOf(activity) ?? (config.local ? LOCAL_TENANT : '')).toLowerCase();
  if (externalId === '') return null;
  const known = await workspaces.find(externalId);
  if (known) return known.serviceUrl === activity.serviceUrl ? known : renew(parts, known, activity.serviceUrl);
  const kind = config.local || externalId === config.tenantId?.toLowerCase() ? 'home' : 'guest';
  const isNew = kind === 'home' && (await store.find(externalId)) === null;
  if (!isNew && !addsApp(activity)) return null;
  return save(parts, { externalId, name: NAME, kind, serviceUrl: activity.serviceUrl });
}

const addsApp = (activity: Activity): boolean =>
  (activity.type === 'installationUpdate' && activity.action?.startsWith('add') === true) ||
  (activity.type === 'conversationUpdate' && namesBot(activity, activity.membersAdded));

async function save({ store, workspaces, log }: Parts, installed: Installed): Promise<TeamsWorkspace> {
  const workspace = await store.save(installed);
  workspaces.remember(workspace);
  log.info({ event: 'teams-tenant-saved', workspaceId: workspace.id, kind: installed.kind }, 'a tenant is connected');
  return workspace;
}

/** Microsoft moves tenants; what is sent later must go to the new address. */
async function renew(parts: Parts, known: TeamsWorkspace, serviceUrl: string): Promise<TeamsWorkspace> {
  try {
    return await save(parts, { externalId: known.externalId, name: NAME, kind: 'guest', serviceUrl });
  } catch (error) {
    parts.log.warn({ event: 'teams-tenant-not-renewed', err: error }, 'a new service address could not be kept');
    return { ...known, serviceUrl };
  }
}
