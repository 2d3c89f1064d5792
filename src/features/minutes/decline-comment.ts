import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import type { ActingPerson } from '../../bot/context.ts';
import { getComment, type CommentFacts } from './comments.ts';
import { reason } from './keep-flag.ts';
import { actingSecretariat } from './may-write.ts';

export const CommentIdInput = z.object({
  comment: z.uuid('This button no longer works. The page of the minutes shows what was suggested.'),
});

/** The suggestion behind the form. Secretariat only. Throws NotFound, and Conflict when it was answered. */
export const openDecline = verb('minutes.openDecline', CommentIdInput, async (ctx, input): Promise<CommentFacts> => {
  const found = await getComment(ctx, input.comment);
  actingSecretariat(ctx);
  return assertOpen(found);
});

export const DeclineInput = CommentIdInput.extend({ reason: reason('Say why it is not taken up; the person reads it.') });

/** Answers a suggestion that is not taken up; whoever made it is told why. Throws as opening does. */
export const declineComment = verb('minutes.declineComment', DeclineInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<CommentFacts> => {
    const found = await getComment(ctx, input.comment);
    const by = actingSecretariat(ctx);
    assertOpen(found);
    await answerComment(ctx, found, by, { takenUpIn: null, reason: input.reason });
    const facts = { meetingId: found.meetingId, commentId: found.id };
    recordAudit(ctx, 'minutes.declineComment', `meeting:${found.meetingId}`, facts, {
      values: { reason: input.reason },
      personId: found.byId,
    });
    return getComment(ctx, found.id);
  }),
);

function assertOpen(found: CommentFacts): CommentFacts {
  if (!found.answer) return found;
  const { by, at, edition } = found.answer;
  const how = edition === null ? 'not taken up' : `taken up in version ${String(edition)}`;
  throw new Conflict(rich`${by} answered this suggestion on ${moment(at)}: ${how}. Nothing was done again.`);
}

/** Keeps the answer and has it told. Throws Conflict when somebody else answered meanwhile. */
export async function answerComment(
  ctx: Ctx,
  { id }: CommentFacts,
  by: ActingPerson,
  answer: { readonly takenUpIn: number | null; readonly reason: string },
): Promise<void> {
  const row = { id: uuidv7(), bodyId: ctx.body.id, commentId: id, ...answer, at: ctx.now, byId: by.id, byName: by.name };
  const { count } = await ctx.db.minuteAnswer.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw new Conflict('Somebody else answered this suggestion just now. Nothing was done.');
  await markStale(ctx, 'minutes.comment', id);
  await planNow(ctx, { kind: 'minutes.answered', key: `minute-comment:${id}:minutes.answered`, subject: { commentId: id } });
}
