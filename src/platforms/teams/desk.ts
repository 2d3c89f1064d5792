import type { Logger } from 'pino';
import type { Chat } from '../../bot/chat.ts';
import type { Bot, Caller } from '../../bot/dispatch.ts';
import type { Once } from '../once.ts';
import type { Running } from '../patience.ts';
import type { KnownWorkspaces } from '../workspaces.ts';
import type { How } from './adaptive-card.ts';
import type { TeamsSettings } from './app.ts';
import { readMember, type ChatParts } from './chat.ts';
import type { Connectors } from './client.ts';
import { isPersonal, type Activity } from './envelope.ts';
import { toSeen } from './identity.ts';
import type { MeetingEvent } from './meeting-events.ts';
import { withoutThread } from './message-ref.ts';
import type { TeamsStore, TeamsWorkspace } from './workspaces.ts';

/** What the listeners work with. */
export interface Desk {
  readonly bot: Bot;
  readonly config: TeamsSettings;
  readonly store: TeamsStore;
  readonly workspaces: KnownWorkspaces<TeamsWorkspace>;
  readonly connectors: Connectors;
  chatPartsOf(workspace: TeamsWorkspace): ChatParts;
  chatFor(workspace: TeamsWorkspace): Chat;
  readonly once: Once;
  readonly running: Running;
  meetingEvent(workspace: TeamsWorkspace, event: MeetingEvent): Promise<void>;
  readonly log: Logger;
}

/** What a person did, in a tenant that is known. */
export interface Turn {
  readonly activity: Activity;
  readonly workspace: TeamsWorkspace;
  readonly userId: string;
  readonly caller: Caller;
  /** In the person's own chat with the bot. */
  readonly personal: boolean;
}

/** Null when Teams does not say which account it was: the other ids name nobody for good. */
export function toTurn(desk: Desk, workspace: TeamsWorkspace, activity: Activity): Turn | null {
  const { from, conversation } = activity;
  const userId = from.aadObjectId;
  if (userId == null) return null;
  const connector = desk.connectors(workspace.serviceUrl);
  const caller: Caller = {
    body: workspace.body,
    workspaceId: workspace.id,
    externalUserId: userId,
    surface: 'teams',
    profile: () => readMember(connector, withoutThread(conversation.id), userId, workspace, from.id ?? userId),
    seen: toSeen(activity),
  };
  return { activity, workspace, userId, caller, personal: isPersonal(activity) };
}

export const howOf = (desk: Pick<Desk, 'bot' | 'config'>, surface: How['surface'], home = false): How => ({
  surface,
  // The playground has no dialogs.
  dialogs: !desk.config.local,
  opensForm: (press, payload) => desk.bot.opensForm(press, payload),
  ...(home && { home }),
});
