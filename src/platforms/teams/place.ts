import type { Place } from '../../bot/define.ts';
import { within } from '../patience.ts';
import type { Connectors } from './client.ts';
import { withoutThread } from './message-ref.ts';
import type { Turn } from './desk.ts';

/** Names of channels change seldom, and every command typed in a channel needs one. */
const FRESH_MS = 600_000;
const LOOK_MS = 2000;
/** Teams leaves the first channel of a team without a name. */
const FIRST_CHANNEL = 'General';
const GROUP_CHAT = 'group chat';

/** Where a command was typed; a personal chat is nobody's place. */
export type FindPlace = (turn: Turn) => Promise<Place | null>;

export function createFindPlace(connectors: Connectors): FindPlace {
  const known = new Map<string, { name: string; at: number }>();

  const look = async ({ activity, workspace }: Turn, teamId: string, channelId: string): Promise<string> => {
    const seen = known.get(channelId);
    if (seen && performance.now() - seen.at < FRESH_MS) return seen.name;
    try {
      const channels = await within(
        connectors(workspace.serviceUrl)((api) => api.teams.getConversations(teamId)),
        LOOK_MS,
      );
      const name = channels.find((one) => one.id === channelId)?.name ?? FIRST_CHANNEL;
      known.set(channelId, { name, at: performance.now() });
      return name;
    } catch {
      return activity.channelData?.team?.name ?? FIRST_CHANNEL;
    }
  };

  return async (turn) => {
    if (turn.personal) return null;
    const { conversation, channelData } = turn.activity;
    const channelId = withoutThread(conversation.id);
    if (!channelData?.team) return { channelId, channelName: conversation.name ?? GROUP_CHAT };
    return { channelId, channelName: channelData.channel?.name ?? (await look(turn, channelData.team.id, channelId)) };
  };
}
