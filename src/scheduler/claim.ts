import { v7 as uuidv7 } from 'uuid';
import type { Database, Transaction } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { startLease, type Lease } from './lease.ts';
import { HOLDS, nthToken, pacesTable, programTime, spentAfter, TOKENS } from './pace.ts';
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
  /** Quiet hours held it back. */
  readonly isHeld: boolean;
  /** How long its destination rests from this claim on. */
  readonly restMs: number;
  /** When (monotonic, ms) the workspace's budget lets it through: a little ahead, so that none of its flow is lost. */
  readonly sendAt: number;
  /** The workspace tolerates no burst: its posts are to leave evenly. */
  readonly isEven: boolean;
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

interface Row extends Omit<Claimed, 'notice' | 'lease' | 'sendAt'> {
  readonly waitMs: number;
  readonly noticeId: string;
  readonly kind: string;
  readonly meetingId: string | null;
  readonly subject: Prisma.JsonValue;
  readonly noticeDueAt: Date;
  readonly createdAt: Date;
}

/** The key of a destination: posts to one are sequential and paced, whichever notice they are of. */
export const destinationOf = (claimed: Pick<Claimed, 'workspaceId' | 'address'>): string => `${claimed.workspaceId} ${claimed.address}`;

const COLUMNS = Prisma.sql`d.id, d."bodyId", d.target, d."workspaceId", d.address, d."expiresAt", d."claimedAt", d.attempts,
  d."claimedBy", d."heldUntil" IS NOT NULL AS "isHeld", n.id AS "noticeId", n.kind, n."meetingId", n.subject, COALESCE(d."heldUntil", n."dueAt") AS "noticeDueAt", n."createdAt"`;

const NTH = Prisma.sql`(row_number() OVER (PARTITION BY d."workspaceId" ORDER BY d.turn, d."dueAt", d.id) - 1)`;

const newClaim = (engine: Engine): string => `${engine.replicaId} ${uuidv7()}`;

/**
 * Claims due deliveries in the order of their turn and time: at most one for each destination, none for a
 * destination in any replica's hands or at rest, and no more of a workspace than its budget lets through
 * until `limits.aheadMs` from now, each with its moment; the budget is spent in the same statement, so that
 * all replicas together keep it. Committed when it returns, or with the open transaction. Only what can be begun at once
 * should be asked for.
 */
export async function claimDue(engine: Engine, most: number, db: Database | Transaction = engine.db): Promise<Claimed[]> {
  const lease = startLease(engine.limits.leaseMs);
  const now = engine.clock.now();
  const rows = await db.$queryRaw<Row[]>`
    WITH waiting AS MATERIALIZED (
      SELECT w.id, w."spentTo", pace.*, ${programTime(engine.clock.offset())} AS at
      FROM "Workspace" w JOIN ${pacesTable(engine.limits)} ON pace.platform = w.platform::text
      WHERE EXISTS (
        SELECT 1 FROM "Delivery" d WHERE d."workspaceId" = w.id AND d.state = 'planned' AND d."dueAt" <= ${now}::timestamptz)
      ORDER BY w.id FOR NO KEY UPDATE OF w
    ), budget AS MATERIALIZED (
      SELECT *, LEAST(${most}::int, ${TOKENS})::int AS tokens FROM waiting
      WHERE NOT EXISTS (SELECT 1 FROM "Rest" r WHERE r."workspaceId" = waiting.id AND r.address = '' AND ${HOLDS})
    ), near AS (
      SELECT d.*, b.tokens FROM budget b CROSS JOIN LATERAL (
        SELECT id, "workspaceId", address, turn, "dueAt" FROM "Delivery" d
        WHERE d."workspaceId" = b.id AND d.state = 'planned' AND d."dueAt" <= ${now}::timestamptz AND d.address IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM "Delivery" c WHERE c."workspaceId" = d."workspaceId" AND c.address = d.address AND (c.state = 'claimed' OR (
              c."claimedAt" > clock_timestamp() - b."betweenMs" * interval '1 ms' AND c."claimedAt" < clock_timestamp() + interval '1 minute')))
          AND NOT EXISTS (SELECT 1 FROM "Rest" r WHERE r."workspaceId" = d."workspaceId" AND r.address = d.address AND ${HOLDS})
        ORDER BY turn, "dueAt", id LIMIT 4 * b.tokens + 20
      ) d WHERE b.tokens > 0
    ), heads AS (
      SELECT DISTINCT ON ("workspaceId", address) * FROM near ORDER BY "workspaceId", address, turn, "dueAt", id
    ), ranked AS (
      SELECT id, tokens, row_number() OVER (PARTITION BY "workspaceId" ORDER BY turn, "dueAt", id) AS n FROM heads
    ), free AS (
      SELECT id FROM "Delivery" WHERE id IN (SELECT id FROM ranked WHERE n <= tokens) AND state = 'planned'
      ORDER BY turn, "dueAt", id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE "Delivery" d SET state = 'claimed', "claimedBy" = ${newClaim(engine)}, attempts = d.attempts + 1,
        "claimedAt" = clock_timestamp(), "leaseUntil" = clock_timestamp() + ${engine.limits.leaseMs}::int * interval '1 ms'
      FROM free WHERE d.id = free.id RETURNING d.*
    ), spent AS (
      UPDATE "Workspace" w SET "spentTo" = b.after FROM (
        SELECT id, ${spentAfter(Prisma.sql`posts`)} AS after FROM budget
        JOIN (SELECT "workspaceId", count(*) AS posts FROM taken GROUP BY 1) t ON t."workspaceId" = budget.id WHERE "everyMs" > 0
      ) b WHERE w.id = b.id
    )
    SELECT ${COLUMNS}, b."betweenMs" AS "restMs", b."everyMs" > 0 AND b.burst <= 1 AS "isEven", (EXTRACT(EPOCH FROM ${nthToken(NTH)} - b.at) * 1000)::float8 AS "waitMs"
    FROM taken d JOIN "Notice" n ON n.id = d."noticeId" JOIN budget b ON b.id = d."workspaceId"
    ORDER BY d.turn, d."dueAt", d.id /* prepared */`;
  return rows.map((row) => toClaimed(row, lease));
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
    RETURNING ${COLUMNS}, 0::float8 AS "restMs", false AS "isEven", 0::float8 AS "waitMs"`;
  return rows.map((row) => toClaimed(row, lease));
}

function toClaimed(row: Row, lease: Lease): Claimed {
  const { noticeId, kind, meetingId, subject, noticeDueAt, createdAt, waitMs, ...claim } = row;
  return {
    ...claim,
    lease,
    sendAt: performance.now() + waitMs,
    notice: { id: noticeId, kind, meetingId, subject, dueAt: noticeDueAt, createdAt },
  };
}

/** Those of the resting destinations that something due waits for. */
export async function listAwaited(engine: Engine, resting: readonly string[]): Promise<string[]> {
  if (resting.length === 0) return [];
  const rows = await engine.db.$queryRaw<{ key: string }[]>`
    SELECT key FROM unnest(${[...resting]}::text[]) AS key WHERE EXISTS (
      SELECT 1 FROM "Delivery" d WHERE d."workspaceId" = split_part(key, ' ', 1)::uuid AND d.address = substr(key, 38)
        AND d.state = 'planned' AND d."dueAt" <= ${engine.clock.now()}::timestamptz) /* prepared */`;
  return rows.map(({ key }) => key);
}
