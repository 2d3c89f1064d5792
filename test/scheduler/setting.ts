import pino, { type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { sentence } from '../../src/bot/card.ts';
import type { Chat } from '../../src/bot/chat.ts';
import { createClock, type Clock } from '../../src/bot/clock.ts';
import { feature, type CardKind, type NoticeKind, type Target } from '../../src/bot/define.ts';
import { planNotices, type PlannedNotice } from '../../src/bot/planned.ts';
import type { Meter } from '../../src/scheduler/meter.ts';
import { createEngine, type Engine, type Limits, type Upkeep } from '../../src/scheduler/parts.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { createFakeChat } from '../support/fake-chat.ts';
import { NOON, type TestBody, type World } from '../support/world.ts';

export const MINUTE = 60_000;

/** A kind that goes to the targets named in its notice's subject, and says its text. */
export function saying(kind: string, targets: readonly Target[], more: Partial<NoticeKind> = {}): NoticeKind {
  return {
    kind,
    targets: () => Promise.resolve(targets),
    render: (_, notice) => Promise.resolve(sentence(notice.subject.text ?? kind)),
    ...more,
  };
}

/** The scheduler of a body of its own, at noon, with a fake chat and without waiting between posts. */
export async function openSetting(world: World, options: { lease?: number } = {}) {
  await silenceOthers(world);
  const body = await world.newBody();
  const fake = createFakeChat(body.workspaceId);
  const clock = createClock(NOON.getTime() - Date.now());
  const chats = new Map<string, Chat | null>([[body.workspaceId, fake.chat]]);
  const limits: Partial<Limits> = {
    betweenPostsMs: 0,
    betweenUpdatesMs: 0,
    reconcileAfterMs: 0,
    leaseMs: options.lease ?? 30_000,
  };

  function scheduler(
    kinds: readonly NoticeKind[],
    more: {
      cards?: readonly CardKind[];
      limits?: Partial<Limits>;
      upkeep?: readonly Upkeep[];
      replicaId?: string;
      clock?: Clock;
      meter?: Meter;
      chat?: Partial<Chat>;
      log?: Logger;
    } = {},
  ) {
    const chat = more.chat ? { ...fake.chat, ...more.chat } : null;
    const own = more.clock ?? clock;
    return createScheduler({
      db: world.db,
      clock: own,
      ...(more.meter && { meter: more.meter }),
      features: [feature('test', { notices: kinds, cards: more.cards ?? [] })],
      contextFor: () => Promise.resolve(body.asScheduler(own.now())),
      chatFor: (id) => Promise.resolve(chat && id === body.workspaceId ? chat : (chats.get(id) ?? null)),
      log: more.log ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      replicaId: more.replicaId ?? 'one',
      upkeep: more.upkeep ?? [],
      limits: { ...limits, ...more.limits },
    });
  }

  async function plan(kind: string, more: Partial<PlannedNotice> & { text?: string } = {}): Promise<string> {
    const { text, ...rest } = more;
    const key = rest.key ?? `${kind}:${uuidv7()}`;
    const now = clock.now();
    const subject = { ...(text ? { text } : {}), ...rest.subject };
    await planNotices(body.asScheduler(now), [
      { dueAt: now, expiresAt: new Date(now.getTime() + 24 * 60 * MINUTE), ...rest, kind, key, subject },
    ]);
    return key;
  }

  const bodyId = body.body.id;
  const notices = () => world.db.notice.findMany({ where: { bodyId }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] });
  const deliveries = () => world.db.delivery.findMany({ where: { bodyId }, orderBy: { id: 'asc' } });
  /** Makes every lease of this body end now. */
  const endLeases = () => world.db.delivery.updateMany({ where: { bodyId, leaseUntil: { not: null } }, data: { leaseUntil: new Date(0) } });

  return { body, bodyId, fake, clock, chats, scheduler, plan, notices, deliveries, endLeases, texts: () => textsOf(fake) };
}

/** The parts of another process that a test drives step by step. */
export function aProcess({ clock, body, fake }: Setting, world: World, limits: Partial<Limits> = {}): Engine {
  return createEngine({
    db: world.db,
    clock,
    features: [],
    contextFor: () => Promise.resolve(body.asScheduler(clock.now())),
    chatFor: () => Promise.resolve(fake.chat),
    log: body.asScheduler().log,
    replicaId: 'another',
    limits,
  });
}

/** A scheduler works for every body of the database: what earlier tests left waiting is taken away. */
async function silenceOthers({ db }: World): Promise<void> {
  await db.notice.updateMany({ where: { state: 'planned' }, data: { state: 'cancelled' } });
  await db.delivery.updateMany({
    where: { state: { in: ['planned', 'claimed', 'unknown'] } },
    data: { state: 'cancelled', leaseUntil: null },
  });
  await db.postedCard.updateMany({ where: { retired: null }, data: { retired: 'earlier test' } });
}

export type Setting = Awaited<ReturnType<typeof openSetting>>;

const textsOf = (fake: ReturnType<typeof createFakeChat>): string[] =>
  fake.posted.map(({ card }) => (typeof card.summary === 'string' ? card.summary : JSON.stringify(card.summary)));

/** A body's channel, as a target. */
export async function aChannel(body: TestBody, external?: string): Promise<Target & { channel: string }> {
  const group = await body.group();
  return { channel: (await body.channel(group.id, external)).id };
}
