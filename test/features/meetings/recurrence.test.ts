import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { clockNote } from '../../../src/features/meetings/cards.ts';
import { clockChangeOf, startOf } from '../../../src/features/meetings/local-time.ts';
import { expandSeries, MOST_OCCURRENCES, type Repeats } from '../../../src/features/meetings/recurrence.ts';
import { seriesSentence } from '../../../src/features/meetings/rule-words.ts';
import { NOON } from '../../support/world.ts';

const TUESDAY = '2026-12-08T15:00';
const expand = (repeats: Repeats, more: { rule?: string; lastDate?: string; start?: string; zone?: string; now?: Date } = {}) =>
  expandSeries(
    { repeats, rule: more.rule ?? '', lastDate: more.lastDate ?? '' },
    more.start ?? TUESDAY,
    more.zone ?? 'Europe/Zurich',
    more.now ?? NOON,
  );
function starts(...given: Parameters<typeof expand>): readonly string[] {
  const found = expand(...given);
  if ('problems' in found) throw new Error(Object.values(found.problems).join(' '));
  return found.starts;
}
function problems(...given: Parameters<typeof expand>): Readonly<Record<string, string>> {
  const found = expand(...given);
  return 'problems' in found ? found.problems : {};
}
const days = (all: readonly string[]) => all.map((one) => one.slice(0, 10));

describe('a way to repeat', () => {
  test('weekly goes on for one year when no last date is given', () => {
    const all = starts('weekly');
    expect([all.length, all[0], all[1], all.at(-1)]).toEqual([53, TUESDAY, '2026-12-15T15:00', '2027-12-07T15:00']);
  });

  test('every two weeks ends on the last date, that day included', () => {
    expect(days(starts('fortnightly', { lastDate: '2027-01-05' }))).toEqual(['2026-12-08', '2026-12-22', '2027-01-05']);
    expect(starts('fortnightly', { lastDate: '2027-01-04' })).toHaveLength(2);
  });

  test('monthly on a date uses the last day of months that lack it', () => {
    const lastDate = '2027-04-30';
    expect(days(starts('monthly_date', { lastDate }))).toEqual(['2026-12-08', '2027-01-08', '2027-02-08', '2027-03-08', '2027-04-08']);
    const on = (start: string) => days(starts('monthly_date', { start, lastDate })).slice(1);
    expect(on('2026-12-29T10:00')).toEqual(['2027-01-29', '2027-02-28', '2027-03-29', '2027-04-29']);
    expect(on('2026-12-31T10:00')).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']);
  });

  test('monthly on a weekday counts it in the month, and takes a fifth one as the last', () => {
    const lastDate = '2027-03-31';
    expect(days(starts('monthly_weekday', { lastDate }))).toEqual(['2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09']);
    expect(days(starts('monthly_weekday', { start: '2026-12-31T10:00', lastDate }))).toEqual([
      '2026-12-31',
      '2027-01-28',
      '2027-02-25',
      '2027-03-25',
    ]);
  });
});

describe('a custom rule', () => {
  test('ends by COUNT, by UNTIL as a day or an instant, or by the last date, whichever comes first', () => {
    const of = (rule: string, lastDate = '') => days(starts('custom', { rule, lastDate }));
    expect(of('rrule:freq=weekly;count=3')).toEqual(['2026-12-08', '2026-12-15', '2026-12-22']);
    expect(of('FREQ=WEEKLY;UNTIL=20261215')).toHaveLength(2);
    expect(of('FREQ=WEEKLY;UNTIL=20261215T140000Z')).toHaveLength(2);
    expect(of('FREQ=WEEKLY;UNTIL=20261215T135959Z')).toHaveLength(1);
    expect(of('FREQ=WEEKLY;UNTIL=20261215T145959')).toHaveLength(1);
    expect(of('FREQ=WEEKLY;COUNT=9', '2026-12-20')).toHaveLength(2);
    expect(of('FREQ=WEEKLY;COUNT=2', '2027-12-20')).toHaveLength(2);
  });

  test('leaves out a start it does not give', () => {
    expect(days(starts('custom', { rule: 'FREQ=MONTHLY;BYDAY=1MO;COUNT=2' }))).toEqual(['2027-01-04', '2027-02-01']);
  });

  const refused: [string, { rule?: string; lastDate?: string }, string, RegExp][] = [
    ['one that never ends', { rule: 'FREQ=WEEKLY' }, 'rule', /never ends/],
    ['one that gives nothing', { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3' }, 'rule', /gives no meeting at all/],
    [
      'one that gives nothing up to the last date',
      { rule: 'FREQ=MONTHLY;BYMONTHDAY=7', lastDate: '2026-12-31' },
      'lastDate',
      /gives no meeting/,
    ],
    ['one that ended before', { rule: 'FREQ=WEEKLY;UNTIL=20261201' }, 'rule', /gives no meeting/],
    ['too many', { rule: 'FREQ=DAILY;COUNT=61' }, 'rule', /more than 60 meetings.*End it by 5 February 2027/],
    ['too many up to the last date', { rule: 'FREQ=DAILY', lastDate: '2027-12-31' }, 'lastDate', /more than 60/],
    ['more than three years of it', { rule: 'FREQ=YEARLY;COUNT=4' }, 'rule', /Only 3 of these 4/],
    ['an end more than three years ahead', { rule: 'FREQ=YEARLY;UNTIL=20300101' }, 'rule', /more than 3 years ahead/],
    ['every hour', { rule: 'FREQ=HOURLY;COUNT=3' }, 'rule', /days, weeks, months or years/],
    ['every minute', { rule: 'FREQ=MINUTELY;COUNT=3' }, 'rule', /days, weeks, months or years/],
    ['every second', { rule: 'FREQ=SECONDLY;COUNT=3' }, 'rule', /days, weeks, months or years/],
    ['hours of its own', { rule: 'FREQ=DAILY;BYHOUR=9,10;COUNT=3' }, 'rule', /start time given above/],
    ['an unknown part', { rule: 'FREQ=DAILY;FOO=1;COUNT=3' }, 'rule', /"FOO=1" is not a part/],
    ['a part every object has', { rule: 'FREQ=DAILY;CONSTRUCTOR=1' }, 'rule', /is not a part/],
    ['another calendar', { rule: 'RSCALE=HEBREW;FREQ=YEARLY;COUNT=2' }, 'rule', /is not a part/],
    ['words', { rule: 'every other week' }, 'rule', /is not a part/],
    ['a stray semicolon', { rule: 'FREQ=DAILY;COUNT=2;' }, 'rule', /is not a part/],
    ['a start of its own', { rule: 'DTSTART:20270101T090000\nRRULE:FREQ=DAILY' }, 'rule', /is not a part/],
    ['no value', { rule: 'FREQ=DAILY;COUNT=' }, 'rule', /not a value that COUNT can have/],
    ['an interval of none', { rule: 'FREQ=DAILY;INTERVAL=0;COUNT=2' }, 'rule', /not a value that INTERVAL/],
    ['a 32nd', { rule: 'FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2' }, 'rule', /not a value that BYMONTHDAY/],
    ['a 13th month', { rule: 'FREQ=YEARLY;BYMONTH=13;COUNT=2' }, 'rule', /not a value that BYMONTH/],
    ['a day that is none', { rule: 'FREQ=WEEKLY;BYDAY=XX;COUNT=2' }, 'rule', /not a value that BYDAY/],
    ['two of a part', { rule: 'FREQ=DAILY;COUNT=2;COUNT=3' }, 'rule', /COUNT stands twice/],
    ['two ends', { rule: 'FREQ=DAILY;COUNT=2;UNTIL=20270101' }, 'rule', /not by both/],
    ['no frequency', { rule: 'COUNT=2' }, 'rule', /how often with FREQ/],
    ['parts that contradict', { rule: 'FREQ=WEEKLY;BYDAY=2TU;COUNT=2' }, 'rule', /don't go together/],
    ['a day of UNTIL in no calendar', { rule: 'FREQ=WEEKLY;UNTIL=20270230' }, 'rule', /not in the calendar/],
    ['nothing', { rule: ' ' }, 'rule', /Give the rule/],
    ['a last date before the first', { rule: 'FREQ=DAILY', lastDate: '2026-12-07' }, 'lastDate', /before the first date, 8 December 2026/],
    ['a last date too far ahead', { rule: 'FREQ=YEARLY', lastDate: '2031-01-01' }, 'lastDate', /more than 3 years ahead/],
    ['a last date in no calendar', { rule: 'FREQ=YEARLY', lastDate: '2027-02-29' }, 'lastDate', /not in the calendar/],
  ];
  test.for(refused)('with %s gets a sentence of its own', ([, typed, field, words]) => {
    expect(problems('custom', typed)).toEqual({ [field]: expect.stringMatching(words) as unknown });
  });
});

describe('the sentence of a rule', () => {
  const said: [string, string, string?][] = [
    ['weekly', 'every Tuesday'],
    ['fortnightly', 'every second Tuesday'],
    ['monthly_date', 'on the 8th of every month'],
    ['monthly_weekday', 'on the second Tuesday of every month'],
    ['monthly_date', 'on the 30th (or the last day) of every month', '2026-12-30T15:00'],
    ['monthly_date', 'on the last day of every month', '2026-12-31T15:00'],
    ['monthly_weekday', 'on the last Thursday of every month', '2026-12-31T15:00'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU', 'every second week on Tuesday and Thursday'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE', 'every Monday, Tuesday and Wednesday'],
    ['FREQ=DAILY;INTERVAL=3', 'every third day'],
    ['FREQ=WEEKLY;INTERVAL=21', 'every 21st Tuesday'],
    ['FREQ=MONTHLY;INTERVAL=3;BYDAY=-2FR', 'on the second to last Friday of every third month'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,11,-1', 'on the 1st, 11th and last day of every month'],
    ['FREQ=WEEKLY;BYMONTH=1,9', 'every Tuesday, in January and September'],
    ['FREQ=YEARLY', 'every year on 8 December'],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1', 'by the rule FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1'],
  ];
  test.for(said)('%s: %s', ([repeats, words, start = TUESDAY]) => {
    const isRule = repeats.startsWith('FREQ');
    const found = isRule
      ? expand('custom', { rule: repeats, lastDate: '2029-10-01', start })
      : expand(repeats as Repeats, { start, lastDate: '2027-06-30' });
    const rule = 'rule' in found ? found.rule : repeats;
    const sentence = seriesSentence({ rule, localStart: start, zone: 'Europe/Zurich', lastDate: '2027-06-03', times: 12 });
    expect(sentence).toBe(`${words} at 15:00, Zurich time, until 3 June 2027, 12 meetings`);
  });
});

const utc = (localStart: string, zone: string) => startOf(localStart, zone).toISOString();

describe('the clocks', () => {
  const stays: [string, string, string, string][] = [
    ['Europe/Zurich', '2027-03-22T15:00', '2027-03-22T14:00:00.000Z', '2027-03-29T13:00:00.000Z'],
    ['America/New_York', '2027-03-08T15:00', '2027-03-08T20:00:00.000Z', '2027-03-15T19:00:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-01T15:00', '2027-04-01T04:00:00.000Z', '2027-04-08T04:30:00.000Z'],
    ['America/Santiago', '2027-04-01T15:00', '2027-04-01T18:00:00.000Z', '2027-04-08T19:00:00.000Z'],
  ];
  test.for(stays)('in %s leave the wall time of the next week where it was', ([zone, start, before, after]) => {
    const [first = '', second = ''] = starts('weekly', { start, zone, lastDate: '2027-06-30' });
    expect(second.slice(11)).toBe('15:00');
    expect([utc(first, zone), utc(second, zone)]).toEqual([before, after]);
    expect(clockChangeOf({ localStart: second, zone })).toBeNull();
  });

  const gaps: [string, string, string, string][] = [
    ['Europe/Zurich', '2027-03-28T02:30', '2027-03-28T01:00:00.000Z', '03:00'],
    ['America/New_York', '2027-03-14T02:00', '2027-03-14T07:00:00.000Z', '03:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:10', '2027-10-02T15:30:00.000Z', '02:30'],
    ['Australia/Sydney', '2027-10-03T02:59', '2027-10-02T16:00:00.000Z', '03:00'],
    ['America/Santiago', '2027-09-05T00:15', '2027-09-05T04:00:00.000Z', '01:00'],
  ];
  test.for(gaps)('in %s move a time they skip to the first there is, and the card says so', ([zone, localStart, instant, startsAt]) => {
    expect(utc(localStart, zone)).toBe(instant);
    expect(clockChangeOf({ localStart, zone })).toEqual({ kind: 'skipped', planned: localStart.slice(11), starts: startsAt });
    expect(clockNote({ localStart, zone })).toMatch(`there is no ${localStart.slice(11)}, so it starts at ${startsAt}`);
  });

  const overlaps: [string, string, string][] = [
    ['Europe/Zurich', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z'],
    ['Australia/Sydney', '2027-04-04T02:30', '2027-04-03T15:30:00.000Z'],
    ['America/Santiago', '2027-04-03T23:30', '2027-04-04T02:30:00.000Z'],
  ];
  test.for(overlaps)('in %s showing a time twice mean the first, and the card says so', ([zone, localStart, instant]) => {
    expect(utc(localStart, zone)).toBe(instant);
    expect(clockChangeOf({ localStart, zone })).toEqual({ kind: 'repeated', planned: localStart.slice(11) });
    expect(clockNote({ localStart, zone })).toMatch(/twice; the first counts/);
  });
});

const shown = (at: Date, zone: string): string => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(at).replace(' ', 'T');
};
const ZONES = Intl.supportedValuesOf('timeZone');

describe('whatever the zone, the rule and the start', () => {
  test('no occurrence is lost, doubled or shifted, and the clocks there show its time', () => {
    const zone = fc.constantFrom(...ZONES);
    const repeats = fc.constantFrom<Repeats>('weekly', 'fortnightly', 'monthly_date', 'monthly_weekday');
    const day = fc.integer({ min: 0, max: 700 });
    const minute = fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 240 }));
    fc.assert(
      fc.property(zone, repeats, day, minute, (zone, repeats, day, minute) => {
        const first = Temporal.PlainDateTime.from('2026-12-01T00:00').add({ days: day, minutes: minute });
        const all = starts(repeats, { start: first.toString({ smallestUnit: 'minute' }), zone });
        expect(all.length).toBeGreaterThanOrEqual(12);
        expect(all.length).toBeLessThanOrEqual(MOST_OCCURRENCES);
        let before = 0;
        for (const localStart of all) {
          expect(localStart.slice(11)).toBe(first.toString({ smallestUnit: 'minute' }).slice(11));
          const at = startOf(localStart, zone);
          expect(at.getTime()).toBeGreaterThan(before);
          before = at.getTime();
          const change = clockChangeOf({ localStart, zone });
          if (change?.kind !== 'skipped') expect(shown(at, zone)).toBe(localStart);
          else expect(shown(at, zone) > localStart && shown(new Date(at.getTime() - 60_000), zone) < localStart).toBe(true);
          if (change?.kind === 'repeated')
            expect([30, 60, 120].some((later) => shown(new Date(at.getTime() + later * 60_000), zone) === localStart)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('no text, however strange, is taken for a rule or breaks the reading of one', () => {
    const part = fc.constantFrom('FREQ', 'COUNT', 'UNTIL', 'BYDAY', 'BYSETPOS', 'BYMONTHDAY', 'BYWEEKNO', 'INTERVAL', 'WKST', '__proto__');
    const value = fc.oneof(
      fc.constantFrom('DAILY', 'MONTHLY', 'YEARLY', '3', '-1', '2TU', 'MO,FR', '20270101', ''),
      fc.string({ maxLength: 8 }),
    );
    const rule = fc.array(fc.tuple(part, value), { maxLength: 5 }).map((all) => all.map((one) => one.join('=')).join(';'));
    fc.assert(
      fc.property(fc.oneof(rule, fc.string({ maxLength: 200 })), (typed) => {
        const found = expand('custom', { rule: typed });
        if ('problems' in found) expect(Object.values(found.problems).join()).toMatch(/^[A-Z"].*\.$/s);
        else expect(found.starts.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
