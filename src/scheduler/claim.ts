import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '../db/generated/client.ts';
import { startLease, type Lease } from './lease.ts';
import type { Engine } from './parts.ts';

/** A delivery this process holds, with what its renderer needs of the notice. */
export interface Claimed {
  readonly id: string;
  readonly bodyId: string;
  readonly target: string;
  readonly workspaceId: string;
  readonly address: string;
  readonly expiresAt: Date;
  readonly claimedAt: Date;
  readonly attempts: number;
  /** Names this very claim: fate is written only while it still stands. */
  readonly claimedBy: string;
  readonly notice: {
    readonly id: string;
    readonly kind: string;
    readonly meetingId: string | null;
    readonly subject: Prisma.JsonValue;
    readonly dueAt: Date;
    readonly createdAt: Date;
  };
  readonly lease: Lease;
}

interface Row extends Omit<Claimed, 'notice' | 'lease'> {
  readonly noticeId: string;
  readonly kind: string;
  readonly meetingId: string | null;
  readonly subject: Prisma.JsonValue;
  readonly noticeDueAt: Date;
  readonly createdAt: Date;
}

/** The key of a destination: posts to one are sequential and paced, whichever notice they are of. */
export const destinationOf = (claimed: Pick<Claimed, 'workspaceId' | 'address'>): string => `${claimed.workspaceId} ${claimed.address}`;

const newClaim = (engine: Engine): string => `${engine.replicaId} ${uuidv7()}`;

// How far one claim looks for destinations that are free; those found busy drop out of the next look.
const LOOK_AHEAD = 500;

/**
 * Claims due deliveries, at most one for each destination and none for a destination in `closed` or in
 * any replica's hands; committed when it returns. Only what can be begun at once should be asked for.
 */
export async function claimDue(engine: Engine, most: number, closed: readonly string[]): Promise<Claimed[]> {
  const lease = startLease(engine.limits.leaseMs);
  const rows = await engine.db.$queryRaw<Row[]>`
    WITH near AS (
      SELECT id, "workspaceId", address, "dueAt" FROM "Delivery" d
      WHERE state = 'planned' AND "dueAt" <= ${engine.clock.now()}::timestamptz AND address IS NOT NULL
        AND d."workspaceId"::text || ' ' || d.address <> ALL (${[...closed]}::text[])
        AND NOT EXISTS (
          SELECT 1 FROM "Delivery" c WHERE c.state = 'claimed' AND c."workspaceId" = d."workspaceId" AND c.address = d.address)
      ORDER BY "dueAt", id LIMIT ${LOOK_AHEAD}::int
    ), heads AS (
      SELECT DISTINCT ON ("workspaceId", address) id FROM near ORDER BY "workspaceId", address, "dueAt", id
    ), free AS (
      SELECT id FROM "Delivery" WHERE id IN (SELECT id FROM heads) AND state = 'planned'
      ORDER BY "dueAt", id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "Delivery" d SET state = 'claimed', "claimedBy" = ${newClaim(engine)}, attempts = d.attempts + 1,
      "claimedAt" = clock_timestamp(), "leaseUntil" = clock_timestamp() + ${engine.limits.leaseMs}::int * interval '1 ms'
    FROM free, "Notice" n WHERE d.id = free.id AND n.id = d."noticeId"
    RETURNING d.id, d."bodyId", d.target, d."workspaceId", d.address, d."expiresAt", d."claimedAt", d.attempts, d."claimedBy",
      n.id AS "noticeId", n.kind, n."meetingId", n.subject, n."dueAt" AS "noticeDueAt", n."createdAt"`;
  return rows.map((row) => toClaimed(row, lease)).sort((a, b) => a.notice.dueAt.getTime() - b.notice.dueAt.getTime());
}

/**
 * Claims deliveries whose sender died (lease over) or heard nothing (unknown), to look for their message.
 * They are unknown from here on, until that look; when they were claimed for sending stays.
 */
export async function claimUnresolved(engine: Engine, most: number): Promise<Claimed[]> {
  const lease = startLease(engine.limits.leaseMs);
  const rows = await engine.db.$queryRaw<Row[]>`
    WITH lost AS (
      SELECT id FROM "Delivery" WHERE state IN ('claimed', 'unknown') AND "leaseUntil" <= clock_timestamp()
      ORDER BY "leaseUntil", id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "Delivery" d SET state = 'unknown', "claimedBy" = ${newClaim(engine)},
      "leaseUntil" = clock_timestamp() + ${engine.limits.leaseMs}::int * interval '1 ms'
    FROM lost, "Notice" n WHERE d.id = lost.id AND n.id = d."noticeId"
    RETURNING d.id, d."bodyId", d.target, d."workspaceId", d.address, d."expiresAt", d."claimedAt", d.attempts, d."claimedBy",
      n.id AS "noticeId", n.kind, n."meetingId", n.subject, n."dueAt" AS "noticeDueAt", n."createdAt"`;
  return rows.map((row) => toClaimed(row, lease));
}

function toClaimed(row: Row, lease: Lease): Claimed {
  const { noticeId, kind, meetingId, subject, noticeDueAt, createdAt, ...claim } = row;
  return { ...claim, lease, notice: { id: noticeId, kind, meetingId, subject, dueAt: noticeDueAt, createdAt } };
}

/** True when something due waits only for its destination to be rested. */
export async function isWaitingFor(engine: Engine, resting: readonly string[]): Promise<boolean> {
  if (resting.length === 0) return false;
  const rows = await engine.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Delivery" WHERE state = 'planned' AND "dueAt" <= ${engine.clock.now()}::timestamptz
      AND "workspaceId"::text || ' ' || address = ANY (${[...resting]}::text[]) LIMIT 1`;
  return rows.length > 0;
}
