import type { Meeting, Model } from './model.ts';
import * as rules from './rules.ts';
import { DAY, HOUR, MINUTE } from './wall-time.ts';

/** What is to be said about a meeting, when, to whom: the table of PRODUCT.md section 5, written a second time. */

export interface Plan {
  readonly kind: string;
  readonly due: (meeting: Meeting) => number;
  /** From here on it would only confuse. */
  readonly until: (meeting: Meeting) => number;
  readonly to: (model: Model, meeting: Meeting, now: number) => string[];
  /** Who may still hear it once it was planned for them; those it goes to when nothing is said. */
  readonly heardBy?: Plan['to'];
  /** Nobody hears it who has it from another occasion of its kind. */
  readonly once?: boolean;
  readonly says?: (model: Model, meeting: Meeting, now: number) => string[];
  /** Also of use when it is planned after its time. */
  readonly evenLate?: true;
}

export const anyAnswer = ['attending', 'tentative', 'declined'];

/** The instant as it stands in a card's JSON. */
export const shown = (at: number): string => new Date(at).toISOString();

function startsIn(meeting: Meeting, now: number): string {
  const minutes = Math.ceil((meeting.startsAt - now) / MINUTE);
  if (minutes <= 0) return 'has started';
  return `starts in ${String(minutes)} minute${minutes === 1 ? '' : 's'}.`;
}

export const PLANS: readonly Plan[] = [
  {
    kind: 'meetings.agenda',
    due: ({ startsAt }) => startsAt - 7 * DAY,
    until: ({ startsAt }) => startsAt,
    to: (model, { group, hasAgenda }) => (hasAgenda ? [] : rules.channelsOf(model, group)),
    heardBy: (model, { group }) => rules.channelsOf(model, group),
  },
  {
    kind: 'meetings.nudge',
    due: ({ startsAt }) => startsAt - 3 * DAY,
    until: ({ startsAt }) => startsAt - DAY,
    to: rules.silent,
    says: (_, { startsAt }) => [shown(startsAt)],
  },
  {
    kind: 'meetings.reminder',
    due: ({ startsAt }) => startsAt - rules.USUAL_LEAD * MINUTE,
    until: ({ startsAt }) => startsAt - 10 * MINUTE,
    to: (model, meeting, now) => [...rules.channelsOf(model, meeting.group), ...rules.remindedAt(model, meeting, rules.USUAL_LEAD, now)],
    heardBy: (model, meeting, now) => [...rules.channelsOf(model, meeting.group), ...rules.reminded(model, meeting, now)],
    once: true,
    says: (_, { startsAt }) => [shown(startsAt)],
  },
  {
    kind: 'meetings.join',
    due: ({ startsAt }) => startsAt - 10 * MINUTE,
    until: ({ endsAt }) => endsAt,
    to: rules.joining,
    once: true,
    says: (_, meeting, now) => [startsIn(meeting, now)],
    evenLate: true,
  },
  {
    kind: 'attendance.opening',
    due: ({ startsAt }) => startsAt,
    until: ({ endsAt }) => endsAt,
    to: (model, { group }) => rules.channelsOf(model, group),
    says: (model, meeting, now) => [
      rules.statementAt(model, now).text,
      now < rules.checkInEnds(meeting) ? 'here and I will comply' : 'joined later',
    ],
  },
  {
    kind: 'attendance.opening-chair',
    due: ({ startsAt }) => startsAt,
    until: ({ endsAt }) => endsAt,
    to: rules.runners,
  },
  {
    kind: 'attendance.roll',
    due: ({ endsAt }) => endsAt,
    until: ({ endsAt }) => endsAt + 14 * DAY,
    to: rules.runners,
  },
  {
    kind: 'attendance.missed',
    due: ({ endsAt }) => endsAt + 30 * MINUTE,
    until: ({ endsAt }) => endsAt + 72 * HOUR,
    to: rules.missing,
  },
];
