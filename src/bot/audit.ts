import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '../db/generated/client.ts';
import type { Ctx } from './context.ts';

/** Values that may stand in the permanent chain: ids, codes, numbers, instants. Never names or typed text. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AuditEntry {
  /** The verb's id. */
  readonly action: string;
  /** What it was done to, such as `meeting:<id>`. */
  readonly subject: string | null;
  readonly facts: AuditFacts;
  /** Personal values: only salted commitments of them are chained; the values stay erasable. */
  readonly personal: Readonly<Record<string, string>>;
  /** Whose values these are. */
  readonly personId: string | null;
  /** Who acted is not to be kept: they asked for that, and a rule lets them. */
  readonly withheld?: true;
}

/** Name of the first row's predecessor. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Records an action in the open transaction. Throws when there is none: a change without its
 * audit row in the same commit is a programming error.
 */
export function recordAudit(
  ctx: Ctx,
  action: string,
  subject: string | null,
  facts: AuditFacts = {},
  personal: { readonly values: Readonly<Record<string, string>>; readonly personId: string | null } = { values: {}, personId: null },
): void {
  if (!ctx.entries) throw new Error(`audit of ${action} outside a transaction`);
  ctx.entries.push({ action, subject, facts, personal: personal.values, personId: personal.personId });
}

/** Records an action of somebody who asked to keep their name out: the chain says `withheld` where the actor stands. */
export function recordWithheld(ctx: Ctx, action: string, subject: string | null, facts: AuditFacts = {}): void {
  if (!ctx.entries) throw new Error(`audit of ${action} outside a transaction`);
  ctx.entries.push({ action, subject, facts, personal: {}, personId: null, withheld: true });
}

/** Chains the entries to the body's head in one insert. The head's row lock is taken last and held shortest. */
export async function appendAudit(ctx: Ctx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const head = await lockHead(ctx);
  const rows: Row[] = [];
  const erasable: Prisma.ErasableCreateManyInput[] = [];
  for (const entry of entries) {
    const row = toRow(ctx, entry, head, erasable);
    rows.push(row);
    head.n = row.n;
    head.hash = row.hash;
  }
  await writeRows(ctx, rows, head);
  if (erasable.length > 0) await ctx.db.erasable.createMany({ data: erasable });
}

/** The rows and the new head in one statement: every change of the program goes through here, holding the head's lock. */
const writeRows = ({ db, body }: Ctx, rows: readonly Row[], head: Head): Promise<number> => db.$executeRaw`
  WITH chained AS (
    INSERT INTO "AuditEvent" (id, "bodyId", n, at, "actorKind", "actorId", surface, action, subject, facts, commitments, "prevHash", hash)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
      id uuid, "bodyId" uuid, n int, at timestamptz, "actorKind" text, "actorId" uuid, surface text, action text, subject text,
      facts jsonb, commitments jsonb, "prevHash" text, hash text))
  UPDATE "AuditHead" SET n = ${head.n}::int, hash = ${head.hash} WHERE "bodyId" = ${body.id}::uuid /* prepared */`;

interface Head {
  n: number;
  hash: string;
}

async function lockHead(ctx: Ctx): Promise<Head> {
  const bodyId = ctx.body.id;
  const read = () => ctx.db.$queryRaw<Head[]>`SELECT n, hash FROM "AuditHead" WHERE "bodyId" = ${bodyId}::uuid FOR UPDATE /* prepared */`;
  let [head] = await read();
  if (!head) {
    await ctx.db.auditHead.createMany({ data: [{ bodyId, n: 0, hash: CHAIN_START }], skipDuplicates: true });
    [head] = await read();
  }
  if (!head) throw new Error('the audit chain has no head');
  return { n: head.n, hash: head.hash };
}

interface Row extends ChainedRow {
  readonly hash: string;
}

function toRow(ctx: Ctx, entry: AuditEntry, head: Head, erasable: Prisma.ErasableCreateManyInput[]): Row {
  const id = uuidv7();
  const commitments: Record<string, string> = {};
  for (const [field, value] of Object.entries(entry.personal)) {
    const salt = randomBytes(16).toString('hex');
    commitments[field] = commit(salt, value);
    erasable.push({ id: uuidv7(), bodyId: ctx.body.id, auditEventId: id, personId: entry.personId, field, salt, value });
  }
  const row = {
    id,
    bodyId: ctx.body.id,
    n: head.n + 1,
    at: ctx.now,
    actorKind: entry.withheld ? 'withheld' : ctx.actor.kind,
    actorId: entry.withheld ? null : actorId(ctx),
    surface: ctx.surface,
    action: entry.action,
    subject: entry.subject,
    facts: entry.facts,
    commitments,
    prevHash: head.hash,
  };
  return { ...row, hash: hashOfRow(row) };
}

function actorId(ctx: Ctx): string | null {
  if (ctx.actor.kind === 'person') return ctx.actor.person.id;
  return ctx.actor.kind === 'stranger' ? ctx.actor.account.id : null;
}

const commit = (salt: string, value: string): string => createHash('sha256').update(`${salt}\n${value}`).digest('hex');

export interface ChainedRow {
  readonly id: string;
  readonly bodyId: string;
  readonly n: number;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly surface: string;
  readonly action: string;
  readonly subject: string | null;
  readonly facts: unknown;
  readonly commitments: unknown;
  readonly prevHash: string;
}

/** SHA-256 over the canonical JSON (keys sorted) of every field but the hash itself. */
export function hashOfRow(row: ChainedRow): string {
  const { id, bodyId, n, at, actorKind, actorId: by, surface, action, subject, facts, commitments, prevHash } = row;
  const content = { id, bodyId, n, at: at.toISOString(), actorKind, actorId: by, surface, action, subject, facts, commitments, prevHash };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** JSON with the keys of every object sorted, so that equal values have equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const pairs = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${pairs.join(',')}}`;
}
