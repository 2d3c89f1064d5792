import type { Target } from '../bot/define.ts';
import { Prisma } from '../db/generated/client.ts';

/** Codes of ours for targets without an address. */
export const NO_ACCOUNT = 'no_chat_account';
export const CHANNEL_GONE = 'channel_disconnected';

export function targetKey(target: Target): string {
  if ('channel' in target) return `channel:${target.channel}`;
  return 'person' in target ? `person:${target.person}` : `account:${target.account}`;
}

export function toTarget(key: string): Target {
  const id = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('channel:')) return { channel: id };
  return key.startsWith('account:') ? { account: id } : { person: id };
}

interface Choice {
  /** Someone asked to try again: an account that could not be reached before may be reachable now. */
  readonly evenUnreachable?: boolean;
}

/**
 * SQL that adds to each row of `wanted` (with a column target) where it is reached: a connected channel's
 * address, and for a person one account, so that somebody on two platforms hears once: the one they chose while
 * it can be reached, else the one they were seen on last. An account is reached while it is somebody's. Columns
 * "workspaceId" and address, or fate and error where there is none. All of one body, in one look.
 */
export const placed = (bodyId: string, { evenUnreachable = false }: Choice = {}): Prisma.Sql => Prisma.sql`
  SELECT w.*, p."workspaceId", p.address,
    CASE WHEN p.address IS NOT NULL THEN 'planned' WHEN w."personId" IS NULL THEN 'cancelled' ELSE 'failed' END AS fate,
    CASE WHEN p.address IS NOT NULL THEN NULL WHEN w."channelId" IS NULL THEN ${NO_ACCOUNT} ELSE ${CHANNEL_GONE} END AS error
  FROM (
    SELECT *, CASE WHEN starts_with(target, 'person:') THEN substr(target, 8)::uuid END AS "personId",
      CASE WHEN starts_with(target, 'account:') THEN substr(target, 9)::uuid END AS "accountId",
      CASE WHEN starts_with(target, 'channel:') THEN substr(target, 9)::uuid END AS "channelId" FROM wanted
  ) w
  LEFT JOIN (
    SELECT DISTINCT ON (a."personId") a."personId", a."workspaceId", a."externalUserId"
    FROM "Account" a JOIN "Workspace" s ON s.id = a."workspaceId" AND s.status = 'active' JOIN "Person" o ON o.id = a."personId"
    WHERE a."bodyId" = ${bodyId}::uuid AND (${evenUnreachable}::boolean OR a.unreachable IS NULL)
      AND a."personId" IN (SELECT CASE WHEN starts_with(target, 'person:') THEN substr(target, 8)::uuid END FROM wanted)
    ORDER BY a."personId", (a.unreachable IS NULL) DESC, (a.id::text IS NOT DISTINCT FROM o.preferences->>'account') DESC, a."seenAt" DESC, a.id DESC
  ) a ON a."personId" = w."personId"
  LEFT JOIN (
    SELECT a.id, a."workspaceId", a."externalUserId" FROM "Account" a JOIN "Workspace" s ON s.id = a."workspaceId" AND s.status = 'active'
    WHERE a."bodyId" = ${bodyId}::uuid AND a."personId" IS NOT NULL AND (${evenUnreachable}::boolean OR a.unreachable IS NULL)
  ) x ON x.id = w."accountId"
  LEFT JOIN "GroupChannel" c ON c.id = w."channelId" AND c."bodyId" = ${bodyId}::uuid AND c."disconnectedAt" IS NULL
  CROSS JOIN LATERAL (
    SELECT COALESCE(a."workspaceId", x."workspaceId", c."workspaceId") AS "workspaceId",
      COALESCE(a."externalUserId", x."externalUserId", c."externalChannelId") AS address
  ) p`;
