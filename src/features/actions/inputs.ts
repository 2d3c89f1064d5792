import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { dayIn, isDay, isoDay } from '../../bot/days.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { findTopics } from '../../bot/screen.ts';

export const WHAT_LIMIT = 200;
export const NOTE_LIMIT = 300;
/** The option that leaves an action without an owner. */
export const NOBODY = 'nobody';

const stale = 'This button no longer works. Please ask for the actions again.';
const tooLong = (longest: number): string => `That is too long: at most ${String(longest)} characters.`;

const optional = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, tooLong(longest))
    .nullish()
    .transform((text) => (text === undefined || text === null || text === '' ? null : text));

export const draft = z.uuid('This form no longer works. Please open it again.');
export const meetingId = z.uuid('This button names no meeting. Please ask for the meetings again.');
export const ActionInput = z.object({ action: z.uuid(stale) });

const required = (message: string, longest: number) =>
  z
    .string(message)
    .trim()
    .min(1, message)
    .max(longest, tooLong(longest))
    .transform((text) => text.replace(/\s+/g, ' '));

export const note = optional(NOTE_LIMIT);
export const reason = required('Say why it is dropped. The group reads it.', NOTE_LIMIT);

/** What the form of an action asks for. */
export const fields = {
  what: required('Say what is to be done.', WHAT_LIMIT),
  owner: z
    .string()
    .nullish()
    .transform((chosen) => (!chosen || chosen === NOBODY ? null : chosen)),
  ownerName: optional(120),
  due: optional(20),
  clearance: optional(500),
};

/** How far ahead an action can be due. */
const MOST_YEARS = 3;

/** The day it is due. Throws InvalidInput for one that is not in the calendar, has passed in the group's zone, or is more than three years ahead. */
export function assertDue(ctx: Ctx, zone: string, due: string | null): void {
  if (due === null) return;
  if (!isDay(due)) throw new InvalidInput({ due: 'This date is not in the calendar. Give it as year-month-day, such as 2027-03-15.' });
  const today = isoDay(dayIn(zone, ctx.now));
  if (due < today) throw new InvalidInput({ due: 'This date is in the past. Give today or a later day.' });
  const last = `${String(Number(today.slice(0, 4)) + MOST_YEARS)}${today.slice(4)}`;
  if (due > last) throw new InvalidInput({ due: `This is more than ${String(MOST_YEARS)} years ahead. Check the year.` });
}

/**
 * Looks at words the group will read as at lines of an agenda: what competitors do not discuss is refused with the
 * reasons; the Secretariat lets its own stand by a reason in `clearance`. The topics that were let stand. Throws
 * InvalidInput for `field`.
 */
export function screenWords(ctx: Ctx, field: string, words: string, clearance: string | null = null): string[] {
  const found = findTopics(words, ctx.body.settings.screen);
  if (found.length === 0) return [];
  const why = reasonsOf(found);
  if (!isSecretariat(ctx))
    throw new InvalidInput({ [field]: `${why} Please put it in other words. If it must stand, ask the Secretariat to write it down.` });
  if (clearance === null) throw new InvalidInput({ clearance: `${why} Say here why this may stand, or put it in other words.` });
  return found.map((one) => one.topic);
}

const reasonsOf = (found: ReturnType<typeof findTopics>): string => [...new Set(found.map((one) => one.reason))].join(' ');

/** The same for what is said of an action in passing: nobody lets that stand. Throws InvalidInput. */
export function screenNote(ctx: Ctx, field: string, words: string): void {
  const found = findTopics(words, ctx.body.settings.screen);
  if (found.length === 0) return;
  const why = reasonsOf(found);
  throw new InvalidInput({ [field]: `${why} Please put it in other words.` });
}
