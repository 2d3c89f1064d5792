import { describe, expect, it } from 'vitest';
import { dayIn, parseDay } from '../../../src/bot/days.ts';
import { eligibility } from '../../../src/features/directory/eligibility.ts';
import type { AppointmentFacts, PersonFacts } from '../../../src/features/directory/lookup.ts';
import { refusalWords } from '../../../src/features/directory/refusals.ts';
import { toPlain } from '../../../src/bot/text.ts';
import { settings } from '../../support/world.ts';

const day = (text: string): Date => parseDay(text)!;
const TODAY = day('2026-11-23');
const YESTERDAY = '2026-11-22';
const TOMORROW = '2026-11-24';

type Dates = { from?: string; until?: string; groups?: string[] };

const office = (which: AppointmentFacts['office'], { from, until, groups }: Dates = {}): AppointmentFacts => ({
  id: which,
  office: which,
  from: from ? day(from) : null,
  until: until ? day(until) : null,
  groupSlugs: groups ?? [],
  sponsor: null,
});

const ORGANISATIONS = {
  good: { organisationId: 'o', organisation: 'Org', membershipClass: 'civil_society', standing: 'good' },
  lapsed: { organisationId: 'o', organisation: 'Org', membershipClass: 'civil_society', standing: 'lapsed' },
  'no member': { organisationId: 'o', organisation: 'University', membershipClass: null, standing: 'good' },
  none: { organisationId: null, organisation: null, membershipClass: null, standing: null },
} as const;

type Standing = keyof typeof ORGANISATIONS;

const someone = (organisation: Standing, ...appointments: AppointmentFacts[]): PersonFacts => ({
  personId: 'p',
  name: 'P',
  email: 'p@x.example',
  zone: null,
  locale: null,
  ...ORGANISATIONS[organisation],
  appointments,
});

const outcome = (person: PersonFacts, group = 'circularity', today = TODAY): string => {
  const found = eligibility(person, group, today);
  return found.eligible ? found.basis : found.reason;
};

describe('without an office', () => {
  it.each<[Standing, string]>([
    ['good', 'member'],
    ['lapsed', 'lapsed'],
    ['no member', 'no-organisation'],
    ['none', 'no-organisation'],
  ])('somebody of an organisation that is %s: %s', (standing, expected) => {
    expect(outcome(someone(standing))).toBe(expected);
  });

  it.each(settings.membershipClasses.map((one) => one.slug))('every class may take part: %s', (membershipClass) => {
    expect(outcome({ ...someone('good'), membershipClass })).toBe('member');
  });
});

describe('offices by standing', () => {
  const standings = Object.keys(ORGANISATIONS) as Standing[];

  it.each(standings)('a sitting Board member is kept out, organisation %s', (standing) => {
    expect(outcome(someone(standing, office('board')))).toBe('board');
  });

  it.each(standings)('IPAF takes part, organisation %s', (standing) => {
    expect(outcome(someone(standing, office('ipaf')))).toBe('ipaf');
  });

  it.each(standings)('the Secretariat takes part, organisation %s', (standing) => {
    expect(outcome(someone(standing, office('secretariat')))).toBe('secretariat');
  });

  it('a Board seat beats every other ground', () => {
    const all = (['secretariat', 'ipaf', 'expert'] as const).map((one) => office(one, { groups: ['circularity'] }));
    expect(outcome(someone('good', ...all, office('board')))).toBe('board');
  });

  it('an invitation does not open a group to people of a lapsed organisation', () => {
    expect(outcome(someone('lapsed', office('expert', { groups: ['circularity'] })))).toBe('lapsed');
  });

  it('a member who is also an expert takes part as a member, everywhere', () => {
    expect(outcome(someone('good', office('expert', { groups: ['nature-positive'] })))).toBe('member');
  });
});

describe('dates, both days included', () => {
  it.each<[string, Dates, string]>([
    ['begins tomorrow', { from: TOMORROW }, 'member'],
    ['begins today', { from: '2026-11-23' }, 'board'],
    ['ends today', { until: '2026-11-23' }, 'board'],
    ['ended yesterday', { until: YESTERDAY }, 'member'],
    ['is open', {}, 'board'],
    ['is of one day, today', { from: '2026-11-23', until: '2026-11-23' }, 'board'],
    ['was withdrawn before it began', { from: TOMORROW, until: YESTERDAY }, 'member'],
  ])('a Board term that %s: %s', (_title, dates, expected) => {
    expect(outcome(someone('good', office('board', dates)))).toBe(expected);
  });

  it.each(['ipaf', 'secretariat'] as const)('%s counts on its last day and not after', (which) => {
    expect(outcome(someone('none', office(which, { until: '2026-11-23' })))).toBe(which);
    expect(outcome(someone('none', office(which, { until: YESTERDAY })))).toBe('no-organisation');
  });

  it.each<[string, Dates, string]>([
    ['is open, here', { groups: ['circularity'] }, 'expert'],
    ['is open, elsewhere', { groups: ['nature-positive'] }, 'not-invited-here'],
    ['begins tomorrow', { from: TOMORROW, groups: ['circularity'] }, 'invitation-not-started'],
    ['ends today', { until: '2026-11-23', groups: ['circularity'] }, 'expert'],
    ['ended yesterday', { until: YESTERDAY, groups: ['circularity'] }, 'invitation-ended'],
    ['was withdrawn before it began', { from: TOMORROW, until: YESTERDAY, groups: ['circularity'] }, 'not-invited-here'],
  ])('an invitation that %s: %s', (_title, dates, expected) => {
    expect(outcome(someone('none', office('expert', dates)))).toBe(expected);
    expect(outcome(someone('no member', office('expert', dates)))).toBe(expected);
  });

  it('tells the dates that matter', () => {
    const board = someone('good', office('board', { until: '2026-11-30' }), { ...office('board', { until: '2026-12-31' }), id: 'b2' });
    expect(eligibility(board, 'x', TODAY)).toMatchObject({ until: day('2026-12-31') });
    expect(eligibility(someone('good', office('board')), 'x', TODAY)).not.toHaveProperty('until');
    const coming = someone('none', office('expert', { from: TOMORROW, groups: ['x'] }));
    expect(eligibility(coming, 'x', TODAY)).toMatchObject({ from: day(TOMORROW) });
  });

  it('a day is that of the body, not of UTC', () => {
    const almostMidnight = new Date('2026-11-22T23:30:00.000Z');
    expect(dayIn('Europe/Zurich', almostMidnight)).toEqual(day('2026-11-23'));
    expect(dayIn('UTC', almostMidnight)).toEqual(day('2026-11-22'));
    const term = someone('good', office('board', { until: YESTERDAY }));
    expect(outcome(term, 'x', dayIn('Europe/Zurich', almostMidnight))).toBe('member');
    expect(outcome(term, 'x', dayIn('America/New_York', almostMidnight))).toBe('board');
  });
});

describe('words', () => {
  it.each<[string, PersonFacts, RegExp]>([
    [
      'Board',
      someone('good', office('board', { until: '2026-12-31' })),
      /sitting Board member \(until 31 Dec 2026\): the terms of reference/,
    ],
    ['lapsed', someone('lapsed'), /membership of Org in Body has lapsed/],
    ['no organisation', someone('none'), /names no member organisation for you/],
    ['no member', someone('no member'), /University is not in the directory as a member organisation/],
    ['elsewhere', someone('none', office('expert', { groups: ['x'] })), /not to Circularity/],
    ['early', someone('none', office('expert', { from: TOMORROW, groups: ['circularity'] })), /begins on 24 Nov 2026/],
    ['late', someone('none', office('expert', { until: YESTERDAY, groups: ['circularity'] })), /ended on 22 Nov 2026/],
  ])('a refusal says why: %s', (_title, person, words) => {
    const found = eligibility(person, 'circularity', TODAY);
    if (found.eligible) throw new Error('eligible');
    const body = { id: 'b', slug: 'b', name: 'Body', zone: 'UTC', locale: 'en', settings };
    expect(toPlain(refusalWords(found, 'Circularity', body))).toMatch(words);
  });
});
