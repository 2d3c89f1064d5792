import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { findNaming } from './alternates.ts';
import { assertTakesPart, whatChanged } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting } from './lookup.ts';
import type { Noted } from './rsvp.ts';
import { saveAnswers } from './save-answers.ts';

export const StandInInput = z.object({
  meeting: inputs.meetingId,
  /** Who named the acting person as their alternate. */
  by: z.uuid('This button no longer works. Please ask for the meetings again.'),
  takes: z.enum(['yes', 'no']),
});

/**
 * The acting person says whether they stand in for who named them, for the meetings that was said of: with yes they
 * attend, which takes a place in the group; with no they send apologies. Who named them hears it. Throws Conflict
 * when the meeting is over or they are not named any more, NotAllowed with the way to join for who is not in the group.
 */
export const standIn = verb('meetings.standIn', StandInInput, async (ctx, { meeting: meetingId, by, takes }): Promise<Noted> => {
  const { id, name } = actingPerson(ctx);
  const meeting = await getMeeting(ctx, meetingId);
  const change = whatChanged(meeting);
  if (change) throw change;
  const naming = await findNaming(ctx, meeting, by, id);
  if (!naming) throw new Conflict(`You are not named as an alternate for ${meeting.subTopic} any more, ${name}. Nothing was noted.`);
  if (takes === 'yes') await assertTakesPart(ctx, meeting);
  const answer = takes === 'yes' ? 'attending' : 'declined';
  const scope = inputs.scope.parse(meeting.series ? naming.scope : 'this') ?? 'this';
  const said = { answer, note: null, alternateId: null, alternateName: null } as const;
  const { already, times } = await inTransaction(ctx, (ctx) => saveAnswers(ctx, meeting, scope, said));
  return { meeting: await getMeeting(ctx, meetingId), answer, already, scope, times, inSeries: 0 };
});
