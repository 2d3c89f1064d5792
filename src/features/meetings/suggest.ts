import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { findTopics } from '../../bot/screen.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { isAnyOtherBusiness } from './any-other-business.ts';
import { assertTakesPart } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { permits } from './states.ts';
import { reasonsOf } from './screen-agenda.ts';

/** The meeting, when the acting person may suggest an item for it. Throws Conflict once it has started, and what assertTakesPart throws. */
export const prepareSuggestion = verb('meetings.prepareSuggestion', z.object({ meeting: inputs.meetingId }), async (ctx, input) => ({
  meeting: await getSuggestible(ctx, input.meeting),
  draftId: uuidv7(),
}));

export const SuggestInput = z.object({ meeting: inputs.meetingId, draft: z.uuid().optional(), text: inputs.suggestion });

/**
 * Keeps a member's proposal for the agenda and has the chair told; `reasons` say why it was flagged, if it
 * was. The same draft twice is one suggestion. Throws InvalidInput for "any other business".
 */
export const suggest = verb('meetings.suggest', SuggestInput, async (ctx, input) => {
  const meeting = await getSuggestible(ctx, input.meeting);
  if (input.text.split(/[\r\n]+/).some(isAnyOtherBusiness))
    throw new InvalidInput({
      text: 'Every subject must be known beforehand, as the anti-trust rules ask. Name the item you have in mind.',
    });
  const topics = findTopics(input.text, ctx.body.settings.screen).map((one) => one.topic);
  const id = input.draft ?? uuidv7();
  await inTransaction(ctx, async (ctx) => {
    const row = { id, bodyId: ctx.body.id, meetingId: meeting.id, personId: actingPerson(ctx).id, text: input.text, at: ctx.now };
    const { count } = await ctx.db.agendaSuggestion.createMany({ data: [row], skipDuplicates: true });
    const facts = { meetingId: meeting.id, suggestionId: id, ...(topics.length > 0 && { topics }) };
    if (count > 0) recordAudit(ctx, 'meetings.suggest', `meeting:${meeting.id}`, facts);
  });
  return { meeting, reasons: reasonsOf(ctx, topics) };
});

async function getSuggestible(ctx: Ctx, meetingId: string): Promise<MeetingFacts> {
  actingPerson(ctx);
  const meeting = await getMeeting(ctx, meetingId);
  if (meeting.state === 'cancelled') throw new Conflict('This meeting was cancelled, so its agenda takes no more items.');
  if (!permits(meeting, 'suggest') || meeting.startsAt <= ctx.now)
    throw new Conflict('This meeting has started, so its agenda takes no more items. Suggest it for the next one.');
  await assertTakesPart(ctx, meeting);
  return meeting;
}
