import { nextTs } from './ids.ts';
import type { Channel, Message, Metadata, StoredBlock } from './types.ts';
import { announce, now, type World } from './world.ts';

export interface NewMessage {
  author: string;
  text: string;
  blocks?: StoredBlock[];
  metadata?: Metadata;
  threadTs?: string;
  onlyFor?: string;
}

/** Adds a message at the end of a conversation. The author has read what they wrote. */
export function postMessage(world: World, channel: Channel, input: NewMessage): Message {
  const message: Message = {
    blocks: [],
    ...input,
    ts: nextTs(world),
    channel: channel.id,
    at: now(world),
    edited: false,
    rev: 0,
    values: {},
  };
  listAll(world, channel.id).push(message);
  markRead(world, message.author, channel.id);
  announce(world, { kind: 'conversation', channel: channel.id });
  return message;
}

function listAll(world: World, channel: string): Message[] {
  const all = world.messages.get(channel) ?? [];
  world.messages.set(channel, all);
  return all;
}

export function findMessage(world: World, channel: string, ts: string): Message | null {
  return listAll(world, channel).find((message) => message.ts === ts) ?? null;
}

/** What one person sees in a conversation: everything but other people's private lines. */
export function listMessages(world: World, channel: string, person: string): Message[] {
  return listAll(world, channel).filter((m) => m.onlyFor === undefined || m.onlyFor === person);
}

/** What is stored for everyone: no private lines. */
export function listPublicMessages(world: World, channel: string): Message[] {
  return listAll(world, channel).filter((m) => m.onlyFor === undefined);
}

/** Replaces what a message says. Input values survive where block and action keep their ids. */
export function changeMessage(
  world: World,
  message: Message,
  change: Partial<Pick<Message, 'text' | 'blocks' | 'metadata' | 'edited'>>,
): void {
  Object.assign(message, change);
  message.rev += 1;
  announce(world, { kind: 'conversation', channel: message.channel });
}

export function removeMessage(world: World, message: Message): void {
  const left = listAll(world, message.channel).filter(({ ts }) => ts !== message.ts);
  world.messages.set(message.channel, left);
  const channel = world.channels.get(message.channel);
  if (channel) channel.pins = channel.pins.filter((ts) => ts !== message.ts);
  announce(world, { kind: 'conversation', channel: message.channel });
}

/** The time of the last message this person has read here, or an empty text. */
export function lastRead(world: World, person: string, channel: string): string {
  return world.reads.get(`${person} ${channel}`) ?? '';
}

export function markRead(world: World, person: string, channel: string): void {
  const last = listMessages(world, channel, person).at(-1)?.ts ?? '';
  if (last <= lastRead(world, person, channel)) return;
  world.reads.set(`${person} ${channel}`, last);
  announce(world, { kind: 'channels' });
}

export function countUnread(world: World, person: string, channel: string): number {
  const read = lastRead(world, person, channel);
  return listMessages(world, channel, person).filter(({ ts, author }) => ts > read && author !== person).length;
}
