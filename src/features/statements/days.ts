import { Temporal } from 'temporal-polyfill';

/** The calendar day of an instant in a zone, as UTC midnight: how calendar days are kept and compared. */
export function dayIn(zone: string, at: Date): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  return new Date(`${day.toString()}T00:00:00.000Z`);
}

/** The first instant of a calendar day (`YYYY-MM-DD`) in a zone. */
export function startOfDay(zone: string, day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** A calendar day as a form's date field takes it. */
export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);
