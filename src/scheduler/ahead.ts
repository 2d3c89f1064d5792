import { recordAudit } from '../bot/audit.ts';
import { inTransaction, type Ctx } from '../bot/context.ts';
import { isSkip, type NoticeKind, type Target } from '../bot/define.ts';
import { isDatabaseAway } from '../db/errors.ts';
import type { Notice } from '../db/generated/client.ts';
import { placed, targetKey } from './address.ts';
import { addDeliveries } from './deliveries.ts';
import { findTargets, toNoticeFacts } from './expand.ts';
import type { Engine } from './parts.ts';
import { noteAdded } from './statistics.ts';
import { claimSlot } from './ticker.ts';

const MINUTE_MS = 60_000;
/** Nothing goes out earlier than this before it is due. */
export const EARLIEST_MS = 20 * MINUTE_MS;
/** What is through within this after it is due begins when it is due. */
const IN_TIME_MS = 5_000;
// For posts of other kinds that go before, and for a machine that is busy when it is to begin.
const MARGIN_MS = 40_000;

interface FanOut {
  readonly notice: Notice;
  readonly kind: NoticeKind;
  /** How many go to each workspace. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Once a minute, by one replica: looks through the notices that are due soon, and begins those with more
 * direct messages than their workspaces let through in time. Throws when the database is away.
 */
export async function surveyAhead(engine: Engine): Promise<void> {
  const now = engine.clock.now();
  const kinds = [...engine.noticeKinds.values()].filter(({ ahead }) => ahead).map(({ kind }) => kind);
  // A clock that was set back must not hold the survey up.
  const isTime = now.getTime() >= engine.surveyAt || engine.surveyAt > now.getTime() + MINUTE_MS;
  if (kinds.length === 0 || !isTime || !Object.values(engine.limits.paces).some(({ everyMs }) => everyMs > 0)) return;
  engine.surveyAt = (Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  if (!(await claimSlot(engine, { name: 'notices.ahead' }))) return;
  const soon = await engine.db.notice.findMany({
    where: {
      state: 'planned',
      kind: { in: kinds },
      begunAt: null,
      dueAt: { gt: now, lte: new Date(now.getTime() + EARLIEST_MS + MINUTE_MS) },
    },
    orderBy: [{ dueAt: 'desc' }, { id: 'asc' }],
  });
  if (soon.length === 0) return;
  const fanOuts: FanOut[] = [];
  for (const notice of soon) {
    const one = await measure(engine, notice);
    if (one) fanOuts.push(one);
  }
  for (const { fanOut, beginAt } of schedule(fanOuts, await listFlows(engine)))
    if (beginAt.getTime() <= now.getTime() + MINUTE_MS) await begin(engine, fanOut, beginAt);
}

/** How many direct messages a notice would be now; null when none, or when that cannot be told. */
async function measure(engine: Engine, notice: Notice): Promise<FanOut | null> {
  const kind = engine.noticeKinds.get(notice.kind);
  if (!kind) return null;
  try {
    const outside = await engine.context(notice.bodyId);
    return await inTransaction(outside, async (ctx) => {
      const keys = (await listPeople(ctx, kind, notice)).map(targetKey);
      const sizes = await ctx.db.$queryRaw<{ workspaceId: string; n: number }[]>`
        WITH wanted AS (SELECT target FROM unnest(${keys}::text[]) AS target)
        SELECT "workspaceId", count(*)::int AS n FROM (${placed(notice.bodyId)}) p WHERE "workspaceId" IS NOT NULL GROUP BY 1`;
      return { notice, kind, sizes: new Map(sizes.map(({ workspaceId, n }) => [workspaceId, n])) };
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    engine.log.error(
      { event: 'notice-not-measured', notice: notice.id, kind: notice.kind, err: error },
      'a notice could not be looked at ahead',
    );
    return null;
  }
}

/** Channels wait until it is due. */
async function listPeople(ctx: Ctx, kind: NoticeKind, notice: Notice): Promise<Target[]> {
  const targets = await findTargets(ctx, kind, toNoticeFacts(notice));
  return isSkip(targets) ? [] : targets.filter((target) => 'person' in target);
}

interface Flow {
  readonly everyMs: number;
  /** Posts that wait in the workspace already. */
  readonly waiting: number;
}

async function listFlows(engine: Engine): Promise<Map<string, Flow>> {
  const rows = await engine.db.$queryRaw<{ id: string; platform: 'slack' | 'teams'; waiting: number }[]>`
    SELECT w.id, w.platform::text AS platform, (
      SELECT count(*)::int FROM "Delivery" d WHERE d."workspaceId" = w.id AND d.state IN ('planned', 'claimed')) AS waiting
    FROM "Workspace" w WHERE w.status = 'active'`;
  return new Map(rows.map(({ id, platform, waiting }) => [id, { everyMs: engine.limits.paces[platform].everyMs, waiting }]));
}

/** When each fan-out has to begin, of those that have to begin early: backwards from the last one due, for they share the budgets. */
export function schedule(
  fanOuts: readonly FanOut[],
  flows: ReadonlyMap<string, Flow>,
): { readonly fanOut: FanOut; readonly beginAt: Date }[] {
  const freeUntil = new Map<string, number>();
  return [...fanOuts]
    .sort((a, b) => b.notice.dueAt.getTime() - a.notice.dueAt.getTime())
    .flatMap((fanOut) => {
      const due = fanOut.notice.dueAt.getTime();
      let earliest = due;
      for (const [workspaceId, n] of fanOut.sizes) {
        const { everyMs, waiting } = flows.get(workspaceId) ?? { everyMs: 0, waiting: 0 };
        const begin = Math.min(due, freeUntil.get(workspaceId) ?? due) - n * everyMs;
        freeUntil.set(workspaceId, begin);
        earliest = Math.min(earliest, begin - waiting * everyMs);
      }
      if (due - earliest <= IN_TIME_MS) return [];
      return [{ fanOut, beginAt: new Date(Math.max(earliest - MARGIN_MS, due - EARLIEST_MS)) }];
    });
}

/** The notice stays planned: when it is due, its other readers are added and what its sending changes is done. */
async function begin(engine: Engine, { notice, kind }: FanOut, beginAt: Date): Promise<void> {
  const outside = await engine.context(notice.bodyId);
  await inTransaction(outside, async (ctx) => {
    const begun = await ctx.db.notice.updateMany({
      where: { id: notice.id, state: 'planned', begunAt: null, dueAt: notice.dueAt },
      data: { begunAt: ctx.now },
    });
    if (begun.count === 0) return;
    const people = await listPeople(ctx, kind, notice);
    noteAdded(engine, await addDeliveries(ctx, kind, notice, people, beginAt));
    recordAudit(ctx, 'notices.begin', `notice:${notice.id}`, { kind: notice.kind, meetingId: notice.meetingId, targets: people.length });
  });
}
