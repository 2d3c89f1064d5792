import type { Card } from '../../src/bot/card.ts';
import { ChatFailure, type Chat, type MessageRef, type Profile } from '../../src/bot/chat.ts';

export interface Posted {
  readonly address: string;
  readonly ref: MessageRef;
  readonly key: string;
  card: Card;
  pinned: boolean;
}

/** A chat workspace in memory that stores what it is told, and fails on demand. */
export function createFakeChat(workspaceId: string) {
  const posted: Posted[] = [];
  const profiles = new Map<string, Profile>();
  /** Taken by the next call of that name: throw before storing, or after. */
  const faults: { at: 'before' | 'after'; failure: ChatFailure }[] = [];
  let n = 0;

  const chat = {
    async post(address, card, key) {
      const fault = faults.shift();
      if (fault?.at === 'before') throw fault.failure;
      n += 1;
      const ref = { workspaceId, conversation: address, id: String(n) };
      posted.push({ address, ref, key, card, pinned: false });
      if (fault) throw fault.failure;
      return Promise.resolve(ref);
    },
    async update(ref, card) {
      found(ref).card = card;
      return Promise.resolve();
    },
    async pin(ref) {
      found(ref).pinned = true;
      return Promise.resolve();
    },
    async find(address, key) {
      return Promise.resolve(posted.find((one) => one.address === address && one.key === key)?.ref ?? null);
    },
    async profile(externalUserId) {
      const profile = profiles.get(externalUserId);
      if (!profile) throw new ChatFailure('refused', 'user_not_found');
      return Promise.resolve(profile);
    },
  } satisfies Chat;

  function found(ref: MessageRef): Posted {
    const one = posted.find((candidate) => candidate.ref.id === ref.id);
    if (!one) throw new ChatFailure('refused', 'message_not_found');
    return one;
  }

  return { chat, posted, profiles, faults };
}

export type FakeChat = ReturnType<typeof createFakeChat>;
