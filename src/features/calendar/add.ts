import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { assertEligible } from '../directory/lookup.ts';
import { joinButton } from '../groups/buttons.ts';
import { cancelReasonOf, getMeeting, isInvited, type MeetingFacts } from '../meetings/lookup.ts';
import { hashToken, newToken, ONE_MEETING } from './token.ts';

export const AddInput = z.object({ meeting: z.string() });

/** Programs fetch such an address once, at once: old ones may go without notice. */
const MOST_LIVE = 20;

/**
 * Makes an address of one meeting's .ics file for the acting person. It opens that meeting only, so that
 * passing it on gives away nothing else. Of more than 20 live ones the oldest are revoked. Throws
 * Ineligible, NotAllowed outside the group, Conflict for a meeting that is cancelled or over.
 */
export const addToCalendar = verb('calendar.add', AddInput, async (ctx, input) => {
  const personId = actingPerson(ctx).id;
  const meeting = await getMeeting(ctx, input.meeting);
  await assertMayHave(ctx, meeting, personId);
  const token = newToken();
  await inTransaction(ctx, async (ctx) => {
    const id = uuidv7();
    await ctx.db.feedToken.create({
      data: { id, bodyId: ctx.body.id, personId, tokenHash: hashToken(token, meeting.id), createdAt: ctx.now },
    });
    await revokeOldest(ctx, personId);
    recordAudit(ctx, 'calendar.add', `meeting:${meeting.id}`, { meetingId: meeting.id, personId, tokenId: id });
  });
  return { meeting, url: `${ctx.publicUrl}/calendar/${token}.ics?meeting=${meeting.id}` };
});

async function assertMayHave(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<void> {
  if (meeting.state === 'cancelled') throw new Conflict(`This meeting was cancelled: ${cancelReasonOf(meeting)} There is nothing to add.`);
  if (meeting.isOver) throw new Conflict('This meeting is over, so there is nothing to add to a calendar.');
  const group = { slug: meeting.groupSlug, name: meeting.groupName };
  await assertEligible(ctx, group);
  if (!(await isInvited(ctx, meeting, personId)))
    throw new NotAllowed(
      `The calendar entry carries the meeting link, so it is for the members of ${meeting.groupName}. You can join the group first.`,
      [joinButton(group)],
    );
}

async function revokeOldest(ctx: Ctx, personId: string): Promise<void> {
  const live = { bodyId: ctx.body.id, personId, revokedAt: null, tokenHash: { startsWith: ONE_MEETING } };
  const old = await ctx.db.feedToken.findMany({
    where: live,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MOST_LIVE,
    select: { id: true },
  });
  if (old.length > 0) await ctx.db.feedToken.updateMany({ where: { id: { in: old.map((one) => one.id) } }, data: { revokedAt: ctx.now } });
}
