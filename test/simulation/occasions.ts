import type { Meeting, Model, Occasion } from './model.ts';
import * as rules from './rules.ts';
import { DAY, HOUR, MINUTE } from './wall-time.ts';

/** What is to be said, when, to whom: the table of PRODUCT.md section 5, written a second time. */

interface Plan {
  readonly kind: string;
  readonly due: (meeting: Meeting) => number;
  /** From here on it would only confuse. */
  readonly until: (meeting: Meeting) => number;
  readonly to: (model: Model, meeting: Meeting, now: number) => string[];
  readonly says?: (model: Model, meeting: Meeting, now: number) => string[];
  /** Also of use when it is planned after its time. */
  readonly evenLate?: true;
}

const comes = ['attending', 'tentative'];
const anyAnswer = [...comes, 'declined'];

/** The instant as it stands in a card's JSON. */
export const shown = (at: number): string => new Date(at).toISOString();

function startsIn(meeting: Meeting, now: number): string {
  const minutes = Math.ceil((meeting.startsAt - now) / MINUTE);
  if (minutes <= 0) return 'has started';
  return `starts in ${String(minutes)} minute${minutes === 1 ? '' : 's'}.`;
}

const PLANS: readonly Plan[] = [
  {
    kind: 'meetings.agenda',
    due: ({ startsAt }) => startsAt - 7 * DAY,
    until: ({ startsAt }) => startsAt,
    to: (model, { group }) => rules.channelsOf(model, group),
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
    due: ({ startsAt }) => startsAt - DAY,
    until: ({ startsAt }) => startsAt - 10 * MINUTE,
    to: (model, meeting, now) => [...rules.channelsOf(model, meeting.group), ...rules.reminded(model, meeting, now)],
    says: (_, { startsAt }) => [shown(startsAt)],
  },
  {
    kind: 'meetings.join',
    due: ({ startsAt }) => startsAt - 10 * MINUTE,
    until: ({ endsAt }) => endsAt,
    to: (model, meeting, now) => rules.answered(model, meeting, comes, now),
    says: (_, meeting, now) => [startsIn(meeting, now)],
    evenLate: true,
  },
  {
    kind: 'attendance.opening',
    due: ({ startsAt }) => startsAt,
    until: ({ endsAt }) => endsAt,
    to: (model, { group }) => rules.channelsOf(model, group),
    says: (model, _, now) => [rules.statementAt(model, now).text, 'here and I will comply'],
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

export function expect(model: Model, occasion: Omit<Occasion, 'state'>): void {
  const planned: Occasion = { ...occasion, state: 'waiting' };
  model.occasions.set(planned.key, planned);
  model.waiting.push(planned);
}

export const meetingKey = (kind: string, meetingId: string, sequence: number): string => `${kind} ${meetingId} ${String(sequence)}`;

type Reaches = Pick<Occasion, 'targets' | 'mayHear'>;

const exactly = (targets: (now: number) => readonly string[]): Reaches => ({
  targets,
  mayHear: (target, now) => targets(now).includes(target),
});

/** A message about a meeting as it stands now; `suffix` where the same thing may be said again. */
export function expectAbout(model: Model, meeting: Meeting, plan: Plan, now: number, suffix = ''): void {
  const { sequence, topic } = meeting;
  expect(model, {
    key: meetingKey(plan.kind, meeting.id, sequence) + suffix,
    kind: plan.kind,
    meeting,
    sequence,
    dueAt: Math.max(now, plan.due(meeting)),
    plannedAt: now,
    expiresAt: plan.until(meeting),
    ...exactly((at) => (meeting.isClosed && plan.kind !== 'attendance.missed' ? [] : plan.to(model, meeting, at))),
    says: (at) => [topic, ...(plan.says?.(model, meeting, at) ?? [])],
  });
}

const told = (kind: string, to: Plan['to']): Plan => ({
  kind,
  due: () => 0,
  until: ({ endsAt }) => endsAt,
  to,
  says: (_, { startsAt }) => [shown(startsAt)],
});

const announced = told('meetings.announced', (model, { group }) => rules.channelsOf(model, group));
const moved = told('meetings.moved', (model, meeting, now) => [
  ...rules.channelsOf(model, meeting.group),
  ...rules.answered(model, meeting, anyAnswer, now),
]);
const cancelled = told('meetings.cancelled', (model, meeting, now) => [
  ...(meeting.isTold ? rules.channelsOf(model, meeting.group) : []),
  ...rules.answered(model, meeting, anyAnswer, now),
]);

function expectCalendar(model: Model, meeting: Meeting, now: number): void {
  for (const plan of PLANS) {
    if (plan.due(meeting) <= now && !plan.evenLate) continue;
    if (plan.kind === 'meetings.agenda' && meeting.hasAgenda) continue;
    if (plan.until(meeting) > now) expectAbout(model, meeting, plan, now);
  }
}

export function expectScheduled(model: Model, meeting: Meeting, now: number): void {
  expectAbout(model, meeting, announced, now);
  expectCalendar(model, meeting, now);
}

/** Nothing that was still to be said about the meeting as it was is said any more. */
function withdraw(model: Model, meeting: Meeting): Occasion[] {
  const gone = model.waiting.filter((one) => one.meeting === meeting && one.sequence >= 0);
  for (const one of gone) one.state = 'withdrawn';
  model.waiting = model.waiting.filter((one) => one.state === 'waiting');
  return gone;
}

/** One message per change: a move of what nobody heard of yet is announced, not told as a move. */
export function expectMoved(model: Model, meeting: Meeting, now: number): void {
  const gone = withdraw(model, meeting);
  meeting.sequence += 1;
  expectAbout(model, meeting, gone.some((one) => one.kind === 'meetings.announced') ? announced : moved, now);
  expectCalendar(model, meeting, now);
}

export function expectCancelled(model: Model, meeting: Meeting, now: number): void {
  withdraw(model, meeting);
  meeting.sequence += 1;
  expectAbout(model, meeting, cancelled, now);
}

export function expectAsked(model: Model, meeting: Meeting, day: string, now: number): void {
  const plan = told('meetings.nudge', rules.silent);
  expectAbout(model, meeting, { ...plan, until: ({ startsAt }) => startsAt }, now, ` asked ${day}`);
}

/** The link changed after it was sent: it is sent again. */
export function expectLinkAgain(model: Model, meeting: Meeting, now: number): void {
  const join = PLANS.find((plan) => plan.kind === 'meetings.join')!;
  expectAbout(model, meeting, join, now, ` link ${String(now)}`);
}

/** A message that is not tied to a meeting's time. */
export function expectOther(
  model: Model,
  occasion: Pick<Occasion, 'key' | 'kind'> & Partial<Occasion> & { readonly targets: Occasion['targets'] },
  now: number,
  lastsFor: number,
): void {
  const dueAt = occasion.dueAt ?? now;
  expect(model, {
    meeting: null,
    sequence: -1,
    plannedAt: now,
    expiresAt: dueAt + lastsFor,
    says: () => [],
    ...exactly(occasion.targets),
    ...occasion,
    dueAt,
  });
}
