import { isMember } from '../desk/channels.ts';
import type { Channel, Message, OpenView } from '../desk/types.ts';
import { displayName, handle, type World } from '../desk/world.ts';
import { APP, type SandboxPerson } from '../options.ts';
import { stateOf } from '../app/values.ts';

/** A message as Slack's API and interactions describe it. */
export function toSlackMessage(world: World, message: Message, withMetadata = true): Record<string, unknown> {
  const { ts, text, blocks, author, metadata, threadTs, edited } = message;
  const byApp = author === APP.userId;
  return {
    type: 'message',
    user: author,
    ts,
    text,
    team: world.options.team.id,
    ...(byApp && { bot_id: APP.botId, app_id: APP.id, bot_profile: botProfile(world) }),
    ...(blocks.length > 0 && { blocks }),
    ...(withMetadata && metadata && { metadata }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(edited && { edited: { user: author, ts } }),
  };
}

function botProfile(world: World): Record<string, unknown> {
  return { id: APP.botId, app_id: APP.id, name: APP.name, deleted: false, team_id: world.options.team.id };
}

/** A modal or home as Slack describes it, with what is typed in it. */
export function toSlackView(world: World, open: OpenView): Record<string, unknown> {
  const { view } = open;
  return {
    id: open.id,
    team_id: world.options.team.id,
    type: view.type,
    title: view.title ?? null,
    submit: view.submit ?? null,
    close: view.close ?? null,
    blocks: view.blocks,
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    external_id: view.external_id,
    state: { values: stateOf(view.blocks, open.values) },
    hash: open.hash,
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    previous_view_id: open.previousId,
    root_view_id: open.rootId,
    app_id: APP.id,
    app_installed_team_id: world.options.team.id,
    bot_id: APP.botId,
  };
}

/** A channel or direct conversation as `conversations.info` describes it. */
export function toSlackChannel(world: World, channel: Channel): Record<string, unknown> {
  const { id, name, topic, created, archived, members } = channel;
  const base = { id, created, is_archived: archived, context_team_id: world.options.team.id, is_private: channel.kind === 'dm' };
  if (channel.kind === 'dm') return { ...base, is_im: true, is_channel: false, user: members.find((m) => m !== APP.userId) };
  const said = { creator: '', last_set: 0 };
  return {
    ...base,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_general: name === 'general',
    is_member: isMember(channel, APP.userId),
    topic: { value: topic, ...said },
    purpose: { value: '', ...said },
    num_members: members.length,
  };
}

/** A person as `users.info` describes them. */
export function toSlackUser(world: World, person: SandboxPerson, withLocale: boolean): Record<string, unknown> {
  const [first = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    team_id: world.options.team.id,
    name: handle(world, person.id),
    real_name: person.name,
    deleted: false,
    is_bot: false,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, world.options.clock.now()),
    ...(withLocale && { locale: person.locale }),
    profile: {
      email: person.email,
      real_name: person.name,
      display_name: person.name,
      first_name: first,
      last_name: rest.join(' '),
      title: person.title,
      team: world.options.team.id,
    },
  };
}

/** The app's own user. */
export function toSlackBot(world: World): Record<string, unknown> {
  const name = displayName(world, APP.userId);
  return {
    id: APP.userId,
    team_id: world.options.team.id,
    name: APP.handle,
    real_name: name,
    deleted: false,
    is_bot: true,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile: { real_name: name, display_name: name, bot_id: APP.botId, api_app_id: APP.id },
  };
}

function offsetSeconds(tz: string, at: Date): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
