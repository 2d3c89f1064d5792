import { optionalLink } from '../../bot/https.ts';
import { z } from 'zod';
import { GroupStatus } from '../../db/generated/enums.ts';

/** Slack shows at most ten checkboxes of at most 75 characters each. */
const INTERESTS = 10;
const INTEREST_LENGTH = 75;

/** Names only: an offset such as +01:00 would be wrong for half of the year. */
export function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const lines = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** What the Secretariat gives of a group, on creating and on changing it alike. */
export const groupFields = {
  name: z.string('Give the name.').trim().min(1, 'Give the name.').max(80, 'Use at most 80 characters for the name.'),
  remit: z
    .string('Say in a sentence what the group is for.')
    .trim()
    .min(1, 'Say in a sentence what the group is for.')
    .max(500, 'Use at most 500 characters for the remit; link to the terms of reference for more.'),
  status: z.enum(GroupStatus, 'Choose a status.'),
  applicationsUntil: z.iso
    .date('Give a date, such as 2026-12-01.')
    .nullish()
    .transform((day) => (day ? new Date(day) : null)),
  termsUrl: optionalLink,
  zone: z
    .string('Give a time zone, such as Europe/Zurich.')
    .trim()
    .max(60)
    .refine(isZone, 'Give a time zone such as Europe/Zurich or America/New_York.'),
  interests: z
    .string()
    .max(1_500, 'Use fewer interests.')
    .nullish()
    .transform((text) => lines(text ?? ''))
    .refine((all) => all.length <= INTERESTS, 'Give at most ten interests, one a line.')
    .refine((all) => all.every((one) => one.length <= INTEREST_LENGTH), 'Use at most 75 characters for each interest.'),
};
