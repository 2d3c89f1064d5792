import type { Router } from 'express';
import { type Actor, createActor } from './client/actor.ts';
import { settle } from './client/wait.ts';
import { clearBreaches } from './desk/breaches.ts';
import { seedChannels } from './desk/channels.ts';
import { keepState, loadState } from './desk/state-file.ts';
import type { Breach } from './desk/types.ts';
import { announce, createWorld } from './desk/world.ts';
import type { SandboxOptions } from './options.ts';
import { createRouter } from './router.ts';

export interface Sandbox {
  /** Mount it at `/sandbox`, before any body parser. */
  router: Router;
  ready(): Promise<void>;
  /** Saves the state and ends the live connections of open pages. */
  stop(): Promise<void>;
  /** Act as somebody: by id, e-mail or name. */
  as(who: string): Actor;
  breaches(): Breach[];
  clearBreaches(): void;
  /** Moves the clock and tells open pages. */
  advance(ms: number): Promise<void>;
  /** Waits until the app has been quiet for a moment. */
  settle(quietMs?: number): Promise<void>;
}

/** A local Slack-compatible workspace: Web API, signed requests to the app, and a page to try it in. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const world = createWorld(options);
  loadState(world);
  seedChannels(world);
  const stopKeeping = keepState(world);
  return {
    router: createRouter(world),
    ready: () => Promise.resolve(),
    stop: () => {
      stopKeeping();
      world.changes.emit('end');
      return Promise.resolve();
    },
    as: (who) => createActor(world, who),
    breaches: () => [...world.breaches],
    clearBreaches: () => {
      clearBreaches(world);
    },
    advance: async (ms) => {
      await options.clock.advance(ms);
      announce(world, { kind: 'clock' });
    },
    settle: (quietMs) => settle(world, quietMs),
  };
}
