import { directChannel, findChannel } from '../desk/channels.ts';
import type { Channel } from '../desk/types.ts';
import { findPerson, type World } from '../desk/world.ts';
import type { SandboxPerson } from '../options.ts';

/** What is in the middle of the page, and who looks at it. */
export interface Place {
  world: World;
  person: SandboxPerson;
  kind: 'start' | 'home' | 'channel';
  channel: Channel | null;
  /** The last message read when the page was opened; newer ones come below the "New" line. */
  since: string;
}

/** The place an address names; people and channels that are not there lead to the start page. */
export function readPlace(world: World, query: { as?: string | undefined; in?: string | undefined; since?: string | undefined }): Place {
  const [first] = world.options.people;
  const person = findPerson(world, query.as ?? '') ?? first;
  if (!person) throw new Error('The sandbox has no people');
  const base = { world, person, since: query.since ?? '' };
  if (query.in === 'home') return { ...base, kind: 'home', channel: null };
  const channel = query.in === 'dm' ? directChannel(world, person.id) : findChannel(world, query.in ?? '');
  const isOthers = channel?.kind === 'dm' && !channel.members.includes(person.id);
  return channel && !isOthers ? { ...base, kind: 'channel', channel } : { ...base, kind: 'start', channel: null };
}

/** The address of a place, relative to the page's own. */
export function addressOf(person: string, place: string): string {
  return `?as=${encodeURIComponent(person)}&in=${encodeURIComponent(place)}`;
}

/** How the present place is named in an address; a direct conversation stays one when another person looks. */
export function nameOfPlace({ kind, channel }: Place): string {
  return kind !== 'channel' || !channel ? kind : channel.kind === 'dm' ? 'dm' : channel.id;
}
