import { z } from 'zod';
import { directChannel, findChannel, isMember, joinChannel, setArchived } from '../desk/channels.ts';
import { listPublicMessages } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import { announce, findPerson, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { Flag, Limit, method, Name, page } from './define.ts';
import { SlackError } from './error.ts';
import { toSlackChannel, toSlackMessage } from './shapes.ts';

function getChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

function getJoined(world: World, id: string): Channel {
  const channel = getChannel(world, id);
  if (channel.archived) throw new SlackError('is_archived');
  if (!isMember(channel, APP.userId)) throw new SlackError('not_in_channel');
  return channel;
}

const ids = Name.transform((list) => list.split(',').map((id) => id.trim()));

const open = method(
  'conversations.open',
  z.object({ users: ids.optional(), channel: z.string().optional(), return_im: Flag }),
  (world, args) => {
    if (args.channel) return { channel: toSlackChannel(world, getChannel(world, args.channel)) };
    const [user, ...more] = args.users ?? [];
    if (user === undefined || more.length > 0)
      throw new SlackError('invalid_arguments', ['The sandbox opens conversations with one person.']);
    if (!findPerson(world, user)) throw new SlackError('user_not_found');
    const channel = directChannel(world, user);
    return { channel: args.return_im ? toSlackChannel(world, channel) : { id: channel.id } };
  },
);

const info = method('conversations.info', z.object({ channel: Name }), (world, args) => ({
  channel: toSlackChannel(world, getChannel(world, args.channel)),
}));

const List = z.object({ types: z.string().default('public_channel'), exclude_archived: Flag, limit: Limit, cursor: z.string().optional() });

const list = method('conversations.list', List, (world, args) => {
  const kinds = args.types.split(',').map((type) => (type.trim() === 'im' ? 'dm' : 'channel'));
  const all = [...world.channels.values()].filter((c) => kinds.includes(c.kind) && !(args.exclude_archived && c.archived));
  const { items, next } = page(all, args.limit, args.cursor);
  return { channels: items.map((channel) => toSlackChannel(world, channel)), response_metadata: { next_cursor: next } };
});

const Paged = z.object({ channel: Name, limit: Limit, cursor: z.string().optional() });

const members = method('conversations.members', Paged, (world, args) => {
  const { items, next } = page(getChannel(world, args.channel).members, args.limit, args.cursor);
  return { members: items, response_metadata: { next_cursor: next } };
});

const History = Paged.extend({
  oldest: z.string().default(''),
  latest: z.string().default(''),
  inclusive: Flag,
  include_all_metadata: Flag,
});

const history = method('conversations.history', History, (world, args) => {
  const channel = getChannel(world, args.channel);
  if (!isMember(channel, APP.userId)) throw new SlackError('not_in_channel');
  const between = listPublicMessages(world, channel.id).filter(
    ({ ts }) =>
      (args.oldest === '' || isAfter(ts, args.oldest, args.inclusive)) && (args.latest === '' || isAfter(args.latest, ts, args.inclusive)),
  );
  const { items, next } = page(between.reverse(), args.limit, args.cursor);
  return {
    messages: items.map((message) => toSlackMessage(world, message, args.include_all_metadata)),
    has_more: next !== '',
    pin_count: channel.pins.length,
    response_metadata: { next_cursor: next },
  };
});

function isAfter(a: string, b: string, orSame: boolean): boolean {
  return Number(a) > Number(b) || (orSame && Number(a) === Number(b));
}

const invite = method('conversations.invite', z.object({ channel: Name, users: ids }), (world, args) => {
  const channel = getJoined(world, args.channel);
  if (args.users.includes(APP.userId)) throw new SlackError('cant_invite_self');
  if (args.users.some((id) => !findPerson(world, id))) throw new SlackError('user_not_found');
  if (args.users.some((id) => isMember(channel, id))) throw new SlackError('already_in_channel');
  joinChannel(world, channel, args.users);
  return { channel: toSlackChannel(world, channel) };
});

const join = method('conversations.join', z.object({ channel: Name }), (world, args) => {
  const channel = getChannel(world, args.channel);
  if (channel.archived) throw new SlackError('is_archived');
  const added = joinChannel(world, channel, [APP.userId]);
  return { channel: toSlackChannel(world, channel), ...(added.length === 0 && { warning: 'already_in_channel' }) };
});

const setTopic = method('conversations.setTopic', z.object({ channel: Name, topic: z.string().max(250) }), (world, args) => {
  const channel = getJoined(world, args.channel);
  channel.topic = args.topic;
  announce(world, { kind: 'channels' });
  return { channel: toSlackChannel(world, channel) };
});

const archive = method('conversations.archive', z.object({ channel: Name }), (world, args) => {
  const channel = findChannel(world, args.channel);
  if (!channel) throw new SlackError('channel_not_found');
  if (channel.archived) throw new SlackError('already_archived');
  setArchived(world, channel, true);
  return {};
});

export const conversationMethods = [open, info, list, members, history, invite, join, setTopic, archive];
