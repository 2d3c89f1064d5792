import type { PlannedNotice } from '../../bot/planned.ts';
import type { Timings } from '../../bot/settings.ts';
import { minutesAfter, type MeetingFacts } from './lookup.ts';

type Times = Pick<MeetingFacts, 'startsAt' | 'endsAt'>;

interface Occasion {
  readonly kind: string;
  readonly dueAt: (meeting: Times, timings: Timings) => Date;
  /** After this it would only confuse. */
  readonly expiresAt: (meeting: Times, timings: Timings) => Date;
  /** Still of use when its time had passed before the meeting was planned: it then goes out at once. */
  readonly whenLate?: 'now';
}

const TWO_WEEKS = 14 * 24 * 60;

/**
 * When a meeting is spoken of (PRODUCT.md section 5). Planned late, what an announcement says as well is
 * left out: the agenda and the request to answer stand on the card, and a reminder beside it would be a double.
 */
const OCCASIONS: readonly Occasion[] = [
  {
    kind: 'meetings.agenda',
    dueAt: ({ startsAt }, { agendaBefore }) => minutesAfter(startsAt, -agendaBefore),
    expiresAt: ({ startsAt }) => startsAt,
  },
  {
    kind: 'meetings.nudge',
    dueAt: ({ startsAt }, { nudgeBefore }) => minutesAfter(startsAt, -nudgeBefore),
    expiresAt: ({ startsAt }, { reminderBefore }) => minutesAfter(startsAt, -reminderBefore),
  },
  {
    kind: 'meetings.reminder',
    dueAt: ({ startsAt }, { reminderBefore }) => minutesAfter(startsAt, -reminderBefore),
    expiresAt: ({ startsAt }, { checkInBefore }) => minutesAfter(startsAt, -checkInBefore),
  },
  {
    kind: 'meetings.join',
    dueAt: ({ startsAt }, { checkInBefore }) => minutesAfter(startsAt, -checkInBefore),
    expiresAt: ({ endsAt }) => endsAt,
    whenLate: 'now',
  },
  { kind: 'attendance.opening', dueAt: ({ startsAt }) => startsAt, expiresAt: ({ endsAt }) => endsAt },
  { kind: 'attendance.opening-chair', dueAt: ({ startsAt }) => startsAt, expiresAt: ({ endsAt }) => endsAt },
  {
    kind: 'attendance.check-in-closed',
    dueAt: ({ startsAt }, { checkInAfter }) => minutesAfter(startsAt, checkInAfter),
    expiresAt: ({ endsAt }) => endsAt,
  },
  { kind: 'attendance.roll', dueAt: ({ endsAt }) => endsAt, expiresAt: ({ endsAt }) => minutesAfter(endsAt, TWO_WEEKS) },
  {
    kind: 'attendance.missed',
    dueAt: ({ endsAt }, { missedAfter }) => minutesAfter(endsAt, missedAfter),
    expiresAt: ({ endsAt }, { correctionAfter }) => minutesAfter(endsAt, correctionAfter),
  },
];

type Planned = Pick<MeetingFacts, 'id' | 'sequence' | 'startsAt' | 'endsAt'>;

/** The notice of one occasion. The key carries the sequence: after a move the same occasion is another notice. */
export const noticeOf = (meeting: Planned, kind: string, dueAt: Date, expiresAt: Date): PlannedNotice => ({
  kind,
  key: `meeting:${meeting.id}:${kind}:${String(meeting.sequence)}`,
  meetingId: meeting.id,
  subject: { sequence: String(meeting.sequence) },
  dueAt,
  expiresAt,
});

/** What is still worth saying about a meeting as it is planned now, with when; `off` are kinds the group does without. */
export function occasionsOf(meeting: Planned, timings: Timings, now: Date, off: readonly string[] = []): PlannedNotice[] {
  return OCCASIONS.flatMap((occasion) => {
    if (off.includes(occasion.kind)) return [];
    const planned = occasion.dueAt(meeting, timings);
    if (planned <= now && occasion.whenLate !== 'now') return [];
    const expires = occasion.expiresAt(meeting, timings);
    // Settings may put an occasion after the one that ends it; then it lasts as long as the meeting.
    const expiresAt = expires > planned ? expires : meeting.endsAt;
    return expiresAt > now && expiresAt > planned ? [noticeOf(meeting, occasion.kind, planned > now ? planned : now, expiresAt)] : [];
  });
}

/** True from the moment the agenda is due: what is posted then carries it. */
export const isAgendaDue = (meeting: Times, timings: Timings, now: Date): boolean =>
  minutesAfter(meeting.startsAt, -timings.agendaBefore) <= now;
