import type { Done } from '../app/command.ts';
import { archiveAs, compose, inviteApp, joinAs, leaveAs, removeApp } from '../app/compose.ts';
import { openHome, runShortcut } from '../app/home.ts';
import { press } from '../app/press.ts';
import { dismissView, submitView } from '../app/submit.ts';
import { optionsOf } from '../app/values.ts';
import { joinChannel } from '../desk/channels.ts';
import type { World } from '../desk/world.ts';
import { getNamed, labelErrors } from './read.ts';
import { type Entry, fillView, getChannelFor, getPersonNamed, getSurface, getTop, type Target, toFieldValue } from './target.ts';
import { watching } from './watching.ts';

interface Nth {
  /** Which one, from 0, when several are called the same. */
  nth?: number;
}

/** What a submit came to; `errors` by the labels of the inputs. */
export type Submitted = Done & { errors: Record<string, string> };

/** Somebody in the sandbox, acting as the page would. */
export type Actor = ReturnType<typeof createActor>;

/** Acts as one person: by id, e-mail or name. `channel` is a name, an id, or `'dm'` for the conversation with the app. */
export function createActor(world: World, who: string) {
  const { id } = getPersonNamed(world, who);
  return { id, ...watching(world, id), ...talking(world, id), ...pressing(world, id), ...moving(world, id) };
}

function talking(world: World, person: string) {
  return {
    /** Runs a slash command; a public channel is joined first. */
    command: (line: string, { channel = 'dm' } = {}): Promise<Done> => {
      const place = getChannelFor(world, person, channel);
      if (!place.archived) joinChannel(world, place, [person]);
      return compose(world, person, place, line);
    },
    say: (channel: string, text: string): Promise<Done> => compose(world, person, getChannelFor(world, person, channel), text),
    openHome: (): Promise<Done> => openHome(world, person),
    shortcut: (callbackId: string, { channel, ts }: { channel: string; ts: string }): Promise<Done> =>
      runShortcut(world, person, callbackId, { ts, channel: getChannelFor(world, person, channel).id }),
  };
}

function pressing(world: World, person: string) {
  const act = async (target: Target, label: string, value: Entry | undefined, { nth }: Nth = {}): Promise<Done> => {
    const { surface, blocks } = getSurface(world, person, target);
    const { block, element } = getNamed(blocks, label, nth);
    const chosen = value === undefined ? undefined : toFieldValue(optionsOf(element), value);
    return press(world, person, surface, { block, action: element.action_id ?? '', fields: [], value: chosen });
  };
  return {
    /** Presses the button called `label`: its words, its accessible name or its action id. */
    press: (target: Target, label: string, which?: Nth): Promise<Done> => act(target, label, undefined, which),
    /** Chooses in a menu or picker that is named by its placeholder or action id. */
    choose: (target: Target, label: string, value: Entry, which?: Nth): Promise<Done> => act(target, label, value, which),
    /** Enters values into the open modal, by label. */
    fill: (entries: Record<string, Entry>): void => {
      fillView(getTop(world, person), entries);
    },
    submit: async (): Promise<Submitted> => {
      const open = getTop(world, person);
      const done = await submitView(world, person, open.id, []);
      return { ...done, errors: labelErrors(open) };
    },
    close: ({ all = false } = {}): Promise<Done> => dismissView(world, person, getTop(world, person).id, all),
  };
}

function moving(world: World, person: string) {
  const channelOf = (name: string) => getChannelFor(world, person, name);
  return {
    join: (channel: string): Done => joinAs(world, person, channelOf(channel)),
    leave: (channel: string): Done => leaveAs(world, person, channelOf(channel)),
    /** Joins the channel and brings the app into it. */
    inviteApp: (channel: string): Done => {
      joinAs(world, person, channelOf(channel));
      return inviteApp(world, person, channelOf(channel));
    },
    removeApp: (channel: string): Done => removeApp(world, person, channelOf(channel)),
    archive: (channel: string, archived = true): Done => archiveAs(world, channelOf(channel), archived),
  };
}
