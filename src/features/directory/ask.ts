import { createHash } from 'node:crypto';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { planNotices } from '../../bot/planned.ts';
import { optionalText } from './fields.ts';
import { isoDay } from '../../bot/days.ts';
import { today } from './lookup.ts';

const NOTICE_LIVES_MS = 7 * 86_400_000;
const about = optionalText(150, 'Keep the subject under 150 characters.');

/** What the question would be about; only people of the directory may ask. */
export const openQuestion = verb('directory.openQuestion', z.object({ about }), (ctx, input) => {
  actingPerson(ctx);
  return Promise.resolve(input);
});

export const QuestionInput = z.object({
  about,
  question: z.string('Write your question.').trim().min(1, 'Write your question.').max(2_000, 'Keep the question under 2,000 characters.'),
});

/**
 * Sends a question to everybody in the Secretariat. The same question sent twice on a day reaches
 * them once. The words stand in the notice and, erasable, beside the audit row.
 */
export const ask = verb('directory.ask', QuestionInput, (ctx, { about, question }) =>
  inTransaction(ctx, async (ctx) => {
    const { id: personId } = actingPerson(ctx);
    const key = `question:${personId}:${isoDay(today(ctx))}:${createHash('sha256')
      .update(`${about ?? ''}\n${question}`)
      .digest('hex')
      .slice(0, 16)}`;
    const sent = await ctx.db.notice.count({ where: { bodyId: ctx.body.id, key } });
    if (sent > 0) return;
    await planNotices(ctx, [
      {
        kind: 'directory.question',
        key,
        subject: { personId, about: about ?? '', question },
        dueAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + NOTICE_LIVES_MS),
      },
    ]);
    recordAudit(ctx, 'directory.ask', `person:${personId}`, {}, { values: { question }, personId });
  }),
);
