import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { linkAccount, type LinkedNow } from './link-account.ts';
import { CODE_MINUTES, hashCode, newCode } from './link-code.ts';
import { lockPerson } from './lock-directory.ts';
import { listAccounts, type LinkedAccount } from './lookup.ts';

export interface ShownCode {
  /** Without its hyphen. */
  readonly code: string;
  readonly until: Date;
  readonly accounts: readonly LinkedAccount[];
  /** The account that acts; null outside a chat. */
  readonly hereId: string | null;
}

export type Link = { readonly shown: ShownCode } | { readonly linked: LinkedNow } | { readonly unknownHere: true };

/**
 * `/wg link`. Without a code: to a person a new one, good for ten minutes and one use, in place of any earlier one,
 * with the accounts they have; to a stranger what to do. With a code as `linkAccount`.
 */
export const link = verb('directory.link', z.object({ code: z.string().trim().default('') }), async (ctx, { code }): Promise<Link> => {
  if (code !== '') return { linked: await linkAccount(ctx, { code }) };
  return ctx.actor.kind === 'stranger' ? { unknownHere: true } : { shown: await showCode(ctx) };
});

async function showCode(ctx: Ctx): Promise<ShownCode> {
  const { id: personId } = actingPerson(ctx);
  const hereId = ctx.actor.kind === 'person' ? (ctx.actor.account?.id ?? null) : null;
  const code = newCode();
  const codeHash = await hashCode(ctx.body.id, code);
  const until = new Date(ctx.now.getTime() + CODE_MINUTES * 60_000);
  return inTransaction(ctx, async (ctx) => {
    await lockPerson(ctx, personId);
    await ctx.db.linkCode.updateMany({ where: { personId, usedAt: null, expiresAt: { gt: ctx.now } }, data: { expiresAt: ctx.now } });
    await ctx.db.linkCode.create({
      data: { id: uuidv7(), bodyId: ctx.body.id, personId, shownToId: hereId, codeHash, createdAt: ctx.now, expiresAt: until },
    });
    return { code, until, accounts: await listAccounts(ctx, personId), hereId };
  });
}

/** The form to type a code into. */
export const openLink = verb('directory.openLink', z.object({}), () => Promise.resolve({}));
