import { createHash } from 'node:crypto';
import { CHAIN_START, hashOfRow } from '../../bot/audit.ts';
import type { Database, Transaction } from '../../db/client.ts';
import type { AuditEvent } from '../../db/generated/client.ts';

/** Why a row breaks the chain. */
export type BreakReason =
  /** A row before this one is missing, or one was put in between. */
  | 'gap'
  /** The row does not follow from the one before it. */
  | 'not-linked'
  /** The row was edited after it was written. */
  | 'edited'
  /** Rows after this one are missing: the chain ends before its head. */
  | 'truncated'
  /** There are rows after the head, or the head was changed. */
  | 'head'
  /** A personal value beside the row is not the one the row commits to. */
  | 'value';

export interface Broken {
  readonly n: number;
  /** Null when the row itself is missing. */
  readonly id: string | null;
  readonly reason: BreakReason;
}

export interface Verified {
  /** Rows read, the broken one included. */
  readonly rows: number;
  readonly broken: Broken | null;
}

const BATCH = 1_000;

/**
 * Recomputes a body's audit chain from its start, in batches, and names the first row that does not fit:
 * edits, gaps, insertions, a cut end (against the chain's head) and personal values that were exchanged.
 * Erased values are no fault. Reads only.
 */
export async function verifyChain(db: Database | Transaction, bodyId: string, batchSize = BATCH): Promise<Verified> {
  // The head first: rows appended while reading lie after it and are not judged.
  const head = await db.auditHead.findUnique({ where: { bodyId } });
  const until = head?.n ?? 0;
  let last = { n: 0, hash: CHAIN_START };
  for (;;) {
    const batch = await db.auditEvent.findMany({
      where: { bodyId, n: { gt: last.n, lte: until } },
      orderBy: { n: 'asc' },
      take: batchSize,
    });
    if (batch.length === 0) break;
    const found = await checkBatch(db, batch, last);
    if (found.broken) return { rows: found.rows, broken: found.broken };
    last = found.last;
  }
  return { rows: last.n, broken: await checkEnd(db, bodyId, head, last) };
}

type Link = { readonly n: number; readonly hash: string };

async function checkBatch(db: Database | Transaction, batch: readonly AuditEvent[], before: Link) {
  const values = await valuesOf(db, batch);
  let last = before;
  for (const row of batch) {
    const reason = faultOf(row, last) ?? (valuesMatch(row, values.get(row.id) ?? []) ? null : 'value');
    if (reason) {
      const isMissing = reason === 'gap';
      return { rows: last.n + 1, broken: { n: last.n + 1, id: isMissing ? null : row.id, reason }, last };
    }
    last = { n: row.n, hash: row.hash };
  }
  return { rows: last.n, broken: null, last };
}

function faultOf(row: AuditEvent, last: Link): BreakReason | null {
  if (row.n !== last.n + 1) return 'gap';
  if (row.hash !== hashOfRow(row)) return 'edited';
  return row.prevHash === last.hash ? null : 'not-linked';
}

interface Value {
  readonly auditEventId: string;
  readonly field: string;
  readonly salt: string;
  readonly value: string;
}

async function valuesOf(db: Database | Transaction, batch: readonly AuditEvent[]): Promise<Map<string, Value[]>> {
  const committing = batch.filter((row) => row.commitments !== null && Object.keys(row.commitments).length > 0).map((row) => row.id);
  const found = new Map<string, Value[]>();
  if (committing.length === 0) return found;
  const values = await db.erasable.findMany({ where: { auditEventId: { in: committing } } });
  for (const value of values) found.set(value.auditEventId, [...(found.get(value.auditEventId) ?? []), value]);
  return found;
}

function valuesMatch(row: AuditEvent, values: readonly Value[]): boolean {
  const commitments = Object.entries(row.commitments as object);
  return values.every(({ field, salt, value }) => {
    const committed = commitments.find(([name]) => name === field)?.[1] as unknown;
    return committed === createHash('sha256').update(`${salt}\n${value}`).digest('hex');
  });
}

async function checkEnd(db: Database | Transaction, bodyId: string, head: Link | null, last: Link): Promise<Broken | null> {
  if (head && last.n < head.n) return { n: last.n + 1, id: null, reason: 'truncated' };
  if (head && last.hash !== head.hash) return { n: last.n, id: await idOf(db, bodyId, last.n), reason: 'head' };
  const now = await db.auditHead.findUnique({ where: { bodyId } });
  const beyond = await db.auditEvent.findFirst({ where: { bodyId, n: { gt: now?.n ?? 0 } }, orderBy: { n: 'asc' } });
  return beyond && { n: beyond.n, id: beyond.id, reason: 'head' };
}

async function idOf(db: Database | Transaction, bodyId: string, n: number): Promise<string | null> {
  const row = await db.auditEvent.findFirst({ where: { bodyId, n }, select: { id: true } });
  return row?.id ?? null;
}
