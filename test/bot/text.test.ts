import { describe, expect, it } from 'vitest';
import { fold } from '../../src/bot/fold.ts';
import { bold, calendarDay, formatInZone, rich, toPlain, toSpans, utcBeside, when } from '../../src/bot/text.ts';

const at = new Date('2026-12-03T10:00:00Z');

describe('text', () => {
  it('keeps what people typed as words', () => {
    expect(toSpans(rich`Hello ${'<!channel> *bold*'} and ${bold('x')}`)).toEqual([
      'Hello ',
      '<!channel> *bold*',
      ' and ',
      { span: 'bold', text: 'x' },
    ]);
  });

  it('shows an instant in the zone of the reader, with UTC beside it', () => {
    expect(toPlain(when(at, new Date('2026-12-03T11:00:00Z')), 'Europe/Zurich')).toBe('Thu 3 Dec 2026, 11:00 to 12:00 (Thu 10:00 UTC)');
    expect(toPlain(when(at, at), 'Pacific/Auckland')).toContain('Thu 3 Dec 2026, 23:00');
    expect(utcBeside(new Date('2026-12-03T23:30:00Z'))).toBe('Thu 23:30 UTC');
    expect(formatInZone(at, 'dateTime', 'UTC')).toBe('Thu 3 Dec 2026, 10:00 UTC');
  });

  it('never shifts a calendar day', () => {
    expect(calendarDay(new Date('2026-12-31T00:00:00Z'))).toBe('31 Dec 2026');
  });
});

describe('folding', () => {
  it.each([
    ['Çelik & Möbius', 'celik mobius'],
    ['  ÅSA  Øst ', 'asa ost'],
    ['Straße', 'strasse'],
    ['human-rights', 'human rights'],
    ['ПРИВЕТ', 'привет'],
  ])('reduces %j to %j', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });
});
