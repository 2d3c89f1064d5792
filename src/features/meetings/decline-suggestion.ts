import { z } from 'zod';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import * as inputs from './inputs.ts';
import type { MeetingFacts } from './lookup.ts';
import { getManageable } from './manageable.ts';
import { answerSuggestion, getOpenSuggestion, type SuggestionFacts } from './suggestions.ts';

export const SuggestionInput = z.object({
  meeting: inputs.meetingId,
  suggestion: z.uuid('This button no longer works. Please open the agenda of the meeting.'),
});

export interface Suggested {
  readonly meeting: MeetingFacts;
  readonly suggestion: SuggestionFacts;
}

/** The suggestion behind the form. Chair and Secretariat. Throws as getManageable does, NotFound, and Conflict once it is answered. */
export const openDeclineSuggestion = verb('meetings.openDeclineSuggestion', SuggestionInput, async (ctx, input): Promise<Suggested> => {
  const meeting = await getManageable(ctx, input.meeting);
  return { meeting, suggestion: await getOpenSuggestion(ctx, meeting.id, input.suggestion) };
});

export const DeclineSuggestionInput = SuggestionInput.extend({ reason: inputs.optionalText(300) });

/** Does not take a suggestion up; whoever made it is told, with the reason if one is given. Throws as opening does. */
export const declineSuggestion = verb('meetings.declineSuggestion', DeclineSuggestionInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Suggested> => {
    const meeting = await getManageable(ctx, input.meeting);
    const suggestion = await getOpenSuggestion(ctx, meeting.id, input.suggestion);
    await answerSuggestion(ctx, suggestion, { takenUpIn: null, reason: input.reason || null });
    return { meeting, suggestion };
  }),
);
