import type { Ctx } from '../../bot/context.ts';
import { Conflict } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { isClosed, type MeetingFacts } from '../meetings/lookup.ts';
import { wasThereButtons } from './buttons.ts';

const MINUTE_MS = 60_000;

export { isClosed };

/** When check-in opens: the body's lead time before the start. */
export const checkInOpensAt = (ctx: Ctx, meeting: MeetingFacts): Date =>
  new Date(meeting.startsAt.getTime() - ctx.body.settings.timings.checkInBefore * MINUTE_MS);

/** When check-in closes, at the latest with the meeting. Whoever comes later says so, and the roll tells it. */
export function checkInClosesAt(ctx: Ctx, meeting: MeetingFacts): Date {
  const closesAt = new Date(meeting.startsAt.getTime() + ctx.body.settings.timings.checkInAfter * MINUTE_MS);
  return closesAt < meeting.endsAt ? closesAt : meeting.endsAt;
}

/** Until when a person may correct their own attendance (PRODUCT.md section 5: 72 hours after the end in the ASI preset). */
export const correctionEndsAt = (ctx: Ctx, meeting: MeetingFacts): Date =>
  new Date(meeting.endsAt.getTime() + ctx.body.settings.timings.correctionAfter * MINUTE_MS);

/** Throws Conflict for a meeting that takes place no more, or was never announced. */
export function assertNotCancelled(meeting: MeetingFacts): void {
  if (meeting.state === 'draft') throw new Conflict(`${meeting.subTopic} was never announced, so nothing was recorded.`);
  if (meeting.state !== 'cancelled') return;
  const why = meeting.cancelReason ? ` The reason given: ${meeting.cancelReason}` : '';
  throw new Conflict(rich`${meeting.subTopic} was cancelled, so nothing was recorded.${why}`);
}

/** Throws Conflict outside the time in which a person can say that they are here, in time or late, saying when it is or what to do instead. */
export function assertCheckInOpen(ctx: Ctx, meeting: MeetingFacts): void {
  assertNotCancelled(meeting);
  const opensAt = checkInOpensAt(ctx, meeting);
  if (ctx.now < opensAt) {
    const moved = meeting.movedFrom ? ' was moved. It' : '';
    throw new Conflict(rich`${meeting.subTopic}${moved} starts at ${moment(meeting.startsAt)}. Check-in opens at ${moment(opensAt)}.`);
  }
  if (ctx.now <= meeting.endsAt && !isClosed(meeting)) return;
  assertCorrectionOpen(ctx, meeting);
  const over = isClosed(meeting)
    ? 'The list of this meeting was already confirmed.'
    : rich`This meeting ended at ${moment(meeting.endsAt)}.`;
  throw new Conflict(rich`${over} Were you there?`, wasThereButtons(meeting.id));
}

/** Throws Conflict once a person can no longer change what is recorded about them, and says whom to ask. */
export function assertCorrectionOpen(ctx: Ctx, meeting: MeetingFacts): void {
  const endsAt = correctionEndsAt(ctx, meeting);
  if (ctx.now <= endsAt) return;
  throw new Conflict(
    rich`The list of this meeting could be corrected until ${moment(endsAt)}. If something in it is wrong, tell ${ctx.body.settings.contact}; they can still correct it.`,
  );
}
