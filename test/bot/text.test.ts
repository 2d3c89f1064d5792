import { describe, expect, it } from 'vitest';
import { fold } from '../../src/bot/fold.ts';
import {
  bold,
  calendarDay,
  channelName,
  formatInZone,
  rich,
  SLASHED,
  spell,
  toPlain,
  toSpans,
  typed,
  typedBold,
  utcBeside,
  when,
  type Spelling,
} from '../../src/bot/text.ts';

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

  const BARE: Spelling = { command: ({ words }) => bold(words || 'help'), channel: ({ name }) => name };

  it('says what to type and which channel as each platform writes them', () => {
    const text = rich`Type ${typed('group connect')} in ${channelName('climate')}, ${typedBold('list')} or ${typed()}.`;
    expect(toPlain(text)).toBe('Type /wg group connect in #climate, /wg list or /wg.');
    expect(toPlain(text, 'UTC', BARE)).toBe('Type group connect in climate, list or help.');
    expect(spell(text, SLASHED)).toEqual(['Type /wg group connect in #climate, ', bold('/wg list'), ' or /wg.']);
    expect(spell(text, BARE)).toEqual(['Type ', bold('group connect'), ' in climate, ', bold('list'), ' or ', bold('help'), '.']);
  });

  it('leaves what people typed as it is, whatever it looks like', () => {
    const theirs = rich`${'/wg list'} in ${'#climate'}`;
    expect(spell(theirs, BARE)).toEqual(['/wg list', ' in ', '#climate']);
    expect(toPlain([theirs, ': ', typed('my')], 'UTC', BARE)).toBe('/wg list in #climate: my');
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
