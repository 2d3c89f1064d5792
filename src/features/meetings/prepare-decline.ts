import { z } from 'zod';
import { verb } from '../../bot/define.ts';
import { getAnswerable } from './answerable.ts';
import { listColleagues } from './colleagues.ts';
import * as inputs from './inputs.ts';

/** What the apologies form needs. Throws what getAnswerable throws, so that nobody types in vain. */
export const prepareDecline = verb(
  'meetings.prepareDecline',
  z.object({ meeting: inputs.meetingId, sequence: z.string().optional() }),
  async (ctx, input) => {
    const meeting = await getAnswerable(ctx, input.meeting, input.sequence);
    return { meeting, colleagues: await listColleagues(ctx, meeting) };
  },
);

export type DeclineChoices = Awaited<ReturnType<typeof prepareDecline>>;
