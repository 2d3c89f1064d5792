import { recordAudit } from '../bot/audit.ts';
import { inTransaction, type Ctx } from '../bot/context.ts';
import { isSkip, type NoticeFacts, type NoticeKind, type Skip, type Target } from '../bot/define.ts';
import { NotFound } from '../bot/errors.ts';
import { isDatabaseAway } from '../db/errors.ts';
import type { Notice, Prisma } from '../db/generated/client.ts';
import { addDeliveries } from './deliveries.ts';
import type { Engine } from './parts.ts';
import { noteAdded } from './statistics.ts';

// What they plan begins to go out before the next ones are taken.
const BATCH = 10;
const ASIDE_MS = 60_000;

/** Reasons kept on notices and deliveries that nobody gets. */
export const GONE = 'What it was about is no longer there.';
export const IN_VAIN = 'Its time had passed before it could go out.';

/**
 * Takes the due notices out of waiting, the first few, each in one transaction with its deliveries, its kind's own
 * change and one audit row. A notice whose kind fails is logged and left alone for a minute, so that
 * it holds up nobody. Throws when the database is away.
 */
export async function expandDue(engine: Engine): Promise<number> {
  let taken = 0;
  for (const notice of await listDue(engine)) if (await expandOrSetAside(engine, notice)) taken += 1;
  return taken;
}

function listDue(engine: Engine): Promise<Notice[]> {
  const now = engine.clock.now();
  for (const [id, until] of engine.setAside) if (until <= now.getTime()) engine.setAside.delete(id);
  return engine.db.$queryRaw<Notice[]>`
    SELECT * FROM "Notice" WHERE state = 'planned' AND "dueAt" <= ${now}::timestamptz AND id <> ALL (${[...engine.setAside.keys()]}::uuid[])
    ORDER BY "dueAt", id LIMIT ${BATCH}::int /* prepared */`;
}

async function expandOrSetAside(engine: Engine, notice: Notice): Promise<boolean> {
  try {
    const outcome = await expand(engine, notice);
    if (outcome) engine.counts[outcome] += 1;
    return outcome !== null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    engine.setAside.set(notice.id, engine.clock.now().getTime() + ASIDE_MS);
    engine.log.error({ event: 'notice-not-expanded', notice: notice.id, kind: notice.kind, err: error }, 'a notice could not be expanded');
    return false;
  }
}

type Outcome = 'expanded' | 'cancelled' | 'expired';

/** Null when another replica was first, or the notice was changed meanwhile. */
async function expand(engine: Engine, notice: Notice): Promise<Outcome | null> {
  const outside = await engine.context(notice.bodyId);
  return inTransaction(outside, async (ctx) => {
    const claimed = await ctx.db.$executeRaw`
      UPDATE "Notice" SET state = 'expanded'
      WHERE id = ${notice.id}::uuid AND state = 'planned' AND "dueAt" = ${notice.dueAt}::timestamptz /* prepared */`;
    if (claimed === 0) return null;
    const facts = toNoticeFacts(notice);
    const kind = engine.noticeKinds.get(notice.kind);
    if (notice.expiresAt <= ctx.now) return close(ctx, facts, 'expired', IN_VAIN);
    if (!kind) {
      engine.log.error({ event: 'unknown-notice-kind', notice: notice.id, kind: notice.kind }, 'nobody knows this kind of notice');
      return close(ctx, facts, 'cancelled', `No feature knows the kind ${notice.kind}.`);
    }
    return expandTo(engine, ctx, kind, notice);
  });
}

async function expandTo(engine: Engine, ctx: Ctx, kind: NoticeKind, notice: Notice): Promise<Outcome> {
  const facts = toNoticeFacts(notice);
  const targets = await findTargets(ctx, kind, facts);
  if (isSkip(targets)) return close(ctx, facts, 'cancelled', targets.skip);
  // Of one that began ahead only those who have joined its readers since.
  noteAdded(engine, await addDeliveries(ctx, kind, notice, targets, notice.dueAt));
  await kind.due?.(ctx, facts);
  audit(ctx, facts, 'expanded', targets.length);
  return 'expanded';
}

export async function findTargets(ctx: Ctx, kind: NoticeKind, facts: NoticeFacts): Promise<readonly Target[] | Skip> {
  try {
    return await kind.targets(ctx, facts);
  } catch (error) {
    if (error instanceof NotFound) return { skip: GONE };
    throw error;
  }
}

async function close(ctx: Ctx, notice: NoticeFacts, state: 'cancelled' | 'expired', reason: string): Promise<Outcome> {
  await ctx.db.notice.update({ where: { id: notice.id }, data: { state, reason } });
  audit(ctx, notice, state, 0);
  return state;
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
