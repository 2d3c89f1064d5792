import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';
import type { Database, Transaction } from '../../db/client.ts';
import type { DeliveryState, Prisma } from '../../db/generated/client.ts';
import { kindInWords, reasonInWords } from './reasons.ts';

export { kindInWords } from './reasons.ts';

/** A delivery that failed, or of which nobody can tell whether it arrived. */
export interface TroubledDelivery {
  readonly id: string;
  /** What it was, such as "Reminder". */
  readonly what: string;
  /** The meeting it was about. */
  readonly about: string | null;
  /** The person or channel, by name. */
  readonly to: string;
  readonly state: 'failed' | 'unknown';
  readonly reason: string;
  readonly dueAt: Date;
  /** False for a channel that is no longer connected to the group. */
  readonly isConnected: boolean;
  /** Sending it still makes sense. */
  readonly isUseful: boolean;
}

const NOTICE = { select: { kind: true, dueAt: true, meeting: { select: { subTopic: true, state: true } } } } as const;
type Row = Prisma.DeliveryGetPayload<{ include: { notice: typeof NOTICE } }>;

/** Failed and unresolved deliveries nobody has dismissed, newest first. A delivery still being looked for is not among them. */
export async function listTroubled(ctx: Ctx, limit = 50): Promise<TroubledDelivery[]> {
  const rows = await ctx.db.delivery.findMany({
    where: { bodyId: ctx.body.id, OR: [{ state: 'failed' }, { state: 'unknown', leaseUntil: null }] },
    include: { notice: NOTICE },
    orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return withNames(ctx, rows);
}

/** Any delivery of the body, with its fate in words; throws NotFound. */
export async function getDelivery(ctx: Ctx, id: string): Promise<TroubledDelivery & { readonly isTroubled: boolean }> {
  const row = await ctx.db.delivery.findFirst({ where: { id, bodyId: ctx.body.id }, include: { notice: NOTICE } });
  const [facts] = row ? await withNames(ctx, [row]) : [];
  if (!row || !facts) throw new NotFound('This message is no longer in the records.');
  return { ...facts, isTroubled: row.state === 'failed' || (row.state === 'unknown' && row.leaseUntil === null) };
}

async function withNames(ctx: Ctx, rows: readonly Row[]): Promise<TroubledDelivery[]> {
  const idsOf = (prefix: string): string[] =>
    rows.flatMap(({ target }) => (target.startsWith(prefix) ? [target.slice(prefix.length)] : []));
  const { id: bodyId } = ctx.body;
  const people = await ctx.db.person.findMany({ where: { bodyId, id: { in: idsOf('person:') } }, select: { id: true, name: true } });
  const channels = await ctx.db.groupChannel.findMany({
    where: { bodyId, id: { in: idsOf('channel:') } },
    select: { id: true, name: true, disconnectedAt: true },
  });
  const gone = new Set(channels.flatMap(({ id, disconnectedAt }) => (disconnectedAt ? [`channel:${id}`] : [])));
  const accounts = await ctx.db.account.findMany({
    where: { bodyId, id: { in: idsOf('account:') } },
    select: { id: true, name: true },
  });
  const names = new Map([
    ...accounts.map(({ id, name }): [string, string] => [`account:${id}`, name]),
    ...people.map(({ id, name }): [string, string] => [`person:${id}`, name]),
    ...channels.map(({ id, name }): [string, string] => [`channel:${id}`, `the channel ${name}`]),
  ]);
  return rows.map((row) => toTroubled(ctx, row, names.get(row.target) ?? 'somebody no longer in the records', !gone.has(row.target)));
}

function toTroubled(ctx: Ctx, row: Row, to: string, isConnected: boolean): TroubledDelivery {
  const { notice } = row;
  return {
    id: row.id,
    what: kindInWords(notice.kind),
    about: notice.meeting?.subTopic ?? null,
    to,
    state: row.state === 'unknown' ? 'unknown' : 'failed',
    reason: reasonInWords(row.error),
    dueAt: notice.dueAt,
    isConnected,
    isUseful: isConnected && row.expiresAt > ctx.now && notice.meeting?.state !== 'cancelled',
  };
}

export interface DeliveryCounts {
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
  readonly expired: number;
}

const WEEK_MS = 7 * 24 * 60 * 60_000;

/** What became of the deliveries due in the last seven days, and how many wait. */
export async function countDeliveries(ctx: Ctx): Promise<DeliveryCounts> {
  const by = {
    by: ['state' as const],
    where: { bodyId: ctx.body.id, dueAt: { gte: new Date(ctx.now.getTime() - WEEK_MS) } },
    _count: { _all: true as const },
  };
  const rows = [...(await ctx.db.delivery.groupBy(by)), ...(await ctx.db.deliveryLog.groupBy(by))];
  const count = (...states: string[]): number =>
    rows.filter(({ state }) => states.includes(state)).reduce((sum, { _count }) => sum + _count._all, 0);
  return {
    sent: count('sent'),
    waiting: count('planned', 'claimed'),
    failed: count('failed'),
    unknown: count('unknown'),
    expired: count('expired'),
  };
}

/** What became of one delivery about a meeting. */
export interface MeetingDelivery {
  readonly kind: string;
  /** `channel:<id>` or `person:<id>`. */
  readonly target: string;
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

/** All deliveries about a meeting, or those of some kinds, live and logged, in the order they were due. */
export async function listMeetingDeliveries(ctx: Ctx, meetingId: string, kinds?: readonly string[]): Promise<MeetingDelivery[]> {
  const about = {
    where: { bodyId: ctx.body.id, notice: { meetingId, ...(kinds && { kind: { in: [...kinds] } }) } },
    select: { id: true, target: true, state: true, dueAt: true, sentAt: true, error: true, notice: { select: { kind: true } } },
  };
  // The live ones first: one that is moved into the log meanwhile is then seen twice, not missed.
  const rows = [...(await ctx.db.delivery.findMany(about)), ...(await ctx.db.deliveryLog.findMany(about))];
  return [...new Map(rows.map((row) => [row.id, row])).values()]
    .map(({ notice, target, state, dueAt, sentAt, error }) => ({ kind: notice.kind, target, state, dueAt, sentAt, error }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.target < b.target ? -1 : 1));
}

/** When the next planned notice of any body is due. */
export async function nextDueAt(db: Database | Transaction): Promise<Date | null> {
  const next = await db.notice.findFirst({ where: { state: 'planned' }, orderBy: { dueAt: 'asc' }, select: { dueAt: true } });
  return next?.dueAt ?? null;
}
