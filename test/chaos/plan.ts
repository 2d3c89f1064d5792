import { between, streamOf } from './random.ts';

/*
 * Everything that goes wrong in a run follows from its seed. Fixed by the seed alone: which posts there are, after which
 * number of posting requests which replica is killed or frozen, or the database restarted, and what the platform does with
 * the nth try of each post. Not fixed: how the machine shares its time, so at which instruction a kill of the storm lands
 * and which replica claims which post. A failing seed meets the same faults again, not the same interleaving; run it a few
 * times. The sweep has no chance in it at all: its kills and freezes stand at named steps of the code.
 */

export interface Sizes {
  readonly posts: number;
  readonly kills: number;
  readonly freezes: number;
  readonly restarts: number;
}

/** The sizes for a run of so many minutes: in eight minutes 20,000 posts, 300 kills, 30 freezes, 10 restarts. */
export const sizesFor = (minutes: number): Sizes => ({
  posts: Math.ceil(2_500 * minutes),
  kills: Math.ceil(37.5 * minutes),
  freezes: Math.ceil(3.75 * minutes),
  restarts: Math.ceil(1.25 * minutes),
});

export interface Strike {
  readonly kind: 'kill' | 'freeze' | 'restart';
  /** Falls after so many requests to post have reached the platform, so that it meets work under way on any machine. */
  readonly after: number;
  /** And then so many milliseconds later. */
  readonly waitMs: number;
  readonly replica: number;
  /** How much longer than the lease a freeze lasts. */
  readonly overLease: number;
}

export const REPLICAS = 2;

export function planStrikes(seed: number, sizes: Sizes): Strike[] {
  const strikes: Strike[] = [];
  for (const [kind, count] of [
    ['kill', sizes.kills],
    ['freeze', sizes.freezes],
    ['restart', sizes.restarts],
  ] as const) {
    const next = streamOf(seed, kind);
    for (let i = 0; i < count; i++)
      strikes.push({
        kind,
        // Spread evenly, each somewhere in its own stretch, and none after the last post.
        after: Math.floor(((i + next()) / count) * sizes.posts * 0.95),
        waitMs: between(next, 0, 60),
        replica: between(next, 0, REPLICAS),
        overLease: 1.1 + next() * 0.5,
      });
  }
  return strikes.sort((a, b) => a.after - b.after);
}

/** What the platform does with a request. `stored`: the post is there all the same. */
export type Fault =
  | { readonly kind: 'none'; readonly ms: number }
  | { readonly kind: 'limited' }
  | { readonly kind: 'status'; readonly status: number; readonly stored: boolean }
  | { readonly kind: 'reset' | 'hang' | 'half'; readonly stored: boolean };

const SHARES: readonly (readonly [share: number, fault: Fault])[] = [
  [0.02, { kind: 'reset', stored: false }],
  [0.03, { kind: 'reset', stored: true }],
  [0.03, { kind: 'limited' }],
  [0.015, { kind: 'status', status: 500, stored: false }],
  [0.02, { kind: 'status', status: 503, stored: true }],
  [0.01, { kind: 'hang', stored: false }],
  [0.015, { kind: 'hang', stored: true }],
  [0.01, { kind: 'half', stored: true }],
];

/** From this try on the platform behaves, so that every run comes to an end. */
const LAST_FAULTY_TRY = 4;
const SLOW_SHARE = 0.1;

/** What happens to the nth try of this. */
export function faultOf(seed: number, what: string, nth: number): Fault {
  const next = streamOf(seed, `${what} try ${String(nth)}`);
  let left = next();
  if (nth <= LAST_FAULTY_TRY)
    for (const [share, fault] of SHARES) {
      if (left < share) return fault;
      left -= share;
    }
  return { kind: 'none', ms: next() < SLOW_SHARE ? between(next, 100, 400) : between(next, 2, 40) };
}

/** No faults: the sweep's platform. */
export const wellBehaved = (): Fault => ({ kind: 'none', ms: 0 });
