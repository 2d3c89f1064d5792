import { describe, expect, test } from 'vitest';
import { findTopics } from '../../../src/bot/screen.ts';
import { isAnyOtherBusiness } from '../../../src/features/meetings/any-other-business.ts';
import { readPreset } from '../../../src/preset.ts';

const { screen } = readPreset('asi').settings;
const topicsOf = (text: string): string =>
  findTopics(text, screen)
    .map((one) => one.topic)
    .join(' ');

describe("ASI's screen", () => {
  test.for([
    ['Billet premiums in 2027', 'price'],
    ['What recycling costs us', 'cost'],
    ['Smelter margins', 'margin'],
    ['Production cuts this winter', 'output'],
    ['Idle capacity', 'capacity'],
    ['Our largest customers', 'customers'],
    ['Who sells in which territory', 'territories'],
    ['Bidding for the can sheet contract', 'bids'],
    ['Boycotting a supplier', 'boycotts'],
    ['Expansion plans of members', 'plans'],
    ['Pricing and customers', 'price customers'],
  ])('flags %s as %s', ([text = '', topics]) => {
    expect(topicsOf(text)).toBe(topics);
  });

  test.for([
    'Cost-benefit of a standard',
    'Costs and benefits of certification',
    'Capacity-building for audit teams',
    'Carbon pricing: what the rules ask',
    "Indigenous Peoples' lands and territories",
    'Output of the working group',
    'Mine closure plans',
    'Margin of error in measurements',
    'A not-for-profit partner',
    'Customer due diligence',
    'Priceless landscapes, marginalised people, Costa Rica',
    'Work carried out: inputs received',
  ])('has no alarm for %s', (text) => {
    expect(topicsOf(text)).toBe('');
  });

  test.for([
    ['capitals', 'PRICES'],
    ['accents', 'Prïcés'],
    ['wide letters', 'Ｐｒｉｃｅｓ'],
    ['a soft hyphen', 'pri\u00ADces'],
    ['a zero-width space', 'pri\u200Bces'],
    ['a zero-width joiner and a byte order mark', 'p\u200Drice\uFEFFs'],
    ['a line break', 'pri\nces'],
    ['a hyphenated line break', 'pri-\r\nces'],
    ['a line separator', 'pri\u2028ces'],
    ['a hyphen', 'pri-ces'],
    ['dots', 'p.r.i.c.e.s'],
    ['spaces between letters', 'p r i c e s'],
    ['a number at its end', 'prices2027'],
    ['an accepted phrase beside it', 'Carbon price and billet price'],
  ])('is not evaded by %s', ([, text = '']) => {
    expect(topicsOf(text)).toBe('price');
  });
});

describe('any other business', () => {
  test.for([
    'AOB',
    'A.O.B.',
    'a o b',
    'AOCB',
    'AOB and close',
    'Any other business',
    'other matters',
    'Divers',
    'Misc.',
    'Miscellaneous items',
    'A\u00ADOB',
    'ＡＯＢ',
  ])('is seen in %s', (title) => {
    expect(isAnyOtherBusiness(title)).toBe(true);
  });

  test.for(['Scrap and other business models', 'Maobi case', 'Divers at the dam', 'Other matters of water'])(
    'is not seen in %s',
    (title) => {
      expect(isAnyOtherBusiness(title)).toBe(false);
    },
  );
});
