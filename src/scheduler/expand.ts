import { recordAudit } from '../bot/audit.ts';
import { inTransaction, type Ctx } from '../bot/context.ts';
import { isSkip, type NoticeFacts, type NoticeKind, type Skip, type Target } from '../bot/define.ts';
import { NotFound } from '../bot/errors.ts';
import { isDatabaseAway } from '../db/errors.ts';
import type { Notice, Prisma } from '../db/generated/client.ts';
import { claimDue, type Claimed } from './claim.ts';
import { addDeliveries } from './deliveries.ts';
import type { Upcoming } from './due.ts';
import type { Engine } from './parts.ts';
import { noteAdded } from './statistics.ts';

const ASIDE_MS = 60_000;

/** Reasons kept on notices and deliveries that nobody gets. */
export const GONE = 'What it was about is no longer there.';
export const IN_VAIN = 'Its time had passed before it could go out.';

type Outcome = 'expanded' | 'cancelled' | 'expired';

interface Expanded {
  readonly outcomes: readonly Outcome[];
  /** What was claimed in the same commit; null when that is left to do. */
  readonly claims: readonly Claimed[] | null;
}

/**
 * Takes due notices out of waiting: those of one body that follow each other in one transaction, each with its deliveries, its
 * kind's own change and one audit row. When the last ones go to `free` readers at most, what is due is claimed in the same
 * commit and answered as `claims`. A notice whose kind fails is logged and left alone for a minute, so that it holds up
 * nobody. Throws when the database is away.
 */
export async function expandDue(
  engine: Engine,
  due: readonly Upcoming[],
  free: number,
): Promise<{ taken: number; claims: readonly Claimed[] | null }> {
  let taken = 0;
  let claims: readonly Claimed[] | null = null;
  for (const batch of batchesOf(due)) {
    const isLast = batch.at(-1) === due.at(-1);
    const expanded = await expandOrSetAside(engine, batch, isLast ? free : 0);
    for (const outcome of expanded.outcomes) engine.counts[outcome] += 1;
    taken += expanded.outcomes.length;
    claims = expanded.claims;
  }
  return { taken, claims };
}

/** What follows each other in one body, for its transactions share the head of the audit chain. */
function batchesOf(due: readonly Upcoming[]): Upcoming[][] {
  const batches: Upcoming[][] = [];
  for (const notice of due) {
    const last = batches.at(-1);
    if (last?.[0]?.bodyId === notice.bodyId) last.push(notice);
    else batches.push([notice]);
  }
  return batches;
}

async function expandOrSetAside(engine: Engine, batch: readonly Upcoming[], free: number): Promise<Expanded> {
  try {
    return await expand(engine, batch, free);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (batch.length > 1) return expandEach(engine, batch);
    for (const { id } of batch) {
      engine.setAside.set(id, engine.clock.now().getTime() + ASIDE_MS);
      engine.log.error({ event: 'notice-not-expanded', notice: id, err: error }, 'a notice could not be expanded');
    }
    return { outcomes: [], claims: null };
  }
}

/** One of them failed: each in a transaction of its own, so that it alone is set aside. */
async function expandEach(engine: Engine, batch: readonly Upcoming[]): Promise<Expanded> {
  const outcomes: Outcome[] = [];
  for (const notice of batch) outcomes.push(...(await expandOrSetAside(engine, [notice], 0)).outcomes);
  return { outcomes, claims: null };
}

async function expand(engine: Engine, batch: readonly Upcoming[], free: number): Promise<Expanded> {
  const [first] = batch;
  if (!first) return { outcomes: [], claims: null };
  const outside = await engine.context(first.bodyId);
  const { added, ...expanded } = await inTransaction(outside, async (ctx) => {
    const outcomes: Outcome[] = [];
    let readers = 0;
    let added = 0;
    for (const { id } of batch) {
      const done = await expandOne(engine, ctx, id);
      if (!done) continue;
      outcomes.push(done.outcome);
      readers += done.readers;
      added += done.added;
    }
    const isSmall = readers > 0 && readers <= free;
    return { outcomes, added, claims: isSmall ? await claimDue(engine, free, ctx.db) : null };
  });
  noteAdded(engine, added);
  return expanded;
}

interface Done {
  readonly outcome: Outcome;
  readonly readers: number;
  /** Deliveries written for them. */
  readonly added: number;
}

/** Null when another replica was first, or the notice was changed meanwhile. */
async function expandOne(engine: Engine, ctx: Ctx, id: string): Promise<Done | null> {
  // Not waited for while it is in other hands, so that replicas never wait for each other in a ring.
  const [notice] = await ctx.db.$queryRaw<Notice[]>`
    UPDATE "Notice" SET state = 'expanded' WHERE id = (
      SELECT id FROM "Notice" WHERE id = ${id}::uuid AND state = 'planned' AND "dueAt" <= ${ctx.now}::timestamptz
      FOR NO KEY UPDATE SKIP LOCKED) RETURNING * /* prepared */`;
  if (!notice) return null;
  const facts = toNoticeFacts(notice);
  const kind = engine.noticeKinds.get(notice.kind);
  if (notice.expiresAt <= ctx.now) return close(ctx, facts, 'expired', IN_VAIN);
  if (!kind) {
    engine.log.error({ event: 'unknown-notice-kind', notice: notice.id, kind: notice.kind }, 'nobody knows this kind of notice');
    return close(ctx, facts, 'cancelled', `No feature knows the kind ${notice.kind}.`);
  }
  const targets = await findTargets(ctx, kind, facts);
  if (isSkip(targets)) return close(ctx, facts, 'cancelled', targets.skip);
  // Of one that began ahead only those who have joined its readers since.
  const added = await addDeliveries(ctx, kind, notice, targets, notice.dueAt);
  await kind.due?.(ctx, facts);
  audit(ctx, facts, 'expanded', targets.length);
  return { outcome: 'expanded', readers: targets.length, added };
}

export async function findTargets(ctx: Ctx, kind: NoticeKind, facts: NoticeFacts): Promise<readonly Target[] | Skip> {
  try {
    return await kind.targets(ctx, facts);
  } catch (error) {
    if (error instanceof NotFound) return { skip: GONE };
    throw error;
  }
}

async function close(ctx: Ctx, notice: NoticeFacts, state: 'cancelled' | 'expired', reason: string): Promise<Done> {
  await ctx.db.notice.update({ where: { id: notice.id }, data: { state, reason } });
  audit(ctx, notice, state, 0);
  return { outcome: state, readers: 0, added: 0 };
}

function audit(ctx: Ctx, notice: NoticeFacts, outcome: Outcome, targets: number): void {
  recordAudit(ctx, 'notices.expand', `notice:${notice.id}`, { kind: notice.kind, meetingId: notice.meetingId, outcome, targets });
}

export function toNoticeFacts(notice: Pick<Notice, 'id' | 'kind' | 'meetingId' | 'subject' | 'dueAt'>): NoticeFacts {
  const { id, kind, meetingId, dueAt } = notice;
  return { id, kind, meetingId, dueAt, subject: toSubject(notice.subject) };
}

// planNotices writes ids only; anything else in the column is not for renderers.
function toSubject(json: Prisma.JsonValue): Record<string, string> {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return {};
  return Object.fromEntries(Object.entries(json).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
