import { schedules, someoneWhoRuns, type Typed } from './meeting-acts.ts';
import { livesThrough, seriesLivesThrough, takesPart } from './meeting-life.ts';
import type { Group, Person, Series } from './model.ts';
import * as people from './people-acts.ts';
import { prefers } from './preference-acts.ts';
import * as rules from './rules.ts';
import { chooseRhythm, everyFewMonths, schedulesSeries, type Rhythm } from './series.ts';
import type { Sim } from './sim.ts';
import { addDays, changesOf, DAY, dayIn, HOUR, instantsOf, MINUTE, offsetAt, startOfDay, wallOf } from './wall-time.ts';
import { OTHER_ZONES } from './world.ts';

export const groupsOf = (sim: Sim): Group[] => [...sim.model.groups.values()];
const channelOf = (group: Group, n = 0): string => `C-${group.slug}-${String(n)}`;

/** The first day: the statement, the channels, the members and their chairs. */
export async function begins(sim: Sim): Promise<void> {
  const { random, model, world } = sim;
  await people.publishes(sim, 'Keep to the agenda. Version 1.', dayIn(sim.now(), model.zone));
  const everyone = [...model.people.values()].filter((one) => !one.isSecretariat);
  for (const [i, group] of groupsOf(sim).entries()) {
    await people.connects(sim, group, world.workspaces[i % 2]!, channelOf(group));
    if (i === 0) await people.connects(sim, group, world.workspaces[1], channelOf(group, 1));
    const first = everyone[i % everyone.length]!;
    const chosen = everyone.filter((one) => one === first || random.chance(3 / everyone.length));
    for (const person of chosen) await people.joins(sim, person, group, random.chance(0.2) ? 'channel' : 'direct');
    if (rules.memberOf(model, first, group)) await people.getsRole(sim, first, group, 'chair');
  }
}

/** Everything of the year that does not follow from something else. */
export function plan(sim: Sim, from: number): void {
  for (const group of groupsOf(sim)) {
    meetsAllYear(sim, group, from);
    runsSeries(sim, group, from + Math.round(sim.random.int(1, 14) / sim.density) * DAY);
    for (const change of changesOf(group.zone, from, sim.end)) {
      meetsOnTheDayOf(sim, group, change);
      if (sim.random.chance(Math.max(sim.density, 0.2))) meetsThroughChange(sim, group, change);
    }
  }
  for (let day = dayIn(from, sim.model.zone); startOfDay(day, sim.model.zone) < sim.end; day = addDays(day, 1))
    sim.later(startOfDay(day, sim.model.zone), 'daily', () => people.appliesAppointments(sim));
  const years = (sim.end - from) / (365 * DAY);
  const some = (most: number): number => Math.ceil(most * years * sim.density);
  comeAndGo(sim, from, some);
  for (let i = 0; i < Math.max(some(40), 12 * years); i += 1) choosesPreferences(sim, from);
  for (let i = 0; i < some(3); i += 1) breaks(sim, from);
  for (let i = 0; i < some(3); i += 1) republishes(sim, from, i + 2);
}

export const anyTime = (sim: Sim, from: number): number =>
  from + DAY + Math.floor((sim.random.next() * (sim.end - from - DAY)) / MINUTE) * MINUTE;

function typedTime(sim: Sim, group: Group): Omit<Typed, 'date'> {
  // At night too, when quiet hours are and clocks change.
  const hour = sim.random.chance(0.2) ? sim.random.int(0, 6) : sim.random.int(7, 20);
  const time = `${String(hour).padStart(2, '0')}:${sim.random.pick(['00', '15', '30'])}`;
  return {
    time,
    zone: sim.random.chance(0.15) ? sim.random.pick(OTHER_ZONES) : group.zone,
    minutes: sim.random.pick([15, 45, 60, 120]),
  };
}

/** One series goes through the whole year, whatever the clocks do; the meetings of each are planned all at once. */
function meetsAllYear(sim: Sim, group: Group, from: number): void {
  sim.later(from + sim.random.int(1, 8) * HOUR, 'plans', async () => {
    const { random } = sim;
    const day = addDays(dayIn(sim.now(), group.zone), random.int(7, 20));
    const first = { ...typedTime(sim, group), date: day, zone: group.zone };
    await plansSeries(sim, group, everyFewMonths(day, sim.density < 0.05 ? 5 : 2), first);
  });
}

/** A group plans more meetings at a time, and the next ones when these are over. */
function runsSeries(sim: Sim, group: Group, at: number): void {
  sim.later(at, 'plans', async () => {
    const { random } = sim;
    const first = { ...typedTime(sim, group), date: dayIn(at + random.int(0, 21) * DAY, group.zone) };
    const rhythm = chooseRhythm(random, first.date, addDays(first.date, 200), random.int(2, 6));
    const series = await plansSeries(sim, group, rhythm, first);
    const last = series?.meetings.at(-1)?.endsAt ?? at;
    runsSeries(sim, group, last + Math.round(random.int(2, 25) / sim.density) * DAY);
  });
}

async function plansSeries(sim: Sim, group: Group, rhythm: Rhythm, first: Typed): Promise<Series | null> {
  const series = await schedulesSeries(sim, someoneWhoRuns(sim, group), group, rhythm, first);
  if (!series) return null;
  for (const meeting of series.meetings) livesThrough(sim, meeting);
  seriesLivesThrough(sim, series);
  return series;
}

/** A series whose meetings fall, at their time of day, on each of the group's clock changes: some are skipped, some come twice. */
function meetsThroughChange(sim: Sim, group: Group, change: number): void {
  const { random } = sim;
  sim.later(change - random.int(5, 9) * DAY, 'plans', async () => {
    const isSkip = offsetAt(change, group.zone) > offsetAt(change - MINUTE, group.zone);
    const near = Date.parse(`${wallOf(change - MINUTE, group.zone)}:00.000Z`) + (isSkip ? 16 : -14) * MINUTE;
    const [date = '', time = ''] = new Date(near).toISOString().slice(0, 16).split('T');
    const first: Typed = { date: addDays(date, -3), time, zone: group.zone, minutes: 30 };
    const days = [0, 3, 6].map((n) => addDays(first.date, n));
    await plansSeries(sim, group, { repeats: 'custom', rule: 'FREQ=DAILY;INTERVAL=3;COUNT=3', lastDate: '', days }, first);
  });
}

/** A meeting on the day on which the clocks change; and first the times around the change, of which some are skipped or come twice. */
function meetsOnTheDayOf(sim: Sim, group: Group, change: number): void {
  const { random } = sim;
  sim.later(change - random.int(2, 12) * DAY - random.int(0, 600) * MINUTE, 'plans', async () => {
    const by = someoneWhoRuns(sim, group);
    for (let at = change - 90 * MINUTE; at <= change + 60 * MINUTE; at += 30 * MINUTE) {
      const [date = '', shown = ''] = wallOf(at, group.zone).split('T');
      const time = `${shown.slice(0, 2)}:${random.pick(['00', '10', '40', '59'])}`;
      const isOdd = instantsOf(`${date}T${time}`, group.zone).length !== 1;
      if (isOdd || random.chance(0.1 * sim.density)) await plansOne(sim, by, group, { date, time, zone: group.zone, minutes: 30 });
    }
    await plansOne(sim, by, group, { ...typedTime(sim, group), date: dayIn(change, group.zone) });
  });
}

async function plansOne(sim: Sim, by: Person, group: Group, typed: Typed): Promise<void> {
  const made = await schedules(sim, by, group, typed);
  if (made) livesThrough(sim, made);
}

function choosesPreferences(sim: Sim, from: number): void {
  const person = sim.random.pick([...sim.model.people.values()]);
  sim.later(sim.random.chance(0.3) ? from + sim.random.int(1, 20) * DAY : anyTime(sim, from), 'prefers', () => prefers(sim, person));
}

/** A newcomer finds the meetings that are scheduled already, and takes part in them. */
async function joinsAndTakesPart(sim: Sim, person: Person, group: Group): Promise<void> {
  if (rules.memberOf(sim.model, person, group)) return;
  await people.joins(sim, person, group, 'direct', sim.random.chance(0.1) ? sim.model.statements[0] : undefined);
  if (!rules.memberOf(sim.model, person, group)) return;
  for (const meeting of sim.model.meetings.values())
    if (meeting.group === group && !rules.isOver(meeting, sim.now()) && sim.random.chance(0.5)) takesPart(sim, meeting, person);
}

function comeAndGo(sim: Sim, from: number, some: (most: number) => number): void {
  const { random, model } = sim;
  const everyone = [...model.people.values()].filter((one) => !one.isSecretariat);
  for (let i = 0; i < some(30); i += 1) {
    const [person, group] = [random.pick(everyone), random.pick(groupsOf(sim))];
    if (random.chance(0.6)) sim.later(anyTime(sim, from), 'joins', () => joinsAndTakesPart(sim, person, group));
    else sim.later(anyTime(sim, from), 'leaves', () => people.leaves(sim, person, group));
    if (random.chance(0.2))
      sim.later(anyTime(sim, from), 'gets role', () => people.getsRole(sim, person, group, random.pick(['chair', 'participant'])));
  }
  for (const organisation of new Set(everyone.map((one) => one.organisation))) {
    if (!organisation || !random.chance(0.7)) continue;
    const at = anyTime(sim, from);
    sim.later(at, 'lapses', () => people.changesStanding(sim, organisation, 'lapsed'));
    sim.later(at + random.int(5, 60) * DAY, 'returns', () => people.changesStanding(sim, organisation, 'good'));
  }
  for (let i = 0; i < some(3); i += 1) {
    const [person, at] = [random.pick(everyone), anyTime(sim, from)];
    const begins = addDays(dayIn(at, model.zone), random.pick([0, 0, 3, 10]));
    const until = addDays(begins, random.int(5, 80));
    sim.later(at, 'joins the Board', () => people.joinsBoard(sim, person, begins, until));
    const after = startOfDay(addDays(until, 1), model.zone);
    for (const group of groupsOf(sim))
      if (random.chance(0.4)) sim.later(after + HOUR, 'joins again', () => people.joins(sim, person, group, 'direct'));
  }
}

/** A channel that cannot be posted to for some days, a person who is gone, a channel that moves to another group and back. */
function breaks(sim: Sim, from: number): void {
  const { random, world } = sim;
  const group = random.pick(groupsOf(sim));
  const workspaceId = world.workspaces[groupsOf(sim).indexOf(group) % 2]!;
  const platform = sim.platforms.get(workspaceId)!;
  const at = anyTime(sim, from);
  const refuse = (address: string, code: string | null): Promise<void> => {
    if (code === null) platform.refusing.delete(address);
    else platform.refusing.set(address, code);
    return Promise.resolve();
  };
  sim.later(at, 'archived', () => refuse(channelOf(group), 'is_archived'));
  sim.later(at + random.int(20, 120) * HOUR, 'restored', () => refuse(channelOf(group), null).then(() => people.retriesOne(sim)));
  const person = random.pick([...sim.model.people.values()].filter((one) => !one.isSecretariat));
  const account = random.pick(person.accounts);
  if (random.chance(0.4))
    sim.later(anyTime(sim, from), 'gone', () =>
      Promise.resolve(void sim.platforms.get(account.workspaceId)!.refusing.set(account.address, 'user_disabled')),
    );
  const off = anyTime(sim, from);
  const other = random.pick(groupsOf(sim));
  const [place, channel] = [world.workspaces[groupsOf(sim).indexOf(other) % 2]!, channelOf(other)];
  sim.later(off, 'disconnects', () => people.disconnects(sim, place, channel));
  sim.later(off + random.int(1, 240) * HOUR, 'connects', () => people.connects(sim, other, place, channel));
}

function republishes(sim: Sim, from: number, version: number): void {
  const at = anyTime(sim, from);
  const day = addDays(dayIn(at, sim.model.zone), sim.random.pick([-1, 0, 0, 4, 12]));
  sim.later(at, 'publishes', () => people.publishes(sim, `Keep to the agenda. Text ${String(version)} of ${String(at)}.`, day));
}
