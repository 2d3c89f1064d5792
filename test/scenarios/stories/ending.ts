import { expect, it } from 'vitest';
import { verifyChain } from '../../../src/features/records/verify.ts';
import type { Open } from '../story.ts';

/** What has to hold after everything. */
export function tellsTheEnd(open: Open): void {
  it('keeps the whole story in an unbroken audit chain, and breaks no limit of the platform', async () => {
    const { world } = open();
    const { rows, broken } = await verifyChain(world.db, world.program.installation.body.id);
    expect(broken).toBeNull();
    expect(rows).toBeGreaterThan(20);
    expect(world.breaches()).toEqual([]);
  });

  it('sent everything, and nothing twice', async () => {
    const { world } = open();
    await world.settle();
    const fates = await world.db.delivery.groupBy({ by: ['state'], _count: true });
    expect(fates.map((one) => one.state)).not.toContain('failed');
    expect(fates.map((one) => one.state)).not.toContain('unknown');
    const sent = await world.db.delivery.findMany({ where: { state: 'sent' }, select: { messageRef: true } });
    expect(sent.length).toBeGreaterThan(10);
    expect(new Set(sent.map((one) => JSON.stringify(one.messageRef))).size).toBe(sent.length);
  });
}
