import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time as hours and minutes, such as 22:00.');

/** Local wall times between which a person is left alone; over midnight when `from` is the later one. */
export const QuietHours = z.object({ from: clock, until: clock }).refine(({ from, until }) => from !== until, {
  path: ['until'],
  message: 'Give two different times; for no quiet hours, switch them off.',
});
export type QuietHours = z.infer<typeof QuietHours>;

/**
 * What quiet hours do to the direct messages of a kind of notice; channels know none.
 * - `ignore`: sent when due. The rule for everything that answers the person, belongs to a meeting's start
 *   or changes what they planned.
 * - `hold`: sent when quiet hours end; what would have expired by then is sent when due all the same.
 * - `drop`: sent when quiet hours end; what would have expired by then is not sent at all.
 */
export type QuietRule = 'ignore' | 'hold' | 'drop';

/**
 * When something due at `dueAt` goes to a person: then, or when their quiet hours end. Null when it is not
 * to be sent. A zone nobody knows counts as UTC. Clock changes count as the person's clock shows them: an
 * end that is skipped is the first moment after the gap, an end that comes twice is the next one from `dueAt` on.
 */
export function deferUntil(
  quiet: { readonly hours: QuietHours | null; readonly zone: string },
  rule: QuietRule,
  dueAt: Date,
  expiresAt: Date,
): Date | null {
  const end = rule === 'ignore' || !quiet.hours ? null : endOfQuiet(quiet.hours, toLocal(dueAt, quiet.zone));
  if (!end) return dueAt;
  if (end < expiresAt) return end;
  return rule === 'hold' ? dueAt : null;
}

function toLocal(at: Date, zone: string): Temporal.ZonedDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
  try {
    return instant.toZonedDateTimeISO(zone);
  } catch {
    return instant.toZonedDateTimeISO('UTC');
  }
}

/** When the quiet hours that `local` falls into end; null outside them. */
function endOfQuiet({ from, until }: QuietHours, local: Temporal.ZonedDateTime): Date | null {
  const shown = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const overnight = from > until;
  const isQuiet = overnight ? shown >= from || shown < until : shown >= from && shown < until;
  if (!isQuiet) return null;
  const day = overnight && shown >= from ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const end = day.toPlainDateTime(Temporal.PlainTime.from(until));
  const instants = (['earlier', 'later'] as const).map((which) => endingAt(end, local.timeZoneId, which));
  return instants.find((one) => one.getTime() > local.epochMilliseconds) ?? null;
}

function endingAt(end: Temporal.PlainDateTime, zone: string, disambiguation: 'earlier' | 'later'): Date {
  const at = end.toZonedDateTime(zone, { disambiguation });
  if (at.toPlainDateTime().equals(end)) return new Date(at.epochMilliseconds);
  // Skipped by the clocks: both readings give way to the moment of the change.
  const change = end.toZonedDateTime(zone, { disambiguation: 'earlier' }).getTimeZoneTransition('next');
  return new Date((change ?? at).epochMilliseconds);
}
