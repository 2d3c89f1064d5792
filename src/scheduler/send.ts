import type { Card } from '../bot/card.ts';
import { PINS_NOT_OFFERED, refKey, type MessageRef } from '../bot/chat.ts';
import { inTransaction, type Ctx } from '../bot/context.ts';
import { TOO_LATE, withDeadline } from '../bot/deadline.ts';
import { isSkip, type NoticeKind, type Skip } from '../bot/define.ts';
import { NotFound } from '../bot/errors.ts';
import { rememberPosted } from '../bot/posted.ts';
import { isDatabaseAway } from '../db/errors.ts';
import type { Prisma } from '../db/generated/client.ts';
import { toTarget } from './address.ts';
import { attempt, backoffMs, NO_ANSWER, UNEXPECTED, type Outcome } from './attempt.ts';
import { hashOfCard } from './card-hash.ts';
import type { Claimed } from './claim.ts';
import { GONE, IN_VAIN, toNoticeFacts } from './expand.ts';
import { letRest, persist, putBack, settle, settleUnknown } from './fate.ts';
import { lateness, sayIfLate } from './late.ts';
import { putOff } from './held.ts';
import type { Engine } from './parts.ts';
import { NOT_CONNECTED } from './refusals.ts';
import { makeRoom, untilItsMoment } from './moment.ts';
import { markWorking, park } from './trouble.ts';

// Between the end of a request's deadline and the end of the lease, to write its fate.
const MARGIN_MS = 2_000;

// Later than this after its time, its reader's quiet hours may have begun.
const WAITED_MS = 60_000;

/** Renders a claimed delivery, sends it and writes its fate. Throws only when the database fails. */
export async function send(engine: Engine, claimed: Claimed): Promise<void> {
  const ctx = await engine.context(claimed.bodyId);
  const kind = engine.noticeKinds.get(claimed.notice.kind);
  if (claimed.expiresAt <= ctx.now) return drop(engine, claimed, 'expired', IN_VAIN);
  if (!kind) return drop(engine, claimed, 'cancelled', `No feature knows the kind ${claimed.notice.kind}.`);
  const card = await render(engine, ctx, kind, claimed);
  if (card === null) return release(engine, claimed, UNEXPECTED, backoffMs(claimed.attempts));
  if (isSkip(card)) return drop(engine, claimed, 'cancelled', card.skip);
  const hasWaited = claimed.isHeld || lateness(claimed.notice, ctx.now) > WAITED_MS;
  if (hasWaited && (await putOff(engine, ctx, kind, claimed))) return;
  const chat = await engine.chatFor(claimed.workspaceId);
  if (!chat) return park(engine, claimed, NOT_CONNECTED);
  const shown = sayIfLate(card, { ...claimed.notice, attempts: claimed.attempts }, ctx.now, engine.limits.lateAfterMs);
  await untilItsMoment(claimed);
  // One that could outlive the lease must not start: asked here, and by the adapter as the last thing before the request.
  const leftMs = (): number => claimed.lease.leftMs() - engine.limits.sendMs - MARGIN_MS;
  if (engine.stopping || leftMs() < 0) return handBack(engine, claimed);
  const posted = kind.card ? { ...shown, follows: true as const } : shown;
  const room = makeRoom(engine, claimed);
  const outcome = await attempt(() => withDeadline(leftMs, () => chat.post(claimed.address, posted, claimed.id)), engine.limits.sendMs);
  await room;
  await persist(claimed, () => record(engine, claimed, kind, { card, shown }, outcome));
}

/** Null when rendering failed and may succeed later. */
async function render(engine: Engine, ctx: Ctx, kind: NoticeKind, claimed: Claimed): Promise<Card | Skip | null> {
  try {
    return await kind.render(ctx, toNoticeFacts(claimed.notice), toTarget(claimed.target));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (error instanceof NotFound) return { skip: GONE };
    engine.log.error({ event: 'notice-not-rendered', delivery: claimed.id, kind: kind.kind, err: error }, 'a notice could not be rendered');
    return null;
  }
}

async function drop(engine: Engine, claimed: Claimed, state: 'cancelled' | 'expired', error: string): Promise<void> {
  if (await settle(engine.db, claimed, { state, error })) engine.counts[state] += 1;
}

async function release(engine: Engine, claimed: Claimed, code: string, afterMs: number): Promise<void> {
  await putBack(engine, claimed, code, afterMs);
  engine.counts.retried += 1;
}

/** Its destination rests, so that nothing overtakes it there. */
async function rest(engine: Engine, claimed: Claimed, code: string, forMs: number): Promise<void> {
  await letRest(engine, claimed, forMs);
  await release(engine, claimed, code, 0);
}

/** Nothing was begun, so it does not count as an attempt. */
async function handBack(engine: Engine, claimed: Claimed): Promise<void> {
  await settle(engine.db, claimed, { state: 'planned', claimedBy: null, attempts: { decrement: 1 } });
}

interface Shown {
  /** As its kind rendered it. */
  readonly card: Card;
  /** As it went out. */
  readonly shown: Card;
}

async function record(engine: Engine, claimed: Claimed, kind: NoticeKind, what: Shown, outcome: Outcome<MessageRef>): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      return recordSent(engine, claimed, kind, outcome.value, { sentAt: engine.clock.now(), ...what });
    case 'refused':
      return park(engine, claimed, outcome.code);
    case 'limited':
      return rest(engine, claimed, outcome.code, Math.max(outcome.retryAfterMs, claimed.restMs));
    case 'unsent':
      // This process stood still: its destination is well, and somebody else may have taken over.
      if (outcome.code === TOO_LATE) return handBack(engine, claimed);
      return rest(engine, claimed, outcome.code, backoffMs(claimed.attempts));
    case 'unknown':
      engine.counts.unknown += 1;
      engine.log.warn({ event: 'delivery-unknown', delivery: claimed.id, code: outcome.code }, 'a delivery has an unknown outcome');
      return settleUnknown(engine, claimed, outcome.code, lookAfterMs(engine, outcome.code));
  }
}

// Without an answer a request may still be on its way for as long as the lease lasts; the last code is the adapters' own.
const STILL_ON_ITS_WAY = new Set([NO_ANSWER, UNEXPECTED, 'timeout']);

const lookAfterMs = ({ limits }: Engine, code: string): number => (STILL_ON_ITS_WAY.has(code) ? limits.leaseMs : limits.reconcileAfterMs);

export interface Sent {
  readonly sentAt: Date;
  /** Absent when the message was found later: what it shows is then not known. */
  readonly card?: Card;
  readonly shown?: Card;
}

/** Keeps the message reference, remembers a card that follows its facts, and pins what is to be pinned. */
export async function recordSent(
  engine: Engine,
  claimed: Claimed,
  kind: NoticeKind | undefined,
  ref: MessageRef,
  sent: Sent,
): Promise<void> {
  const textHash = sent.shown ? hashOfCard(sent.shown) : null;
  // Most direct messages need one statement only, which carries many of them; any other fate is a transaction.
  const isAlone = !kind?.card && claimed.attempts === 1 && claimed.target.startsWith('person:');
  const isOurs = isAlone
    ? await engine.sent.add({ id: claimed.id, claimedBy: claimed.claimedBy, sentAt: sent.sentAt, ref, textHash })
    : await inTransaction(await engine.context(claimed.bodyId), async (ctx) => {
        const data: Prisma.DeliveryUpdateManyMutationInput = { state: 'sent', sentAt: sent.sentAt, messageRef: { ...ref }, error: null };
        if (!(await settle(ctx.db, claimed, { ...data, ...(textHash && { textHash }) }))) return false;
        await markWorking(ctx, claimed);
        if (kind?.card) await remember(ctx, claimed, kind.card, ref, sent.card);
        await kind?.sent?.(ctx, toNoticeFacts(claimed.notice));
        return true;
      });
  if (!isOurs) return;
  count(engine, claimed, sent.sentAt);
  if (kind?.pin && claimed.target.startsWith('channel:')) await pin(engine, claimed, ref);
}

function count(engine: Engine, claimed: Claimed, sentAt: Date): void {
  const late = lateness(claimed.notice, sentAt);
  engine.counts.sent += 1;
  engine.meter.sent(late, late > engine.limits.lateAfterMs);
}

async function remember(ctx: Ctx, claimed: Claimed, card: NonNullable<NoticeKind['card']>, ref: MessageRef, shown?: Card): Promise<void> {
  const notice = toNoticeFacts(claimed.notice);
  const subject = (await card.subjectFor?.(ctx, notice, toTarget(claimed.target))) ?? card.subject(notice);
  await rememberPosted(ctx, { kind: card.kind, subject, ref, shownHash: shown ? hashOfCard(shown) : '' });
  // Its facts may have changed between rendering and now, when no row was there to be marked.
  await ctx.db.postedCard.updateMany({ where: { workspaceId: ref.workspaceId, refKey: refKey(ref) }, data: { staleAt: ctx.now } });
}

/** A message that could not be pinned is still sent; why it is not pinned stays on the delivery. */
async function pin(engine: Engine, claimed: Claimed, ref: MessageRef): Promise<void> {
  const chat = await engine.chatFor(claimed.workspaceId);
  const outcome = chat ? await attempt(() => chat.pin(ref), engine.limits.sendMs) : null;
  if (!outcome || outcome.kind === 'done') return;
  const level = outcome.code === PINS_NOT_OFFERED ? 'debug' : 'warn';
  engine.log[level]({ event: 'not-pinned', delivery: claimed.id, code: outcome.code }, 'a message could not be pinned');
  await engine.db.delivery.updateMany({ where: { id: claimed.id, state: 'sent' }, data: { error: `not_pinned: ${outcome.code}` } });
}
