import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import { namesOf } from '../directory/lookup.ts';
import { itemToText } from './agenda-text.ts';
import { isWaiting, listAgendas } from './agenda-versions.ts';
import { findMeeting, listOccurrences, type MeetingFacts } from './lookup.ts';
import { lineKey, reasonsOf } from './screen-agenda.ts';

/** The message to the Secretariat about lines that wait; its subject is the meeting, or the one of its series that was named. */
export const CHECK_CARD = 'meetings.check';

/** A line that waits, in one meeting or in several of a series. */
export interface WaitingLine {
  /** The first meeting that has it, and where it stands there. */
  readonly meetingId: string;
  readonly n: number;
  readonly item: number;
  readonly line: string;
  readonly reasons: readonly string[];
  readonly by: string;
  /** In how many meetings of the series. */
  readonly times: number;
}

export interface Waiting {
  readonly meeting: MeetingFacts;
  readonly lines: readonly WaitingLine[];
}

/** The lines of a meeting, and of the others of its series, that the Secretariat is to check; null when the meeting is not there. */
export async function findWaiting(ctx: Ctx, meetingId: string): Promise<Waiting | null> {
  const meeting = await findMeeting(ctx, meetingId);
  if (!meeting) return null;
  const open = (meeting.series ? await listOccurrences(ctx, meeting.series.id) : [meeting]).filter((one) => !one.isOver);
  const agendas = await listAgendas(
    ctx,
    open.map((one) => one.id),
  );
  const found = open.flatMap(({ id }) => {
    const { n, items } = agendas.get(id) ?? { n: 0, items: [] };
    return items.flatMap((item, i) => (isWaiting(item) ? [{ meetingId: id, n, item: i + 1, held: item }] : []));
  });
  const first = found.filter((one, i) => found.findIndex((other) => lineKey(other.held) === lineKey(one.held)) === i);
  const names = await namesOf(
    ctx,
    first.flatMap(({ held }) => held.clearance?.byId ?? []),
  );
  const lines = first.map(({ held, ...place }) => ({
    ...place,
    line: itemToText(held),
    reasons: reasonsOf(ctx, held.clearance?.topics ?? []),
    by: names.get(held.clearance?.byId ?? '') ?? 'Somebody',
    times: found.filter((other) => lineKey(other.held) === lineKey(held)).length,
  }));
  return { meeting, lines };
}

/** The messages about what waits in these meetings, or in others of their series, are drawn again. */
export async function markCheckStale(ctx: Ctx, meetings: readonly MeetingFacts[]): Promise<void> {
  const series = [...new Set(meetings.flatMap((one) => one.series?.id ?? []))];
  const others = await Promise.all(series.map((id) => listOccurrences(ctx, id)));
  await markStale(ctx, CHECK_CARD, [...new Set([...meetings, ...others.flat()].map((one) => one.id))]);
}
