import { setTimeout as sleep } from 'node:timers/promises';
import type { Claimed } from './claim.ts';
import type { Engine } from './parts.ts';

/** Until the workspace's budget lets the post through: with its text ready, so that rendering makes no post late. */
export async function untilItsMoment({ sendAt }: Claimed): Promise<void> {
  const waitMs = sendAt - performance.now();
  if (waitMs > 0) await sleep(waitMs);
}

/** By so much less than a limit counted over any second a flow is: what leaves that late takes no room of another (pace.ts). */
const SLACK_MS = 10;
const WINDOW_MS = 1_000;

/**
 * A post that leaves late stands closer to those after it than its workspace lets through: the budget is moved on by as much,
 * once for all that one busy moment made late. Only a hint, so it never throws: without it a platform may answer 429.
 */
export async function makeRoom({ db, madeRoom, log }: Engine, { workspaceId, sendAt, isEven }: Claimed): Promise<void> {
  const now = performance.now();
  const lateMs = Math.min(now - sendAt, WINDOW_MS) - SLACK_MS;
  const made = madeRoom.get(workspaceId);
  const before = made && made.at > now - WINDOW_MS ? made.ms : 0;
  if (!isEven || lateMs <= before) return;
  madeRoom.set(workspaceId, { ms: lateMs, at: now });
  try {
    await db.$executeRaw`
      UPDATE "Workspace" SET "spentTo" = "spentTo" + ${lateMs - before}::float8 * interval '1 ms' WHERE id = ${workspaceId}::uuid /* prepared */`;
  } catch (error) {
    log.warn({ event: 'no-room-made', err: error }, 'the budget of a workspace could not be moved on');
  }
}
