import { schedules, type Typed } from './meeting-acts.ts';
import type { Group, Meeting, Person } from './model.ts';
import type { Sim } from './sim.ts';
import { addDays } from './wall-time.ts';

export const RHYTHMS = ['weekly', 'fortnightly', 'monthly-by-date', 'monthly-by-weekday'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** The days of a rhythm from its first day on. */
export function daysOf(rhythm: Rhythm, first: string, times: number): string[] {
  return Array.from({ length: times }, (_, n) => dayOf(rhythm, first, n));
}

function dayOf(rhythm: Rhythm, first: string, n: number): string {
  if (rhythm === 'weekly') return addDays(first, 7 * n);
  if (rhythm === 'fortnightly') return addDays(first, 14 * n);
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const monthStart = new Date(Date.UTC(year, month - 1 + n, 1));
  if (rhythm === 'monthly-by-date') return addDays(monthStart.toISOString().slice(0, 10), Math.min(day, 28) - 1);
  const weekday = new Date(first).getUTCDay();
  const toFirst = (weekday - monthStart.getUTCDay() + 7) % 7;
  return addDays(monthStart.toISOString().slice(0, 10), toFirst + 7 * Math.floor((Math.min(day, 28) - 1) / 7));
}

/** A series of a group: each meeting of it is scheduled for itself, at the same wall-clock time. */
export async function schedulesSeries(sim: Sim, by: Person, group: Group, rhythm: Rhythm, first: Typed, times: number): Promise<Meeting[]> {
  const meetings: Meeting[] = [];
  for (const date of daysOf(rhythm, first.date, times)) {
    const meeting = await schedules(sim, by, group, { ...first, date });
    if (meeting) meetings.push(meeting);
  }
  return meetings;
}
