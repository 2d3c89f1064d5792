import { Temporal } from 'temporal-polyfill';

const MS_PER_DAY = 86_400_000;

/** The calendar day an instant falls on in a zone, as that day's UTC midnight: the way `@db.Date` values come back. */
export function dayIn(zone: string, at: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return new Date(local.toPlainDate().toString());
}

export const daysAfter = (day: Date, days: number): Date => new Date(day.getTime() + days * MS_PER_DAY);
export const dayBefore = (day: Date): Date => daysAfter(day, -1);
export const dayAfter = (day: Date): Date => daysAfter(day, 1);

/** `YYYY-MM-DD` as a calendar day; null when it is no such day. */
export function parseDay(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(day.getTime()) || isoDay(day) !== text ? null : day;
}

/** True for `YYYY-MM-DD` that is a day of the calendar. */
export const isDay = (text: string): boolean => parseDay(text) !== null;

/** A calendar day as `YYYY-MM-DD`. */
export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);

/** The first instant of a calendar day (`YYYY-MM-DD`) in a zone. */
export const startOfDay = (zone: string, day: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);

/** Both dates are inclusive; null is open. */
export const isCurrent = (dates: { readonly from: Date | null; readonly until: Date | null }, today: Date): boolean =>
  (dates.from === null || dates.from <= today) && (dates.until === null || dates.until >= today);
