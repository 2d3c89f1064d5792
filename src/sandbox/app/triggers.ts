import { randomBytes, randomInt } from 'node:crypto';
import { SlackError } from '../api/error.ts';
import type { Trigger, World } from '../desk/world.ts';

const VALID_MS = 3000;

/** A `trigger_id` for what this person just did: good for one modal within three seconds of real time, however the workspace's clock is moved. */
export function issueTrigger(world: World, person: string): string {
  const id = `${String(randomInt(1e12))}.${String(randomInt(1e12))}.${randomBytes(16).toString('hex')}`;
  for (const [old, { issuedAt }] of world.triggers) if (Date.now() - issuedAt > 600_000) world.triggers.delete(old);
  world.triggers.set(id, { person, issuedAt: Date.now(), used: false });
  return id;
}

/** Uses a trigger up; throws what Slack answers for an unknown, late or used one. */
export function spendTrigger(world: World, id: string): Trigger {
  const trigger = world.triggers.get(id);
  if (!trigger) throw new SlackError('invalid_trigger_id');
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  const age = Date.now() - trigger.issuedAt;
  if (age > VALID_MS)
    throw new SlackError('expired_trigger_id', [`The trigger was ${String(age)} ms old; it is valid for ${String(VALID_MS)} ms.`]);
  trigger.used = true;
  return trigger;
}
