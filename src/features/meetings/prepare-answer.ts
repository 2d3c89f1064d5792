import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { getAnswerable } from './answerable.ts';
import * as inputs from './inputs.ts';
import { findAnswer } from './lookup.ts';

/** The meeting with the acting person's answer, for changing it. Throws what getAnswerable throws. */
export const prepareAnswer = verb('meetings.prepareAnswer', z.object({ meeting: inputs.meetingId }), async (ctx, input) => {
  const meeting = await getAnswerable(ctx, input.meeting);
  return { meeting, answer: await findAnswer(ctx, meeting.id, actingPerson(ctx).id) };
});
