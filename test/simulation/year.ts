import { schedules, someoneWhoRuns, type Typed } from './meeting-acts.ts';
import { livesThrough } from './meeting-life.ts';
import type { Group, Person } from './model.ts';
import * as people from './people-acts.ts';
import * as rules from './rules.ts';
import { RHYTHMS, schedulesSeries } from './series.ts';
import type { Sim } from './sim.ts';
import { addDays, changesOf, DAY, dayIn, HOUR, instantsOf, MINUTE, startOfDay, wallOf } from './wall-time.ts';

/** The time during which the program does not run. */
export interface Downtime {
  readonly from: number;
  readonly until: number;
  /** Whether people are still answered meanwhile, by another process. */
  readonly answers: boolean;
}

const groupsOf = (sim: Sim): Group[] => [...sim.model.groups.values()];
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
    runsSeries(sim, group, from + Math.round(sim.random.int(1, 14) / sim.density) * DAY);
    for (const change of changesOf(group.zone, from, sim.end)) meetsOnTheDayOf(sim, group, change);
  }
  for (let day = dayIn(from, sim.model.zone); startOfDay(day, sim.model.zone) < sim.end; day = addDays(day, 1))
    sim.later(startOfDay(day, sim.model.zone), 'daily', () => people.appliesAppointments(sim));
  const years = (sim.end - from) / (365 * DAY);
  const some = (most: number): number => Math.ceil(most * years * sim.density);
  comeAndGo(sim, from, some);
  for (let i = 0; i < some(3); i += 1) breaks(sim, from);
  for (let i = 0; i < some(3); i += 1) republishes(sim, from, i + 2);
}

/** The scheduler stands still over half of all clock changes, and at other times for hours or days. */
export function downtimes(sim: Sim, from: number): Downtime[] {
  const { random } = sim;
  const found: Downtime[] = [];
  const add = (at: number, length: number): void => {
    if (found.every((one) => at > one.until || at + length < one.from))
      found.push({ from: at, until: at + length, answers: random.chance(0.5) });
  };
  for (const zone of new Set(groupsOf(sim).map((one) => one.zone)))
    for (const change of changesOf(zone, from, sim.end))
      if (random.chance(0.5)) add(change - random.int(5, 300) * MINUTE, random.int(6, 900) * MINUTE);
  const years = (sim.end - from) / (365 * DAY);
  for (let i = 0; i < Math.round(6 * years); i += 1) add(anyTime(sim, from), random.int(10, 900) * MINUTE);
  for (let i = 0; i < Math.round(3 * years); i += 1) add(anyTime(sim, from), random.int(20, 100) * HOUR);
  return found.sort((a, b) => a.from - b.from);
}

const anyTime = (sim: Sim, from: number): number => from + DAY + Math.floor((sim.random.next() * (sim.end - from - DAY)) / MINUTE) * MINUTE;

function typedTime(sim: Sim, group: Group): Omit<Typed, 'date'> {
  const time = `${String(sim.random.int(7, 20)).padStart(2, '0')}:${sim.random.pick(['00', '15', '30'])}`;
  return {
    time,
    zone: sim.random.chance(0.1) ? sim.random.pick(groupsOf(sim)).zone : group.zone,
    minutes: sim.random.pick([15, 45, 60, 120]),
  };
}

/** A group plans a few meetings at a time, and the next ones when these are over. */
function runsSeries(sim: Sim, group: Group, at: number): void {
  sim.later(at, 'plans', async () => {
    const { random } = sim;
    const first = { ...typedTime(sim, group), date: dayIn(at + random.int(0, 21) * DAY, group.zone) };
    const rhythm = random.pick(RHYTHMS);
    const made = await schedulesSeries(
      sim,
      someoneWhoRuns(sim, group),
      group,
      rhythm,
      first,
      random.int(2, sim.density < 0.5 ? 2 : rhythm === 'weekly' ? 4 : 3),
    );
    for (const meeting of made) livesThrough(sim, meeting);
    const last = made.at(-1)?.endsAt ?? at;
    runsSeries(sim, group, last + Math.round(random.int(2, 25) / sim.density) * DAY);
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

function comeAndGo(sim: Sim, from: number, some: (most: number) => number): void {
  const { random, model } = sim;
  const everyone = [...model.people.values()].filter((one) => !one.isSecretariat);
  for (let i = 0; i < some(30); i += 1) {
    const [person, group] = [random.pick(everyone), random.pick(groupsOf(sim))];
    if (random.chance(0.6))
      sim.later(anyTime(sim, from), 'joins', () =>
        people.joins(sim, person, group, 'direct', random.chance(0.1) ? model.statements[0] : undefined),
      );
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
