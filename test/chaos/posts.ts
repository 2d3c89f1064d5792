import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { sentence } from '../../src/bot/card.ts';
import type { BodyFacts, Ctx } from '../../src/bot/context.ts';
import { feature, type NoticeKind, type Target } from '../../src/bot/define.ts';
import { planNotices } from '../../src/bot/planned.ts';
import { BodySettings } from '../../src/bot/settings.ts';
import type { Database } from '../../src/db/client.ts';

/** Facts that parent and replicas share: one body, one workspace, channels and people to write to. */
export const BODY_ID = '0190c0de-0000-7000-8000-000000000001';
export const WORKSPACE_ID = '0190c0de-0000-7000-8000-000000000002';
const GROUP_ID = '0190c0de-0000-7000-8000-000000000003';

/** A body's settings, no more than must be. */
export const settings = BodySettings.parse({
  contact: 'the Secretariat',
  membershipClasses: [{ slug: 'full', name: 'Full', tier: 'full' }],
  meetingKinds: [{ slug: 'priority', name: 'Priority' }],
  timings: {
    agendaBefore: 60,
    nudgeBefore: 60,
    reminderBefore: 60,
    checkInBefore: 10,
    checkInAfter: 30,
    missedAfter: 30,
    correctionAfter: 60,
  },
});

const body: BodyFacts = { id: BODY_ID, slug: 'chaos', name: 'Chaos', zone: 'Europe/Zurich', locale: 'en', settings };

export const contextOf = (db: Database, now: Date): Ctx => ({
  db,
  body,
  actor: { kind: 'scheduler' },
  surface: 'scheduler',
  now,
  log: pino({ level: 'silent' }),
  publicUrl: 'https://convenor.invalid',
  reactions: new Map(),
  wake: () => undefined,
});

/** A plain message, and one that is pinned and drawn again, so that those steps are hit too. */
export type PostKind = 'chaos.plain' | 'chaos.card';

const words = (n: string | undefined): string => `Chaos post ${n ?? '?'}.`;

/** Which post a message is, from its text and where it goes. */
export const wordsOf = (text: string | undefined, address: string | undefined): string =>
  `${/Chaos post (\d+)/.exec(text ?? '')?.[1] ?? '?'} ${address ?? '?'}`;

const kindOf = (kind: PostKind, more: Partial<NoticeKind> = {}): NoticeKind => ({
  kind,
  targets: (ctx, { subject }) => listTargets(ctx, Number(subject.from), Number(subject.to)),
  render: (_, { subject }) => Promise.resolve(sentence(words(subject.n))),
  ...more,
});

export const chaosFeature = feature('chaos', {
  notices: [
    kindOf('chaos.plain'),
    kindOf('chaos.card', { pin: true, card: { kind: 'chaos.card', subject: ({ subject }) => subject.n ?? '' } }),
  ],
  cards: [{ kind: 'chaos.card', render: (_, n) => Promise.resolve(sentence([words(n), ' Drawn again.'])) }],
});

// Every fifth is a person.
const isPerson = (index: number): boolean => index % 5 === 4;
const idOf = (index: number): string => `0190c0de-0000-7000-9000-${String(index).padStart(12, '0')}`;
export const addressOf = (index: number): string => `${isPerson(index) ? 'U' : 'C'}CHAOS${String(index).padStart(5, '0')}`;

function listTargets(_ctx: Ctx, from: number, to: number): Promise<Target[]> {
  const targets: Target[] = [];
  for (let i = from; i < to; i++) targets.push(isPerson(i) ? { person: idOf(i) } : { channel: idOf(i) });
  return Promise.resolve(targets);
}

/** The body with so many places to write to. */
export async function addPlaces(db: Database, count: number): Promise<void> {
  const now = new Date();
  const own = { bodyId: BODY_ID, createdAt: now, updatedAt: now };
  await db.body.create({ data: { ...body, settings: body.settings, preset: 'chaos', createdAt: now } });
  await db.workspace.create({
    data: { id: WORKSPACE_ID, bodyId: BODY_ID, platform: 'slack', externalId: 'T0CHAOS', name: 'Chaos', connectedAt: now },
  });
  await db.group.create({
    data: { id: GROUP_ID, ...own, slug: 'chaos', name: 'Chaos', nameKey: 'chaos', remit: '', status: 'open', zone: body.zone },
  });
  const all = Array.from({ length: count }, (_, i) => ({ i, id: idOf(i), address: addressOf(i) }));
  const place = { bodyId: BODY_ID, workspaceId: WORKSPACE_ID };
  const people = all.filter(({ i }) => isPerson(i));
  await db.groupChannel.createMany({
    data: all
      .filter(({ i }) => !isPerson(i))
      .map(({ id, address }) => ({ id, ...place, groupId: GROUP_ID, externalChannelId: address, name: address, connectedAt: now })),
  });
  await db.person.createMany({ data: people.map(({ id, address }) => ({ id, ...own, name: address, nameKey: address, email: address })) });
  await db.account.createMany({
    data: people.map(({ id, address }) => ({ id, ...place, externalUserId: address, personId: id, name: address, seenAt: now })),
  });
}

export interface PlannedPosts {
  /** Names the posts of this notice. */
  readonly n: number;
  readonly kind: PostKind;
  /** Places from here to below there. */
  readonly from: number;
  readonly to: number;
  readonly dueAt: Date;
}

export async function planPosts(db: Database, all: readonly PlannedPosts[]): Promise<void> {
  const ctx = contextOf(db, new Date());
  await planNotices(
    ctx,
    all.map(({ n, kind, from, to, dueAt }) => ({
      kind,
      key: `chaos:${String(n)}:${uuidv7()}`,
      subject: { n: String(n), from: String(from), to: String(to) },
      dueAt,
      expiresAt: new Date(dueAt.getTime() + 24 * 60 * 60_000),
    })),
  );
}

/** What the platform must hold once each when all is over. */
export const namesOf = (all: readonly PlannedPosts[]): string[] =>
  all.flatMap(({ n, from, to }) => Array.from({ length: to - from }, (_, i) => `${String(n)} ${addressOf(from + i)}`));
