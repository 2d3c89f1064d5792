import { toSlackMessage, toSlackView } from '../api/shapes.ts';
import { directChannel } from '../desk/channels.ts';
import { findMessage } from '../desk/messages.ts';
import type { World } from '../desk/world.ts';
import type { Done } from './command.ts';
import { deliverEvent, deliverPayload } from './deliver.ts';
import { channelName, envelope, eventCallback, eventTime } from './envelope.ts';
import { issueReplyUrl } from './reply.ts';
import { issueTrigger } from './triggers.ts';

/** Tells the app that somebody opened its home; it answers with `views.publish` when it likes. */
export async function openHome(world: World, person: string): Promise<Done> {
  const home = world.homes.get(person);
  const event = {
    type: 'app_home_opened',
    user: person,
    channel: directChannel(world, person).id,
    tab: 'home',
    ...(home && { view: toSlackView(world, home) }),
    event_ts: eventTime(world),
  };
  const outcome = await deliverEvent(world, 'app_home_opened', eventCallback(world, event));
  return outcome.ok ? { ok: true } : outcome;
}

/** Runs a message shortcut of the app on one message. */
export async function runShortcut(world: World, person: string, callbackId: string, at: { channel: string; ts: string }): Promise<Done> {
  const channel = world.channels.get(at.channel);
  const message = channel && findMessage(world, channel.id, at.ts);
  if (!message || message.onlyFor !== undefined) return { ok: false, error: 'stale_action' };
  const outcome = await deliverPayload(world, `message_action ${callbackId}`, {
    type: 'message_action',
    ...envelope(world, person),
    callback_id: callbackId,
    trigger_id: issueTrigger(world, person),
    response_url: issueReplyUrl(world, { channel, person, message: message.ts }),
    channel: channelName(channel),
    message_ts: message.ts,
    message: toSlackMessage(world, message),
    action_ts: eventTime(world),
  });
  return outcome.ok ? { ok: true } : outcome;
}
