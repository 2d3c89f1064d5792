import { within } from '../patience.ts';
import type { Connectors } from './client.ts';
import type { MeetingEvent } from './meeting-events.ts';
import type { TeamsWorkspace } from './workspaces.ts';

const LOOK_MS = 3000;
const KEPT = 500;

/** The address to join: said at the start and the end, looked up where somebody comes or goes. */
export type FindLink = (workspace: TeamsWorkspace, event: MeetingEvent) => Promise<string | null>;

/** The address of a meeting never changes, and dozens of people join at once. Null where Teams does not tell it. */
export function createFindLink(connectors: Connectors): FindLink {
  const known = new Map<string, Promise<string | null>>();

  const look = async ({ serviceUrl }: TeamsWorkspace, meetingId: string): Promise<string | null> => {
    try {
      const { details } = await within(
        connectors(serviceUrl)((api) => api.meetings.getById(encodeURIComponent(meetingId))),
        LOOK_MS,
      );
      return details?.joinUrl ?? null;
    } catch {
      known.delete(meetingId);
      return null;
    }
  };

  return (workspace, event) => {
    if ('joinUrl' in event) return Promise.resolve(event.joinUrl);
    const { meetingId } = event;
    const found = known.get(meetingId) ?? look(workspace, meetingId);
    known.set(meetingId, found);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
