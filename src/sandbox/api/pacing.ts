import type { World } from '../desk/world.ts';
import { SlackError } from './error.ts';

const BURST = 5;
const PER_SECOND = 1;

interface Bucket {
  left: number;
  at: number;
}

const buckets = new WeakMap<World, Map<string, Bucket>>();

/** Slack takes about one message a second in a channel, after a short burst; more is answered with `ratelimited`. */
export function assertPaced(world: World, channel: string): void {
  if (!world.options.pacing) return;
  const mine = buckets.get(world) ?? new Map<string, Bucket>();
  buckets.set(world, mine);
  // Wall clock: moving the sandbox clock must not let the app off.
  const at = Date.now();
  const last = mine.get(channel) ?? { left: BURST, at };
  const left = Math.min(BURST, last.left + ((at - last.at) / 1000) * PER_SECOND);
  if (left < 1) throw new SlackError('ratelimited', ['More than one message a second in one channel.']);
  mine.set(channel, { left: left - 1, at });
}
