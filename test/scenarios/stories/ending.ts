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
    const select = { target: true, state: true, messageRef: true, error: true } as const;
    // Those whose fate is final move on after a day.
    const all = [...(await world.db.delivery.findMany({ select })), ...(await world.db.deliveryLog.findMany({ select }))];
    expect(all.filter((one) => one.state === 'failed' || one.state === 'unknown')).toEqual([]);
    const sent = all.filter((one) => one.state === 'sent').map((one) => JSON.stringify(one.messageRef));
    expect(sent.length).toBeGreaterThan(10);
    expect(new Set(sent).size).toBe(sent.length);
  });
}
