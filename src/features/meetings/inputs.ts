import { z } from 'zod';
import { httpsUrl } from '../../bot/https.ts';
import { parseAgenda, parseDocuments } from './agenda-text.ts';
import { REPEATS } from './recurrence.ts';

/** What the forms of this feature have in common. Values come as strings; null is nothing chosen. */

export const meetingId = z.uuid('This button names no meeting. Please ask for the meetings again.');

export const seriesId = z.uuid('This button names no series. Please ask for the meetings again.');

const typed = (message: string, longest: number) =>
  z
    .string({ error: message })
    .trim()
    .min(1, message)
    .max(longest, `That is too long: at most ${String(longest)} characters.`);

export const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `That is too long: at most ${String(longest)} characters.`)
    .nullish()
    .transform((value) => value ?? '');

export const subTopic = typed('Say in a few words what the meeting is about.', 150).transform((value) => value.replace(/\s+/g, ' '));
export const kind = typed('Choose a kind of meeting.', 75);
export const reason = typed('Give the reason. Everybody who was told of the meeting reads it.', 500);
/** Of the Secretariat: why its own flagged lines may stand. */
export const clearance = optionalText(500);
export const suggestion = typed('Say what should be on the agenda.', 500);

export const agenda = typed('Give at least one agenda item, one a line. It tells people whether to come.', 3000).transform(
  (value, check) => {
    const parsed = parseAgenda(value);
    if ('items' in parsed) return parsed.items;
    check.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  },
);

export const documents = optionalText(3000).transform((value, check) => {
  const parsed = parseDocuments(value);
  if ('items' in parsed) return parsed.items;
  check.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

export const date = typed('Choose a date.', 20).regex(/^\d{4}-\d{2}-\d{2}$/, 'Give the date as year-month-day, such as 2027-03-15.');
export const lastDate = optionalText(20).refine(
  (value) => value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value),
  'Give the last date as year-month-day, such as 2027-06-30.',
);
export const repeats = z.enum(REPEATS, 'Choose one of the ways to repeat in the list.').nullish();
export const rule = optionalText(200);

/** Of a series: which occurrences are meant, seen from the one named. */
export const scope = z.enum(['this', 'following', 'all'], 'Choose which meetings you mean.').nullish();
export type Scope = 'this' | 'following' | 'all';

export const time = typed('Choose a start time.', 20).regex(
  /^([01]\d|2[0-3]):[0-5]\d$/,
  'Give the time as hours and minutes, such as 14:30.',
);
export const zone = typed('Choose a time zone.', 75);

const lengthWords = 'Give a length between 15 and 480 minutes.';
export const minutes = z.coerce.number(lengthWords).int('Give the length in whole minutes.').min(15, lengthWords).max(480, lengthWords);

export const link = typed('Give the address people join at, such as https://meet.example.org/room.', 1000).transform((value, check) => {
  const url = httpsUrl(value);
  if (url) return url;
  const words = /^http:/i.test(value)
    ? 'The meeting link must start with https:// so that nobody can listen in on the way.'
    : 'This is not a complete address. Give the link people join at; it starts with https://';
  check.addIssue({ code: 'custom', message: words });
  return z.NEVER;
});

/** Chosen in a select: a person's id, or null when the group's usual person is meant. */
export const host = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value === USUAL_HOST ? null : value));

/** The option that leaves the choice of chair or Secretariat person to what is usual. */
export const USUAL_HOST = 'usual';
