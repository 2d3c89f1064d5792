import { newMark } from '../desk/ids.ts';
import type { Channel } from '../desk/types.ts';
import { handle, now, type World } from '../desk/world.ts';
import { APP } from '../options.ts';

/** Slack sends this legacy word with everything; apps are told to ignore it. */
export const TOKEN = 'sandbox-verification-token';

/** What every interaction payload carries: who, where installed, which app. */
export function envelope(world: World, person: string): Record<string, unknown> {
  const { id, domain } = world.options.team;
  const name = handle(world, person);
  return {
    user: { id: person, username: name, name, team_id: id },
    team: { id, domain },
    api_app_id: APP.id,
    token: TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** `{ id, name }` of a channel, as interactions name it. */
export function channelName(channel: Channel): { id: string; name: string } {
  return { id: channel.id, name: channel.name };
}

/** A time like a message's, for `action_ts` and `event_ts`. */
export function eventTime(world: World): string {
  return `${(now(world) / 1000).toFixed(3)}${Math.floor(Math.random() * 1000)
    .toString()
    .padStart(3, '0')}`;
}

/** An Events API envelope around one event. */
export function eventCallback(world: World, event: Record<string, unknown>): Record<string, unknown> {
  const { id } = world.options.team;
  return {
    token: TOKEN,
    team_id: id,
    context_team_id: id,
    context_enterprise_id: null,
    api_app_id: APP.id,
    event,
    type: 'event_callback',
    event_id: `Ev${newMark(10)}`,
    event_time: Math.floor(now(world) / 1000),
    authorizations: [{ enterprise_id: null, team_id: id, user_id: APP.userId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: newMark(24),
  };
}
