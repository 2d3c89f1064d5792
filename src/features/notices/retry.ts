import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { getDelivery } from './lookup.ts';

export const RetryInput = z.object({ delivery: z.uuid('This button no longer works. Please ask for the list again.') });

const MOVED_ON = rich`This message is no longer waiting for you: somebody was first, or it has arrived since. Type ${typed('notices')} for the current list.`;

/**
 * Sends a failed delivery again, or one of which nobody can tell whether it arrived: then a person
 * takes the risk of a double, never the program. Its address is looked up anew. Throws NotAllowed but
 * for the Secretariat, NotFound, and Conflict when it has moved on, would come too late to be useful, or its
 * channel is no longer connected.
 */
export const retry = verb('notices.retry', RetryInput, (ctx, { delivery: id }) =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    const delivery = await getDelivery(ctx, id);
    if (!delivery.isTroubled) throw new Conflict(MOVED_ON);
    if (!delivery.isConnected)
      throw new Conflict('This channel is no longer connected to the group, so nothing is sent there. You can dismiss the message.');
    if (!delivery.isUseful)
      throw new Conflict('It is too late for this message to be of use, so it is not sent again. You can dismiss it.');
    const put = await ctx.db.delivery.updateMany({
      where: { id, bodyId: ctx.body.id, state: delivery.state, leaseUntil: null },
      data: { state: 'planned', workspaceId: null, address: null, claimedBy: null, error: null, dueAt: ctx.now },
    });
    if (put.count === 0) throw new Conflict(MOVED_ON);
    recordAudit(ctx, 'notices.retry', `delivery:${id}`, { was: delivery.state });
    return delivery;
  }),
);
