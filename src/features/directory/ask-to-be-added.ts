import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type AccountFacts, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { planNotices } from '../../bot/planned.ts';
import { guessOrganisation } from './requests.ts';

const NOTICE_LIVES_MS = 14 * 86_400_000;

export type AskedToBeAdded = { readonly state: 'known' } | { readonly state: 'asked' | 'waiting'; readonly askedAt: Date };

/**
 * Puts the acting chat account into the Secretariat's queue and tells the Secretariat. The
 * organisation is guessed from the e-mail domain and never granted by it (PRODUCT.md section 7).
 * Asking again while it waits changes nothing.
 */
export const askToBeAdded = verb('directory.askToBeAdded', z.object({}), (ctx): Promise<AskedToBeAdded> =>
  inTransaction(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'stranger') {
      actingPerson(ctx);
      return { state: 'known' };
    }
    const { account } = ctx.actor;
    const waiting = await findWaiting(ctx, account);
    if (waiting) return { state: 'waiting', askedAt: waiting.askedAt };
    const id = uuidv7();
    const guessedOrganisationId = await guessOrganisation(ctx, account.email);
    await ctx.db.accessRequest.create({
      data: { id, bodyId: ctx.body.id, accountId: account.id, guessedOrganisationId, askedAt: ctx.now },
    });
    await planNotices(ctx, [
      {
        kind: 'directory.request',
        key: `request:${id}`,
        subject: { requestId: id },
        dueAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + NOTICE_LIVES_MS),
      },
    ]);
    recordAudit(ctx, 'directory.askToBeAdded', `request:${id}`, { guessedOrganisationId }, personal(account));
    return { state: 'asked', askedAt: ctx.now };
  }),
);

/** The account's row lock makes the second of two presses wait for the first, and then see its request. */
async function findWaiting(ctx: Ctx, account: AccountFacts): Promise<{ askedAt: Date } | null> {
  await ctx.db.$queryRaw`SELECT id FROM "Account" WHERE id = ${account.id}::uuid FOR NO KEY UPDATE`;
  return ctx.db.accessRequest.findFirst({
    where: { bodyId: ctx.body.id, accountId: account.id, state: 'waiting' },
    select: { askedAt: true },
  });
}

const personal = ({ name, email }: AccountFacts) => ({ values: { name, ...(email ? { email } : {}) }, personId: null });
