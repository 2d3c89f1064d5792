import { z } from 'zod';
import { QuietHours } from './quiet.ts';

/** Direct messages a person may do without. What is not here always comes: the opening statement, moves, cancellations, answers to them. */
export const PersonalKind = z.enum(['meetings.nudge', 'meetings.reminder', 'meetings.join', 'attendance.missed', 'actions.due']);
export type PersonalKind = z.infer<typeof PersonalKind>;

/** The zone of whatever chat the person uses. */
export const CHAT_ZONE = 'chat';

/**
 * A person's choices, as stored in Person.preferences; what is not chosen follows the group and the body.
 * Where they are reminded is not here but on each membership (Membership.remindBy).
 */
export const Preferences = z.object({
  off: z.array(PersonalKind).default([]),
  /** Minutes before the start; null for the group's. */
  reminderBefore: z.int().positive().nullable().default(null),
  /** Null for the body's, `off` for none. */
  quietHours: z
    .union([QuietHours, z.literal('off')])
    .nullable()
    .default(null),
  /** IANA name or CHAT_ZONE; null when nothing was chosen. */
  zone: z.string().nullable().default(null),
  /** Tag of the language to read statements in; null when nothing was chosen. */
  language: z.string().nullable().default(null),
  /** Id of the chat account they want to be written to in; null or absent for the one they were seen on last. */
  account: z.uuid().nullish(),
});

export type Preferences = z.infer<typeof Preferences>;

const NONE = Preferences.parse({});

/** Of stored preferences that can't be read the defaults count: nobody misses a meeting by a stray value. */
export const toPreferences = (stored: unknown): Preferences => Preferences.safeParse(stored).data ?? NONE;

/** The quiet hours that count for a person; null for none. */
export const toQuietHours = ({ quietHours }: Preferences, body: QuietHours | null): QuietHours | null =>
  quietHours === 'off' ? null : (quietHours ?? body);

/** What is known of a person's zone besides what they chose. */
export interface KnownZones {
  readonly directory: string | null;
  readonly chat: string | null;
}

/** The zone a person reads times in: the one they chose, else the directory's, else their chat's; null when none is known. */
export function toZone({ zone }: Pick<Preferences, 'zone'>, { directory, chat }: KnownZones): string | null {
  if (zone === CHAT_ZONE) return chat ?? directory;
  return zone ?? directory ?? chat;
}
