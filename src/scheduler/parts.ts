import type { Logger } from 'pino';
import type { Chat } from '../bot/chat.ts';
import type { Clock } from '../bot/clock.ts';
import type { Ctx } from '../bot/context.ts';
import type { CardKind, Feature, NoticeKind } from '../bot/define.ts';
import type { Database } from '../db/client.ts';
import { createGroup, type Group } from './group.ts';
import { SILENT, type Meter } from './meter.ts';
import { PACES, paceOf, type Paces } from './pace.ts';
import { writeSent, type SentFate } from './sent.ts';

/** Work that keeps things tidy; one replica does it per slot of `everyMinutes`. */
export interface Upkeep {
  readonly name: string;
  /** 1 unless said otherwise. */
  readonly everyMinutes?: number;
  run(): Promise<void>;
}

export interface Limits {
  /** Sends under way at once; each goes to another destination. */
  readonly parallel: number;
  /** How fast each platform lets posts through. */
  readonly paces: Paces;
  /** One rest between two posts to one destination for every platform, and no budget; for platforms that are not real. */
  readonly betweenPostsMs?: number;
  /** Posts are claimed so long before their workspace's budget lets them through, so that a busy moment loses none of it. */
  readonly aheadMs: number;
  /** Between two updates of one message. */
  readonly betweenUpdatesMs: number;
  /** How long a claim holds; measured by the database's clock, so that replicas agree. */
  readonly leaseMs: number;
  /** After this a request counts as unknown. Adapters must give up a little earlier themselves. */
  readonly sendMs: number;
  /** How long the platform gets to show what it stored before we look. */
  readonly reconcileAfterMs: number;
  /** Later than this is said in the message. */
  readonly lateAfterMs: number;
  /** How long stop() waits for what is under way. */
  readonly drainMs: number;
}

export const LIMITS: Limits = {
  parallel: 32,
  paces: PACES,
  aheadMs: 250,
  betweenUpdatesMs: 1_000,
  leaseMs: 30_000,
  sendMs: 10_000,
  reconcileAfterMs: 5_000,
  lateAfterMs: 5 * 60_000,
  drainMs: 12_000,
};

export interface SchedulerParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly features: readonly Feature[];
  /** A context for the body, acting as the scheduler. */
  contextFor(bodyId: string): Promise<Ctx>;
  /** Null while the workspace is not connected. */
  chatFor(workspaceId: string): Promise<Chat | null>;
  readonly log: Logger;
  /** Names this process in the claims it makes. */
  readonly replicaId: string;
  readonly upkeep?: readonly Upkeep[];
  readonly limits?: Partial<Limits>;
  /** Hears what became of deliveries, for measuring. */
  readonly meter?: Meter;
}

/** What happened in one pass. */
export interface Counts {
  expanded: number;
  cancelled: number;
  expired: number;
  sent: number;
  /** Of those sent: found on the platform after their sender had died or heard nothing. */
  found: number;
  /** Put back, to be tried again later. */
  retried: number;
  failed: number;
  unknown: number;
  refreshed: number;
  retired: number;
}

export const noCounts = (): Counts => ({
  expanded: 0,
  cancelled: 0,
  expired: 0,
  sent: 0,
  found: 0,
  retried: 0,
  failed: 0,
  unknown: 0,
  refreshed: 0,
  retired: 0,
});

/** What every step of a pass works with. */
export interface Engine {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly replicaId: string;
  readonly limits: Limits;
  readonly noticeKinds: ReadonlyMap<string, NoticeKind>;
  readonly cardKinds: ReadonlyMap<string, CardKind>;
  /** Notices whose expansion failed, by id, until when (program time, ms) they are left alone. */
  readonly setAside: Map<string, number>;
  /** By how much a late post moved the budget of its workspace on, and when (both ms, monotonic), by its id. */
  readonly madeRoom: Map<string, { readonly ms: number; readonly at: number }>;
  /** Writes the fate of what was sent, many at a time; false when the claim no longer stood. */
  readonly sent: Group<SentFate, boolean>;
  readonly meter: Meter;
  /** When (program time, ms) notices ahead are looked through next. */
  surveyAt: number;
  /** Deliveries written since the database last looked at how many there are. */
  added: number;
  /** Counts of the pass under way. */
  counts: Counts;
  /** True from stop() on: nothing new is begun. */
  stopping: boolean;
  context(bodyId: string): Promise<Ctx>;
  chatFor(workspaceId: string): Promise<Chat | null>;
}

const FATES_PER_WRITE = 100;

export function createEngine(parts: SchedulerParts): Engine {
  const { db, clock, log, replicaId } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const paces = parts.limits?.paces ?? (limits.betweenPostsMs === undefined ? PACES : paceOf(limits.betweenPostsMs));
  return {
    db,
    clock,
    log,
    replicaId,
    limits: { ...limits, paces },
    noticeKinds: new Map(parts.features.flatMap(({ notices }) => notices).map((one) => [one.kind, one])),
    cardKinds: new Map(parts.features.flatMap(({ cards }) => cards).map((one) => [one.kind, one])),
    setAside: new Map(),
    madeRoom: new Map(),
    sent: createGroup(FATES_PER_WRITE, (fates) => writeSent(db, fates)),
    meter: parts.meter ?? SILENT,
    surveyAt: 0,
    added: 0,
    counts: noCounts(),
    stopping: false,
    async context(bodyId) {
      const ctx = await parts.contextFor(bodyId);
      // A pass looks again by itself; waking it for its own changes would only repeat it.
      return { ...ctx, now: clock.now(), wake: () => undefined };
    },
    chatFor: (workspaceId) => parts.chatFor(workspaceId),
  };
}
