import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, NoticeKind, Skip } from '../../bot/define.ts';
import { linkedNoticeCard } from './link-cards.ts';
import { listAccounts, type LinkedAccount } from './lookup.ts';

const Subject = z.object({ accountId: z.uuid(), personId: z.uuid() });

/** The account that was linked and the person's others; null when it is no longer theirs. */
async function read(ctx: Ctx, { subject }: NoticeFacts): Promise<{ linked: LinkedAccount; others: LinkedAccount[] } | null> {
  const { accountId, personId } = Subject.parse(subject);
  const accounts = await listAccounts(ctx, personId);
  const linked = accounts.find((one) => one.id === accountId);
  return linked ? { linked, others: accounts.filter((one) => one !== linked) } : null;
}

const unlinked: Skip = { skip: 'unlinked meanwhile' };

/** To each other account of a person, when one was linked by a code: there they can undo it if it was not they. */
export const linkedNotice: NoticeKind = {
  kind: 'directory.linked',
  async targets(ctx, notice) {
    const found = await read(ctx, notice);
    if (!found) return unlinked;
    const told = found.others.filter((one) => one.isReachable).map(({ id }) => ({ account: id }));
    return told.length > 0 ? told : { skip: 'no other account can be reached' };
  },
  async render(ctx, notice, target) {
    const found = await read(ctx, notice);
    const isStillTheirs = 'account' in target && found?.others.some((one) => one.id === target.account) === true;
    return found && isStillTheirs ? linkedNoticeCard(found.linked) : unlinked;
  },
};
