import { APP } from '../options.ts';
import { newId } from './ids.ts';
import type { Channel } from './types.ts';
import { announce, now, type World } from './world.ts';

const HOME_CHANNEL = 'general';

/** Makes the channels of the options that are not there yet; everyone and the app are in #general. */
export function seedChannels(world: World): void {
  const wanted = [{ name: HOME_CHANNEL, topic: 'Everyone is here' }, ...world.options.channels];
  for (const { name, topic } of wanted) {
    const present = findChannelNamed(world, name);
    if (present) {
      if (topic && present.topic !== topic) present.topic = topic;
      continue;
    }
    const everyone = name === HOME_CHANNEL ? [...world.options.people.map(({ id }) => id), APP.userId] : [];
    addChannel(world, { id: newId('C'), name, topic: topic ?? '', kind: 'channel', members: everyone });
  }
}

function addChannel(world: World, channel: Pick<Channel, 'id' | 'name' | 'topic' | 'kind' | 'members'>): Channel {
  const full: Channel = { ...channel, created: Math.floor(now(world) / 1000), archived: false, pins: [], bookmarks: [] };
  world.channels.set(full.id, full);
  world.messages.set(full.id, []);
  announce(world, { kind: 'channels' });
  return full;
}

function findChannelNamed(world: World, name: string): Channel | null {
  const plain = name.replace(/^#/, '').toLowerCase();
  return [...world.channels.values()].find((c) => c.kind === 'channel' && c.name === plain) ?? null;
}

/** A channel by id or by name, with or without `#`. */
export function findChannel(world: World, idOrName: string): Channel | null {
  return world.channels.get(idOrName) ?? findChannelNamed(world, idOrName);
}

/** The conversation between the app and one person, opened on first use. */
export function directChannel(world: World, person: string): Channel {
  const open = [...world.channels.values()].find((c) => c.kind === 'dm' && c.members.includes(person));
  return open ?? addChannel(world, { id: newId('D'), name: 'directmessage', topic: '', kind: 'dm', members: [person, APP.userId] });
}

/** Channels and the own direct conversation, in the order of the sidebar. */
export function listChannelsOf(world: World, person: string): Channel[] {
  return [...world.channels.values()].filter((c) => c.kind === 'channel' || c.members.includes(person));
}

export function isMember(channel: Channel, id: string): boolean {
  return channel.members.includes(id);
}

/** Adds people (or the app) to a channel; returns those who were not in it before. */
export function joinChannel(world: World, channel: Channel, ids: string[]): string[] {
  const added = ids.filter((id) => !channel.members.includes(id));
  channel.members.push(...added);
  if (added.length > 0) announceChannel(world, channel);
  return added;
}

export function leaveChannel(world: World, channel: Channel, id: string): void {
  channel.members = channel.members.filter((member) => member !== id);
  announceChannel(world, channel);
}

export function setArchived(world: World, channel: Channel, archived: boolean): void {
  channel.archived = archived;
  announceChannel(world, channel);
}

/** Tells that a channel's own facts changed: its people, pins, bookmarks or state. */
export function announceChannel(world: World, channel: Channel): void {
  announce(world, { kind: 'channels' });
  announce(world, { kind: 'conversation', channel: channel.id });
}
