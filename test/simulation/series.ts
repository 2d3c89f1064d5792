import { schedule } from '../../src/features/meetings/schedule.ts';
import { newMeeting, nextTopic, startOf, WORDS, type Typed } from './meeting-acts.ts';
import { violate, type Group, type Meeting, type Model, type Person, type Series } from './model.ts';
import type { Random } from './random.ts';
import * as rules from './rules.ts';
import { expectSeriesScheduled } from './series-occasions.ts';
import { as, perform, type Sim } from './sim.ts';
import { addDays, changesOf, occurrenceAt } from './wall-time.ts';

/** How a series repeats, as it is typed, and the days that this means. */
export interface Rhythm {
  readonly repeats: 'weekly' | 'fortnightly' | 'monthly_date' | 'monthly_weekday' | 'custom';
  readonly rule: string;
  /** Empty where the rule ends by itself. */
  readonly lastDate: string;
  readonly days: readonly string[];
}

const isUntil =
  (last: string) =>
  (day: string): boolean =>
    day <= last;

/** Some way to repeat from a first day on, with at most so many meetings up to a last day. */
export function chooseRhythm(random: Random, first: string, last: string, most: number): Rhythm {
  const repeats = random.pick(['weekly', 'fortnightly', 'monthly_date', 'monthly_weekday', 'custom', 'custom'] as const);
  if (repeats === 'custom') return chooseRule(random, first, last, most);
  const days = Array.from({ length: most }, (_, n) => dayOf(repeats, first, n)).filter(isUntil(last));
  return { repeats, rule: '', lastDate: days.at(-1) ?? first, days };
}

/** Every so many months over the whole year, whatever the clocks do. */
export function everyFewMonths(first: string, interval: number): Rhythm {
  const times = Math.floor(11 / interval) + 1;
  const rule = `FREQ=MONTHLY;INTERVAL=${String(interval)};COUNT=${String(times)}`;
  const days = Array.from({ length: times }, (_, n) => dayOf('monthly_date', first, interval * n));
  return { repeats: 'custom', rule, lastDate: '', days };
}

function chooseRule(random: Random, first: string, last: string, most: number): Rhythm {
  const step = random.int(2, 40);
  const days = Array.from({ length: most }, (_, n) => addDays(first, step * n)).filter(isUntil(last));
  const plain = `FREQ=DAILY;INTERVAL=${String(step)}`;
  const [final = first] = days.slice(-1);
  const rule = random.chance(0.5) ? `${plain};COUNT=${String(days.length)}` : `${plain};UNTIL=${final.replaceAll('-', '')}`;
  return { repeats: 'custom', rule, lastDate: '', days };
}

function dayOf(repeats: Exclude<Rhythm['repeats'], 'custom'>, first: string, n: number): string {
  if (repeats === 'weekly') return addDays(first, 7 * n);
  if (repeats === 'fortnightly') return addDays(first, 14 * n);
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const monthStart = new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 10);
  const monthEnd = new Date(Date.UTC(year, month + n, 0)).toISOString().slice(0, 10);
  if (repeats === 'monthly_date') return addDays(monthStart, Math.min(day, Number(monthEnd.slice(8))) - 1);
  const weekday = new Date(first).getUTCDay();
  const after = (from: string): number => (weekday - new Date(from).getUTCDay() + 7) % 7;
  if (day > 28) return addDays(monthEnd, after(monthEnd) === 0 ? 0 : after(monthEnd) - 7);
  return addDays(monthStart, after(monthStart) + 7 * Math.floor((day - 1) / 7));
}

/** Puts a series into the calendar at once; null when it cannot be. Each meeting is then where the wall clock says. */
export async function schedulesSeries(sim: Sim, by: Person, group: Group, rhythm: Rhythm, first: Typed): Promise<Series | null> {
  const topic = nextTopic();
  const { repeats, rule, lastDate, days } = rhythm;
  const allowed = startOf(sim, first) !== null && rules.chairs(sim.model, by, group);
  const words = `series ${topic} ${repeats} ${rule} from ${first.date} ${first.time} ${first.zone} of ${group.name} by ${by.name}`;
  const done = await perform(sim, words, [by.id], allowed, () =>
    schedule(as(sim, by), { ...WORDS, ...first, group: group.slug, subTopic: topic, repeats, rule, lastDate }),
  );
  if (!done) return null;
  const id = done.meeting.series?.id ?? '';
  const series: Series = { id, topic, group, meetings: [], sequence: 0, isTold: false };
  sim.model.series.set(id, series);
  sim.model.stories.set(id, [`${new Date(sim.now()).toISOString()} ${words}`]);
  const hosts = { chairId: done.meeting.chair?.id ?? null, secretariatId: done.meeting.secretariat?.id ?? null };
  const said = new Map(done.meetings.map((one) => [one.recurrenceId, one.id]));
  for (const date of days) {
    const found = said.get(`${date}T${first.time}`);
    if (found === undefined) violate(sim.model, `${words}: has no meeting on ${date}, but on ${[...said.keys()].join(', ')}`, [id]);
    else
      addMeeting(
        sim,
        series,
        newMeeting({ id: found, topic, group, series, ...hosts }, { ...first, date }, occurrenceAt(`${date}T${first.time}`, first.zone)),
      );
  }
  if (said.size !== days.length) violate(sim.model, `${words}: has ${String(said.size)} meetings instead of ${String(days.length)}`, [id]);
  expectSeriesScheduled(sim.model, series, sim.now());
  return series;
}

function addMeeting(sim: Sim, series: Series, meeting: Meeting): void {
  series.meetings.push(meeting);
  sim.model.meetings.set(meeting.id, meeting);
  sim.model.stories.set(meeting.id, [
    `${new Date(sim.now()).toISOString()} of the series ${series.topic}, ${meeting.wall} ${meeting.zone}`,
  ]);
}

/** The clock changes of a zone that a series in that zone went through: it had a meeting before and one after. */
export function listCrossed(model: Model, zone: string, from: number, until: number): number[] {
  const inZone = [...model.series.values()].map((one) => one.meetings.filter((meeting) => meeting.zone === zone && !meeting.isCancelled));
  return changesOf(zone, from, until).filter((change) =>
    inZone.some((meetings) => meetings.some((one) => one.startsAt < change) && meetings.some((one) => one.startsAt >= change)),
  );
}
