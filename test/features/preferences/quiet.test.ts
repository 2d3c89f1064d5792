import { describe, expect, test } from 'vitest';
import { deferUntil, QuietHours, type QuietRule } from '../../../src/bot/quiet.ts';
import { toPreferences, toQuietHours, toZone } from '../../../src/bot/preferences.ts';

const NIGHT = { from: '22:00', until: '07:00' };
const NEVER = new Date('2100-01-01T00:00:00Z');

const until = (at: string, more: { hours?: QuietHours | null; zone?: string; rule?: QuietRule; expires?: string } = {}): string | null => {
  const { hours = NIGHT, zone = 'Europe/Zurich', rule = 'hold', expires } = more;
  return deferUntil({ hours, zone }, rule, new Date(at), expires ? new Date(expires) : NEVER)?.toISOString() ?? null;
};

describe('quiet hours', () => {
  test.each([
    ['before midnight', '2026-11-23T21:00:00.000Z', '2026-11-24T06:00:00.000Z'],
    ['after midnight', '2026-11-24T03:00:00.000Z', '2026-11-24T06:00:00.000Z'],
    ['from their first minute', '2026-11-23T21:00:00.000Z', '2026-11-24T06:00:00.000Z'],
    ['to their last', '2026-11-24T05:59:59.999Z', '2026-11-24T06:00:00.000Z'],
  ])('hold what is due %s back until they end', (_, due, end) => {
    expect(until(due)).toBe(end);
  });

  test.each(['2026-11-23T20:59:59.999Z', '2026-11-24T06:00:00.000Z', '2026-11-24T12:00:00.000Z'])('leave %s alone', (due) => {
    expect(until(due)).toBe(due);
  });

  test('may lie within one day', () => {
    const hours = { from: '12:00', until: '14:00' };
    expect(until('2026-11-23T11:30:00.000Z', { hours })).toBe('2026-11-23T13:00:00.000Z');
    expect(until('2026-11-23T13:00:00.000Z', { hours })).toBe('2026-11-23T13:00:00.000Z');
  });

  test("count in the person's zone, half hours and the date line included", () => {
    expect(until('2026-11-23T17:00:00.000Z', { zone: 'Asia/Kolkata' })).toBe('2026-11-24T01:30:00.000Z');
    expect(until('2026-11-23T12:00:00.000Z', { zone: 'Pacific/Auckland' })).toBe('2026-11-23T18:00:00.000Z');
  });

  test('count as UTC where nobody knows the zone', () => {
    expect(until('2026-11-23T23:00:00.000Z', { zone: 'Mars/Olympus' })).toBe('2026-11-24T07:00:00.000Z');
  });

  test('hold nothing when there are none, or for a kind that ignores them', () => {
    expect(until('2026-11-23T23:00:00.000Z', { hours: null })).toBe('2026-11-23T23:00:00.000Z');
    expect(until('2026-11-23T23:00:00.000Z', { rule: 'ignore' })).toBe('2026-11-23T23:00:00.000Z');
  });

  test('of what would be of no use at their end, send one kind when due and leave the other out', () => {
    const expires = '2026-11-24T06:00:00.000Z';
    expect(until('2026-11-23T23:00:00.000Z', { expires, rule: 'hold' })).toBe('2026-11-23T23:00:00.000Z');
    expect(until('2026-11-23T23:00:00.000Z', { expires, rule: 'drop' })).toBeNull();
  });

  test('are refused when they are no times, or begin when they end', () => {
    for (const hours of [
      { from: '22:00', until: '22:00' },
      { from: '24:00', until: '07:00' },
      { from: '', until: '07:00' },
    ])
      expect(QuietHours.safeParse(hours).success, JSON.stringify(hours)).toBe(false);
  });
});

describe('on nights when the clocks change', () => {
  test('quiet hours end when the clock shows it, an hour sooner or later', () => {
    expect(until('2027-03-27T22:00:00.000Z')).toBe('2027-03-28T05:00:00.000Z');
    expect(until('2027-10-30T21:00:00.000Z')).toBe('2027-10-31T06:00:00.000Z');
  });

  test('an end that the clocks skip is the first moment after the gap', () => {
    expect(until('2027-03-28T00:30:00.000Z', { hours: { from: '22:00', until: '02:30' } })).toBe('2027-03-28T01:00:00.000Z');
  });

  test('an end that comes twice is the next one', () => {
    const hours = { from: '22:00', until: '02:30' };
    // 02:10 the first time, and 02:10 once more.
    expect(until('2027-10-31T00:10:00.000Z', { hours })).toBe('2027-10-31T00:30:00.000Z');
    expect(until('2027-10-31T01:10:00.000Z', { hours })).toBe('2027-10-31T01:30:00.000Z');
  });

  test('a day that a zone skips altogether holds nothing up', () => {
    const end = until('2011-12-30T09:30:00.000Z', { zone: 'Pacific/Apia' });
    expect(new Date(end ?? '').getTime()).toBeGreaterThan(Date.parse('2011-12-30T09:30:00.000Z'));
    expect(new Date(end ?? '').getTime()).toBeLessThan(Date.parse('2011-12-31T00:00:00.000Z'));
  });
});

describe('what a person chose', () => {
  test('has defaults, also where what is stored makes no sense', () => {
    const none = { off: [], reminderBefore: null, quietHours: null, zone: null, language: null };
    for (const stored of [{}, null, 'x', { off: ['meetings.cancelled'] }, { reminderBefore: -5 }, { quietHours: { from: '7' } }])
      expect(toPreferences(stored)).toEqual(none);
    expect(toPreferences({ off: ['meetings.nudge'], later: 1 })).toEqual({ ...none, off: ['meetings.nudge'] });
  });

  test("of quiet hours goes before the body's, none included", () => {
    const mine = { from: '20:00', until: '09:00' };
    expect(toQuietHours(toPreferences({}), NIGHT)).toEqual(NIGHT);
    expect(toQuietHours(toPreferences({ quietHours: mine }), NIGHT)).toEqual(mine);
    expect(toQuietHours(toPreferences({ quietHours: 'off' }), NIGHT)).toBeNull();
  });

  test("of a zone goes before the directory's, and that before the chat's", () => {
    const known = { directory: 'Asia/Tokyo', chat: 'Europe/Paris' };
    expect(toZone({ zone: 'America/Lima' }, known)).toBe('America/Lima');
    expect(toZone({ zone: 'chat' }, known)).toBe('Europe/Paris');
    expect(toZone({ zone: null }, known)).toBe('Asia/Tokyo');
    expect(toZone({ zone: null }, { directory: null, chat: 'Europe/Paris' })).toBe('Europe/Paris');
    expect(toZone({ zone: 'chat' }, { directory: 'Asia/Tokyo', chat: null })).toBe('Asia/Tokyo');
  });
});
