import { z } from 'zod';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import type { Answer } from '../../db/generated/client.ts';
import { getAnswerable } from './answerable.ts';
import { listColleagues } from './colleagues.ts';
import * as inputs from './inputs.ts';
import { findAnswer, getMeeting, listOpenOccurrences, type MeetingFacts } from './lookup.ts';
import { saveAnswers, type Said } from './save-answers.ts';
import { getAnswerableSeries } from './series-answerable.ts';

const answer = z.enum(['attending', 'tentative', 'declined']);

export const RsvpInput = z.object({
  meeting: inputs.meetingId,
  answer,
  /** As it stood beside the button: a press on a card from before a move notes nothing. */
  sequence: z.string().optional(),
  /** Of a series: this meeting, this and the following, or all that are still to come. */
  scope: inputs.scope,
  note: inputs.optionalText(2000),
  alternate: z.string().nullish(),
  alternateName: inputs.optionalText(100),
});
type RsvpAnswer = Pick<z.output<typeof RsvpInput>, 'answer' | 'note' | 'alternate' | 'alternateName'>;

export interface Noted {
  readonly meeting: MeetingFacts;
  readonly answer: Answer;
  /** It was the answer already: nothing changed. */
  readonly already: boolean;
  readonly scope: inputs.Scope;
  /** How many meetings it counts for. */
  readonly times: number;
  /** Meetings of the same series still to come, the answered ones included; 0 for a meeting by itself. */
  readonly inSeries: number;
}

/**
 * Notes what a person says beforehand; allowed until the meeting ends. One press is one row a meeting: the
 * same answer again changes nothing and says so (`already`). What was said last counts, whether for one
 * meeting or for many. Throws what getAnswerable throws, and InvalidInput for an alternate who can't stand in.
 */
export const rsvp = verb('meetings.rsvp', RsvpInput, async (ctx, input) => {
  const meeting = await getAnswerable(ctx, input.meeting, input.sequence);
  return note(ctx, meeting, input, meeting.series ? (input.scope ?? 'this') : 'this');
});

export const RsvpSeriesInput = z.object({
  series: inputs.seriesId,
  /** The series' sequence as it stood beside the button. */
  change: z.string().optional(),
  answer,
});

/** One answer for all meetings of a series that are still to come. Throws what getAnswerableSeries throws. */
export const rsvpSeries = verb('meetings.rsvpSeries', RsvpSeriesInput, async (ctx, input) => {
  const [next] = await getAnswerableSeries(ctx, input.series, input.change);
  return note(ctx, next, { answer: input.answer, note: '', alternate: null, alternateName: '' }, 'all');
});

async function note(ctx: Ctx, meeting: MeetingFacts, input: RsvpAnswer, scope: inputs.Scope): Promise<Noted> {
  const said = await toSaid(ctx, meeting, input);
  const { already, times } = await inTransaction(ctx, (ctx) => saveAnswers(ctx, meeting, scope, said));
  return {
    meeting: already ? meeting : await getMeeting(ctx, meeting.id),
    answer: said.answer,
    already,
    scope,
    times,
    inSeries: meeting.series ? (await listOpenOccurrences(ctx, meeting.series.id)).length : 0,
  };
}

async function toSaid(ctx: Ctx, meeting: MeetingFacts, input: RsvpAnswer): Promise<Said> {
  if (input.answer !== 'declined') return { answer: input.answer, note: null, alternateId: null, alternateName: null };
  const note = input.note || null;
  if (!input.alternate) return { answer: 'declined', note, alternateId: null, alternateName: input.alternateName || null };
  const colleague = (await listColleagues(ctx, meeting)).find((one) => one.id === input.alternate);
  if (!colleague)
    throw new InvalidInput({ alternate: "This person can't stand in for you: choose an eligible colleague of your organisation." });
  if ((await findAnswer(ctx, meeting.id, colleague.id)) === 'declined')
    throw new InvalidInput({ alternate: `${colleague.name} can't come to this meeting either. Choose somebody else, or nobody.` });
  return { answer: 'declined', note, alternateId: colleague.id, alternateName: colleague.name };
}
