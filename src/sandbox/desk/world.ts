import { EventEmitter } from 'node:events';
import { APP, type SandboxOptions, type SandboxPerson } from '../options.ts';
import type { Breach, Channel, Message, OpenView } from './types.ts';

export interface Trigger {
  person: string;
  /** Real time, in milliseconds: the platform's own clock does not move with the workspace's. */
  issuedAt: number;
  used: boolean;
}

export interface ReplyAddress {
  channel: string;
  person: string;
  /** The message that was pressed; unset for a slash command. */
  message?: string;
  /** Real time, as of a trigger. */
  issuedAt: number;
  uses: number;
}

/** What changed, so that open pages and waiting tests look again. */
export type Change =
  { kind: 'conversation'; channel: string } | { kind: 'views' | 'home'; person: string } | { kind: 'channels' | 'breaches' | 'clock' };

/** Everything the sandbox workspace knows. Plain data; the subjects' functions take it first. */
export interface World {
  options: SandboxOptions;
  /** Where the app reaches the sandbox, learnt from its calls; until the first one, beside the app. */
  address: string | null;
  channels: Map<string, Channel>;
  messages: Map<string, Message[]>;
  homes: Map<string, OpenView>;
  stacks: Map<string, OpenView[]>;
  /** Last message time read, by `person channel`. */
  reads: Map<string, string>;
  breaches: Breach[];
  triggers: Map<string, Trigger>;
  replies: Map<string, ReplyAddress>;
  /** Control sequences that people typed by hand, such as `<!channel>`. */
  typed: Set<string>;
  lastTs: bigint;
  counter: number;
  changes: EventEmitter<{ change: [Change]; end: [] }>;
}

/** An empty workspace; `seedChannels` or `loadState` fill it. */
export function createWorld(options: SandboxOptions): World {
  const changes = new EventEmitter<{ change: [Change]; end: [] }>();
  changes.setMaxListeners(0);
  return {
    options,
    address: null,
    channels: new Map(),
    messages: new Map(),
    homes: new Map(),
    stacks: new Map(),
    reads: new Map(),
    breaches: [],
    triggers: new Map(),
    replies: new Map(),
    typed: new Set(),
    lastTs: 0n,
    counter: 0,
    changes,
  };
}

/** Tells everyone who watches the workspace what changed. */
export function announce(world: World, change: Change): void {
  world.changes.emit('change', change);
}

export function now(world: World): number {
  return world.options.clock.now().getTime();
}

export function findPerson(world: World, id: string): SandboxPerson | null {
  return world.options.people.find((person) => person.id === id) ?? null;
}

/** Throws for an id that is nobody's. */
export function getPerson(world: World, id: string): SandboxPerson {
  const person = findPerson(world, id);
  if (!person) throw new Error(`Nobody in the sandbox has the id ${id}`);
  return person;
}

/** How a person or the app is called in the page. */
export function displayName(world: World, id: string): string {
  return id === APP.userId ? APP.name : (findPerson(world, id)?.name ?? id);
}

/** The short name of a person, as in `@ada.member`. */
export function handle(world: World, id: string): string {
  if (id === APP.userId) return APP.handle;
  return (findPerson(world, id)?.email.split('@')[0] ?? id).toLowerCase();
}
