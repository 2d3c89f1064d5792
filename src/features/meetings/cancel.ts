import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { getManageable } from './manageable.ts';
import { permits } from './states.ts';
import { CHANGEABLE_STATES, countChange, isChangeable, lockOccurrences, recordExceptions } from './series-change.ts';

export const CancelInput = z.object({ meeting: inputs.meetingId, reason: inputs.reason, scope: inputs.scope });

export interface Cancelled {
  readonly meeting: MeetingFacts;
  readonly cancelled: number;
}

/**
 * Cancels a meeting that is not in session, alone or with others of its series, with the reason everybody
 * reads. What was planned about it is taken back. Throws Conflict when it is in session, over, or was
 * cancelled by somebody else.
 */
export const cancel = verb('meetings.cancel', CancelInput, async (ctx, input): Promise<Cancelled> => {
  const meeting = await getManageable(ctx, input.meeting);
  if (!permits(meeting, 'cancel')) throw new Conflict('This meeting is in session. Close it instead, so that who was there is kept.');
  const scope = meeting.series ? (input.scope ?? 'this') : 'this';
  const cancelled = await inTransaction(ctx, (ctx) => save(ctx, meeting, scope, input.reason));
  return { meeting: await getMeeting(ctx, meeting.id), cancelled };
});

async function save(ctx: Ctx, meeting: MeetingFacts, scope: inputs.Scope, reason: string): Promise<number> {
  const open = (await lockOccurrences(ctx, meeting, scope)).filter(isChangeable);
  const ids = open.map((one) => one.id);
  if (!ids.includes(meeting.id)) throw new Conflict('Somebody else cancelled or opened this meeting just now. Nothing was changed.');
  await ctx.db.meeting.updateMany({
    where: { id: { in: ids }, bodyId: ctx.body.id, state: { in: CHANGEABLE_STATES } },
    data: { state: 'cancelled', cancelReason: reason, cancelledAt: ctx.now, updatedAt: ctx.now, sequence: { increment: 1 } },
  });
  const seriesId = meeting.series?.id;
  const placed = open.map(({ recurrenceId }) => ({ recurrenceId, movedTo: null, zone: null }));
  await recordExceptions(ctx, seriesId, scope, placed);
  if (scope === 'this' || seriesId === undefined)
    recordAudit(ctx, 'meetings.cancel', `meeting:${meeting.id}`, { meetingId: meeting.id, groupId: meeting.groupId });
  else {
    const change = await countChange(ctx, seriesId);
    recordAudit(ctx, 'meetings.cancelSeries', `series:${seriesId}`, {
      seriesId,
      groupId: meeting.groupId,
      scope,
      change,
      meetingIds: ids,
    });
  }
  await markMeetingStale(ctx, ids);
  return ids.length;
}
