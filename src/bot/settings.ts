import { z } from 'zod';

const minutes = z
  .number()
  .int()
  .min(0)
  .max(60 * 24 * 60);

/** Lead times and windows in minutes. Defaults are those of the ASI preset (PRODUCT.md section 5). */
export const Timings = z.object({
  /** Agenda and documents go out. */
  agendaBefore: minutes,
  /** "Please answer" to members who have not. */
  nudgeBefore: minutes,
  reminderBefore: minutes,
  /** Join link is sent and check-in opens. */
  checkInBefore: minutes,
  /** Check-in counts as being there until this long after the start. */
  checkInAfter: minutes,
  /** "Were you there?", after the end. */
  missedAfter: minutes,
  /** A person may correct their own attendance, after the end. */
  correctionAfter: minutes,
});

export const MembershipClass = z.object({
  slug: z.string(),
  name: z.string(),
  tier: z.enum(['full', 'associate']),
});

export const MeetingKind = z.object({ slug: z.string(), name: z.string() });

/** A body's settings, as stored in Body.settings and shipped by its preset. */
export const BodySettings = z.object({
  /** Whom people are told to ask, such as "the ASI Secretariat". */
  contact: z.string(),
  membershipClasses: z.array(MembershipClass).min(1),
  meetingKinds: z.array(MeetingKind).min(1),
  timings: Timings,
});

export type BodySettings = z.infer<typeof BodySettings>;
