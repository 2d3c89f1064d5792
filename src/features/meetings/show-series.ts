import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import * as inputs from './inputs.ts';
import { isInvited, listAnswersOf } from './lookup.ts';
import { getOpenSeries } from './series-answerable.ts';

/**
 * The dates of a series still to come, with the acting person's answers where they may answer. Anyone may
 * look: when groups meet is no secret. Throws NotFound, Conflict when nothing is left of it.
 */
export const showSeries = verb('meetings.showSeries', z.object({ series: inputs.seriesId }), async (ctx, input) => {
  const open = await getOpenSeries(ctx, input.series);
  const personId = actingPersonId(ctx);
  const ids = open.map((one) => one.id);
  return {
    open,
    takesPart: personId !== null && (await isInvited(ctx, open[0], personId)),
    answers: personId ? await listAnswersOf(ctx, personId, ids) : new Map<string, never>(),
  };
});

export type SeriesPage = Awaited<ReturnType<typeof showSeries>>;
