import type { Field } from '../app/values.ts';
import { enterFields, optionsOf } from '../app/values.ts';
import type { Surface } from '../app/press.ts';
import { directChannel, findChannel } from '../desk/channels.ts';
import { findMessage } from '../desk/messages.ts';
import type { Channel, OpenView, StoredBlock } from '../desk/types.ts';
import { findView, topView } from '../desk/views.ts';
import { findPerson, type World } from '../desk/world.ts';
import type { SandboxPerson } from '../options.ts';
import { getInput } from './read.ts';

/** A message, its `ts`, a view, or `'view'` (the open modal) or `'home'`. */
export type Target = string | { ts: string } | { id: string };

/** What is entered: a text, an option by its words or value, several of them, or a tick. */
export type Entry = string | string[] | boolean | null;

export function getPersonNamed(world: World, who: string): SandboxPerson {
  const person = findPerson(world, who) ?? world.options.people.find(({ email, name }) => email === who || name === who);
  if (!person) throw new Error(`Nobody in the sandbox is "${who}"`);
  return person;
}

/** A channel by name or id, or with `'dm'` the conversation between this person and the app. */
export function getChannelFor(world: World, person: string, name: string): Channel {
  const channel = name === 'dm' ? directChannel(world, person) : findChannel(world, name);
  if (!channel) throw new Error(`No channel is called "${name}"`);
  return channel;
}

export function getTop(world: World, person: string): OpenView {
  const open = topView(world, person);
  if (!open) throw new Error('No modal is open');
  return open;
}

/** Where something is pressed, and the blocks there. */
export function getSurface(world: World, person: string, target: Target): { surface: Surface; blocks: StoredBlock[] } {
  const key = typeof target === 'string' ? target : 'ts' in target ? target.ts : target.id;
  const view = key === 'view' ? getTop(world, person) : key === 'home' ? world.homes.get(person) : findView(world, { id: key });
  if (view) return { surface: { view: view.id }, blocks: view.view.blocks };
  for (const channel of world.channels.keys()) {
    const message = findMessage(world, channel, key);
    if (message) return { surface: { channel, ts: key }, blocks: message.blocks };
  }
  throw new Error(`There is no message or view "${key}"`);
}

/** An entry as the page would send it. */
export function toFieldValue(options: { value: string; text: { text: string } }[], entry: Entry | undefined): Field['value'] {
  if (entry === true) return options[0]?.value ?? null;
  if (entry === false || entry === undefined || entry === null) return null;
  const byText = (word: string): string => options.find(({ text, value }) => text.text === word || value === word)?.value ?? word;
  return Array.isArray(entry) ? entry.map(byText) : byText(entry);
}

/** Enters values into an open view by the labels of its inputs; a checkbox may be named by its own words. */
export function fillView(open: OpenView, entries: Record<string, Entry>): void {
  for (const [label, entry] of Object.entries(entries)) {
    const { block, action, element } = getInput(open.view.blocks, label);
    const options = optionsOf(element);
    const named = options.filter(({ text }) => text.text === label);
    enterFields(open.view.blocks, open.values, [{ block, action, value: toFieldValue(named.length > 0 ? named : options, entry) }]);
  }
}
