import { describe, expect, it } from 'vitest';
import { fold, identityKey } from '../../src/bot/fold.ts';

describe('who is who', () => {
  it.each([
    ['タイキ', 'ダイキ'],
    ['カトウ', 'ガトウ'],
    ['कमल', 'कोमल'],
    ['राम', 'रमा'],
    ['राम', 'रामा'],
    ['Müller', 'Muller'],
    ['Işık', 'Isik'],
    ['กา', 'กำ'],
    ['Acme & Co', 'Acme Co'],
  ])('%s and %s stay two', (one, other) => {
    expect(identityKey(one)).not.toBe(identityKey(other));
  });

  it.each([
    ['  Große   Hütte ', 'GROSSE HÜTTE'],
    ['Zoe\u0308 Maes', 'Zoë Maes'],
    ['Παπαδοπουλος', 'ΠΑΠΑΔΟΠΟΥΛΟΣ'],
    ['ÉLAN\u00a0Vert', 'élan vert'],
  ])('%s and %s are one: composed, case folded, blanks trimmed', (one, other) => {
    expect(identityKey(one)).toBe(identityKey(other));
  });
});

describe('what a search finds', () => {
  it.each([
    ['Saetre', 'Sætre'],
    ['Dordevic', 'Đorđević'],
    ['isik', 'Işık'],
    ['istanbul', 'İstanbul'],
    ['oeuvre', 'Œuvre'],
    ['lodz', 'Łódź'],
    ['strasse', 'Straße'],
    ['o brien', "O'Brien"],
  ])('%s finds %s', (typed, name) => {
    expect(fold(typed)).toBe(fold(name));
  });

  it('keeps the marks that make other letters', () => {
    expect(fold('ガトウ')).not.toBe(fold('カトウ'));
    expect(fold('कोमल')).not.toBe(fold('कमल'));
  });
});
