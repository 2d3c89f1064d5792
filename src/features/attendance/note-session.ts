import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { assertReported, CallInput, findCallMeeting } from './call-meeting.ts';
import { listStillIn, writeSightings, type Noted } from './note-people.ts';
import { checkInOpensAt, isClosed } from './window.ts';

/** What a meeting is opened with: the statement in the channels, and the script for who chairs. */
const OPENING_KINDS = ['attendance.opening', 'attendance.opening-chair'];

/**
 * A platform reports that a call began: the statement of its meeting, if it still waits for its time and check-in
 * is open, is due now. Reported twice, or after the statement went out, it changes nothing. Throws NotAllowed
 * unless the program itself acts.
 */
export const noteSessionStarted = verb('attendance.noteSessionStarted', CallInput, (ctx, call) => {
  assertReported(ctx);
  return inTransaction(ctx, async (ctx): Promise<Noted> => {
    const meeting = await findCallMeeting(ctx, call);
    if (!meeting) return { meetingId: null, noted: 0 };
    const isOpen = ctx.now >= checkInOpensAt(ctx, meeting) && ctx.now < meeting.endsAt && !isClosed(meeting);
    if (!isOpen) return { meetingId: meeting.id, noted: 0 };
    const { count } = await ctx.db.notice.updateMany({
      where: { bodyId: ctx.body.id, meetingId: meeting.id, kind: { in: OPENING_KINDS }, state: 'planned', dueAt: { gt: ctx.now } },
      data: { dueAt: ctx.now },
    });
    if (count > 0)
      recordAudit(ctx, 'attendance.noteSessionStarted', `meeting:${meeting.id}`, {
        meetingId: meeting.id,
        startedAt: call.at.toISOString(),
        notices: count,
      });
    return { meetingId: meeting.id, noted: count };
  });
});

/** A platform reports that a call is over: whoever was seen in it and not seen leaving has left. Throws as `noteSessionStarted` does. */
export const noteSessionEnded = verb('attendance.noteSessionEnded', CallInput, (ctx, call) => {
  assertReported(ctx);
  return inTransaction(ctx, async (ctx): Promise<Noted> => {
    const meeting = await findCallMeeting(ctx, call);
    if (!meeting) return { meetingId: null, noted: 0 };
    const people = await listStillIn(ctx, meeting.id, call.at);
    return writeSightings(ctx, 'attendance.noteSessionEnded', meeting, people, 'left', call.at);
  });
});
