import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../bot/context.ts';

/** So many wrong codes an account may type in so many minutes. */
const TRIES = 5;
const WINDOW_MS = 10 * 60_000;

/** Minutes until the account may try again; 0 when it may now. Counted in the database: all replicas hear of all tries. */
export async function findWait(ctx: Ctx, accountId: string): Promise<number> {
  const recent = await ctx.db.linkTry.findMany({
    where: { accountId, at: { gt: new Date(ctx.now.getTime() - WINDOW_MS) } },
    orderBy: { at: 'desc' },
    take: TRIES,
    select: { at: true },
  });
  const first = recent[TRIES - 1];
  return first ? Math.ceil((first.at.getTime() + WINDOW_MS - ctx.now.getTime()) / 60_000) : 0;
}

export async function noteTry(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db.linkTry.create({ data: { id: uuidv7(), accountId, at: ctx.now } });
}

/** Deletes tries that no longer count, whoever's they are. */
export async function forgetTries(ctx: Ctx): Promise<void> {
  const where = { at: { lte: new Date(ctx.now.getTime() - WINDOW_MS) }, account: { bodyId: ctx.body.id } };
  await ctx.db.linkTry.deleteMany({ where });
}
