import { placed } from './address.ts';
import type { Engine } from './parts.ts';

const BATCH = 200;

/**
 * Gives deliveries that are to be tried again, and have no address, the one their target has now. An
 * account thought unreachable counts as reachable again until it refuses. Answers how many it looked at.
 * Throws when the database is away.
 */
export async function readdress(engine: Engine): Promise<number> {
  const rows = await engine.db.delivery.findMany({
    where: { state: 'planned', workspaceId: null, dueAt: { lte: engine.clock.now() } },
    select: { id: true, bodyId: true },
    take: BATCH,
  });
  for (const bodyId of new Set(rows.map((row) => row.bodyId))) {
    const ids = rows.filter((row) => row.bodyId === bodyId).map(({ id }) => id);
    await engine.db.$executeRaw`
      WITH wanted AS (SELECT id, target FROM "Delivery" WHERE id = ANY (${ids}::uuid[])),
      found AS (${placed(bodyId, { evenUnreachable: true })}),
      given AS (
        UPDATE "Delivery" d SET state = f.fate::"DeliveryState", error = f.error, "workspaceId" = f."workspaceId", address = f.address
        FROM found f WHERE d.id = f.id AND d.state = 'planned' AND d."workspaceId" IS NULL RETURNING d.target, d."workspaceId", d.address)
      UPDATE "Account" a SET unreachable = NULL FROM given g
      WHERE a."bodyId" = ${bodyId}::uuid AND a."workspaceId" = g."workspaceId" AND a."externalUserId" = g.address
        AND a.unreachable IS NOT NULL AND NOT starts_with(g.target, 'channel:')`;
  }
  return rows.length;
}
