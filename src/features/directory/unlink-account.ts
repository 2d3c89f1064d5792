import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { readdressPlanned } from '../../bot/planned.ts';
import { rich, typed } from '../../bot/text.ts';
import { lockPerson } from './lock-directory.ts';
import { listAccounts, type LinkedAccount } from './lookup.ts';

export interface Unlinked {
  readonly account: LinkedAccount;
  readonly left: readonly LinkedAccount[];
  readonly hereId: string | null;
}

/**
 * Takes one of the acting person's chat accounts away from them: whoever writes from it is a stranger again, and
 * what was still to go there goes to another account. Throws NotFound when it is not theirs (any more), and
 * Conflict for the account that acts, the last one, and one the body's own workspace knows by its e-mail.
 */
export const unlinkAccount = verb(
  'directory.unlinkAccount',
  z.object({ accountId: z.uuid('Choose an account.') }),
  (ctx, { accountId }): Promise<Unlinked> =>
    inTransaction(ctx, async (ctx) => {
      const { id: personId } = actingPerson(ctx);
      const hereId = ctx.actor.kind === 'person' ? (ctx.actor.account?.id ?? null) : null;
      await lockPerson(ctx, personId);
      const accounts = await listAccounts(ctx, personId);
      const account = accounts.find((one) => one.id === accountId);
      if (!account) throw new NotFound(rich`This chat account is not linked to you any more. Type ${typed('link')} to see those that are.`);
      assertMayGo(ctx, account, accounts, hereId);
      const { workspaceId, externalUserId } = await ctx.db.account.update({ where: { id: accountId }, data: { personId: null } });
      await readdressPlanned(ctx, { workspaceId, address: externalUserId });
      recordAudit(ctx, 'directory.unlinkAccount', `account:${accountId}`, { personId });
      return { account, left: accounts.filter((one) => one !== account), hereId };
    }),
);

function assertMayGo(ctx: Ctx, account: LinkedAccount, all: readonly LinkedAccount[], hereId: string | null): void {
  // Two accounts that unlink each other at once: the second acts from an account that is nobody's by now.
  if (hereId !== null && !all.some((one) => one.id === hereId))
    throw new Conflict('The chat account you write from is not linked to you any more, so nothing was changed.');
  if (account.id === hereId)
    throw new Conflict(rich`You are writing from this very account, so it stays. To unlink it, type ${typed('link')} in your other chat.`);
  if (all.length === 1) throw new Conflict('This is the only chat account I know you by, so it stays.');
  if (account.isByEmail)
    throw new Conflict(
      `${account.workspace} knows this account by your e-mail address, so it would be linked again at once. If the address is wrong, ask ${ctx.body.settings.contact}.`,
    );
}
