import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { replaceButton } from './buttons.ts';
import { hashToken, newToken, ONE_MEETING } from './token.ts';

/** Live addresses per person: a calendar program or two on each device. */
const MOST_LIVE = 20;

export interface FeedAddress {
  readonly url: string;
  /** Addresses of this person that work now, this one included. */
  readonly live: number;
}

/**
 * Makes a personal calendar address. Only its hash is kept, so an address can be shown once only, when
 * it is made: asking again makes another, and the ones before keep working, because a calendar already
 * subscribed must not go silent. At 20 nothing is revoked silently either: Conflict offers to replace them.
 */
export const makeFeed = verb('calendar.feed', z.object({}), (ctx): Promise<FeedAddress> => {
  const personId = actingPerson(ctx).id;
  return inTransaction(ctx, async (ctx) => {
    const live = await ctx.db.feedToken.count({ where: liveFeeds(ctx, personId) });
    if (live >= MOST_LIVE)
      throw new Conflict(
        `You have ${String(live)} calendar addresses already. Replace them by one new address; the old ones then stop working.`,
        [replaceButton],
      );
    return createFeed(ctx, 'calendar.feed', personId, live + 1);
  });
});

/** Revokes every calendar address of the acting person and makes one new. For an address that others got to see. */
export const replaceFeeds = verb('calendar.replace', z.object({}), (ctx): Promise<FeedAddress> => {
  const personId = actingPerson(ctx).id;
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.feedToken.updateMany({ where: { bodyId: ctx.body.id, personId, revokedAt: null }, data: { revokedAt: ctx.now } });
    return createFeed(ctx, 'calendar.replace', personId, 1);
  });
});

const liveFeeds = (ctx: Ctx, personId: string) => ({
  bodyId: ctx.body.id,
  personId,
  revokedAt: null,
  NOT: { tokenHash: { startsWith: ONE_MEETING } },
});

async function createFeed(ctx: Ctx, action: string, personId: string, live: number): Promise<FeedAddress> {
  const token = newToken();
  const id = uuidv7();
  await ctx.db.feedToken.create({ data: { id, bodyId: ctx.body.id, personId, tokenHash: hashToken(token), createdAt: ctx.now } });
  recordAudit(ctx, action, `person:${personId}`, { personId, tokenId: id });
  return { url: `${ctx.publicUrl}/calendar/${token}.ics`, live };
}
