import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich, typed } from '../../bot/text.ts';
import { assertTakesPart } from './answerable.ts';
import { seriesAnswerButtons } from './buttons.ts';
import { listOccurrences, type MeetingFacts } from './lookup.ts';

/** The card that announced a series follows it; the subject is the series' id. */
export const SERIES_CARD = 'meetings.series';

export type OpenSeries = readonly [MeetingFacts, ...MeetingFacts[]];

/** The occurrences still to come; throws NotFound for another body's series, Conflict when there are none left. */
export async function getOpenSeries(ctx: Ctx, seriesId: string): Promise<OpenSeries> {
  const all = await listOccurrences(ctx, seriesId);
  if (all.length === 0) throw new NotFound(rich`This series is not in the calendar any more. ${typed('meetings')} shows what is planned.`);
  const [next, ...others] = all.filter((one) => !one.isOver);
  if (next) return [next, ...others];
  const isCancelled = all.every((one) => one.state === 'cancelled');
  throw new Conflict(isCancelled ? 'All meetings of this series were cancelled.' : 'No meeting of this series is still to come.');
}

/**
 * The same for who may answer now. `shown` is the series' sequence that stood beside the button: pressed
 * after several meetings were moved at once, nothing is noted. Throws Conflict then, Ineligible and NotAllowed
 * like getAnswerable.
 */
export async function getAnswerableSeries(ctx: Ctx, seriesId: string, shown?: string): Promise<OpenSeries> {
  actingPerson(ctx);
  const open = await getOpenSeries(ctx, seriesId);
  const [next] = open;
  const sequence = next.series?.sequence ?? 0;
  if (shown !== undefined && shown !== String(sequence)) {
    await markStale(ctx, SERIES_CARD, seriesId);
    ctx.wake();
    throw new Conflict(
      rich`Meetings of ${next.subTopic} were moved or cancelled since; the next one is on ${moment(next.startsAt)}. Nothing was noted yet: please answer for the dates as they are now.`,
      seriesAnswerButtons(seriesId, sequence),
    );
  }
  await assertTakesPart(ctx, next);
  return open;
}
