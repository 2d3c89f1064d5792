import { randomBytes } from 'node:crypto';
import { now, type World } from './world.ts';

/** A message time that no other message has and that orders after all of them, even when the clock is set back. */
export function nextTs(world: World): string {
  const wanted = BigInt(now(world)) * 1000n;
  world.lastTs = wanted > world.lastTs ? wanted : world.lastTs + 1n;
  const digits = world.lastTs.toString().padStart(16, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** An id in Slack's style: a letter and ten capitals or digits. */
export function newId(prefix: string): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
  return prefix + [...randomBytes(10)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A short random mark, for block ids and hashes. */
export function newMark(length = 5): string {
  return randomBytes(length).toString('base64url').replaceAll('-', 'x').slice(0, length);
}
