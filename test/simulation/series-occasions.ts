import type { Meeting, Model, Series } from './model.ts';
import { expectAgendaNow, expectCalendar, expectOther, expectOwnReminders, isUnheard, withdraw } from './occasions.ts';
import { shown } from './plans.ts';
import * as rules from './rules.ts';

/** What is said about several meetings of a series at once: one message for each change. */

const byStart = (a: Meeting, b: Meeting): number => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1);

/** The meetings of a series that are still to come or under way, the next one first. */
export const openOf = (series: Series, now: number): Meeting[] => series.meetings.filter((one) => !rules.isOver(one, now)).sort(byStart);

const lastEnd = (meetings: readonly Meeting[]): number => Math.max(...meetings.map((one) => one.endsAt));

/** One announcement for all, in the channels. */
export function expectSeriesScheduled(model: Model, series: Series, now: number): void {
  const key = `meetings.series-announced ${series.id}`;
  const targets = (at: number): string[] => (openOf(series, at).length > 0 ? rules.channelsOf(model, series.group) : []);
  const says = (at: number): string[] => [
    series.topic,
    ...openOf(series, at)
      .slice(0, 6)
      .map((one) => shown(one.startsAt)),
  ];
  expectOther(model, { key, kind: 'meetings.series-announced', series, targets, says }, now, lastEnd(series.meetings) - now);
  for (const meeting of series.meetings) expectCalendar(model, meeting, now);
}

/** Told once in the channels and to whoever answered one of the meetings; what is announced only now is announced as it is. */
export function expectSeriesMoved(model: Model, series: Series, moved: readonly Meeting[], now: number): void {
  for (const meeting of moved) withdraw(model, meeting);
  for (const meeting of moved) meeting.sequence += 1;
  if (!isUnheard(model, moved[0]!)) {
    expectChange(model, series, 'meetings.series-moved', moved, true, now);
    for (const meeting of moved) expectAgendaNow(model, meeting, now);
  }
  for (const meeting of moved) {
    expectCalendar(model, meeting, now);
    expectOwnReminders(model, meeting, now);
  }
}

export function expectSeriesCancelled(model: Model, series: Series, cancelled: readonly Meeting[], now: number): void {
  for (const meeting of cancelled) withdraw(model, meeting);
  for (const meeting of cancelled) meeting.sequence += 1;
  expectChange(model, series, 'meetings.series-cancelled', cancelled, series.isTold, now);
}

function expectChange(model: Model, series: Series, kind: string, meetings: readonly Meeting[], inChannels: boolean, now: number): void {
  const then = new Map(meetings.map((one) => [one, one.sequence]));
  const isMove = kind === 'meetings.series-moved';
  // What changed once more is left to the later message.
  const still = (at: number): Meeting[] =>
    meetings.filter((one) => one.sequence === then.get(one) && (isMove ? !rules.isOver(one, at) : one.isCancelled)).sort(byStart);
  const targets = (at: number): string[] => {
    const about = still(at);
    if (about.length === 0) return [];
    const people = about.flatMap((one) => rules.answered(model, one, ['attending', 'tentative', 'declined'], at));
    return [...(inChannels ? rules.channelsOf(model, series.group) : []), ...new Set(people)];
  };
  const says = (at: number): string[] => [
    series.topic,
    ...still(at)
      .slice(0, 6)
      .map((one) => shown(one.startsAt)),
  ];
  const key = `${kind} ${series.id} ${String(series.sequence)}`;
  expectOther(model, { key, kind, series, targets, says }, now, lastEnd(meetings) - now);
}
