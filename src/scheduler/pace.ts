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

// Requests overtake each other on their way, so that a few of each minute stay unused.
const KEPT_BACK = 3;

/** The pace of a budget of `most` posts in any `perMs`: a burst and an even flow together never exceed it. */
const flow = (most: number, perMs: number, burst: number): Pick<Pace, 'everyMs' | 'burst'> => ({
  everyMs: perMs / Math.max(1, most - burst - KEPT_BACK),
  burst,
});

/** Slack: one a second and channel. A smaller budget than the default can be set for workspaces that post much otherwise. */
export const slackPace = (postsPerMinute = SLACK_POSTS_PER_MINUTE): Pace => ({
  betweenPostsMs: 1_000,
  ...flow(postsPerMinute, 60_000, Math.min(5, Math.ceil(postsPerMinute / 100))),
});

export const PACES: Paces = {
  slack: slackPace(),
  // Teams: 7 a second and 60 in 30 s for each conversation, 50 a second for each tenant. Half a second keeps both of the first.
  teams: { betweenPostsMs: 505, everyMs: 1_000 / 49.5, burst: 4 },
};

/** One rest between posts for every platform and no budget, for platforms that are not real. */
export const paceOf = (betweenPostsMs: number): Paces => {
  const pace = { betweenPostsMs, everyMs: 0, burst: 1 };
  return { slack: pace, teams: pace };
};

/** The paces as a table of SQL: platform, "everyMs", burst, "betweenMs". */
export function pacesTable(paces: Paces): Prisma.Sql {
  const rows = Object.entries(paces).map(
    ([platform, pace]) => Prisma.sql`(${platform}::text, ${pace.everyMs}::float8, ${pace.burst}::float8, ${pace.betweenPostsMs}::float8)`,
  );
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS pace(platform, "everyMs", burst, "betweenMs")`;
}

/** The database's clock as the program's time, so that replicas with clocks of their own agree. */
export const programTime = (offsetMs: number): Prisma.Sql => Prisma.sql`(clock_timestamp() + ${offsetMs}::float8 * interval '1 ms')`;

/**
 * How far a budget is spent, of columns "spentTo", at, burst, "everyMs". Further ahead than it can be it was
 * spent by a clock that has been set back since, and counts as fresh.
 */
const SPENT = Prisma.sql`GREATEST(at, CASE WHEN "spentTo" > at + (burst + 1) * "everyMs" * interval '1 ms' THEN at ELSE "spentTo" END)`;

/** How many posts a budget lets through now. */
export const TOKENS = Prisma.sql`CASE WHEN "everyMs" = 0 THEN 1e6
    ELSE floor(burst - EXTRACT(EPOCH FROM ${SPENT} - at)::float8 * 1000 / NULLIF("everyMs", 0)) END`;

/** How far a budget is spent after so many more posts. */
export const spentAfter = (posts: Prisma.Sql): Prisma.Sql => Prisma.sql`${SPENT} + ${posts} * "everyMs" * interval '1 ms'`;

/** When a budget lets the next post through. */
export const NEXT_TOKEN = Prisma.sql`${SPENT} - (burst - 1) * "everyMs" * interval '1 ms'`;

/** True of a rest `r` that still holds at `at`; one that begins in the future is of a clock set back since. */
export const HOLDS = Prisma.sql`r.since <= at + interval '1 minute' AND r.until > at`;
