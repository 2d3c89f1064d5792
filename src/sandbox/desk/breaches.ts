import type { Breach } from './types.ts';
import { announce, now, type World } from './world.ts';

const KEPT = 200;

/** Records that the app broke a rule of Slack's; the page shows it in red and tests can ask for it. */
export function recordBreach(world: World, where: string, rule: string, detail: string[] = []): Breach {
  const breach: Breach = { id: ++world.counter, at: now(world), where, rule, detail };
  world.breaches.push(breach);
  if (world.breaches.length > KEPT) world.breaches.shift();
  announce(world, { kind: 'breaches' });
  return breach;
}

export function clearBreaches(world: World): void {
  world.breaches = [];
  announce(world, { kind: 'breaches' });
}
