import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { dayIn, isoDay } from '../../bot/days.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNotices } from '../../bot/planned.ts';
import { clockTime, count, rich, toPlain, typed } from '../../bot/text.ts';
import { readerZone } from '../../bot/actor.ts';
import { assertChair, isChair, listGroups, resolveGroup, type GroupFacts } from '../groups/lookup.ts';
import { getSilence, listUpcoming, type MeetingFacts, type Silence } from '../meetings/lookup.ts';

/** The button that names the group when it was not clear. */
export const REMIND = 'notices.remind';

export const RemindInput = z.object({ group: z.string().trim().max(200, 'Give the name of a working group.').default('') });

/**
 * Asks those members who have not answered about the group's next meeting to answer, now; at most once
 * a day. Who switched such requests off, or left them to the channel, is not written to: that is theirs to
 * choose, so the chair hears only how many they are. Only the chair, vice-chair and Secretariat may (NotAllowed). Throws Conflict when there is no
 * meeting, nobody is to be asked, or it was done today; NotFound or Conflict when the group is not clear.
 */
export const remind = verb('notices.remind', RemindInput, (ctx, { group: typed }) =>
  inTransaction(ctx, async (ctx) => {
    const group = typed === '' ? await theGroup(ctx) : await resolveGroup(ctx, typed, { press: REMIND });
    await assertChair(ctx, group.id);
    const meeting = (await listUpcoming(ctx, { groupIds: [group.id] })).find(({ startsAt }) => startsAt > ctx.now);
    if (!meeting) throw new Conflict(`${group.name} has no meeting ahead to remind of.`);
    const { asked, unasked } = await getSilence(ctx, meeting);
    if (asked.length === 0) throw nobodyToAsk(group, meeting, unasked);
    await planOnceToday(ctx, meeting);
    recordAudit(ctx, 'notices.remind', `meeting:${meeting.id}`, { group: group.id, waiting: asked.length, unasked });
    return { group, meeting, waiting: asked.length, unasked };
  }),
);

function nobodyToAsk(group: GroupFacts, meeting: MeetingFacts, unasked: Silence['unasked']): Conflict {
  if (unasked === 0)
    return new Conflict(`Everybody in ${group.name} who may take part has answered about ${meeting.subTopic}, so nobody needs reminding.`);
  const who = count(unasked, 'member who has', 'members who have');
  return new Conflict(
    `Nobody was reminded: the ${who} not answered about ${meeting.subTopic} ${unasked === 1 ? 'has' : 'have'} these reminders turned off. You can write in the group's channel.`,
  );
}

/** The one group the acting person may remind; Conflict with the choice when there are several. */
async function theGroup(ctx: Ctx): Promise<GroupFacts> {
  const mine: GroupFacts[] = [];
  for (const group of await listGroups(ctx)) if (await isChair(ctx, group.id)) mine.push(group);
  const [only, ...others] = mine;
  if (only && others.length === 0) return only;
  const buttons = mine.slice(0, 20).map(({ name, slug }) => ({ label: name, press: REMIND, with: { group: slug } }));
  if (buttons.length > 0) throw new Conflict(rich`Which group? Choose one, or type its name after ${typed('remind')}.`, buttons);
  throw new Conflict(
    rich`Only the chair of a working group or the Secretariat can remind its members. Name the group after ${typed('remind')}.`,
  );
}

async function planOnceToday(ctx: Ctx, meeting: MeetingFacts): Promise<void> {
  const key = `meeting:${meeting.id}:nudge:${String(meeting.sequence)}:asked:${isoDay(dayIn(ctx.body.zone, ctx.now))}`;
  const before = await ctx.db.notice.findUnique({ where: { bodyId_key: { bodyId: ctx.body.id, key } }, select: { createdAt: true } });
  if (before)
    throw new Conflict(
      `They were already reminded today, at ${toPlain(clockTime(before.createdAt), readerZone(ctx))}. You can remind them again tomorrow.`,
    );
  await planNotices(ctx, [
    {
      kind: 'meetings.nudge',
      key,
      meetingId: meeting.id,
      subject: { sequence: String(meeting.sequence) },
      dueAt: ctx.now,
      expiresAt: meeting.startsAt,
    },
  ]);
}
