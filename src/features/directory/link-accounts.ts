import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { fold } from '../../bot/fold.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { closeRequests, REQUEST_ADDED } from './requests.ts';
import { nameFromEmail } from './email-domain.ts';

interface Unlinked {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

interface Namesake {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/**
 * Links chat accounts nobody answers to with the people of the directory who have their confirmed
 * e-mail, and closes their waiting requests. Only in home workspaces: elsewhere an e-mail proves
 * nothing about this body. Joins the open transaction; returns how many were linked.
 */
export async function linkAccounts(ctx: Ctx, which: Prisma.AccountWhereInput = {}): Promise<number> {
  const accounts = await ctx.db.account.findMany({
    where: { ...which, bodyId: ctx.body.id, personId: null, email: { not: null }, workspace: { kind: 'home' } },
    select: { id: true, name: true, email: true },
  });
  if (accounts.length === 0) return 0;
  const people = await ctx.db.person.findMany({
    where: { bodyId: ctx.body.id, erasedAt: null, email: { in: accounts.flatMap((one) => one.email ?? []) } },
    select: { id: true, name: true, email: true },
  });
  const byEmail = new Map(people.map((person) => [person.email, person]));
  const linked = new Map<string, string>();
  for (const account of accounts) {
    const person = byEmail.get(account.email ?? '');
    if (person && (await link(ctx, account, person))) linked.set(account.id, person.id);
  }
  for (const { id, accountId } of await closeRequests(ctx, { accountId: { in: [...linked.keys()] } }, 'added'))
    recordAudit(ctx, REQUEST_ADDED, `request:${id}`, { personId: linked.get(accountId) ?? null });
  return linked.size;
}

async function link(ctx: Ctx, account: Unlinked, person: Namesake): Promise<boolean> {
  const { count } = await ctx.db.account.updateMany({ where: { id: account.id, personId: null }, data: { personId: person.id } });
  if (count === 0) return false;
  recordAudit(ctx, 'directory.linkAccount', `account:${account.id}`, { personId: person.id, by: 'email' });
  // Somebody known by e-mail alone so far: the chat knows the name.
  if (person.name === nameFromEmail(person.email) && account.name !== '')
    await ctx.db.person.updateMany({
      where: { id: person.id, name: person.name },
      data: { name: account.name, nameKey: fold(account.name), updatedAt: ctx.now },
    });
  return true;
}
