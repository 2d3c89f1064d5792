import { attempt, backoffMs } from './attempt.ts';
import type { Claimed } from './claim.ts';
import { letRest, persist, putBack, settle, settleUnknown } from './fate.ts';
import type { Engine } from './parts.ts';
import { recordSent } from './send.ts';

// The database's clock, which set claimedAt, and the platform's may differ; looking further back costs nothing, for the key is unique.
const LOOK_BACK_MS = 10_000;

/** Fate of what can be neither confirmed nor excluded: stays unknown, is shown to the Secretariat, and is never sent again by itself. */
export const UNREADABLE = 'unreadable';

/**
 * Looks for the message of a delivery whose sender died or heard nothing: found means sent, not there
 * means it may go out again. Throws only when the database fails.
 */
export async function reconcile(engine: Engine, claimed: Claimed): Promise<void> {
  const chat = await engine.chatFor(claimed.workspaceId);
  if (!chat) return settleUnknown(engine, claimed, 'workspace_not_connected', backoffMs(claimed.attempts + 4));
  const since = new Date(claimed.claimedAt.getTime() - LOOK_BACK_MS);
  const outcome = await attempt(() => chat.find(claimed.address, claimed.id, since), engine.limits.sendMs);
  await persist(claimed, async () => {
    if (outcome.kind === 'refused') return giveUp(engine, claimed, `${UNREADABLE}: ${outcome.code}`);
    if (outcome.kind !== 'done')
      return settleUnknown(engine, claimed, outcome.code, Math.max(outcome.retryAfterMs, engine.limits.reconcileAfterMs));
    if (outcome.value === 'unreadable') return giveUp(engine, claimed, UNREADABLE);
    if (outcome.value === null) return sendAgain(engine, claimed);
    await recordSent(engine, claimed, engine.noticeKinds.get(claimed.notice.kind), outcome.value, { sentAt: claimedAt(engine, claimed) });
    engine.counts.found += 1;
  });
}

async function giveUp(engine: Engine, claimed: Claimed, error: string): Promise<void> {
  if (!(await settle(engine.db, claimed, { state: 'unknown', error }))) return;
  engine.counts.unknown += 1;
  engine.meter.unknown();
  engine.log.warn({ event: 'delivery-unknown', delivery: claimed.id, code: error }, 'nobody can tell whether a delivery arrived');
}

async function sendAgain(engine: Engine, claimed: Claimed): Promise<void> {
  if (claimed.attempts > 1) await letRest(engine, claimed, backoffMs(claimed.attempts - 1));
  await putBack(engine, claimed, 'not_there', 0);
  engine.counts.retried += 1;
}

/** The moment of the claim in the program's time: nearest to when the message was posted. */
function claimedAt(engine: Engine, claimed: Claimed): Date {
  return new Date(Math.min(claimed.claimedAt.getTime() + engine.clock.offset(), engine.clock.now().getTime()));
}
