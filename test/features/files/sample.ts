import type { MinutesFacts } from '../../../src/features/minutes/lookup.ts';

/** Minutes of a meeting as somebody issues them. */
export const minutesOf = (meetingId: string, more: Partial<MinutesFacts> = {}): MinutesFacts => ({
  meetingId,
  n: 2,
  edition: 1,
  rollVersion: 1,
  kind: 'issued',
  items: [
    { number: 1, title: 'Welcome and statement', note: 'The statement was read.', input: null },
    { number: 2, title: 'Pathway methods', note: 'Three methods were compared.', input: 'Allow a regional pathway in the next revision.' },
    { number: null, title: 'A guest from a university', note: '', input: null },
  ],
  actions: [
    { what: 'Send the method paper', owner: 'Ann', due: '2027-01-15', state: 'open' },
    { what: 'Ask the auditors', owner: null, due: null, state: 'done' },
  ],
  at: new Date('2026-11-24T09:00:00.000Z'),
  by: 'Sam Secretary',
  reason: null,
  isIssued: true,
  commentsUntil: new Date('2026-12-01T09:00:00.000Z'),
  corrections: [{ n: 2, edition: 2, at: new Date('2026-11-24T09:00:00.000Z'), reason: 'A name was misspelt.' }],
  ...more,
});
