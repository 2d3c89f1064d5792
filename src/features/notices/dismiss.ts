import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { getDelivery } from './lookup.ts';

export const DismissInput = z.object({ delivery: z.uuid('This button no longer works. Please ask for the list again.') });

/** Takes a troubled delivery off the list; what it was stays in the audit row. Throws NotAllowed but for the Secretariat, NotFound, Conflict. */
export const dismiss = verb('notices.dismiss', DismissInput, (ctx, { delivery: id }) =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    const delivery = await getDelivery(ctx, id);
    const taken = delivery.isTroubled
      ? await ctx.db.delivery.updateMany({
          where: { id, bodyId: ctx.body.id, state: delivery.state, leaseUntil: null },
          data: { state: 'cancelled' },
        })
      : { count: 0 };
    if (taken.count === 0) throw new Conflict(rich`This message is no longer on the list. Type ${typed('notices')} for the current one.`);
    recordAudit(ctx, 'notices.dismiss', `delivery:${id}`, { was: delivery.state });
    return delivery;
  }),
);
