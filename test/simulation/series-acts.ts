import { cancel } from '../../src/features/meetings/cancel.ts';
import { change } from '../../src/features/meetings/change.ts';
import { move } from '../../src/features/meetings/move.ts';
import { rsvp, rsvpSeries } from '../../src/features/meetings/rsvp.ts';
import { notesAnswer, startOf, timeOf, type Typed } from './meeting-acts.ts';
import type { Answer, Meeting, Person, Series } from './model.ts';
import { expectLinkAgain } from './occasions.ts';
import * as rules from './rules.ts';
import { expectSeriesCancelled, expectSeriesMoved, openOf } from './series-occasions.ts';
import { as, perform, type Sim } from './sim.ts';
import { addDays, DAY, occurrenceAt } from './wall-time.ts';

/** Which meetings of a series somebody means besides the one they named. */
export type Scope = 'following' | 'all';

const meant = (sim: Sim, named: Meeting, scope: Scope): Meeting[] =>
  openOf(named.series!, sim.now()).filter((one) => scope === 'all' || one.startsAt >= named.startsAt);

/** The others go by as many days, to the same time of day; those that were moved alone stay. */
export async function movesSeries(sim: Sim, by: Person, named: Meeting, scope: Scope, typed: Typed): Promise<void> {
  const { model } = sim;
  const [now, series] = [sim.now(), named.series!];
  const startsAt = startOf(sim, typed);
  const open = meant(sim, named, scope).filter((one) => !one.isInSession && one.startsAt > now);
  const moving = open.filter((one) => one === named || !one.isMovedAlone);
  const days = Math.round((Date.parse(typed.date) - Date.parse(named.wall.slice(0, 10))) / DAY);
  const places = moving.map((one) => ({ ...typed, date: addDays(one.wall.slice(0, 10), days) }));
  const starts = places.map(({ date, time, zone }) => occurrenceAt(`${date}T${time}`, zone));
  const isOther = startsAt !== named.startsAt || typed.minutes !== named.minutes || typed.zone !== named.zone;
  const isFree = startsAt !== null && open.includes(named) && isOther && starts.every((one) => one > now);
  const words = `move-${scope} ${named.topic} of ${named.wall} to ${typed.date} ${typed.time} ${typed.zone} by ${by.name}`;
  const input = { meeting: named.id, sequence: named.sequence, ...typed, scope };
  const subjects = [series.id, ...moving.map((one) => one.id)];
  const done = await perform(sim, words, subjects, isFree && rules.chairs(model, by, named.group), () => move(as(sim, by), input));
  if (!done) return;
  for (const [i, meeting] of moving.entries()) Object.assign(meeting, timeOf(places[i]!, starts[i]!), { isMovedAlone: false });
  series.sequence += 1;
  expectSeriesMoved(model, series, moving, now);
}

export async function cancelsSeries(sim: Sim, by: Person, named: Meeting, scope: Scope): Promise<void> {
  const series = named.series!;
  const going = meant(sim, named, scope).filter((one) => !one.isInSession);
  const allowed = going.includes(named) && rules.chairs(sim.model, by, named.group);
  const words = `cancel-${scope} ${named.topic} of ${named.wall} by ${by.name}`;
  const subjects = [series.id, ...going.map((one) => one.id)];
  const done = await perform(sim, words, subjects, allowed, () => cancel(as(sim, by), { meeting: named.id, reason: 'Not needed.', scope }));
  if (!done) return;
  for (const meeting of going) meeting.isCancelled = true;
  series.sequence += 1;
  expectSeriesCancelled(sim.model, series, going, sim.now());
}

export async function answersFor(sim: Sim, person: Person, named: Meeting, scope: Scope, answer: Answer): Promise<void> {
  const meetings = meant(sim, named, scope);
  const allowed = rules.mayAnswer(sim.model, named, person, sim.now());
  const words = `answer-${scope} ${person.name} ${answer} to ${named.topic} from ${named.wall} on`;
  const subjects = [person.id, ...meetings.map((one) => one.id)];
  const done = await perform(sim, words, subjects, allowed, () => rsvp(as(sim, person), { meeting: named.id, answer, scope }));
  if (done) notesAnswer(sim, person, meetings, answer, null);
}

/** From the card of the series, as it was at some time. */
export async function answersSeries(sim: Sim, person: Person, series: Series, answer: Answer, change = series.sequence): Promise<void> {
  const open = openOf(series, sim.now());
  const [next] = open;
  const allowed = next !== undefined && change === series.sequence && rules.mayAnswer(sim.model, next, person, sim.now());
  const words = `answer-series ${person.name} ${answer} to ${series.topic}`;
  const input = { series: series.id, change: String(change), answer };
  const done = await perform(sim, words, [person.id, ...open.map((one) => one.id)], allowed, () => rsvpSeries(as(sim, person), input));
  if (done) notesAnswer(sim, person, open, answer, null);
}

/** Another link for several; those who have the old one of a meeting that is about to begin get it again. */
export async function changesLinks(sim: Sim, by: Person, named: Meeting, scope: Scope): Promise<void> {
  const now = sim.now();
  const meetings = meant(sim, named, scope);
  const allowed = meetings.includes(named) && rules.chairs(sim.model, by, named.group);
  const input = { meeting: named.id, subTopic: named.topic, kind: 'priority', link: `https://meet.invalid/${String(now)}`, scope };
  const was = { chairId: named.chairId, secretariatId: named.secretariatId };
  const words = `link-${scope} ${named.topic} of ${named.wall} by ${by.name}`;
  const subjects = meetings.map((one) => one.id);
  const done = await perform(sim, words, subjects, allowed, () =>
    change(as(sim, by), { ...input, chair: null, secretariat: named.secretariatId }),
  );
  if (!done) return;
  const is = { chairId: done.meeting.chair?.id ?? null, secretariatId: done.meeting.secretariat?.id ?? null };
  const changed = Object.fromEntries(Object.entries(is).filter(([name, id]) => id !== was[name as keyof typeof was]));
  for (const meeting of meetings) {
    Object.assign(meeting, changed);
    expectLinkAgain(sim.model, meeting, now);
  }
}
