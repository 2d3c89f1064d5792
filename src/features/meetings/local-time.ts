import { Temporal } from 'temporal-polyfill';

/** A meeting's start as people plan it: `date` YYYY-MM-DD, `time` HH:mm, IANA zone. */
export interface WallTime {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
}

/** The instant that was meant, or one sentence per field name why there is none to be had. */
export type StartOrProblems =
  { readonly startsAt: Date; readonly localStart: string; readonly zone: string } | { readonly problems: Readonly<Record<string, string>> };

/** Nothing is planned further ahead. */
export const FURTHEST_YEARS = 3;

/**
 * The instant of a planned local time. A time that the clocks skip or repeat is never guessed at
 * (RFC 5545 leaves both to the reader's program, and they differ): the person names another.
 */
export function resolveStart(wall: WallTime, now: Date): StartOrProblems {
  const zone = findZone(wall.zone);
  if (!zone) return { problems: { zone: `"${wall.zone}" is not a time zone I know. Choose one from the list, such as Europe/Zurich.` } };
  const plain = findPlain(wall);
  if (!plain) return { problems: { date: 'This date is not in the calendar. Give it as year-month-day, such as 2027-03-15.' } };
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (!earlier.equals(later)) return { problems: { time: clockChange(plain, earlier, later) } };
  const problems = outOfReach(earlier, now);
  if (problems) return { problems };
  return { startsAt: new Date(earlier.epochMilliseconds), localStart: plain.toString({ smallestUnit: 'minute' }), zone };
}

/** The zone's name in its usual spelling; null when it is not an IANA zone (offsets such as +01:00 are none). */
export function findZone(typed: string): string | null {
  if (!/^[A-Za-z]/.test(typed)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(typed).timeZoneId;
  } catch {
    return null;
  }
}

function findPlain(wall: WallTime): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDate.from(wall.date, { overflow: 'reject' }).toPlainDateTime(
      Temporal.PlainTime.from(wall.time, { overflow: 'reject' }),
    );
  } catch {
    return null;
  }
}

const clock = (at: Temporal.ZonedDateTime): string => at.toPlainTime().toString({ smallestUnit: 'minute' });

function clockChange(plain: Temporal.PlainDateTime, earlier: Temporal.ZonedDateTime, later: Temporal.ZonedDateTime): string {
  const time = plain.toPlainTime().toString({ smallestUnit: 'minute' });
  const change = earlier.getTimeZoneTransition('next');
  const place = `on that day in ${earlier.timeZoneId}`;
  if (!earlier.toPlainDateTime().equals(plain)) {
    const nearest = change ? clock(change) : clock(later);
    return `${time} does not exist ${place}: the clocks go forward. The nearest time that does is ${nearest}.`;
  }
  const again = change ? clock(change) : time;
  const minutes = (Date.parse(later.toInstant().toString()) - Date.parse(earlier.toInstant().toString())) / 60_000;
  const safe = change ? clock(change.add({ minutes })) : time;
  return `${time} happens twice ${place}: the clocks go back. Choose a time before ${again}, or from ${safe} on, so that nobody comes an hour wrong.`;
}

function outOfReach(start: Temporal.ZonedDateTime, now: Date): Record<string, string> | null {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(start.timeZoneId);
  const days = Temporal.PlainDate.compare(start.toPlainDate(), here.toPlainDate());
  if (days < 0) return { date: 'This date is in the past. Give a date in the future.' };
  if (days === 0 && start.epochMilliseconds <= now.getTime())
    return { time: `This time is in the past: it is already ${clock(here)} in ${start.timeZoneId}. Give a time in the future.` };
  if (Temporal.PlainDate.compare(start.toPlainDate(), here.toPlainDate().add({ years: FURTHEST_YEARS })) > 0)
    return { date: `This is more than ${String(FURTHEST_YEARS)} years ahead. Check the year.` };
  return null;
}

/** The calendar day `days` ahead in a zone, as YYYY-MM-DD; a weekend day moves to the Monday after. */
export function workingDayAhead(now: Date, zone: string, days: number): string {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().add({ days });
  return (day.dayOfWeek > 5 ? day.add({ days: 8 - day.dayOfWeek }) : day).toString();
}

/**
 * The instant of an occurrence nobody could be asked about. A time the clocks skip becomes the first
 * minute after the gap; of a time they show twice the first counts. Both are said on its card.
 */
export function startOf(localStart: string, zone: string): Date {
  const { earlier, isSkipped } = readings(localStart, zone);
  const change = isSkipped ? earlier.getTimeZoneTransition('next') : null;
  return new Date((change ?? earlier).epochMilliseconds);
}

/** What the clocks do to a planned start; null on every other day. Times are HH:mm in the meeting's zone. */
export type ClockChange =
  { readonly kind: 'skipped'; readonly planned: string; readonly starts: string } | { readonly kind: 'repeated'; readonly planned: string };

export function clockChangeOf({ localStart, zone }: { readonly localStart: string; readonly zone: string }): ClockChange | null {
  const { earlier, later, isSkipped } = readings(localStart, zone);
  if (earlier.equals(later)) return null;
  const planned = localStart.slice(11);
  return isSkipped ? { kind: 'skipped', planned, starts: wallTimeOf(startOf(localStart, zone), zone).time } : { kind: 'repeated', planned };
}

function readings(localStart: string, zone: string) {
  const plain = Temporal.PlainDateTime.from(localStart);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  return { earlier, later, isSkipped: !earlier.toPlainDateTime().equals(plain) };
}

/** What the clocks of a zone show at an instant. */
export function wallTimeOf(at: Date, zone: string): { readonly date: string; readonly time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return { date: local.toPlainDate().toString(), time: clock(local) };
}
