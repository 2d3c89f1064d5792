import { expect, it } from 'vitest';
import { optionLabel } from '../../src/bot/shorten.ts';

it.each([
  ['leaves a label of 75 characters', 'x'.repeat(75), 'x'.repeat(75)],
  ['cuts a longer one to 75, the last of them "…"', 'x'.repeat(76), `${'x'.repeat(74)}…`],
  ['cuts no character in two', `${'x'.repeat(73)}😀y`, `${'x'.repeat(73)}…`],
  ['leaves no space before "…"', `${'x'.repeat(73)} yz`, `${'x'.repeat(73)}…`],
])('a label of an option: %s', (_, label, shown) => {
  expect(optionLabel(label)).toBe(shown);
});
