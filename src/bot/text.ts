/**
 * Text as plain data: strings are always shown literally (each platform escapes them), and the few
 * things that are more than words are spans. Nothing people typed can become markup.
 */
export type Span =
  | { readonly span: 'bold'; readonly text: string }
  | { readonly span: 'strike'; readonly text: string }
  | { readonly span: 'link'; readonly url: string; readonly label: string }
  | { readonly span: 'time'; readonly at: Date; readonly show: TimeShown };

export type TimeShown = 'date' | 'time' | 'dateTime';
export type Text = string | Span | readonly Text[];

export const bold = (text: string): Span => ({ span: 'bold', text });
export const strike = (text: string): Span => ({ span: 'strike', text });
export const link = (url: string, label: string): Span => ({ span: 'link', url, label });

/** An instant in the reader's own zone. Put UTC beside it: `when` and `clockTime` do. */
export const localTime = (at: Date, show: TimeShown): Span => ({ span: 'time', at, show });

/** Template tag that builds a Text: rich`Next: ${bold(name)}`. */
export function rich(strings: TemplateStringsArray, ...values: readonly (Text | number)[]): Text {
  return strings.flatMap((words, i) => {
    const value = values[i];
    if (value === undefined) return [words];
    return [words, typeof value === 'number' ? String(value) : value];
  });
}

/** The spans of a text in order, nested lists flattened, empty strings left out. */
export function toSpans(text: Text): (string | Span)[] {
  if (typeof text === 'string') return text === '' ? [] : [text];
  if ('span' in text) return [text];
  return text.flatMap(toSpans);
}

/** The text as one plain line, instants in `zone` (UTC when it is not known). */
export function toPlain(text: Text, zone = 'UTC'): string {
  return toSpans(text)
    .map((part) => (typeof part === 'string' ? part : plainSpan(part, zone)))
    .join('');
}

function plainSpan(span: Span, zone: string): string {
  if (span.span === 'time') return formatInZone(span.at, span.show, zone);
  return span.span === 'link' ? span.label : span.text;
}

/** An instant in words in an IANA zone, such as "Thu 3 Dec 2026, 11:00". UTC is named; other zones are the caller's. */
export function formatInZone(at: Date, show: TimeShown, zone: string): string {
  const suffix = zone === 'UTC' && show !== 'date' ? ' UTC' : '';
  const date = (): string => {
    const parts = partsOf(at, zone);
    return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
  };
  const time = (): string => {
    const parts = partsOf(at, zone);
    return `${parts.hour}:${parts.minute}`;
  };
  if (show === 'date') return date();
  if (show === 'time') return time() + suffix;
  return `${date()}, ${time()}${suffix}`;
}

interface ClockParts {
  weekday: string;
  day: string;
  month: string;
  year: string;
  hour: string;
  minute: string;
}

function partsOf(at: Date, zone: string): ClockParts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const found = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  const get = (name: string): string => found[name] ?? '';
  return {
    weekday: get('weekday'),
    day: get('day'),
    month: get('month').replace('Sept', 'Sep'),
    year: get('year'),
    hour: get('hour'),
    minute: get('minute'),
  };
}

/** "Thu 10:00 UTC": what stands beside a reader's own time. The weekday is there because it may differ. */
export function utcBeside(at: Date): string {
  const parts = partsOf(at, 'UTC');
  return `${parts.weekday} ${parts.hour}:${parts.minute} UTC`;
}

/** From-to in the reader's zone with UTC beside it. */
export function when(startsAt: Date, endsAt: Date): Text {
  return [localTime(startsAt, 'dateTime'), ' to ', localTime(endsAt, 'time'), ` (${utcBeside(startsAt)})`];
}

/** One moment with its date, in the reader's zone with UTC beside it. */
export const moment = (at: Date): Text => [localTime(at, 'dateTime'), ` (${utcBeside(at)})`];

/** One moment of today, in the reader's zone with UTC beside it. */
export const clockTime = (at: Date): Text => [localTime(at, 'time'), ` (${utcBeside(at)})`];

/** A calendar day without a time, such as an inclusive end date: never shifted by a zone. */
export const calendarDay = (day: Date): string => formatInZone(day, 'date', 'UTC').replace(/^\w+ /, '');

/** "1 person", "3 people". */
export const count = (n: number, one: string, many: string): string => `${String(n)} ${n === 1 ? one : many}`;
