import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClock, parseDuration, readerOf } from '../../../src/features/attendance/import-clock.ts';
import { gather, mergeStays, type TimedStay } from '../../../src/features/attendance/import-stays.ts';
import { seenIn } from '../../../src/features/attendance/sightings.ts';

const start = Date.parse('2026-11-23T12:00:00Z');
const stayOf = ([from, length]: readonly [number, number]): TimedStay => ({
  from: new Date(start + from * 1_000),
  until: new Date(start + (from + length) * 1_000),
});
const stays = fc.array(fc.tuple(fc.nat(7_200), fc.nat(3_600)).map(stayOf), { minLength: 1, maxLength: 20 });

/** A stay cut where the connection was lost for a moment, as many times as there are cuts. */
function reconnected(stay: TimedStay, cuts: readonly number[]): TimedStay[] {
  const length = stay.until.getTime() - stay.from.getTime();
  const at = [...new Set(cuts.map((cut) => stay.from.getTime() + Math.floor(length * cut)))].sort((a, b) => a - b);
  const edges = [stay.from.getTime(), ...at, stay.until.getTime()];
  return edges.slice(1).map((until, i) => ({ from: new Date(edges[i] ?? 0), until: new Date(until) }));
}

const marks = (all: readonly TimedStay[]) =>
  mergeStays(all).flatMap(({ from, until }, i) =>
    (['arrived', 'left'] as const).map((what) => ({
      ...{ id: `${String(i)} ${what}`, source: 'import' as const, what, replacesId: null },
      at: (what === 'arrived' ? from : until) ?? new Date(0),
    })),
  );

describe('stays in a call', () => {
  test('give the same arrival and departure in whatever order they stand and however often the connection was lost', () => {
    const cuts = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(stays, cuts, fc.array(fc.nat(), { minLength: 100, maxLength: 100 }), (all, cuts, random) => {
        const cut = all.flatMap((stay, i) => reconnected(stay, cuts[i] ?? []));
        const shuffled = cut.map((stay, i) => ({ stay, by: random[i] ?? 0 })).sort((a, b) => a.by - b.by);
        const again = [...shuffled.map((one) => one.stay), ...all];
        expect(mergeStays(again)).toEqual(mergeStays(all));
        expect(seenIn(marks(again))).toEqual({
          from: new Date(Math.min(...all.map(({ from }) => from.getTime()))),
          until: new Date(Math.max(...all.map(({ until }) => until.getTime()))),
        });
      }),
      { numRuns: 300 },
    );
  });

  test('are apart from each other, by time, and cover no moment that no row covers', () => {
    fc.assert(
      fc.property(stays, (all) => {
        const merged = mergeStays(all).map(({ from, until }) => [from?.getTime() ?? 0, until?.getTime() ?? 0] as const);
        expect(merged.every(([from, until], i) => from <= until && (i === 0 || from > (merged[i - 1]?.[1] ?? 0)))).toBe(true);
        const edges = all.flatMap(({ from, until }) => [from.getTime(), until.getTime()]);
        expect(merged.flat().every((edge) => edges.includes(edge))).toBe(true);
        const isIn = (at: number) => (stay: TimedStay) => stay.from.getTime() <= at && at <= stay.until.getTime();
        const middles = merged.slice(1).map(([from], i) => (from + (merged[i]?.[1] ?? 0)) / 2);
        expect(middles.every((at) => !all.some(isIn(at)))).toBe(true);
      }),
    );
  });

  test('of two devices of one name at once stay two, and of one that comes back stay one', () => {
    const row = (name: string, from: number, until: number) => ({
      name,
      email: null,
      stay: { from: new Date(from), until: new Date(until) },
    });
    const found = gather([row('iPhone', 6, 58), row('iPhone', 16, 28), row('iPhone', 30, 40), row('Ann', 1, 9), row('Ann', 5, 12)]);
    expect(found.map((one) => [one.key, one.stays.length])).toEqual([
      ['name:iphone', 1],
      ['name:iphone (2)', 2],
      ['name:ann', 1],
    ]);
  });

  test('of people whose names and e-mails are apart are apart', () => {
    const stay = { from: new Date(start), until: new Date(start + 1) };
    const found = gather([
      { name: 'Ann', email: null, stay },
      { name: 'ÁNN ', email: null, stay },
      { name: 'Ann', email: 'ann@x.invalid', stay },
      { name: 'Anna', email: 'ann@x.invalid', stay },
      { name: '🙂', email: null, stay },
      { name: '🙃', email: null, stay },
    ]);
    expect(found.map((one) => one.key)).toEqual(['name:ann', 'name:ánn', 'ann@x.invalid', 'name:🙂', 'name:🙃']);
  });
});

describe('a time in a file', () => {
  test.each([
    ['7/20/23, 4:30:36 PM', '2023-07-20T14:30:36.000Z'],
    ['07/20/2023 12:00:00 AM', '2023-07-19T22:00:00.000Z'],
    ['7/20/23, 12:05:00\u202fPM', '2023-07-20T10:05:00.000Z'],
    ['2023-07-20 16:30', '2023-07-20T14:30:00.000Z'],
    ['2023-07-20T14:30:36Z', '2023-07-20T14:30:36.000Z'],
    ['2023-07-20T14:30:36-05:00', '2023-07-20T19:30:36.000Z'],
    ['7.20.2023 16:30:36', '2023-07-20T14:30:36.000Z'],
    ['20/07/2023 16:30:36', 'no-day'],
  ])('is read month first in Zurich: %s', (text, expected) => {
    const found = readerOf('mdy', 'Europe/Zurich')(parseClock(text)!);
    expect(found instanceof Date ? found.toISOString() : found).toBe(expected);
  });

  test.each([
    '',
    'today',
    '7/20/23',
    '7/20/123 10:00',
    '13:00 PM',
    '7/20/23 13:00 PM',
    '7/20/23 0:10 AM',
    '7/20/23 24:00',
    '7/20/23 10:60',
    '7/20-23 10:00',
  ])('is none: "%s"', (text) => {
    expect(parseClock(text)).toBeNull();
  });

  test.each([
    ['1h 13m 42s', 4_422_000],
    ['42s', 42_000],
    ['1:13:42', 4_422_000],
    ['74', 4_440_000],
    ['', null],
    ['an hour', null],
  ])('lasts: "%s"', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
