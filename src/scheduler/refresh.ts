import type { Card } from '../bot/card.ts';
import type { MessageRef } from '../bot/chat.ts';
import type { CardKind } from '../bot/define.ts';
import { isDatabaseAway } from '../db/errors.ts';
import { attempt, type Outcome } from './attempt.ts';
import { hashOfCard } from './card-hash.ts';
import { startLease, type Lease } from './lease.ts';
import type { Engine } from './parts.ts';
import { blameFor } from './refusals.ts';

/** A posted card this process is drawing again. */
export interface StaleCard {
  readonly id: string;
  readonly bodyId: string;
  readonly workspaceId: string;
  readonly kind: string;
  readonly subject: string;
  readonly messageRef: MessageRef;
  readonly shownHash: string | null;
  /** Names this very claim. */
  readonly leaseUntil: Date;
  readonly lease: Lease;
}

// What staleAt holds while a card is being drawn: whoever marks it meanwhile overwrites it, and so it stays stale.
const BEING_DRAWN = new Date('9999-01-01T00:00:00.000Z');
const AGAIN_AFTER_MS = 10_000;
const UNCONNECTED_AFTER_MS = 10 * 60_000;

/** Claims stale cards whose last update is long enough ago; leaseUntil is also "not before". */
export async function claimStale(engine: Engine, most: number): Promise<StaleCard[]> {
  const lease = startLease(engine.limits.leaseMs);
  const rows = await engine.db.$queryRaw<Omit<StaleCard, 'lease'>[]>`
    WITH stale AS (
      SELECT id FROM "PostedCard"
      WHERE "staleAt" IS NOT NULL AND retired IS NULL AND ("leaseUntil" IS NULL OR "leaseUntil" <= clock_timestamp())
      ORDER BY "staleAt", id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "PostedCard" c SET "staleAt" = ${BEING_DRAWN}::timestamptz,
      "leaseUntil" = clock_timestamp() + ${engine.limits.leaseMs}::int * interval '1 ms'
    FROM stale WHERE c.id = stale.id
    RETURNING c.id, c."bodyId", c."workspaceId", c.kind, c.subject, c."messageRef", c."shownHash", c."leaseUntil"`;
  return rows.map((row) => ({ ...row, lease }));
}

/** Draws a claimed card again and updates its message if it looks different. Throws only when the database fails. */
export async function refresh(engine: Engine, stale: StaleCard): Promise<void> {
  const kind = engine.cardKinds.get(stale.kind);
  if (!kind) return retire(engine, stale, `No feature knows the card ${stale.kind}.`);
  const card = await draw(engine, kind, stale);
  if (card === 'failed') return again(engine, stale, AGAIN_AFTER_MS);
  if (card === null) return done(engine, stale, stale.shownHash, 0);
  const hash = hashOfCard(card);
  if (hash === stale.shownHash) return done(engine, stale, hash, 0);
  const chat = await engine.chatFor(stale.workspaceId);
  if (!chat) return again(engine, stale, UNCONNECTED_AFTER_MS);
  if (engine.stopping || stale.lease.leftMs() < engine.limits.sendMs) return again(engine, stale, 0);
  const outcome = await attempt(() => chat.update(stale.messageRef, { ...card, follows: true }), engine.limits.sendMs);
  return record(engine, stale, hash, outcome);
}

async function draw(engine: Engine, kind: CardKind, stale: StaleCard): Promise<Card | null | 'failed'> {
  try {
    return await kind.render(await engine.context(stale.bodyId), stale.subject);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    engine.log.error({ event: 'card-not-rendered', card: stale.id, kind: stale.kind, err: error }, 'a posted card could not be drawn');
    return 'failed';
  }
}

/** An update may be repeated, so that an unknown outcome is just tried again. */
async function record(engine: Engine, stale: StaleCard, hash: string, outcome: Outcome<void>): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      engine.counts.refreshed += 1;
      return done(engine, stale, hash, engine.limits.betweenUpdatesMs);
    case 'refused':
      return blameFor(outcome.code) === 'workspace' ? again(engine, stale, UNCONNECTED_AFTER_MS) : retire(engine, stale, outcome.code);
    case 'limited':
      return again(engine, stale, Math.max(outcome.retryAfterMs, engine.limits.betweenUpdatesMs));
    case 'unsent':
    case 'unknown':
      return again(engine, stale, AGAIN_AFTER_MS);
  }
}

async function done(engine: Engine, stale: StaleCard, hash: string | null, restMs: number): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE "PostedCard" SET "shownHash" = ${hash}, "refreshedAt" = ${engine.clock.now()}::timestamptz,
      "leaseUntil" = clock_timestamp() + ${restMs}::int * interval '1 ms',
      "staleAt" = CASE WHEN "staleAt" = ${BEING_DRAWN}::timestamptz THEN NULL ELSE "staleAt" END
    WHERE id = ${stale.id}::uuid AND "leaseUntil" = ${stale.leaseUntil}::timestamptz`;
}

async function again(engine: Engine, stale: StaleCard, afterMs: number): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE "PostedCard" SET "leaseUntil" = clock_timestamp() + ${Math.ceil(afterMs)}::int * interval '1 ms'
    WHERE id = ${stale.id}::uuid AND "leaseUntil" = ${stale.leaseUntil}::timestamptz`;
}

/** The message is gone or may not be changed: it is left alone from now on. */
async function retire(engine: Engine, stale: StaleCard, reason: string): Promise<void> {
  const retired = await engine.db.postedCard.updateMany({
    where: { id: stale.id, leaseUntil: stale.leaseUntil },
    data: { retired: reason, staleAt: null, leaseUntil: null },
  });
  if (retired.count === 0) return;
  engine.counts.retired += 1;
  engine.log.info({ event: 'card-retired', card: stale.id, reason }, 'a posted card is no longer refreshed');
}
