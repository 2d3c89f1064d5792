import { checksIn, confirmsRoll, leavesEarly, readsAloud, saysWasThere } from './attendance-acts.ts';
import { answers, cancels, changesLink, moves, reminds, someoneWhoRuns, suggests, type Typed } from './meeting-acts.ts';
import type { Answer, Meeting, Person, Series } from './model.ts';
import * as rules from './rules.ts';
import { answersFor, answersSeries, cancelsSeries, changesLinks, movesSeries, type Scope } from './series-acts.ts';
import type { Sim } from './sim.ts';
import { DAY, HOUR, MINUTE, wallOf } from './wall-time.ts';
import { OTHER_ZONES } from './world.ts';

/** What people will do about a meeting from now on. Some of it will no longer be possible when its time comes; that is tried too. */
export function livesThrough(sim: Sim, meeting: Meeting): void {
  const { random } = sim;
  for (const { person } of rules.membersOf(sim.model, meeting.group)) takesPart(sim, meeting, person);
  const now = sim.now();
  if (random.chance(0.15)) {
    const anyone = random.pick([...sim.model.people.values()]);
    sim.later(between(sim, now, meeting.endsAt), 'answers', () => answers(sim, anyone, meeting, 'attending'));
    sim.later(meeting.startsAt + 2 * MINUTE, 'checks in', () => checksIn(sim, anyone, meeting));
  }
  if (random.chance(0.22)) sim.later(changeTime(sim, meeting), 'moves', () => movesSomewhere(sim, meeting));
  if (random.chance(0.13)) sim.later(changeTime(sim, meeting), 'cancels', () => cancels(sim, someoneWhoRuns(sim, meeting.group), meeting));
  if (random.chance(0.08))
    sim.later(meeting.startsAt - random.int(-20, 30) * MINUTE, 'changes link', () =>
      changesLink(sim, someoneWhoRuns(sim, meeting.group), meeting),
    );
  if (random.chance(0.15))
    sim.later(meeting.startsAt - random.int(10, 90) * HOUR, 'reminds', () =>
      reminds(sim, someoneWhoRuns(sim, meeting.group), meeting.group),
    );
  isRun(sim, meeting);
}

const between = (sim: Sim, from: number, until: number): number =>
  from + Math.floor((sim.random.next() * (until - from)) / MINUTE) * MINUTE;

/** Half of all changes come in the last minutes. */
function changeTime(sim: Sim, meeting: Meeting): number {
  return sim.random.chance(0.5) ? meeting.startsAt - sim.random.int(-2, 25) * MINUTE : between(sim, sim.now(), meeting.startsAt);
}

const ANSWERS: readonly Answer[] = ['attending', 'attending', 'attending', 'tentative', 'declined'];

export function takesPart(sim: Sim, meeting: Meeting, person: Person): void {
  const { random } = sim;
  const { startsAt, endsAt, sequence } = meeting;
  const now = sim.now();
  if (random.chance(0.7)) {
    const at = between(sim, now, startsAt);
    sim.later(at, 'answers', () => answers(sim, person, meeting, random.pick(ANSWERS)));
    // From a card of before a move, if there was one.
    if (random.chance(0.3))
      sim.later(between(sim, at, endsAt), 'answers', () => answers(sim, person, meeting, random.pick(ANSWERS), sequence));
  }
  if (random.chance(0.06)) sim.later(between(sim, now, endsAt), 'suggests', () => suggests(sim, person, meeting));
  if (random.chance(0.5)) comes(sim, meeting, person, startsAt, endsAt);
  else if (random.chance(0.4))
    sim.later(endsAt + random.int(5, 80 * 60) * MINUTE, 'says', () =>
      saysWasThere(sim, person, meeting, random.chance(0.7) ? 'yes' : 'no'),
    );
}

function comes(sim: Sim, meeting: Meeting, person: Person, startsAt: number, endsAt: number): void {
  const at = startsAt + sim.random.int(-14, 12) * MINUTE;
  sim.later(at, 'checks in', () => checksIn(sim, person, meeting));
  if (sim.random.chance(0.2)) sim.later(at + 5 * MINUTE, 'checks in', () => checksIn(sim, person, meeting));
  if (!sim.random.chance(0.12)) return;
  sim.later(between(sim, startsAt + 13 * MINUTE, endsAt), 'leaves', () => leavesEarly(sim, person, meeting));
  sim.later(endsAt - MINUTE, 'checks in', () => checksIn(sim, person, meeting));
}

function isRun(sim: Sim, meeting: Meeting): void {
  const { random } = sim;
  const { startsAt, endsAt } = meeting;
  if (random.chance(0.8))
    sim.later(startsAt + random.int(-3, 6) * MINUTE, 'reads', () => readsAloud(sim, someoneWhoRuns(sim, meeting.group), meeting));
  if (!random.chance(0.85)) return;
  const at = random.chance(0.2) ? between(sim, startsAt, endsAt) : endsAt + random.int(1, 60 * 60) * MINUTE;
  sim.later(at, 'confirms', () => confirmsRoll(sim, someoneWhoRuns(sim, meeting.group), meeting));
  // Somebody who looked before it was confirmed; and a correction.
  if (random.chance(0.2)) sim.later(at + HOUR, 'confirms', () => confirmsRoll(sim, someoneWhoRuns(sim, meeting.group), meeting, 0));
  if (random.chance(0.2)) sim.later(at + DAY, 'confirms', () => confirmsRoll(sim, someoneWhoRuns(sim, meeting.group), meeting));
}

async function movesSomewhere(sim: Sim, meeting: Meeting): Promise<void> {
  const { random } = sim;
  const shift = random.pick([-2 * DAY, -HOUR, HOUR, 2 * HOUR, DAY, 3 * DAY, 9 * DAY]);
  const zone = random.chance(0.15) ? random.pick(OTHER_ZONES) : meeting.zone;
  const [date = '', time = ''] = wallOf(meeting.startsAt + shift, zone).split('T');
  const typed: Typed = { date, time, zone, minutes: random.pick([30, 60, 90]) };
  const before = meeting.sequence;
  await moves(sim, someoneWhoRuns(sim, meeting.group), meeting, typed, random.chance(0.05) ? before + 1 : before);
  if (meeting.sequence === before) return;
  for (const { person } of rules.membersOf(sim.model, meeting.group))
    if (random.chance(0.5)) comes(sim, meeting, person, meeting.startsAt, meeting.endsAt);
  isRun(sim, meeting);
}

const SCOPES: readonly Scope[] = ['following', 'all'];

/** What people do about several meetings of a series at once. */
export function seriesLivesThrough(sim: Sim, series: Series): void {
  const { random } = sim;
  const [first, last] = [series.meetings[0]!, series.meetings.at(-1)!];
  const some = (): Meeting => random.pick(series.meetings);
  const when = (): number => between(sim, sim.now(), random.chance(0.3) ? first.startsAt : last.endsAt);
  const runs = (): Person => someoneWhoRuns(sim, series.group);
  for (const { person } of rules.membersOf(sim.model, series.group)) {
    if (random.chance(0.4))
      sim.later(when(), 'answers several', () => answersFor(sim, person, some(), random.pick(SCOPES), random.pick(ANSWERS)));
    if (random.chance(0.4)) {
      const change = random.chance(0.3) ? 0 : undefined;
      sim.later(when(), 'answers series', () => answersSeries(sim, person, series, random.pick(ANSWERS), change));
    }
  }
  if (random.chance(0.5)) sim.later(changeTime(sim, some()), 'moves several', () => movesSeveral(sim, series, runs()));
  if (random.chance(0.3)) sim.later(when(), 'moves several', () => movesSeveral(sim, series, runs()));
  if (random.chance(0.2)) sim.later(when(), 'cancels several', () => cancelsSeries(sim, runs(), some(), random.pick(SCOPES)));
  if (random.chance(0.2)) {
    const named = some();
    sim.later(named.startsAt - random.int(-20, 30) * MINUTE, 'changes links', () => changesLinks(sim, runs(), named, random.pick(SCOPES)));
  }
}

/** To another hour, day or zone; then people come at the new times. */
async function movesSeveral(sim: Sim, series: Series, by: Person): Promise<void> {
  const { random } = sim;
  const named = random.pick(series.meetings);
  const shift = random.pick([-2 * DAY, -HOUR, HOUR, 2 * HOUR, DAY, 7 * DAY]);
  const [date = '', time = ''] = wallOf(named.startsAt + shift, named.zone).split('T');
  const before = series.sequence;
  await movesSeries(sim, by, named, random.pick(SCOPES), { date, time, zone: named.zone, minutes: random.pick([30, 60, 90]) });
  if (series.sequence === before) return;
  for (const meeting of series.meetings) {
    if (rules.isOver(meeting, sim.now())) continue;
    for (const { person } of rules.membersOf(sim.model, series.group))
      if (random.chance(0.4)) comes(sim, meeting, person, meeting.startsAt, meeting.endsAt);
    isRun(sim, meeting);
  }
}
