import pg from 'pg';
import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { sentence } from '../../src/bot/card.ts';
import type { Chat } from '../../src/bot/chat.ts';
import { createClock, type Clock } from '../../src/bot/clock.ts';
import type { BodyFacts, Ctx } from '../../src/bot/context.ts';
import { feature, type NoticeKind, type Target } from '../../src/bot/define.ts';
import { planNotices, type PlannedNotice } from '../../src/bot/planned.ts';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Limits } from '../../src/scheduler/parts.ts';
import { createScheduler, type Scheduler } from '../../src/scheduler/scheduler.ts';
import { findPostgres, startServer } from '../../test/chaos/postgres.ts';
import { settings } from '../../test/chaos/posts.ts';

/** A workspace with people and channels to write to. */
export interface Workspace {
  readonly id: string;
  readonly people: readonly Target[];
  readonly channels: readonly Target[];
}

/** A migrated PostgreSQL database with one body. */
export interface Place {
  readonly db: Database;
  readonly sql: pg.Pool;
  workspace(size: { people?: number; channels?: number; platform?: 'slack' | 'teams' }): Promise<Workspace>;
  plan(clock: Clock, notices: readonly (Omit<PlannedNotice, 'key' | 'expiresAt'> & { expiresAt?: Date })[]): Promise<void>;
  /** A scheduler of its own, sending to `chatFor`. */
  scheduler(options: {
    kinds: readonly NoticeKind[];
    post: Chat['post'];
    clock?: Clock;
    limits?: Partial<Limits>;
    name?: string;
  }): Promise<Scheduler>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** On a PostgreSQL server of its own (fsync on), or on that of BENCH_DATABASE_URL, an empty database. */
export async function openPlace(): Promise<Place> {
  const bin = process.env.BENCH_DATABASE_URL === undefined ? await findPostgres() : null;
  const server = bin === null ? null : await startServer(bin, { fsync: true });
  const url = server?.url ?? process.env.BENCH_DATABASE_URL;
  if (url === undefined) throw new Error('No PostgreSQL is installed here; set BENCH_DATABASE_URL to an empty database.');
  const { db, sql, close } = await openDatabase({ databaseUrl: url, dataDir: '' });
  await migrate(sql, 'prisma/migrations');
  const body: BodyFacts = { id: uuidv7(), slug: 'bench', name: 'Bench', zone: 'Europe/Zurich', locale: 'en', settings };
  await db.body.create({ data: { ...body, settings, preset: 'bench', createdAt: new Date() } });
  const groupId = uuidv7();
  const now = new Date();
  const own = { bodyId: body.id, createdAt: now, updatedAt: now };
  await db.group.create({ data: { id: groupId, ...own, slug: 'b', name: 'B', nameKey: 'b', remit: '', status: 'open', zone: 'UTC' } });
  const log = pino({ level: 'silent' });
  const ctx = (at: Date): Ctx => ({
    db,
    body,
    actor: { kind: 'scheduler' },
    surface: 'scheduler',
    now: at,
    log,
    publicUrl: 'https://convenor.invalid',
    reactions: new Map(),
    wake: () => undefined,
  });
  const closers = [close];

  return {
    db,
    sql,
    async workspace({ people = 0, channels = 0, platform = 'slack' }) {
      const id = uuidv7();
      await db.workspace.create({ data: { id, bodyId: body.id, platform, externalId: id, name: 'x', connectedAt: now } });
      const persons = Array.from({ length: people }, (_, i) => ({ id: uuidv7(), at: `U${String(i)}` }));
      await db.person.createMany({
        data: persons.map((one) => ({ id: one.id, ...own, name: one.id, nameKey: one.id, email: `${one.id}@x.invalid` })),
      });
      await db.account.createMany({
        data: persons.map((one) => ({
          ...{ id: uuidv7(), bodyId: body.id, workspaceId: id, externalUserId: one.at },
          ...{ personId: one.id, name: 'x', seenAt: now },
        })),
      });
      const places = Array.from({ length: channels }, (_, i) => ({ id: uuidv7(), at: `C${String(i)}` }));
      await db.groupChannel.createMany({
        data: places.map((one) => ({
          ...{ id: one.id, bodyId: body.id, groupId, workspaceId: id },
          ...{ externalChannelId: one.at, name: 'x', connectedAt: now },
        })),
      });
      await sql.query('ANALYZE');
      return { id, people: persons.map((one) => ({ person: one.id })), channels: places.map((one) => ({ channel: one.id })) };
    },
    async plan(clock, notices) {
      const at = clock.now();
      await planNotices(
        ctx(at),
        notices.map((one) => ({ expiresAt: new Date(one.dueAt.getTime() + 86_400_000), ...one, key: uuidv7() })),
      );
    },
    async scheduler({ kinds, post, clock = createClock(), limits = {}, name = 'one' }) {
      const opened = await openDatabase({ databaseUrl: url, dataDir: '' });
      closers.push(() => opened.close());
      const chat = { post } as Chat;
      return createScheduler({
        db: opened.db,
        clock,
        features: [feature('bench', { notices: kinds })],
        contextFor: () => Promise.resolve({ ...ctx(clock.now()), db: opened.db }),
        chatFor: (workspaceId) => Promise.resolve({ ...chat, post: (address, card, key) => post(`${workspaceId} ${address}`, card, key) }),
        log: pino({ level: process.env.LOG_LEVEL ?? 'warn' }),
        replicaId: name,
        limits,
      });
    },
    async clear() {
      for (const one of ['TRUNCATE "Delivery", "Rest"', 'DELETE FROM "Notice"', 'DELETE FROM "JobRun"', 'VACUUM ANALYZE "Notice"'])
        await sql.query(one);
    },
    async close() {
      for (const one of closers.reverse()) await one();
      await server?.stop();
    },
  };
}

/** A kind that goes to these targets with a fixed text. */
export const kindTo = (kind: string, targets: readonly Target[], more: Partial<NoticeKind> = {}): NoticeKind => ({
  kind,
  targets: () => Promise.resolve(targets),
  render: () => Promise.resolve(sentence(`A ${kind}.`)),
  ...more,
});

let n = 0;
/** Stores a message at once. */
export const storing: Chat['post'] = (address) => {
  n += 1;
  return Promise.resolve({ workspaceId: address.slice(0, 36), conversation: address.slice(37), id: String(n) });
};

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * q) - 1)]!;
