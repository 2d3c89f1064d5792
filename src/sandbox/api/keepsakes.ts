import { z } from 'zod';
import { announceChannel, isMember } from '../desk/channels.ts';
import { newId } from '../desk/ids.ts';
import { findMessage, listPublicMessages } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import type { World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { method, Name } from './define.ts';
import { SlackError } from './error.ts';
import { toSlackMessage } from './shapes.ts';

function getJoined(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel || !isMember(channel, APP.userId)) throw new SlackError('channel_not_found');
  if (channel.archived) throw new SlackError('is_archived');
  return channel;
}

const pinsAdd = method('pins.add', z.object({ channel: Name, timestamp: Name }), (world, args) => {
  const channel = getJoined(world, args.channel);
  if (!findMessage(world, channel.id, args.timestamp)) throw new SlackError('message_not_found');
  if (channel.pins.includes(args.timestamp)) throw new SlackError('already_pinned');
  channel.pins.push(args.timestamp);
  announceChannel(world, channel);
  return {};
});

const pinsRemove = method('pins.remove', z.object({ channel: Name, timestamp: Name }), (world, args) => {
  const channel = getJoined(world, args.channel);
  if (!channel.pins.includes(args.timestamp)) throw new SlackError('no_pin');
  channel.pins = channel.pins.filter((ts) => ts !== args.timestamp);
  announceChannel(world, channel);
  return {};
});

const pinsList = method('pins.list', z.object({ channel: Name }), (world, args) => {
  const channel = getJoined(world, args.channel);
  const pinned = listPublicMessages(world, channel.id).filter(({ ts }) => channel.pins.includes(ts));
  return { items: pinned.map((message) => ({ type: 'message', channel: channel.id, message: toSlackMessage(world, message) })) };
});

const Bookmark = z.object({ channel_id: Name, title: Name, type: z.literal('link'), link: z.url() });

const bookmarksAdd = method('bookmarks.add', Bookmark, (world, args) => {
  const channel = getJoined(world, args.channel_id);
  const bookmark = { id: newId('Bk'), title: args.title, link: args.link };
  channel.bookmarks.push(bookmark);
  announceChannel(world, channel);
  return { bookmark: { ...bookmark, channel_id: channel.id, type: 'link' } };
});

const bookmarksList = method('bookmarks.list', z.object({ channel_id: Name }), (world, args) => {
  const channel = getJoined(world, args.channel_id);
  return { bookmarks: channel.bookmarks.map((bookmark) => ({ ...bookmark, channel_id: channel.id, type: 'link' })) };
});

export const keepsakeMethods = [pinsAdd, pinsRemove, pinsList, bookmarksAdd, bookmarksList];
