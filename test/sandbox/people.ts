import type { SandboxPerson } from '../../src/sandbox/options.ts';

/** Three people for tests: a member in Zurich, a member in Jakarta, and the Secretariat. */
export const people: SandboxPerson[] = [
  {
    id: 'U01ADA',
    name: 'Ada Member',
    title: 'Producer, Producer Works',
    email: 'ada@producer.example',
    tz: 'Europe/Zurich',
    locale: 'en-GB',
    about: 'Join a group with /wg join and answer a meeting card.',
  },
  {
    id: 'U02BUDI',
    name: 'Budi Santoso',
    title: 'Civil Society, River Keepers',
    email: 'budi@river.example',
    tz: 'Asia/Jakarta',
    locale: 'en-GB',
    about: 'See the same card in Jakarta time.',
  },
  {
    id: 'U03SEC',
    name: 'Sam Secretariat',
    title: 'Secretariat',
    email: 'sam@secretariat.example',
    tz: 'America/New_York',
    locale: 'en-US',
    about: 'Plan a meeting with /wg schedule.',
  },
];
