import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Channel, Message, OpenView } from './types.ts';
import type { World } from './world.ts';

const SAVE_AFTER_MS = 300;

const State = z.object({
  version: z.literal(1),
  lastTs: z.string().regex(/^\d+$/),
  channels: z.array(Channel),
  messages: z.array(Message),
  homes: z.array(OpenView),
  reads: z.array(z.tuple([z.string(), z.string()])),
});

/** Fills the world from the state file. A file that cannot be read is put aside, never overwritten. */
export function loadState(world: World): void {
  const file = world.options.stateFile;
  if (file === undefined) return;
  const text = readIfThere(file);
  if (text === null) return;
  const state = parseState(text);
  if (!state) {
    renameSync(file, `${file}.unreadable-${String(Date.now())}`);
    return;
  }
  world.lastTs = BigInt(state.lastTs);
  for (const channel of state.channels) {
    world.channels.set(channel.id, channel);
    world.messages.set(channel.id, []);
  }
  for (const message of state.messages) world.messages.get(message.channel)?.push(message);
  for (const home of state.homes) world.homes.set(home.person, home);
  for (const [key, ts] of state.reads) world.reads.set(key, ts);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseState(text: string): z.infer<typeof State> | null {
  try {
    return State.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Writes the whole state beside the file and moves it into place, so a crash leaves the old or the new one. */
export function saveState(world: World): void {
  const file = world.options.stateFile;
  if (file === undefined) return;
  const state: z.infer<typeof State> = {
    version: 1,
    lastTs: world.lastTs.toString(),
    channels: [...world.channels.values()],
    // Private lines are gone on reload in Slack too.
    messages: [...world.messages.values()].flat().filter(({ onlyFor }) => onlyFor === undefined),
    homes: [...world.homes.values()],
    reads: [...world.reads],
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Saves shortly after each change; the returned function stops that and saves a last time. */
export function keepState(world: World): () => void {
  if (world.options.stateFile === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      saveState(world);
    }, SAVE_AFTER_MS).unref();
  };
  world.changes.on('change', schedule);
  return () => {
    world.changes.off('change', schedule);
    clearTimeout(timer);
    saveState(world);
  };
}
