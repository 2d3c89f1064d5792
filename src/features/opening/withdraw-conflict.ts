import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { isClosed } from '../attendance/lookup.ts';
import { getMeeting } from '../meetings/lookup.ts';
import { listConflicts, type ConflictFacts } from './conflicts.ts';

export const WithdrawConflictInput = z.object({ conflict: z.uuid('This button no longer works. Please declare it again.') });

/**
 * Takes back one's own declaration, by a row beside it. Twice is one. Throws NotFound for what is not one's own,
 * Conflict once the roll is confirmed.
 */
export const withdrawConflict = verb('opening.withdrawConflict', WithdrawConflictInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<ConflictFacts> => {
    const { id: personId } = actingPerson(ctx);
    const where = { id: input.conflict, bodyId: ctx.body.id, personId, withdrawsId: null };
    const declared = await ctx.db.conflictDeclared.findFirst({ where });
    if (!declared) throw new NotFound('You declared no such conflict of interest.');
    const meeting = await getMeeting(ctx, declared.meetingId);
    if (isClosed(meeting))
      throw new Conflict(
        `The roll of ${meeting.subTopic} is confirmed, so what was declared stays. Tell ${ctx.body.settings.contact} what is wrong.`,
      );
    const row = { ...declared, id: uuidv7(), at: ctx.now, withdrawsId: declared.id };
    const { count } = await ctx.db.conflictDeclared.createMany({ data: [row], skipDuplicates: true });
    if (count > 0)
      recordAudit(ctx, 'opening.withdrawConflict', `meeting:${meeting.id}`, { meetingId: meeting.id, conflictId: declared.id });
    return getConflict(ctx, meeting.id, declared.id);
  }),
);

async function getConflict(ctx: Ctx, meetingId: string, id: string): Promise<ConflictFacts> {
  const found = (await listConflicts(ctx, meetingId)).find((one) => one.id === id);
  if (!found) throw new NotFound('You declared no such conflict of interest.');
  return found;
}
