import type { Target } from '../bot/define.ts';
import { Prisma } from '../db/generated/client.ts';

/** Codes of ours for targets without an address. */
export const NO_ACCOUNT = 'no_chat_account';
export const CHANNEL_GONE = 'channel_disconnected';

export const targetKey = (target: Target): string => ('channel' in target ? `channel:${target.channel}` : `person:${target.person}`);

export function toTarget(key: string): Target {
  const id = key.slice(key.indexOf(':') + 1);
  return key.startsWith('channel:') ? { channel: id } : { person: id };
}

interface Choice {
  /** Someone asked to try again: an account that could not be reached before may be reachable now. */
  readonly evenUnreachable?: boolean;
}

/**
 * SQL that adds to each row of `wanted` (with a column target) where it is reached: a connected channel's
 * address, and for a person the one account they were seen on last, so that somebody on two platforms hears
 * once. Columns "workspaceId" and address, or fate and error where there is none. All of one body, in one look.
 */
export const placed = (bodyId: string, { evenUnreachable = false }: Choice = {}): Prisma.Sql => Prisma.sql`
  SELECT w.*, COALESCE(a."workspaceId", c."workspaceId") AS "workspaceId", COALESCE(a."externalUserId", c."externalChannelId") AS address,
    CASE WHEN COALESCE(a."workspaceId", c."workspaceId") IS NOT NULL THEN 'planned' WHEN w."personId" IS NULL THEN 'cancelled' ELSE 'failed' END AS fate,
    CASE WHEN COALESCE(a."workspaceId", c."workspaceId") IS NOT NULL THEN NULL WHEN w."personId" IS NULL THEN ${CHANNEL_GONE} ELSE ${NO_ACCOUNT} END AS error
  FROM (
    SELECT *, CASE WHEN starts_with(target, 'person:') THEN substr(target, 8)::uuid END AS "personId",
      CASE WHEN starts_with(target, 'channel:') THEN substr(target, 9)::uuid END AS "channelId" FROM wanted
  ) w
  LEFT JOIN (
    SELECT DISTINCT ON (a."personId") a."personId", a."workspaceId", a."externalUserId"
    FROM "Account" a JOIN "Workspace" s ON s.id = a."workspaceId" AND s.status = 'active'
    WHERE a."bodyId" = ${bodyId}::uuid AND (${evenUnreachable}::boolean OR a.unreachable IS NULL)
      AND a."personId" IN (SELECT CASE WHEN starts_with(target, 'person:') THEN substr(target, 8)::uuid END FROM wanted)
    ORDER BY a."personId", (a.unreachable IS NULL) DESC, a."seenAt" DESC, a.id DESC
  ) a ON a."personId" = w."personId"
  LEFT JOIN "GroupChannel" c ON c.id = w."channelId" AND c."bodyId" = ${bodyId}::uuid AND c."disconnectedAt" IS NULL`;
