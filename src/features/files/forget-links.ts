import type { Ctx } from '../../bot/context.ts';

/** For so long a link that is over can still be looked up, when somebody asks about it. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Deletes the body's private links to files 30 days after they ended. That they were made and opened stays in the audit. */
export async function forgetLinks(ctx: Ctx): Promise<void> {
  await ctx.db.signedLink.deleteMany({ where: { bodyId: ctx.body.id, expiresAt: { lt: new Date(ctx.now.getTime() - KEPT_MS) } } });
}
