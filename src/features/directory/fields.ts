import { z } from 'zod';
import { parseDay } from '../../bot/days.ts';

/** Typed into a form: nothing chosen is null, nothing typed an empty text; both become null. */
export const optionalText = (max: number, tooLong: string) =>
  z
    .string()
    .trim()
    .max(max, tooLong)
    .nullish()
    .transform((text) => (text ? text : null));

export const NameField = z.string('Give the name.').trim().min(1, 'Give the name.').max(150, 'Give a name of at most 150 characters.');

export const EmailField = z
  .string('Give the e-mail address.')
  .trim()
  .toLowerCase()
  .pipe(z.email('Give an e-mail address such as name@organisation.org.').max(254, 'This e-mail address is too long.'));

export const optionalId = z
  .union([z.uuid(), z.literal('')])
  .nullish()
  .transform((id) => (id ? id : null));

export const optionalDay = z
  .string()
  .trim()
  .nullish()
  .transform((text, issues) => {
    if (!text) return null;
    const day = parseDay(text);
    if (!day) issues.addIssue({ code: 'custom', message: 'Give a date that exists, as YYYY-MM-DD.' });
    return day;
  });
