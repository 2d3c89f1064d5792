import { Temporal } from 'temporal-polyfill';
import { withMonthNumber } from './import-months.ts';

/** How a file writes days: day first or month first. */
export type Order = 'dmy' | 'mdy';
export const ORDERS = ['dmy', 'mdy'] as const satisfies readonly Order[];

/** A time as a file writes it: an instant, or what a clock somewhere showed, which another zone or order reads as another moment. */
export type Clock = { readonly at: Date } | Local;

interface Local {
  readonly day: readonly [number, number, number];
  readonly isYearFirst: boolean;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const WRITTEN =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:\s*,\s*|\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/**
 * A time such as `7/20/23, 4:30:36 PM`, `21/10/22 12:00:00`, `26. November 2026 um 13:02` or `2021-01-21 20:58:30`; a clock
 * alone is of `day` (as the file writes days), where there is one. Null for anything else.
 */
export function parseClock(text: string, day: string | null = null): Clock | null {
  const clock = plainClock(text);
  const found = WRITTEN.exec(day !== null && BARE.test(clock) ? plainClock(`${day} ${text}`) : clock);
  if (!found) return null;
  const [, first = '', , second = '', third = '', hour = '', minute = '', sec = '0', half, offset] = found;
  const isYearFirst = first.length === 4;
  const year = isYearFirst ? first : third;
  if (year.length !== 4 && (isYearFirst || year.length !== 2)) return null;
  if (isYearFirst ? third.length > 2 : first.length > 2) return null;
  const hours = hourOf(Number(hour), half?.toLowerCase());
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const rest: [number, number] = isYearFirst ? [Number(second), Number(third)] : [Number(first), Number(second)];
  if (hours === null || Number(minute) > 59 || Number(sec) > 59) return null;
  const local: Local = { day: [fullYear, ...rest], isYearFirst, hour: hours, minute: Number(minute), second: Number(sec) };
  return offset === undefined ? local : toInstant(local, offset);
}

/** A clock without a day. */
const BARE = /^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: [AP]M)?$/;

/** True for a clock without a day, which only the day of the meeting makes a moment. */
export const isBareClock = (text: string): boolean => BARE.test(plainClock(text));

/** The day that a text begins with, as a file writes days; null for none. */
export const dayIn = (text: string): string | null => /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?=$|[\s,T])/.exec(plainClock(text))?.[0] ?? null;

/** Words between a day and a clock, and after a clock, in the languages that reports come in. */
const BETWEEN = /(?<=\d\.?),?\s+(?:klo|kl\.?|um|at|om|alle(?: ore)?|à|a las|às|o godz\.|o)\s+(?=\d)/iu;
const AFTER = /\s*(?:Uhr|uur|h)$/iu;
const FORENOON = /午前|上午|오전|\ba\.?\s?m\.?(?=\s|$)/iu;
const AFTERNOON = /午後|下午|오후|\bp\.?\s?m\.?(?=\s|$)/iu;

/** A time as it is written anywhere, in the one form that is read: digits, the clock with colons, AM or PM at the end. */
function plainClock(text: string): string {
  const day = text
    .normalize('NFKC')
    .replace(/[\u200e\u200f]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/u, '$1/$2/$3')
    .replace(/^(\d{1,4})\. ?(\d{1,2})\. ?(\d{1,4})\.?(?=\D)/, '$1.$2.$3')
    .replace(/^.+$/, withMonthNumber)
    .replace(BETWEEN, ' ')
    .replace(AFTER, '');
  const half = AFTERNOON.test(day) ? ' PM' : FORENOON.test(day) ? ' AM' : '';
  const clock = half === '' ? day : day.replace(AFTERNOON, ' ').replace(FORENOON, ' ').replace(/\s+/g, ' ').trim();
  return (
    clock.replace(
      /(?<=[\s,T])(\d{1,2})[.h](\d{2})(?:[.](\d{2}))?$/i,
      (_, hour: string, minute: string, second?: string) => `${hour}:${minute}:${second ?? '00'}`,
    ) + half
  );
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour;
  return hour < 1 || hour > 12 ? null : (hour % 12) + (half === 'p' ? 12 : 0);
}

function toInstant(local: Local, offset: string): Clock | null {
  const plain = local.isYearFirst ? toMinute(local, 'mdy') : null;
  if (!plain) return null;
  const zone = /^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'UTC';
  return orNull(() => ({ at: new Date(plain.toZonedDateTime(zone).epochMilliseconds + local.second * 1_000) }));
}

function toMinute({ day, isYearFirst, hour, minute }: Local, order: Order): Temporal.PlainDateTime | null {
  const [year, second, third] = day;
  const [month, date] = isYearFirst || order === 'mdy' ? [second, third] : [third, second];
  return orNull(() => Temporal.PlainDateTime.from({ year, month, day: date, hour, minute }, { overflow: 'reject' }));
}

/** Whether there is such a day when it is read in that order. */
export const hasDay = (clock: Clock, order: Order): boolean => 'at' in clock || toMinute(clock, order) !== null;

/** Why a clock's time is no moment: no such day, or a time that the clocks of the zone skip or show twice. */
export type NoMoment = 'no-day' | 'skipped' | 'twice';

export type Reader = (clock: Clock) => Date | NoMoment;

/** Reads clocks as those of a zone, with days in an order. Remembers minutes: asking for a zone is slow, and files repeat them. */
export function readerOf(order: Order, zone: string): Reader {
  const minutes = new Map<string, number | NoMoment>();
  return (clock) => {
    if ('at' in clock) return clock.at;
    const key = [...clock.day, clock.hour, clock.minute].join(' ') + String(clock.isYearFirst);
    const found = minutes.get(key) ?? momentOf(clock, order, zone);
    minutes.set(key, found);
    return typeof found === 'number' ? new Date(found + clock.second * 1_000) : found;
  };
}

function momentOf(clock: Local, order: Order, zone: string): number | NoMoment {
  const plain = toMinute(clock, order);
  if (!plain) return 'no-day';
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (!earlier.toPlainDateTime().equals(plain)) return 'skipped';
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  return later.epochMilliseconds === earlier.epochMilliseconds ? earlier.epochMilliseconds : 'twice';
}

/** `1h 13m 42s`, `1:13:42` or a number of minutes, in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const words =
    /^(?:(\d+)\s*(?:h(?:ours?|rs?)?|Std)\.?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?\.?)?\s*(?:(\d+)\s*se?k?(?:c(?:onds?)?)?\.?)?$/i.exec(text);
  const clock = /^(\d+):(\d{2}):(\d{2})$/.exec(text);
  const parts = text === '' ? null : (words ?? clock);
  if (parts) return (Number(parts[1] ?? 0) * 3_600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)) * 1_000;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 60_000 : null;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
