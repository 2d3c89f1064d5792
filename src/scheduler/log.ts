import type { Engine, Upkeep } from './parts.ts';

const DAY_MS = 24 * 60 * 60_000;
// What failed may be tried again as long as it is of use, and stays on the Secretariat's list until it is dismissed or old.
const TROUBLE_MS = 30 * DAY_MS;
const BATCH = 1_000;

/** Moves deliveries whose fate is final into the log, in small statements; answers how many. */
export async function logFinished(engine: Engine): Promise<number> {
  const now = engine.clock.now().getTime();
  const [finished, troubled] = [new Date(now - DAY_MS), new Date(now - TROUBLE_MS)];
  let moved = 0;
  for (;;) {
    const count = await engine.db.$executeRaw`
      WITH old AS (
        SELECT id FROM "Delivery"
        WHERE (state IN ('sent', 'expired', 'cancelled') AND "dueAt" < ${finished}::timestamptz AND COALESCE("sentAt", "dueAt") < ${finished}::timestamptz)
          OR (state IN ('failed', 'unknown') AND "leaseUntil" IS NULL
            AND "dueAt" < ${troubled}::timestamptz AND "expiresAt" < ${troubled}::timestamptz)
        ORDER BY id LIMIT ${BATCH}::int FOR UPDATE SKIP LOCKED
      ), gone AS (DELETE FROM "Delivery" d USING old WHERE d.id = old.id RETURNING d.*)
      INSERT INTO "DeliveryLog" (id, "bodyId", "noticeId", target, "workspaceId", address, state, "dueAt", "expiresAt", "claimedAt",
        attempts, "sentAt", "messageRef", "textHash", error)
      SELECT id, "bodyId", "noticeId", target, "workspaceId", address, state, "dueAt", "expiresAt", "claimedAt",
        attempts, "sentAt", "messageRef", "textHash", error FROM gone`;
    moved += count;
    if (count < BATCH || engine.stopping) return moved;
  }
}

const forgetRests = ({ db, clock }: Engine): Promise<unknown> =>
  db.rest.deleteMany({ where: { until: { lt: new Date(clock.now().getTime() - DAY_MS) } } });

/** What keeps the scheduler's own tables small. */
export const ownUpkeep = (engine: Engine): Upkeep[] => [
  {
    name: 'notices.log',
    everyMinutes: 10,
    async run() {
      await logFinished(engine);
      await forgetRests(engine);
    },
  },
];
