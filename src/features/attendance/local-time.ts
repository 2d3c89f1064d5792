import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which a clock in `zone` showed `time` (HH:mm) between the two instants; null when it
 * did not, or when the clocks were put forward over it.
 */
export function instantBetween(time: string, zone: string, from: Date, until: Date): Date | null {
  const day = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  for (const date of [day, day.add({ days: 1 })]) {
    const at = instantOn(date, time, zone);
    if (at && at >= from && at <= until) return at;
  }
  return null;
}

function instantOn(date: Temporal.PlainDate, time: string, zone: string): Date | null {
  try {
    const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
    return new Date(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
