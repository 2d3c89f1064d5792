import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNotices } from '../../bot/planned.ts';
import { clockTime, rich, typed, type Text } from '../../bot/text.ts';
import { assertMayRun, isClosed } from '../attendance/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import type { Check } from './checks.ts';
import { getGate, STATEMENT } from './gate.ts';
import { assertOpenable, MeetingId } from './open.ts';

export const PostNowInput = z.object({ meeting: MeetingId });

/**
 * Has the statement of a meeting posted in its group's channels now, where it never went out or failed. Throws
 * NotAllowed for who does not run the meeting, Conflict when it is posted or on its way, has no channel, or
 * the meeting is over.
 */
export const postNow = verb('opening.postNow', PostNowInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<MeetingFacts> => {
    const meeting = await getMeeting(ctx, input.meeting);
    await assertMayRun(ctx, meeting);
    actingPerson(ctx);
    assertOpenable(ctx, meeting);
    if (ctx.now >= meeting.endsAt || isClosed(meeting))
      throw new Conflict('The meeting is over, so the statement is not posted for it any more.');
    const statement = (await getGate(ctx, meeting)).checks.find(({ check }) => check === 'statement');
    if (statement && statement.fact !== 'not_posted') throw new Conflict(whyNot(statement));
    await plan(ctx, meeting);
    recordAudit(ctx, 'opening.postNow', `meeting:${meeting.id}`, { meetingId: meeting.id });
    return meeting;
  }),
);

function whyNot({ fact, at }: Check): Text {
  if (fact === 'sending') return 'The statement is on its way to the channel. Please wait a moment.';
  if (fact === 'no_channel')
    return rich`The group has no channel to post it in. The Secretariat connects one with ${typed('group connect')}.`;
  if (fact === 'unpublished') return 'No anti-trust statement is published, so there is nothing to post. Tell the Secretariat.';
  return at ? rich`The statement was posted at ${clockTime(at)}.` : 'The statement is posted.';
}

/** The key counts the earlier ones: two who press at once plan the same. */
async function plan(ctx: Ctx, meeting: MeetingFacts): Promise<void> {
  const before = await ctx.db.notice.count({ where: { bodyId: ctx.body.id, meetingId: meeting.id, kind: STATEMENT } });
  const key = `meeting:${meeting.id}:${STATEMENT}:again:${String(before)}`;
  const subject = { sequence: String(meeting.sequence) };
  await planNotices(ctx, [{ kind: STATEMENT, key, meetingId: meeting.id, subject, dueAt: ctx.now, expiresAt: meeting.endsAt }]);
}
