import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { closeRequests, getRequest, listWaiting, type RequestFacts } from './requests.ts';

export interface Dismissed {
  readonly request: RequestFacts;
  readonly waiting: readonly RequestFacts[];
}

/**
 * "Not now": takes a request out of the queue without adding anybody; they may ask again. Throws
 * Conflict when somebody in the Secretariat was first.
 */
export const dismissRequest = verb(
  'directory.dismissRequest',
  z.object({ requestId: z.uuid('Choose a request.') }),
  (ctx, { requestId }): Promise<Dismissed> =>
    inTransaction(ctx, async (ctx) => {
      assertSecretariat(ctx);
      const request = await getRequest(ctx, requestId);
      if ((await closeRequests(ctx, { id: requestId }, 'dismissed')).length === 0)
        throw new Conflict(rich`The request of ${request.name} was dealt with already. Type ${typed('queue')} to see who waits.`);
      recordAudit(ctx, 'directory.dismissRequest', `request:${requestId}`);
      return { request, waiting: await listWaiting(ctx) };
    }),
);
