import { ChatFailure, type Chat } from '../../src/bot/chat.ts';
import { storing } from './place.ts';

/** Lets `most` through in any `perMs`. */
export interface Window {
  readonly most: number;
  readonly perMs: number;
}

/** What a platform lets through: in each conversation and in the whole workspace. */
export interface Rules {
  readonly conversation: readonly Window[];
  readonly workspace: readonly Window[];
}

// Slack: one a second in a channel in the long run, with bursts of a few.
export const SLACK: Rules = {
  conversation: [
    { most: 4, perMs: 3_000 },
    { most: 63, perMs: 60_000 },
  ],
  workspace: [{ most: 525, perMs: 60_000 }],
};
// Teams: 50 a second for a tenant, counted over ten of them.
export const TEAMS: Rules = {
  conversation: [
    { most: 7, perMs: 1_000 },
    { most: 60, perMs: 30_000 },
  ],
  workspace: [{ most: 500, perMs: 10_000 }],
};

/** A platform that stores what its published limits let through and answers 429 to the rest; a refused call counts for nothing. */
export function createDouble(rulesOf: (workspaceId: string) => Rules) {
  const passed = new Map<string, number[]>();
  const accepted = new Map<string, number>();
  let refused = 0;

  function waitMs(key: string, windows: readonly Window[], now: number): number {
    const log = passed.get(key) ?? [];
    const waits = windows.map(({ most, perMs }) => {
      const nth = log.at(-most);
      return nth === undefined ? 0 : nth + perMs - now;
    });
    return Math.max(0, ...waits);
  }

  const post: Chat['post'] = (address, card, key) => {
    const workspaceId = address.slice(0, 36);
    const rules = rulesOf(workspaceId);
    const now = performance.now();
    const wait = Math.max(waitMs(address, rules.conversation, now), waitMs(workspaceId, rules.workspace, now));
    if (wait > 0) {
      refused += 1;
      return Promise.reject(new ChatFailure('limited', 'ratelimited', { retryAfterMs: Math.ceil(wait / 1_000) * 1_000 }));
    }
    for (const one of [address, workspaceId]) passed.set(one, [...(passed.get(one) ?? []).slice(-600), now]);
    accepted.set(workspaceId, (accepted.get(workspaceId) ?? 0) + 1);
    return storing(address, card, key);
  };

  return { post, accepted: (workspaceId: string) => accepted.get(workspaceId) ?? 0, refused: () => refused };
}
