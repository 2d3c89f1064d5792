import { Temporal } from 'temporal-polyfill';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { markMeetingStale } from './answerable.ts';
import type { Scope } from './inputs.ts';
import { startOf } from './local-time.ts';
import { minutesAfter, type MeetingFacts, type SeriesFacts } from './lookup.ts';
import { dayInWords } from './rule-words.ts';
import { CHANGEABLE_STATES, countChange, isChangeable, listMovedAlone, lockOccurrences, recordExceptions } from './series-change.ts';

export interface NewTime {
  /** YYYY-MM-DDTHH:mm */
  readonly localStart: string;
  readonly zone: string;
  readonly minutes: number;
}

interface Move {
  readonly meeting: MeetingFacts;
  readonly localStart: string;
  readonly startsAt: Date;
}

/**
 * Moves occurrences in the open transaction as `named` is moved: by as many days, to the same time of day,
 * length and zone. Those that were moved by themselves before stay. Answers stay. Answers how many of each.
 * Throws Conflict when somebody was first, InvalidInput when one would come to lie in the past.
 */
export async function moveOccurrences(
  ctx: Ctx,
  named: MeetingFacts,
  series: SeriesFacts,
  scope: Scope,
  time: NewTime,
): Promise<{ moved: number; stayed: number }> {
  const open = (await lockOccurrences(ctx, named, scope)).filter((one) => isChangeable(one) && one.startsAt > ctx.now);
  const current = open.find((one) => one.id === named.id);
  if (current?.sequence !== named.sequence)
    throw new Conflict(
      rich`Somebody moved or cancelled this meeting while you had the form open. Nothing was changed; look at it with ${typed('manage')}.`,
    );
  const alone = await listMovedAlone(ctx, series.id);
  const isStaying = (one: MeetingFacts) => one.id !== named.id && alone.has(one.recurrenceId ?? '');
  const moves = open.filter((one) => !isStaying(one)).map((meeting) => toMove(meeting, named, time));
  const past = moves.find((one) => one.startsAt <= ctx.now);
  if (past)
    throw new InvalidInput({
      date: `That would put the meeting of ${dayInWords(past.meeting.localStart)} into the past. Give a later date, or move fewer meetings.`,
    });
  await save(ctx, series, scope, time, moves);
  return { moved: moves.length, stayed: open.length - moves.length };
}

function toMove(meeting: MeetingFacts, named: MeetingFacts, time: NewTime): Move {
  const day = (local: string) => Temporal.PlainDate.from(local.slice(0, 10));
  const { days } = day(named.localStart).until(day(time.localStart), { largestUnit: 'day' });
  const localStart = `${day(meeting.localStart).add({ days }).toString()}T${time.localStart.slice(11)}`;
  return { meeting, localStart, startsAt: startOf(localStart, time.zone) };
}

async function save(ctx: Ctx, series: SeriesFacts, scope: Scope, { zone, minutes }: NewTime, moves: readonly Move[]): Promise<void> {
  const untold = await listUntold(ctx, { id: null, series });
  for (const { meeting, localStart, startsAt } of moves) {
    const { count } = await ctx.db.meeting.updateMany({
      where: { id: meeting.id, bodyId: ctx.body.id, sequence: meeting.sequence, state: { in: CHANGEABLE_STATES } },
      data: {
        localStart,
        zone,
        minutes,
        startsAt,
        endsAt: minutesAfter(startsAt, minutes),
        sequence: meeting.sequence + 1,
        movedFrom: untold.has(meeting.id) && meeting.movedFrom ? meeting.movedFrom : meeting.startsAt,
        state: meeting.state === 'check_in_open' ? 'agenda_sent' : meeting.state,
        updatedAt: ctx.now,
      },
    });
    if (count === 0) throw new Conflict('Somebody changed these meetings at the same moment. Nothing was moved; please try again.');
  }
  const placed = moves.map(({ meeting, localStart }) => ({ recurrenceId: meeting.recurrenceId, movedTo: localStart, zone }));
  await recordExceptions(ctx, series.id, scope, placed);
  const change = await countChange(ctx, series.id);
  const meetingIds = moves.map((one) => one.meeting.id);
  recordAudit(ctx, 'meetings.moveSeries', `series:${series.id}`, { seriesId: series.id, scope, change, meetingIds });
  await markMeetingStale(ctx, meetingIds);
}

/** Meetings with a move that has not been told: moved further, they are told as one move from where people know them. */
export async function listUntold(ctx: Ctx, { id, series }: { id: string | null; series: SeriesFacts | null }): Promise<Set<string>> {
  const kind = { in: ['meetings.moved', 'meetings.series-moved'] };
  const OR = series ? [{ meeting: { seriesId: series.id } }, { subject: { path: ['series'], equals: series.id } }] : [{ meetingId: id }];
  const rows = await ctx.db.notice.findMany({
    where: { bodyId: ctx.body.id, kind, state: 'planned', OR },
    select: { meetingId: true, subject: true },
  });
  return new Set(rows.flatMap((row) => row.meetingId ?? toldOf(row.subject).map((one) => one.id)));
}

/** Which meetings, at which sequence, a notice about a series speaks of. */
export const toTold = (meetings: readonly Pick<MeetingFacts, 'id' | 'sequence'>[]): string =>
  meetings.map((one) => `${one.id}/${String(one.sequence)}`).join(',');

export function toldOf(subject: unknown): { readonly id: string; readonly sequence: number }[] {
  const told = subject !== null && typeof subject === 'object' && 'meetings' in subject ? String(subject.meetings) : '';
  return told.split(',').flatMap((one) => {
    const [id, sequence] = one.split('/');
    return id ? [{ id, sequence: Number(sequence) }] : [];
  });
}
