import { count } from '../../bot/text.ts';
import { parseRule, type Rule } from './recurrence-rule.ts';

/** A series as it was announced. */
export interface SeriesWords {
  readonly rule: string;
  readonly localStart: string;
  readonly zone: string;
  readonly lastDate: string;
  readonly times: number;
}

/** "every second Tuesday at 15:00, Zurich time, until 3 June 2027, 12 meetings" */
export function seriesSentence({ rule, localStart, zone, lastDate, times }: SeriesWords): string {
  const at = `at ${localStart.slice(11)}, ${zoneName(zone)}`;
  return `${ruleWords(rule, localStart)} ${at}, until ${dayInWords(lastDate)}, ${count(times, 'meeting', 'meetings')}`;
}

/** "Zurich time" */
export const zoneName = (zone: string): string =>
  zone === 'UTC' ? 'UTC' : `${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')} time`;

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "3 June 2027", of a local date or date with time. */
export const dayInWords = (local: string): string => longDay.format(new Date(`${local.slice(0, 10)}T00:00:00Z`));

const WEEKDAYS: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const ORDER = Object.keys(WEEKDAYS);
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const NTH = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth'];

/** How often, in words; rules without simple words are shown as they are. */
function ruleWords(text: string, localStart: string): string {
  const rule = parseRule(text);
  const words = 'problem' in rule ? null : wordsOf(rule, new Date(`${localStart.slice(0, 10)}T00:00:00Z`));
  return words ?? `by the rule ${text}`;
}

function wordsOf({ parts }: Rule, first: Date): string | null {
  const freq = parts.get('FREQ');
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const used = [...parts.keys()].filter((name) => name.startsWith('BY') && name !== 'BYMONTH').join(' ');
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const months = inMonths(parts.get('BYMONTH'));
  if (freq === 'DAILY' && used === '') return `${every(interval, 'day')}${months}`;
  if ((freq === 'WEEKLY' || (freq === 'DAILY' && interval === 1)) && (used === '' || used === 'BYDAY'))
    return `${weekly(interval, days.length > 0 ? days : [ORDER[(first.getUTCDay() + 6) % 7] ?? ''])}${months}`;
  if (freq === 'MONTHLY') {
    const day = monthly(parts, used, days, first);
    return day && `on the ${day} of ${every(interval, 'month')}${months}`;
  }
  const isPlainYear = freq === 'YEARLY' && used === '' && months === '';
  return isPlainYear ? `${every(interval, 'year')} on ${String(first.getUTCDate())} ${MONTHS[first.getUTCMonth()] ?? ''}` : null;
}

function weekly(interval: number, days: readonly string[]): string {
  const names = ORDER.filter((code) => days.includes(code)).map((code) => WEEKDAYS[code] ?? code);
  return interval === 1 || names.length === 1 ? every(interval, join(names)) : `${every(interval, 'week')} on ${join(names)}`;
}

/** "second Tuesday", "10th", "last day"; null when it takes more words than that. */
function monthly(parts: Rule['parts'], used: string, days: readonly string[], first: Date): string | null {
  if (used === '') return ordinal(first.getUTCDate());
  if (used === 'BYDAY' && days.every((day) => day.length > 2)) return join(days.map(nthWeekday));
  const dates = parts.get('BYMONTHDAY')?.split(',').map(Number) ?? [];
  if (used === 'BYMONTHDAY')
    return join(dates.map((day) => (day === -1 ? 'last day' : day < 0 ? `${ordinal(-day)} to last day` : ordinal(day))));
  const isOrLast = used === 'BYMONTHDAY BYSETPOS' && parts.get('BYSETPOS') === '-1' && dates.every((day, i) => day === 28 + i);
  return isOrLast ? `${ordinal(dates.at(-1) ?? 0)} (or the last day)` : null;
}

function nthWeekday(token: string): string {
  const n = Number(token.slice(0, -2));
  const from = NTH[Math.abs(n)] ?? ordinal(Math.abs(n));
  const place = n > 0 ? from : n === -1 ? 'last' : `${from} to last`;
  return `${place} ${WEEKDAYS[token.slice(-2)] ?? ''}`;
}

const every = (interval: number, unit: string): string =>
  interval === 1 ? `every ${unit}` : `every ${NTH[interval] ?? ordinal(interval)} ${unit}`;

function ordinal(n: number): string {
  const suffix = Math.floor((n % 100) / 10) === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${String(n)}${suffix}`;
}

const inMonths = (months: string | undefined): string =>
  months === undefined ? '' : `, in ${join(months.split(',').map((month) => MONTHS[Number(month) - 1] ?? ''))}`;

const join = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
