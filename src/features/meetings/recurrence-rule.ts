/** A rule as RFC 5545 (3.3.10) writes it, without sub-daily parts: the time of day is the meeting's. */
export interface Rule {
  /** FREQ, INTERVAL, WKST and the BY parts, as typed but upper-cased, joined by semicolons. */
  readonly text: string;
  readonly parts: ReadonlyMap<string, string>;
  readonly count: number | null;
  /** As typed: YYYYMMDD, or with a time THHMMSS, or that in UTC. */
  readonly until: string | null;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const TOO_OFTEN = ['SECONDLY', 'MINUTELY', 'HOURLY'];
const OF_THE_DAY = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];

const each = (fits: (one: string) => boolean) => (value: string) => value.split(',').every(fits);
const between = (least: number, most: number) => (value: string) => /^[+-]?\d+$/.test(value) && +value >= least && +value <= most;
const around = (most: number) => each((one) => +one !== 0 && between(-most, most)(one));

const FITS: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => FREQUENCIES.includes(value),
  INTERVAL: between(1, 999),
  COUNT: between(1, 99_999),
  UNTIL: (value) => /^\d{8}(T\d{6}Z?)?$/.test(value),
  WKST: (value) => DAYS.includes(value),
  BYDAY: each((one) => /^([+-]?[1-5]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.test(one) && !/^[+-]?0/.test(one)),
  BYMONTHDAY: around(31),
  BYMONTH: each(between(1, 12)),
  BYYEARDAY: around(366),
  BYWEEKNO: around(53),
  BYSETPOS: around(366),
};

const EXAMPLE = 'FREQ=MONTHLY;BYDAY=2TU;COUNT=6';

/** The rule somebody typed, or one sentence why it is none. */
export function parseRule(typed: string): Rule | { readonly problem: string } {
  const text = typed
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  if (text === '') return { problem: `Give the rule, such as ${EXAMPLE}.` };
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const problem = problemOf(part, parts);
    if (problem !== null) return { problem };
    const [name = '', value = ''] = part.split('=');
    parts.set(name, value);
  }
  if (!parts.has('FREQ')) return { problem: `Say how often with FREQ, such as ${EXAMPLE}.` };
  if (parts.has('COUNT') && parts.has('UNTIL')) return { problem: 'A rule ends by COUNT or by UNTIL, not by both. Leave one of them out.' };
  return toRule(parts);
}

function toRule(parts: Map<string, string>): Rule {
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL') ?? null;
  parts.delete('COUNT');
  parts.delete('UNTIL');
  const text = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  return { text, parts, count: count === undefined ? null : Number(count), until };
}

function problemOf(part: string, before: ReadonlyMap<string, string>): string | null {
  const [name = '', value = '', ...rest] = part.split('=');
  if (part !== '' && (OF_THE_DAY.includes(name) || (name === 'FREQ' && TOO_OFTEN.includes(value))))
    return 'Meetings repeat by days, weeks, months or years, and always at the start time given above. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.';
  const fits = Object.hasOwn(FITS, name) ? FITS[name] : undefined;
  if (!fits)
    return `"${shown(part)}" is not a part of a rule that I know. The parts are ${Object.keys(FITS).join(', ')}, joined by semicolons.`;
  if (before.has(name)) return `${name} stands twice in the rule. Leave one of them out.`;
  if (rest.length > 0 || !fits(value)) return `"${shown(part)}" is not a value that ${name} can have. A rule looks like ${EXAMPLE}.`;
  return null;
}

const shown = (part: string): string => (part.length > 40 ? `${part.slice(0, 40)}…` : part);
