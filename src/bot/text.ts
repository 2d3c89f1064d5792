/**
 * Text as plain data: strings are always shown literally (each platform escapes them), and the few
 * things that are more than words are spans. Nothing people typed can become markup.
 */
export type Span = FixedSpan | Typed | ChannelName;

export type FixedSpan =
  | { readonly span: 'bold'; readonly text: string }
  | { readonly span: 'strike'; readonly text: string }
  | { readonly span: 'link'; readonly url: string; readonly label: string }
  | { readonly span: 'time'; readonly at: Date; readonly show: TimeShown };

/** What a person types to ask for something: the command's words. */
export interface Typed {
  readonly span: 'command';
  readonly words: string;
  readonly bold?: true;
}

/** Where a channel is, as its platform names it. */
export interface ChannelPlace {
  readonly platform: 'slack' | 'teams';
  /** The Slack team or Teams tenant. */
  readonly workspace: string;
  readonly channel: string;
}

/** A channel by its name; with its place it is a link for readers on the same platform. */
export interface ChannelName {
  readonly span: 'channel';
  readonly name: string;
  readonly at?: ChannelPlace;
}

export type TimeShown = 'date' | 'time' | 'dateTime';
export type Text = string | Span | readonly Text[];

export const bold = (text: string): FixedSpan => ({ span: 'bold', text });
export const strike = (text: string): FixedSpan => ({ span: 'strike', text });
export const link = (url: string, label: string): FixedSpan => ({ span: 'link', url, label });

/** A command by its words, such as "group connect"; without words what asks for help. Each platform writes it as it is typed there. */
export const typed = (words = ''): Typed => ({ span: 'command', words });
export const typedBold = (words: string): Typed => ({ span: 'command', words, bold: true });
export const channelName = (name: string, at?: ChannelPlace): ChannelName => ({ span: 'channel', name, ...(at && { at }) });

/** An instant in the reader's own zone. Put UTC beside it: `when` and `clockTime` do. */
export const localTime = (at: Date, show: TimeShown): FixedSpan => ({ span: 'time', at, show });

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

/** What a text is made of once commands and channels are written as on one platform. */
export type Part = string | FixedSpan;

/** How a platform's people write commands and the names of channels. */
export interface Spelling {
  command(command: Typed): Part;
  channel(channel: ChannelName): Part;
}

/** Commands begin with a slash and channels with "#", as on Slack. */
export const SLASHED: Spelling = {
  command({ words, bold: isBold }) {
    const written = words === '' ? '/wg' : `/wg ${words}`;
    return isBold ? bold(written) : written;
  },
  channel: ({ name }) => `#${name}`,
};

/** The parts of a text in order. A command or channel written in plain words becomes one with the words around it, as if they had been said so. */
export function spell(text: Text, spelling: Spelling): Part[] {
  const runs: { parts: Part[]; isWritten: boolean }[] = [];
  for (const span of toSpans(text)) {
    const part = toPart(span, spelling);
    const run = runs.at(-1);
    const isWords = typeof part === 'string';
    const isWritten = isWords && part !== span;
    if (run && isWords && typeof run.parts[0] === 'string') {
      run.parts.push(part);
      run.isWritten ||= isWritten;
    } else runs.push({ parts: [part], isWritten });
  }
  return runs.flatMap(({ parts, isWritten }) => (isWritten ? [parts.filter((part) => typeof part === 'string').join('')] : parts));
}

function toPart(part: string | Span, spelling: Spelling): Part {
  if (typeof part === 'string') return part;
  if (part.span === 'command') return spelling.command(part);
  return part.span === 'channel' ? spelling.channel(part) : part;
}

/** The text as one plain line, instants in `zone` (UTC when it is not known), commands and channels by `spelling`. */
export function toPlain(text: Text, zone = 'UTC', spelling = SLASHED): string {
  return spell(text, spelling)
    .map((part) => (typeof part === 'string' ? part : plainSpan(part, zone)))
    .join('');
}

/** Several texts as one, with `between` between each two. */
export const joinTexts = (texts: readonly Text[], between: string): Text =>
  texts.flatMap((text, i) => (i === 0 ? [text] : [between, text]));

function plainSpan(span: FixedSpan, zone: string): string {
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
