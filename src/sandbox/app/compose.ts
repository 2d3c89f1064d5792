import { rememberTyped } from '../api/typed.ts';
import { isMember, joinChannel, leaveChannel, setArchived } from '../desk/channels.ts';
import { postMessage } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import { displayName, handle, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { type Done, runCommand } from './command.ts';

const LONGEST = 12_000;

/** Takes what a person wrote in the composer: the workspace's own commands, the app's, or a plain message. */
export async function compose(world: World, person: string, channel: Channel, line: string): Promise<Done> {
  const text = line.trim();
  if (text === '') return { ok: false, error: 'no_text' };
  if (text.length > LONGEST) return { ok: false, error: 'msg_too_long' };
  if (channel.archived) return { ok: false, error: 'is_archived' };
  if (!isMember(channel, person)) return { ok: false, error: 'not_in_channel' };
  if (new RegExp(`^/invite\\s+@?${APP.handle}\\b`, 'i').test(text)) return inviteApp(world, person, channel);
  if (text.startsWith('/')) return runCommand(world, person, channel, text);
  rememberTyped(world, text);
  postMessage(world, channel, { author: person, text: asMarked(world, text) });
  return { ok: true };
}

/** Typed marks stay text, as in Slack's composer; only names of people become mentions. */
function asMarked(world: World, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
    const id = [APP.userId, ...world.options.people.map((one) => one.id)].find((one) => handle(world, one) === name.toLowerCase());
    return id === undefined ? whole : `${before}<@${id}>`;
  });
}

/** Brings the app into a channel, as `/invite @Convenor` does. */
export function inviteApp(world: World, person: string, channel: Channel): Done {
  if (channel.kind === 'dm' || isMember(channel, APP.userId)) return { ok: false, error: 'already_in_channel' };
  if (!isMember(channel, person)) return { ok: false, error: 'not_in_channel' };
  joinChannel(world, channel, [APP.userId]);
  postMessage(world, channel, { author: person, text: `added ${displayName(world, APP.userId)} to #${channel.name}` });
  return { ok: true };
}

/** Takes the app out of a channel again, so that its posts there fail. */
export function removeApp(world: World, person: string, channel: Channel): Done {
  if (channel.kind === 'dm' || !isMember(channel, APP.userId)) return { ok: false, error: 'not_in_channel' };
  leaveChannel(world, channel, APP.userId);
  postMessage(world, channel, { author: person, text: `removed ${displayName(world, APP.userId)} from #${channel.name}` });
  return { ok: true };
}

export function joinAs(world: World, person: string, channel: Channel): Done {
  if (channel.archived) return { ok: false, error: 'is_archived' };
  joinChannel(world, channel, [person]);
  return { ok: true };
}

export function leaveAs(world: World, person: string, channel: Channel): Done {
  if (channel.kind === 'dm' || channel.name === 'general') return { ok: false, error: 'cant_leave_general' };
  leaveChannel(world, channel, person);
  return { ok: true };
}

export function archiveAs(world: World, channel: Channel, archived: boolean): Done {
  if (channel.kind === 'dm' || channel.name === 'general') return { ok: false, error: 'cant_archive_general' };
  setArchived(world, channel, archived);
  return { ok: true };
}
