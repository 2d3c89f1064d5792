import { z } from 'zod';
import { directChannel, findChannel, isMember } from '../desk/channels.ts';
import { changeMessage, findMessage, postMessage, removeMessage } from '../desk/messages.ts';
import type { Channel, Message } from '../desk/types.ts';
import { findPerson, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { contentArgs, readContent } from './content.ts';
import { method, Name } from './define.ts';
import { SlackError } from './error.ts';
import { assertPaced } from './pacing.ts';
import { toSlackMessage } from './shapes.ts';

/** The conversation the app may write to; a person's id means the direct conversation with them. */
export function getWritable(world: World, target: string): Channel {
  const channel = findPerson(world, target) ? directChannel(world, target) : findChannel(world, target);
  if (!channel) throw new SlackError('channel_not_found');
  if (channel.archived) throw new SlackError('is_archived');
  if (!isMember(channel, APP.userId)) throw new SlackError('not_in_channel');
  return channel;
}

/** The app's own message, which nobody else may change. */
function getOwnMessage(world: World, target: string, ts: string, refusal: string): Message {
  const channel = getWritable(world, target);
  const message = findMessage(world, channel.id, ts);
  if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
  if (message.author !== APP.userId) throw new SlackError(refusal);
  return message;
}

function threadOf(ts: string | undefined): { threadTs?: string } {
  return ts === undefined || ts === '' ? {} : { threadTs: ts };
}

const Post = z.object({ channel: Name, thread_ts: z.string().optional(), ...contentArgs });

const chatPostMessage = method('chat.postMessage', Post, (world, args) => {
  const channel = getWritable(world, args.channel);
  assertPaced(world, channel.id);
  const content = readContent(world, 'chat.postMessage', args);
  const message = postMessage(world, channel, { ...content, author: APP.userId, ...threadOf(args.thread_ts) });
  return { channel: channel.id, ts: message.ts, message: toSlackMessage(world, message) };
});

const chatUpdate = method('chat.update', z.object({ channel: Name, ts: Name, ...contentArgs }), (world, args) => {
  const message = getOwnMessage(world, args.channel, args.ts, 'cant_update_message');
  const content = readContent(world, 'chat.update', args);
  changeMessage(world, message, { ...content, edited: true });
  return { channel: message.channel, ts: message.ts, text: message.text, message: toSlackMessage(world, message) };
});

const chatDelete = method('chat.delete', z.object({ channel: Name, ts: Name }), (world, args) => {
  const message = getOwnMessage(world, args.channel, args.ts, 'cant_delete_message');
  removeMessage(world, message);
  return { channel: message.channel, ts: message.ts };
});

const chatPostEphemeral = method('chat.postEphemeral', Post.extend({ user: Name }), (world, args) => {
  const channel = getWritable(world, args.channel);
  if (!findPerson(world, args.user) || !isMember(channel, args.user)) throw new SlackError('user_not_in_channel');
  const content = readContent(world, 'chat.postEphemeral', args);
  const message = postMessage(world, channel, { ...content, author: APP.userId, onlyFor: args.user });
  return { message_ts: message.ts };
});

const chatGetPermalink = method('chat.getPermalink', z.object({ channel: Name, message_ts: Name }), (world, args) => {
  const channel = findChannel(world, args.channel);
  if (!channel) throw new SlackError('channel_not_found');
  if (!findMessage(world, channel.id, args.message_ts)) throw new SlackError('message_not_found');
  return { channel: channel.id, permalink: `/sandbox?in=${channel.id}#m-${args.message_ts}` };
});

export const chatMethods = [chatPostMessage, chatUpdate, chatDelete, chatPostEphemeral, chatGetPermalink];
