import { toTarget, findAddresses } from './address.ts';
import type { Engine } from './parts.ts';

const BATCH = 200;

/**
 * Gives deliveries that are to be tried again, and have no address, the one their target has now. An
 * account thought unreachable counts as reachable again until it refuses. Throws when the database is away.
 */
export async function readdress(engine: Engine): Promise<void> {
  const rows = await engine.db.delivery.findMany({
    where: { state: 'planned', address: null, dueAt: { lte: engine.clock.now() } },
    select: { id: true, bodyId: true, target: true },
    take: BATCH,
  });
  for (const row of rows) {
    const ctx = await engine.context(row.bodyId);
    const found = (await findAddresses(ctx, [toTarget(row.target)], { evenUnreachable: true })).get(row.target);
    if (!found) continue;
    const data = 'fate' in found ? { state: found.fate, error: found.error } : { workspaceId: found.workspaceId, address: found.address };
    await engine.db.delivery.updateMany({ where: { id: row.id, state: 'planned', address: null }, data });
    if (!('address' in found) || !row.target.startsWith('person:')) continue;
    await engine.db.account.updateMany({
      where: { bodyId: row.bodyId, workspaceId: found.workspaceId, externalUserId: found.address, unreachable: { not: null } },
      data: { unreachable: null },
    });
  }
}
