import { Prisma } from '../db/generated/client.ts';
import type { Platform } from '../db/generated/enums.ts';

/** How fast a platform lets posts through. */
export interface Pace {
  /** Between two posts to one channel or person. */
  readonly betweenPostsMs: number;
  /** Between two posts anywhere in one workspace, in the long run; 0 for no such limit. */
  readonly everyMs: number;
  /** So many of a rested workspace may go out at once. */
  readonly burst: number;
}

export type Paces = Readonly<Record<Platform, Pace>>;

/** What Slack lets one app post in one workspace is not published; 525 a minute is what one vendor runs in production. */
export const SLACK_POSTS_PER_MINUTE = 525;

/**
 * Slack: one a second and channel, and an even flow in the workspace, beginning with a short burst, which Slack tolerates.
 * A smaller budget than the default can be set for workspaces that post much otherwise.
 */
export const slackPace = (postsPerMinute = SLACK_POSTS_PER_MINUTE): Pace => ({
  betweenPostsMs: 1_000,
  everyMs: 60_000 / postsPerMinute,
  burst: Math.min(5, Math.ceil(postsPerMinute / 100)),
});

export const PACES: Paces = {
  slack: slackPace(),
  // Teams: 7 in 1 s, 8 in 2 s and 60 in 30 s for each conversation, which half a second keeps (1,800 in an hour is more than one
  // gets; a 429 would be honoured), and 50 in any second for each tenant, which tolerates no burst: 50 posts of this flow take
  // 1,012 ms, so that one may be 12 ms late.
  teams: { betweenPostsMs: 505, everyMs: 20.25, burst: 1 },
};

/** One rest between posts for every platform and no budget, for platforms that are not real. */
export const paceOf = (betweenPostsMs: number): Paces => {
  const pace = { betweenPostsMs, everyMs: 0, burst: 1 };
  return { slack: pace, teams: pace };
};

/** The paces as a table of SQL: platform, "everyMs", burst, "betweenMs", "aheadMs". */
export function pacesTable({ paces, aheadMs }: { readonly paces: Paces; readonly aheadMs: number }): Prisma.Sql {
  const rows = Object.entries(paces).map(
    ([platform, pace]) =>
      Prisma.sql`(${platform}::text, ${pace.everyMs}::float8, ${pace.burst}::float8, ${pace.betweenPostsMs}::float8, ${aheadMs}::float8)`,
  );
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS pace(platform, "everyMs", burst, "betweenMs", "aheadMs")`;
}

/** The database's clock as the program's time, so that replicas with clocks of their own agree. */
export const programTime = (offsetMs: number): Prisma.Sql => Prisma.sql`(clock_timestamp() + ${offsetMs}::float8 * interval '1 ms')`;

/**
 * How far a budget is spent, of columns "spentTo", at, burst, "everyMs", "aheadMs". Further ahead than it can be it was
 * spent by a clock that has been set back since, and counts as fresh.
 */
const SPENT = Prisma.sql`GREATEST(at, CASE WHEN "spentTo" > at + ("aheadMs" + (burst + 1) * "everyMs") * interval '1 ms' THEN at ELSE "spentTo" END)`;

/** How many posts a budget lets through until "aheadMs" from now. */
export const TOKENS = Prisma.sql`CASE WHEN "everyMs" = 0 THEN 1e6
    ELSE floor(burst + ("aheadMs" - EXTRACT(EPOCH FROM ${SPENT} - at)::float8 * 1000) / NULLIF("everyMs", 0)) END`;

/** How far a budget is spent after so many more posts. */
export const spentAfter = (posts: Prisma.Sql): Prisma.Sql => Prisma.sql`${SPENT} + ${posts} * "everyMs" * interval '1 ms'`;

/** When a budget lets the nth next post through, counted from 0; long ago for one that may go at once. */
export const nthToken = (n: Prisma.Sql): Prisma.Sql => Prisma.sql`${SPENT} + (${n} - burst + 1) * "everyMs" * interval '1 ms'`;

/** True of a rest `r` that still holds at `at`; one that begins in the future is of a clock set back since. */
export const HOLDS = Prisma.sql`r.since <= at + interval '1 minute' AND r.until > at`;
