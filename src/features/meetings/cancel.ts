import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting } from './lookup.ts';
import { getManageable } from './manageable.ts';

export const CancelInput = z.object({ meeting: inputs.meetingId, reason: inputs.reason });

/**
 * Cancels a meeting that is not in session, with the reason everybody reads. What was planned about it
 * is taken back. Throws Conflict when it is in session, over, or was cancelled by somebody else.
 */
export const cancel = verb('meetings.cancel', CancelInput, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  if (meeting.state === 'in_session') throw new Conflict('This meeting is in session. Close it instead, so that who was there is kept.');
  await inTransaction(ctx, async (ctx) => {
    const { count } = await ctx.db.meeting.updateMany({
      where: { id: meeting.id, bodyId: ctx.body.id, state: { in: ['announced', 'agenda_sent', 'check_in_open'] } },
      data: { state: 'cancelled', cancelReason: input.reason, cancelledAt: ctx.now, updatedAt: ctx.now, sequence: { increment: 1 } },
    });
    if (count === 0) throw new Conflict('Somebody else cancelled or opened this meeting just now. Nothing was changed.');
    recordAudit(ctx, 'meetings.cancel', `meeting:${meeting.id}`, { meetingId: meeting.id, groupId: meeting.groupId });
    await markMeetingStale(ctx, meeting.id);
  });
  return getMeeting(ctx, meeting.id);
});
