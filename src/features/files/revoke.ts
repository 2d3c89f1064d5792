import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { NotFound } from '../../bot/errors.ts';

export const RevokeInput = z.object({ link: z.uuid('This button no longer works.') });

/** Ends the acting person's own links to the files of a meeting; twice is once. Throws NotFound for those of others. */
export const revokeLinks = verb('files.revoke', RevokeInput, (ctx, input) => {
  const { id: personId } = actingPerson(ctx);
  return inTransaction(ctx, async (ctx) => {
    const where = { id: input.link, bodyId: ctx.body.id, personId };
    const found = await ctx.db.signedLink.findFirst({ where, select: { meetingId: true } });
    if (!found) throw new NotFound('These links are not there any more, so there is nothing to stop.');
    const { count } = await ctx.db.signedLink.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: ctx.now } });
    if (count > 0) recordAudit(ctx, 'files.revoke', `meeting:${found.meetingId}`, { linkId: input.link, personId });
  });
});
