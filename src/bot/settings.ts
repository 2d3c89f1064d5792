import { z } from 'zod';
import { QuietHours } from './quiet.ts';
import { ScreenTopic } from './screen.ts';

const LONGEST_DAYS = 60;
const TOO_FAR = `give at most ${String(LONGEST_DAYS)} days (${String(LONGEST_DAYS * 24 * 60)} minutes)`;

const minutes = z
  .number()
  .int()
  .min(0, 'give 0 or more minutes')
  .max(LONGEST_DAYS * 24 * 60, TOO_FAR);

/** Lead times and windows in minutes. Defaults are those of the ASI preset (PRODUCT.md section 5). */
export const Timings = z.object({
  /** Agenda and documents go out. */
  agendaBefore: minutes,
  /** An agenda sent this long before the start, or earlier, was sent in time. */
  agendaInTime: minutes.default(24 * 60),
  /** "Please answer" to members who have not. */
  nudgeBefore: minutes,
  reminderBefore: minutes,
  /** Join link is sent and check-in opens. */
  checkInBefore: minutes,
  /** Check-in closes, after the start; whoever comes later says so. */
  checkInAfter: minutes,
  /** "Were you there?", after the end. */
  missedAfter: minutes,
  /** A person may correct their own attendance, after the end. */
  correctionAfter: minutes,
  /** Owners of actions are reminded, before 9:00 on the day they are due. */
  actionBefore: minutes.default(7 * 24 * 60),
  /** Who runs a meeting is reminded of minutes that nobody sent to the Secretariat, after its roll was confirmed. */
  minutesAfter: minutes.default(2 * 24 * 60),
  /** Corrections of issued minutes can be suggested, after they were issued: 10 days, a proposal of ours, until the body sets its own. */
  commentAfter: minutes.default(10 * 24 * 60),
});

export type Timings = z.infer<typeof Timings>;

/**
 * Kinds of notices that a body or a group may do without. The others are news (announced, moved,
 * cancelled), the anti-trust statement, or what a meeting can't be held without.
 */
export const SwitchableKind = z.enum(['meetings.agenda', 'meetings.nudge', 'meetings.reminder', 'attendance.missed']);
export type SwitchableKind = z.infer<typeof SwitchableKind>;

/** What is said about meetings beyond their times. Kinds are named when they are off, so that a new kind is on in old settings. */
const notices = {
  off: z.array(SwitchableKind).default([]),
  /** In each person's own zone, unless they chose otherwise; null for none: chat clients are silent at night by themselves. */
  quietHours: QuietHours.nullable().default(null),
};

export const NoticeSettings = z.object(notices);
/** As presets give it: what is not known is refused, so that a slip of the pen is seen. */
export const StrictNoticeSettings = z.strictObject(notices);

export const MembershipClass = z.object({
  slug: z.string(),
  name: z.string(),
  tier: z.enum(['full', 'associate']),
  /** Its organisations are likely to compete with each other: alone together without the Secretariat, that is pointed out. */
  competes: z.boolean().default(false),
});

export const MeetingKind = z.object({ slug: z.string(), name: z.string() });

/** A body's settings, as stored in Body.settings and shipped by its preset. */
export const BodySettings = z.object({
  /** Whom people are told to ask, such as "the ASI Secretariat". */
  contact: z.string(),
  /** E-mails of people of the directory who are told at once of a competition concern; none: the Secretariat alone is. */
  legalContact: z.array(z.email('give an e-mail address').transform((typed) => typed.toLowerCase())).default([]),
  membershipClasses: z.array(MembershipClass).min(1),
  meetingKinds: z.array(MeetingKind).min(1),
  timings: Timings,
  notices: NoticeSettings.prefault({}),
  /** What lines of an agenda are screened for, in every language there is. */
  screen: z.array(ScreenTopic).default([]),
  /** What the wording of minutes is looked through for, in every language there is. */
  wording: z.array(ScreenTopic).default([]),
});

export type BodySettings = z.infer<typeof BodySettings>;

/** Lead times a group may have of its own. The joining link's is the body's alone: check-in opens with it. */
export const GroupTimings = Timings.pick({ agendaBefore: true, nudgeBefore: true, reminderBefore: true, missedAfter: true });
export type GroupTimings = z.infer<typeof GroupTimings>;

/** A group's settings, as stored in Group.settings: only what differs from the body's. */
export const GroupSettings = z.object({
  notices: z.object({ off: z.array(SwitchableKind).nullable().default(null), timings: GroupTimings.partial().prefault({}) }).prefault({}),
});

export type GroupSettings = z.infer<typeof GroupSettings>;

/** What holds for the meetings of one group. */
export interface GroupNotices {
  readonly off: readonly SwitchableKind[];
  readonly timings: Timings;
}

/** The body's settings with the group's own over them. */
export function toGroupNotices({ notices, timings }: BodySettings, { notices: own }: GroupSettings): GroupNotices {
  const { agendaBefore, nudgeBefore, reminderBefore, missedAfter } = own.timings;
  return {
    off: own.off ?? notices.off,
    timings: {
      ...timings,
      agendaBefore: agendaBefore ?? timings.agendaBefore,
      nudgeBefore: nudgeBefore ?? timings.nudgeBefore,
      reminderBefore: reminderBefore ?? timings.reminderBefore,
      missedAfter: missedAfter ?? timings.missedAfter,
    },
  };
}

type Ordered = Pick<Timings, 'agendaBefore' | 'nudgeBefore' | 'reminderBefore' | 'checkInBefore'>;

/** Lead times that make no sense beside each other, by name, as sentences; empty when they do. */
export function findDisorder({
  agendaBefore,
  nudgeBefore,
  reminderBefore,
  checkInBefore,
}: Ordered): Partial<Record<keyof Ordered, string>> {
  return {
    ...(agendaBefore < reminderBefore && {
      agendaBefore: 'The agenda would go out after the reminder. Give it more time than the reminder.',
    }),
    ...(nudgeBefore < reminderBefore && {
      nudgeBefore: 'The request to answer would go out after the reminder. Give it more time than the reminder.',
    }),
    ...(reminderBefore <= checkInBefore && {
      reminderBefore: 'The reminder would go out after the joining link. Give it more time than the joining link.',
    }),
  };
}
