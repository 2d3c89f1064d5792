import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { getRequest, type RequestFacts } from './requests.ts';

/** A select of the chat platforms holds no more; beyond it the name is typed. */
const MOST_OPTIONS = 100;

export interface AddingPerson {
  readonly request: RequestFacts | null;
  /** Null when there are too many to choose from. */
  readonly organisations: readonly { id: string; name: string }[] | null;
}

/** What the Secretariat needs to add somebody: the request it is about, and the organisations there are. */
export const openAddPerson = verb(
  'directory.openAddPerson',
  z.object({ requestId: z.uuid().optional() }),
  async (ctx, { requestId }): Promise<AddingPerson> => {
    assertSecretariat(ctx);
    const request = requestId === undefined ? null : await getRequest(ctx, requestId);
    if (request && request.state !== 'waiting')
      throw new Conflict(rich`The request of ${request.name} was dealt with already. Type ${typed('queue')} to see who waits.`);
    const organisations = await ctx.db.organisation.findMany({
      where: { bodyId: ctx.body.id },
      select: { id: true, name: true },
      orderBy: { nameKey: 'asc' },
      take: MOST_OPTIONS + 1,
    });
    return { request, organisations: organisations.length > MOST_OPTIONS ? null : organisations };
  },
);
