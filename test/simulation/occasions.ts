import type { Meeting, Model, Occasion, Person } from './model.ts';
import { anyAnswer, PLANS, shown, type Plan } from './plans.ts';
import * as rules from './rules.ts';
import { MINUTE } from './wall-time.ts';

/** What is expected to be said because of what was done. */

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

/** Whether somebody has or gets a message of this kind about the meeting as it stands, by another occasion than this. */
export function hasElsewhere(model: Model, kind: string, meeting: Meeting, target: string, key: string): boolean {
  const keys = model.reached.get(meetingKey(kind, meeting.id, meeting.sequence))?.get(target);
  return target.startsWith('person:') && [...(keys ?? [])].some((one) => one !== key);
}

function reaches(model: Model, meeting: Meeting, plan: Plan, key: string): Reaches {
  const isSilent = (): boolean => meeting.isClosed && plan.kind !== 'attendance.missed';
  const isNew = (target: string): boolean => !plan.once || !hasElsewhere(model, plan.kind, meeting, target, key);
  return {
    targets: (at) => (isSilent() ? [] : plan.to(model, meeting, at).filter(isNew)),
    mayHear: (target, at) => !isSilent() && (plan.heardBy ?? plan.to)(model, meeting, at).includes(target),
  };
}

/** A message about a meeting as it stands now; `suffix` where the same thing may be said again. */
export function expectAbout(model: Model, meeting: Meeting, plan: Plan, now: number, suffix = ''): void {
  const { sequence, topic } = meeting;
  const key = meetingKey(plan.kind, meeting.id, sequence) + suffix;
  expect(model, {
    key,
    kind: plan.kind,
    meeting,
    series: null,
    sequence,
    dueAt: Math.max(now, plan.due(meeting)),
    plannedAt: now,
    expiresAt: plan.until(meeting),
    ...reaches(model, meeting, plan, key),
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
const cancelled = (isHeardOf: boolean): Plan =>
  told('meetings.cancelled', (model, meeting, now) => [
    ...(isHeardOf ? rules.channelsOf(model, meeting.group) : []),
    ...rules.answered(model, meeting, anyAnswer, now),
  ]);

/** What is still to be said about a meeting as it stands. */
export function expectCalendar(model: Model, meeting: Meeting, now: number): void {
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
export function withdraw(model: Model, meeting: Meeting): Occasion[] {
  const gone = model.waiting.filter((one) => one.meeting === meeting && one.sequence >= 0);
  for (const one of gone) one.state = 'withdrawn';
  model.waiting = model.waiting.filter((one) => one.state === 'waiting');
  return gone;
}

/** The announcement of its series still waits, and will show the meeting as it is then. */
export const isUnheard = (model: Model, { series }: Meeting): boolean =>
  series !== null && model.occasions.get(`meetings.series-announced ${series.id}`)?.state === 'waiting';

/** One message per change: a move of what nobody heard of yet is announced, not told as a move. */
export function expectMoved(model: Model, meeting: Meeting, now: number): void {
  const gone = withdraw(model, meeting);
  meeting.sequence += 1;
  const isAnnounced = gone.some((one) => one.kind === 'meetings.announced');
  if (!isUnheard(model, meeting)) expectAbout(model, meeting, isAnnounced ? announced : moved, now);
  expectCalendar(model, meeting, now);
  expectOwnReminders(model, meeting, now);
}

export function expectCancelled(model: Model, meeting: Meeting, now: number): void {
  withdraw(model, meeting);
  meeting.sequence += 1;
  expectAbout(model, meeting, cancelled(meeting.isTold || meeting.series?.isTold === true), now);
}

/** After a move: the reminders at their own times of those who come. */
export function expectOwnReminders(model: Model, meeting: Meeting, now: number): void {
  for (const [id, { answer }] of meeting.answers) if (answer !== 'declined') expectOwnReminder(model, meeting, model.people.get(id)!, now);
}

/** The reminder at somebody's own time, one for all who chose the same; nothing once that has passed. */
export function expectOwnReminder(model: Model, meeting: Meeting, { preferences }: Person, now: number): void {
  const lead = preferences.lead ?? rules.USUAL_LEAD;
  const usual = PLANS.find((plan) => plan.kind === 'meetings.reminder')!;
  const due = meeting.startsAt - lead * MINUTE;
  const suffix = ` lead ${String(lead)}`;
  if (lead === rules.USUAL_LEAD || due <= now || model.occasions.has(meetingKey(usual.kind, meeting.id, meeting.sequence) + suffix)) return;
  const to: Plan['to'] = (_, one, at) => rules.remindedAt(model, one, lead, at);
  expectAbout(model, meeting, { ...usual, to, heardBy: rules.reminded, due: () => due }, now, suffix);
}

/** Who says they come when the others have the link, or are about to get it, is sent it too. */
export function expectOwnLink(model: Model, meeting: Meeting, person: Person, now: number): void {
  const join = PLANS.find((plan) => plan.kind === 'meetings.join')!;
  const target = `person:${person.id}`;
  const suffix = ` person ${person.id}`;
  const key = meetingKey(join.kind, meeting.id, meeting.sequence) + suffix;
  if (join.due(meeting) > now + MINUTE || rules.isOver(meeting, now) || model.occasions.has(key)) return;
  if (hasElsewhere(model, join.kind, meeting, target, key)) return;
  const to: Plan['to'] = (_, one, at) => rules.joining(model, one, at).filter((id) => id === target);
  expectAbout(model, meeting, { ...join, to }, now, suffix);
}

/** A message about a move that has dates only does not carry the agenda: where that is due already, it follows at once. */
export function expectAgendaNow(model: Model, meeting: Meeting, now: number): void {
  const agenda = PLANS.find((plan) => plan.kind === 'meetings.agenda')!;
  if (!meeting.hasAgenda && agenda.due(meeting) <= now) expectAbout(model, meeting, agenda, now);
}

export function expectAsked(model: Model, meeting: Meeting, day: string, now: number): void {
  const plan = told('meetings.nudge', rules.silent);
  expectAbout(model, meeting, { ...plan, until: ({ startsAt }) => startsAt }, now, ` asked ${day}`);
}

/** The link changed: after it was sent it is sent again; one that is due and waits will carry the new one. */
export function expectLinkAgain(model: Model, meeting: Meeting, now: number): void {
  const join = PLANS.find((plan) => plan.kind === 'meetings.join')!;
  if (join.due(meeting) > now || model.occasions.get(meetingKey(join.kind, meeting.id, meeting.sequence))?.state === 'waiting') return;
  expectAbout(model, meeting, { ...join, once: false }, now, ` link ${String(now)}`);
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
    series: null,
    sequence: -1,
    plannedAt: now,
    expiresAt: dueAt + lastsFor,
    says: () => [],
    ...exactly(occasion.targets),
    ...occasion,
    dueAt,
  });
}
