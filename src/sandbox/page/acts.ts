import { z } from 'zod';
import type { Done } from '../app/command.ts';
import { archiveAs, compose, inviteApp, joinAs, leaveAs, removeApp } from '../app/compose.ts';
import { openHome, runShortcut } from '../app/home.ts';
import { press } from '../app/press.ts';
import { dismissView, submitView } from '../app/submit.ts';
import { Field } from '../app/values.ts';
import { clearBreaches } from '../desk/breaches.ts';
import { findMessage, markRead, removeMessage } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import { announce, type World } from '../desk/world.ts';

const id = z.string().min(1).max(100);
const fields = z.array(Field).max(200).default([]);
const surface = z.union([z.strictObject({ channel: id, ts: id }), z.strictObject({ view: id })]);
const inChannel = { as: id, channel: id };

/** Everything the page can ask for. */
export const Act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('compose'), ...inChannel, line: z.string().max(20_000) }),
  z.strictObject({
    act: z.literal('press'),
    as: id,
    surface,
    block: z.string(),
    action: z.string(),
    value: Field.shape.value.optional(),
    fields,
  }),
  z.strictObject({ act: z.literal('submit'), as: id, view: id, fields }),
  z.strictObject({ act: z.literal('close'), as: id, view: id, all: z.boolean() }),
  z.strictObject({ act: z.literal('home'), as: id }),
  z.strictObject({ act: z.literal('read'), ...inChannel }),
  z.strictObject({ act: z.literal('drop'), ...inChannel, ts: id }),
  z.strictObject({ act: z.literal('shortcut'), ...inChannel, ts: id, callback: id }),
  z.strictObject({ act: z.literal('channel'), ...inChannel, what: z.enum(['join', 'leave', 'invite', 'remove', 'archive', 'unarchive']) }),
  z.strictObject({
    act: z.literal('clock'),
    as: id,
    by: z.union([
      z
        .number()
        .int()
        .min(1)
        .max(366 * 86_400_000),
      z.enum(['next', 'reset']),
    ]),
  }),
  z.strictObject({ act: z.literal('clearBreaches'), as: id }),
]);
export type Act = z.infer<typeof Act>;

const DONE: Done = { ok: true };
const GONE: Done = { ok: false, error: 'channel_not_found' };

/** Does what the page asked for, as the person it says. */
export async function doAct(world: World, act: Act): Promise<Done> {
  const channel = 'channel' in act ? visibleChannel(world, act.as, act.channel) : null;
  if ('channel' in act && !channel) return GONE;
  switch (act.act) {
    case 'press':
      return press(world, act.as, act.surface, act);
    case 'submit':
      return submitView(world, act.as, act.view, act.fields);
    case 'close':
      return dismissView(world, act.as, act.view, act.all);
    case 'home':
      return openHome(world, act.as);
    case 'clock':
      return moveClock(world, act.by);
    case 'clearBreaches':
      clearBreaches(world);
      return DONE;
    default:
      return channel ? doInChannel(world, channel, act) : GONE;
  }
}

function visibleChannel(world: World, person: string, channel: string): Channel | null {
  const found = world.channels.get(channel);
  return found && (found.kind === 'channel' || found.members.includes(person)) ? found : null;
}

async function doInChannel(world: World, channel: Channel, act: Extract<Act, { channel: string }>): Promise<Done> {
  switch (act.act) {
    case 'compose':
      return compose(world, act.as, channel, act.line);
    case 'shortcut':
      return runShortcut(world, act.as, act.callback, act);
    case 'read':
      markRead(world, act.as, channel.id);
      return DONE;
    case 'drop':
      return dropPrivate(world, act);
    case 'channel':
      return changeChannel(world, channel, act);
  }
}

function dropPrivate(world: World, { as, channel, ts }: { as: string; channel: string; ts: string }): Done {
  const message = findMessage(world, channel, ts);
  if (message?.onlyFor === as) removeMessage(world, message);
  return DONE;
}

function changeChannel(world: World, channel: Channel, { as, what }: { as: string; what: Extract<Act, { act: 'channel' }>['what'] }): Done {
  switch (what) {
    case 'join':
      return joinAs(world, as, channel);
    case 'leave':
      return leaveAs(world, as, channel);
    case 'invite':
      return inviteApp(world, as, channel);
    case 'remove':
      return removeApp(world, as, channel);
    default:
      return archiveAs(world, channel, what === 'archive');
  }
}

async function moveClock(world: World, by: number | 'next' | 'reset'): Promise<Done> {
  const { clock } = world.options;
  if (by === 'reset') await clock.reset?.();
  else {
    const next = by === 'next' ? await clock.nextNoticeAt?.() : null;
    const ms = by === 'next' ? (next ? next.getTime() - clock.now().getTime() : 0) : by;
    if (ms <= 0 && by === 'next') return { ok: false, error: 'no_notice' };
    await clock.advance(Math.max(0, ms));
  }
  announce(world, { kind: 'clock' });
  return DONE;
}
