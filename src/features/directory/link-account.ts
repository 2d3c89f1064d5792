import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { planNotices } from '../../bot/planned.ts';
import { count, rich, typed } from '../../bot/text.ts';
import type { LinkCode } from '../../db/generated/client.ts';
import { CODE_MINUTES, hashCode, readCode } from './link-code.ts';
import { findWait, noteTry } from './link-tries.ts';
import { lockAccount } from './lock-directory.ts';
import { closeRequests } from './requests.ts';

const NOTICE_LIVES_MS = 7 * 86_400_000;

const SHAPE = 'A code has eight letters and digits, such as K7QM-4XTP. To get one, ask me in the chat where I know you.';

export const LinkAccountInput = z.object({
  code: z.string(SHAPE).transform((typed, check) => {
    const code = readCode(typed);
    if (code) return code;
    check.addIssue({ code: 'custom', message: SHAPE });
    return z.NEVER;
  }),
});

export interface LinkedNow {
  readonly personId: string;
  readonly name: string;
}

/**
 * Links the acting chat account, so far a stranger's, to the person a one-time code was shown to. Its waiting
 * request is closed and the person's other accounts are told. Nothing else about the person changes. One account
 * at most wins a code. Throws Conflict for an account that is linked already, and InvalidInput for a code that
 * is over, used or unknown, five of which an account may type in ten minutes. A code of another body is unknown.
 */
export const linkAccount = verb('directory.linkAccount', LinkAccountInput, async (ctx, { code }): Promise<LinkedNow> => {
  const codeHash = await hashCode(ctx.body.id, code);
  if (ctx.actor.kind !== 'stranger') throw await alreadyKnown(ctx, codeHash);
  const { account } = ctx.actor;
  // What is refused is counted: the transaction must hold.
  const outcome = await inTransaction(ctx, (ctx) => redeem(ctx, account.id, codeHash));
  if (outcome instanceof Error) throw outcome;
  return outcome;
});

/** Of codes that are not the person's own nothing is said, not even whether they exist. */
async function alreadyKnown(ctx: Ctx, codeHash: string): Promise<Conflict> {
  const { id: personId, name } = actingPerson(ctx);
  const hereId = ctx.actor.kind === 'person' ? ctx.actor.account?.id : undefined;
  const own = await ctx.db.linkCode.findFirst({ where: { bodyId: ctx.body.id, codeHash, personId }, select: { shownToId: true } });
  if (own && own.shownToId === (hereId ?? null))
    return new Conflict('This code was shown to you here. Type it in the other chat, the one where I do not know you yet.');
  if (own) return new Conflict(`This chat account is linked to you already, ${name}. There is nothing more to do.`);
  return new Conflict(
    `I know this chat account already: it is ${name}'s. A code is typed where I do not know you yet. If this account should be somebody else's, ask ${ctx.body.settings.contact}.`,
  );
}

async function redeem(ctx: Ctx, accountId: string, codeHash: string): Promise<LinkedNow | Conflict | InvalidInput> {
  const held = await lockAccount(ctx, accountId);
  if (held !== null) return new Conflict(rich`This chat account is linked already. Type ${typed('my')} to see what is yours.`);
  const minutes = await findWait(ctx, accountId);
  if (minutes > 0)
    return refused(`These were too many wrong codes from this chat. Please try again in ${count(minutes, 'minute', 'minutes')}.`);
  const code = await ctx.db.linkCode.findUnique({
    where: { bodyId_codeHash: { bodyId: ctx.body.id, codeHash } },
    include: { person: { select: { id: true, name: true, erasedAt: true } } },
  });
  if (code && !code.person.erasedAt && (await claim(ctx, code, accountId))) return linkTo(ctx, accountId, code);
  await noteTry(ctx, accountId);
  return refused(whyNot(code && !code.person.erasedAt ? await ctx.db.linkCode.findUnique({ where: { id: code.id } }) : null));
}

const refused = (words: string): InvalidInput => new InvalidInput({ code: words });

const ANEW = 'To get a new one, ask me in the chat where I know you.';

function whyNot(code: LinkCode | null): string {
  if (!code) return `I do not know this code. Compare it with what the other chat shows. ${ANEW}`;
  if (code.usedAt) return `This code was used already, and works once. ${ANEW}`;
  return `This code is over: a code is good for ${String(CODE_MINUTES)} minutes, and a newer one takes its place. ${ANEW}`;
}

/** True for the one account that gets the code. */
async function claim(ctx: Ctx, { id }: LinkCode, accountId: string): Promise<boolean> {
  const where = { id, usedAt: null, expiresAt: { gt: ctx.now } };
  const { count } = await ctx.db.linkCode.updateMany({ where, data: { usedAt: ctx.now, usedById: accountId } });
  return count === 1;
}

type Won = LinkCode & { readonly person: LinkedPerson };
type LinkedPerson = Readonly<Record<'id' | 'name', string>>;

async function linkTo(ctx: Ctx, accountId: string, { id, shownToId, person }: Won): Promise<LinkedNow> {
  await ctx.db.account.update({ where: { id: accountId }, data: { personId: person.id } });
  await closeRequests(ctx, { accountId }, 'added');
  await planNotices(ctx, [
    {
      kind: 'directory.linked',
      key: `linked:${id}`,
      subject: { accountId, personId: person.id },
      dueAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + NOTICE_LIVES_MS),
    },
  ]);
  recordAudit(ctx, 'directory.linkAccount', `account:${accountId}`, { personId: person.id, by: 'code', shownTo: shownToId });
  return { personId: person.id, name: person.name };
}
