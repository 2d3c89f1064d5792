import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { getAnswerable } from './answerable.ts';
import { listColleagues } from './colleagues.ts';
import * as inputs from './inputs.ts';
import { listOpenOccurrences, type MeetingFacts } from './lookup.ts';
import { getAnswerableSeries } from './series-answerable.ts';

/** What the apologies form needs. Throws what getAnswerable throws, so that nobody types in vain. */
export const prepareDecline = verb(
  'meetings.prepareDecline',
  z.object({ meeting: inputs.meetingId, sequence: z.string().optional() }),
  async (ctx, input) => toChoices(ctx, await getAnswerable(ctx, input.meeting, input.sequence), 'this'),
);

/** The same from the card of a series: all of it is chosen beforehand. */
export const prepareDeclineSeries = verb(
  'meetings.prepareDeclineSeries',
  z.object({ series: inputs.seriesId, change: z.string().optional() }),
  async (ctx, input) => {
    const [next] = await getAnswerableSeries(ctx, input.series, input.change);
    return toChoices(ctx, next, 'all');
  },
);

const toChoices = async (ctx: Ctx, meeting: MeetingFacts, scope: inputs.Scope) => ({
  meeting,
  colleagues: await listColleagues(ctx, meeting),
  scope,
  /** Meetings of its series still to come, itself included. */
  inSeries: meeting.series ? (await listOpenOccurrences(ctx, meeting.series.id)).length : 0,
});

export type DeclineChoices = Awaited<ReturnType<typeof prepareDecline>>;
