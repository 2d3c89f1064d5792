import type { Card } from '../../src/bot/card.ts';
import { ChatFailure, type Chat, type MessageRef } from '../../src/bot/chat.ts';
import { drawFor } from './random.ts';

/** A message the platform stored. */
export interface Stored {
  readonly at: number;
  readonly address: string;
  readonly key: string;
  readonly ref: MessageRef;
  /** As it was posted. */
  readonly posted: Card;
  /** As it looks now. */
  card: Card;
}

export interface PlatformParts {
  readonly seed: string;
  readonly workspaceId: string;
  /** Whether the bot may read what is in a channel. */
  readonly readsHistory: boolean;
  now(): number;
  /** `isHeard` is false for a message of which the bot can never learn that it is there. */
  stored(message: Stored, isHeard: boolean): void;
  refused(address: string, key: string, code: string): void;
  /** May change what was asked for, to see whether it is noticed. */
  sabotage?(address: string, store: () => void): void;
}

/** How often a post goes wrong, by the name of what happens. Together the chance that it does. */
const FAULTS = [
  ['limited', 0.02],
  ['unsent', 0.01],
  ['lost', 0.01],
  ['stored-but-unheard', 0.015],
] as const;

/**
 * A workspace in memory that keeps every message with the simulated time. What goes wrong is drawn for
 * the nth post to an address, so that it does not depend on which of two parallel posts comes first.
 */
export function createPlatform(parts: PlatformParts) {
  const messages: Stored[] = [];
  const calls = new Map<string, number>();
  /** Addresses that cannot be posted to, with the platform's code. */
  const refusing = new Map<string, string>();
  let faults = 0;

  function faultOf(address: string): string | null {
    const n = (calls.get(address) ?? 0) + 1;
    calls.set(address, n);
    let draw = drawFor(`${parts.seed}/post/${address}/${String(n)}`);
    for (const [name, probability] of FAULTS) {
      if (draw < probability) return name;
      draw -= probability;
    }
    return null;
  }

  function store(address: string, card: Card, key: string, fault: string | null): MessageRef {
    const ref = { workspaceId: parts.workspaceId, conversation: address, id: String(messages.length + 1) };
    const message = { at: parts.now(), address, key, ref, posted: card, card };
    messages.push(message);
    parts.stored(message, fault === null || parts.readsHistory);
    return ref;
  }

  function fail(fault: string, address: string): never {
    faults += 1;
    if (fault === 'limited') {
      // Never a whole minute, so that what the machine's own clock adds does not carry over it.
      const seconds = 20 + 60 * Math.floor(drawFor(`${parts.seed}/wait/${address}/${String(calls.get(address))}`) * 8);
      throw new ChatFailure('limited', 'ratelimited', { retryAfterMs: seconds * 1000 });
    }
    if (fault === 'unsent') throw new ChatFailure('unsent', 'connection_refused');
    throw new ChatFailure('unknown', 'service_unavailable');
  }

  const chat = {
    post(address, card, key) {
      const code = refusing.get(address);
      if (code !== undefined) {
        parts.refused(address, key, code);
        return Promise.reject(new ChatFailure('refused', code));
      }
      const fault = faultOf(address);
      return Promise.resolve().then(() => {
        if (fault !== null && fault !== 'stored-but-unheard') return fail(fault, address);
        const ref = store(address, card, key, fault);
        parts.sabotage?.(address, () => store(address, card, key, fault));
        return fault === null ? ref : fail(fault, address);
      });
    },
    update(ref, card) {
      const message = messages.find((one) => one.ref.conversation === ref.conversation && one.ref.id === ref.id);
      if (!message) return Promise.reject(new ChatFailure('refused', 'message_not_found'));
      message.card = card;
      return Promise.resolve();
    },
    pin: () => Promise.resolve(),
    find(address, key) {
      if (!parts.readsHistory) return Promise.resolve('unreadable');
      return Promise.resolve(messages.find((one) => one.address === address && one.key === key)?.ref ?? null);
    },
    profile: () => Promise.reject(new ChatFailure('refused', 'user_not_found')),
  } satisfies Chat;

  return { chat, messages, refusing, faults: () => faults };
}

export type Platform = ReturnType<typeof createPlatform>;
