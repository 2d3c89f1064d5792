/** Lets `most` through in any `perMs`, counted over a sliding window. */
export interface Window {
  readonly most: number;
  readonly perMs: number;
}

/** Lets `most` through at once, and one more for each `everyMs` that passes. */
export interface Bucket {
  readonly most: number;
  readonly everyMs: number;
}

export type Rule = Window | Bucket;

/** What a platform lets one app post: in each conversation, and in the whole workspace or tenant. */
export interface Allowed {
  readonly conversation: readonly Rule[];
  readonly workspace: readonly Rule[];
}

/**
 * Slack's documentation ("Rate limits", chat.postMessage): "1 message per second per channel. Short bursts of >1 allowed", and a
 * limit for the workspace without a number. The number is that of a vendor who sends 525 direct messages a minute in production
 * (Moveworks, "Integration rate limits"). Slack numbers no burst; assumed are three messages of a channel and two seconds' worth of the workspace.
 */
export const SLACK: Allowed = {
  conversation: [{ most: 3, everyMs: 1_000 }],
  workspace: [{ most: 17, everyMs: 60_000 / 525 }],
};

/** Microsoft's documentation ("Optimize your bot: rate limiting in Teams"): per bot and conversation, and per app and tenant. */
export const TEAMS: Allowed = {
  conversation: [
    { most: 7, perMs: 1_000 },
    { most: 8, perMs: 2_000 },
    { most: 60, perMs: 30_000 },
    { most: 1_800, perMs: 3_600_000 },
  ],
  workspace: [{ most: 50, perMs: 1_000 }],
};

/** Counts what passed one rule. */
interface Counter {
  /** Milliseconds until it lets the next one through; 0 or less for now. */
  waitMs(now: number): number;
  pass(now: number): void;
}

function createCounter(rule: Rule): Counter {
  if ('everyMs' in rule) {
    let fullAt = -Infinity;
    return {
      waitMs: (now) => fullAt - (rule.most - 1) * rule.everyMs - now,
      pass: (now) => (fullAt = Math.max(fullAt, now) + rule.everyMs),
    };
  }
  const passed: number[] = [];
  return {
    waitMs: (now) => (passed.at(-rule.most) ?? -Infinity) + rule.perMs - now,
    pass: (now) => passed.push(now),
  };
}

/** A gate that is passed at `now` (ms): answers 0, or how long to wait when it was refused. A refused post counts for nothing. */
export function createGate(allowedOf: (workspaceId: string) => Allowed) {
  const counters = new Map<string, Counter[]>();
  const countersOf = (key: string, rules: readonly Rule[]): Counter[] => {
    const own = counters.get(key) ?? rules.map(createCounter);
    counters.set(key, own);
    return own;
  };
  return (workspaceId: string, conversation: string, now: number): number => {
    const { conversation: ofOne, workspace } = allowedOf(workspaceId);
    const all = [...countersOf(`${workspaceId} ${conversation}`, ofOne), ...countersOf(workspaceId, workspace)];
    const wait = Math.max(...all.map((one) => one.waitMs(now)));
    if (wait > 0) return wait;
    for (const one of all) one.pass(now);
    return 0;
  };
}
