import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { FURTHEST_YEARS } from './local-time.ts';
import { parseRule, type Rule } from './recurrence-rule.ts';
import { dayInWords } from './rule-words.ts';

export const REPEATS = ['none', 'weekly', 'fortnightly', 'monthly_date', 'monthly_weekday', 'custom'] as const;
export type Repeats = (typeof REPEATS)[number];

/** As many as one series may have: more than a year of weekly meetings. */
export const MOST_OCCURRENCES = 60;

export interface Recurrence {
  readonly repeats: Repeats;
  readonly rule: string;
  /** YYYY-MM-DD, or empty. */
  readonly lastDate: string;
}

/** The occurrences in local wall time (YYYY-MM-DDTHH:mm), in order. */
export interface Expanded {
  readonly rule: string;
  readonly starts: readonly string[];
}

type Problems = { readonly problems: Readonly<Record<string, string>> };

/**
 * The occurrences of a series that starts on or after `localStart`, or one sentence per field why there
 * are none. Counted in wall time only, so that the clocks of the zone can't shift, drop or double any:
 * at which instants they are is for `startOf`.
 */
export function expandSeries(recurrence: Recurrence, localStart: string, zone: string, now: Date): Expanded | Problems {
  const first = Temporal.PlainDateTime.from(localStart);
  const rule = recurrence.repeats === 'custom' ? parseRule(recurrence.rule) : presetRule(recurrence.repeats, first.toPlainDate());
  if ('problem' in rule) return { problems: { rule: rule.problem } };
  const furthest = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
  const horizon = furthest.add({ years: FURTHEST_YEARS });
  const end = endOf(recurrence, rule, first, zone, horizon);
  if ('problems' in end) return end;
  const isCustom = recurrence.repeats === 'custom';
  const starts = listStarts(rule, first, end.end);
  if (starts === null)
    return { problems: { rule: "These parts of the rule don't go together. Leave one out, or choose one of the simpler ways to repeat." } };
  const words = problemOf(starts, rule, end, isCustom);
  return words === null
    ? { rule: rule.text, starts }
    : { problems: { [isCustom && recurrence.lastDate === '' ? 'rule' : 'lastDate']: words } };
}

interface End {
  readonly end: Temporal.PlainDateTime;
  /** False when only the furthest day that can be planned ends it: a COUNT must then be reached before. */
  readonly isWished: boolean;
}

function problemOf(starts: readonly string[], rule: Rule, { end, isWished }: End, isCustom: boolean): string | null {
  if (starts.length > MOST_OCCURRENCES) {
    const last = dayInWords(starts[MOST_OCCURRENCES - 1] ?? '');
    return `That would be more than ${String(MOST_OCCURRENCES)} meetings, and a series can have ${String(MOST_OCCURRENCES)} at most. End it by ${last}.`;
  }
  if (starts.length === 0)
    return `${isCustom ? 'This rule' : 'This'} gives no meeting at all up to ${dayInWords(end.toString())}. Check ${isCustom ? 'its parts' : 'the dates'}.`;
  if (rule.count !== null && starts.length < rule.count && !isWished)
    return `Only ${String(starts.length)} of these ${String(rule.count)} meetings are within ${String(FURTHEST_YEARS)} years. Give a smaller COUNT.`;
  return null;
}

const LAST_MINUTE = Temporal.PlainTime.from('23:59');

function endOf(
  { repeats, lastDate }: Recurrence,
  rule: Rule,
  first: Temporal.PlainDateTime,
  zone: string,
  horizon: Temporal.PlainDateTime,
): End | Problems {
  const tooFar = `This is more than ${String(FURTHEST_YEARS)} years ahead. Give an earlier end.`;
  const typed = lastDate === '' ? null : toDay(lastDate);
  if (lastDate !== '' && typed === null)
    return { problems: { lastDate: 'This date is not in the calendar. Give it as year-month-day, such as 2027-06-30.' } };
  if (typed && Temporal.PlainDate.compare(typed, first.toPlainDate()) < 0)
    return { problems: { lastDate: `This is before the first date, ${dayInWords(first.toString())}. Give a later one.` } };
  if (typed && Temporal.PlainDate.compare(typed, horizon.toPlainDate()) > 0) return { problems: { lastDate: tooFar } };
  const until = rule.until === null ? null : toUntil(rule.until, zone);
  if (rule.until !== null && until === null)
    return { problems: { rule: 'The date after UNTIL is not in the calendar. Write it like UNTIL=20270630.' } };
  if (until && Temporal.PlainDateTime.compare(until, horizon) > 0) return { problems: { rule: tooFar } };
  if (!typed && !until && rule.count === null && repeats === 'custom')
    return { problems: { rule: 'This rule never ends. Add COUNT or UNTIL to it, such as COUNT=12, or give a last date.' } };
  const usual = repeats === 'custom' ? horizon : first.add({ years: 1 }).subtract({ days: 1 });
  const ends = [typed?.toPlainDateTime(LAST_MINUTE), until].filter((one) => one !== null && one !== undefined);
  const wished = ends.sort((one, other) => Temporal.PlainDateTime.compare(one, other))[0];
  return { end: wished ?? usual, isWished: wished !== undefined };
}

function toDay(date: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** In the zone's wall time; a day lasts to its end. */
function toUntil(until: string, zone: string): Temporal.PlainDateTime | null {
  try {
    if (until.endsWith('Z')) return Temporal.Instant.from(until).toZonedDateTimeISO(zone).toPlainDateTime();
    return until.includes('T') ? Temporal.PlainDateTime.from(until) : Temporal.PlainDate.from(until).toPlainDateTime(LAST_MINUTE);
  } catch {
    return null;
  }
}

/** One more than allowed at most; null when the parts contradict each other. */
function listStarts(rule: Rule, first: Temporal.PlainDateTime, end: Temporal.PlainDateTime): string[] | null {
  const most = Math.min(rule.count ?? Infinity, MOST_OCCURRENCES + 1);
  const starts: string[] = [];
  const until = end.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  try {
    // UTC stands for "no zone": every wall time is there once.
    const dtstart = first.toZonedDateTime('UTC');
    const rruleString = `RRULE:${rule.text};UNTIL=${until}Z`;
    new RRuleTemporal({ rruleString, dtstart, temporal: Temporal, strict: true }).all((at) => {
      if (starts.length < most) starts.push(at.toPlainDateTime().toString({ smallestUnit: 'minute' }));
      return starts.length < most;
    });
    return starts;
  } catch {
    return null;
  }
}

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The rule behind a choice in the form. A day some months lack becomes their last; a fifth weekday, the last. */
function presetRule(repeats: Exclude<Repeats, 'custom'>, first: Temporal.PlainDate): Rule {
  const weekday = CODES[first.dayOfWeek - 1] ?? '';
  const nth = first.day > 28 ? -1 : Math.ceil(first.day / 7);
  const texts: Record<Exclude<Repeats, 'custom'>, string> = {
    none: 'FREQ=DAILY;COUNT=1',
    weekly: `FREQ=WEEKLY;BYDAY=${weekday}`,
    fortnightly: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`,
    monthly_date: `FREQ=MONTHLY;${monthDay(first.day)}`,
    monthly_weekday: `FREQ=MONTHLY;BYDAY=${String(nth)}${weekday}`,
  };
  const rule = parseRule(texts[repeats]);
  if ('problem' in rule) throw new Error(rule.problem);
  return rule;
}

function monthDay(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${String(day)}`;
  const days = [28, 29, 30, 31].filter((one) => one <= day);
  return day === 31 ? 'BYMONTHDAY=-1' : `BYMONTHDAY=${days.join(',')};BYSETPOS=-1`;
}
