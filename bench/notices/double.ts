import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { createGate, type Allowed } from './allowed.ts';
import { storing } from './place.ts';

/** A platform that stores what it allows and answers 429 to the rest. */
export function createDouble(allowedOf: (workspaceId: string) => Allowed) {
  const gate = createGate(allowedOf);
  const accepted = new Map<string, number>();
  let refused = 0;

  const post: Chat['post'] = (address, card, key) => {
    const workspaceId = address.slice(0, 36);
    const wait = gate(workspaceId, address, performance.now());
    if (wait > 0) {
      refused += 1;
      return Promise.reject(new ChatFailure('limited', 'ratelimited', { retryAfterMs: Math.ceil(wait / 1_000) * 1_000 }));
    }
    accepted.set(workspaceId, (accepted.get(workspaceId) ?? 0) + 1);
    return storing(address, card, key);
  };

  return { post, accepted: (workspaceId: string) => accepted.get(workspaceId) ?? 0, refused: () => refused };
}
