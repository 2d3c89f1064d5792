import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { moment, rich } from '../../bot/text.ts';
import { getPerson } from '../directory/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { itemName } from './flags.ts';
import { findMinutes, type MinutesFacts } from './lookup.ts';
import { assertMayRead } from './may-read.ts';
import { assertIssued } from './may-write.ts';
import { MeetingId } from './notes.ts';

const TEXT_LIMIT = 1_000;
/** What is not about one item. */
export const WHOLE = 'whole';

export interface CommentChoices {
  /** Names the comment before it is sent, so that sending it twice is one. */
  readonly draft: string;
  readonly meeting: MeetingFacts;
  readonly minutes: MinutesFacts;
}

export const CommentOnInput = z.object({ meeting: MeetingId });

/**
 * The items that can be corrected. For everybody on the roll and in the group. Throws NotAllowed for others, and
 * Conflict before the minutes are issued and once the time for it is over (settings, `commentAfter`).
 */
export const openComment = verb('minutes.openComment', CommentOnInput, async (ctx, input): Promise<CommentChoices> => {
  const meeting = await getMeeting(ctx, input.meeting);
  await assertMayRead(ctx, meeting);
  return { draft: uuidv7(), meeting, minutes: await getOpenMinutes(ctx, meeting) };
});

const chooseItem = 'Choose what it is about.';
const SAY = 'Say what is wrong, and how it should read.';

export const CommentInput = CommentOnInput.extend({
  draft: z.uuid('This form no longer works. Please begin again.'),
  version: z.coerce.number('This form no longer works. Please begin again.').int().min(1),
  item: z.string(chooseItem),
  text: z
    .string(SAY)
    .trim()
    .min(1, SAY)
    .max(TEXT_LIMIT, `Keep it under ${String(TEXT_LIMIT)} characters.`),
});

/** Suggests a correction to the Secretariat, which is told. Sending a form twice is one. Throws as opening does, and InvalidInput. */
export const comment = verb('minutes.comment', CommentInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<MeetingFacts> => {
    const meeting = await getMeeting(ctx, input.meeting);
    const { id, name } = await assertMayRead(ctx, meeting);
    const minutes = await getOpenMinutes(ctx, meeting);
    const { organisation } = await getPerson(ctx, id);
    const row = {
      ...{ id: input.draft, bodyId: ctx.body.id, meetingId: meeting.id, n: Math.min(input.version, minutes.n) },
      ...{ item: chosenItem(minutes, input.item), text: input.text, at: ctx.now, byId: id, byName: name, organisation },
    };
    const { count } = await ctx.db.minuteComment.createMany({ data: [row], skipDuplicates: true });
    if (count > 0) await tell(ctx, meeting, input.draft);
    else if (!(await ctx.db.minuteComment.findFirst({ where: { id: input.draft, bodyId: ctx.body.id }, select: { id: true } })))
      throw new Conflict('This form no longer works. Please begin again; nothing was recorded.');
    return meeting;
  }),
);

async function tell(ctx: Ctx, meeting: MeetingFacts, commentId: string): Promise<void> {
  recordAudit(ctx, 'minutes.comment', `meeting:${meeting.id}`, { meetingId: meeting.id, commentId });
  await planNow(ctx, {
    kind: 'minutes.comment',
    key: `minute-comment:${commentId}:minutes.comment`,
    meetingId: meeting.id,
    subject: { commentId },
  });
}

function chosenItem({ items }: MinutesFacts, chosen: string): string | null {
  if (chosen === WHOLE) return null;
  const item = items[Number(chosen)];
  if (!item) throw new InvalidInput({ item: chooseItem });
  return itemName(item);
}

async function getOpenMinutes(ctx: Ctx, meeting: MeetingFacts): Promise<MinutesFacts> {
  assertIssued(meeting);
  const minutes = await findMinutes(ctx, meeting.id);
  const until = minutes?.commentsUntil;
  if (minutes && until && ctx.now <= until) return minutes;
  const over = until ? rich`could be suggested until ${moment(until)}` : 'can be suggested once they are issued';
  throw new Conflict(
    rich`Corrections of these minutes ${over}. If something in them is wrong, tell ${ctx.body.settings.contact}; they can still correct them.`,
  );
}
