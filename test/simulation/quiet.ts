import type { Model } from './model.ts';
import { addDays, instantsOf, occurrenceAt, wallOf } from './wall-time.ts';

/** Direct messages that quiet hours put off: `hold` are sent all the same when they would be of no use later, `drop` are not. */
const RULES: Readonly<Record<string, 'hold' | 'drop'>> = {
  'meetings.nudge': 'drop',
  'meetings.reminder': 'hold',
  'meetings.suggestion': 'hold',
  'attendance.missed': 'drop',
  'attendance.correction': 'hold',
  'minutes.due': 'hold',
  'groups.suspended': 'hold',
  'groups.may-rejoin': 'hold',
  'groups.invitation-ended': 'hold',
  'directory.invitation-ending': 'hold',
};

/** When a message goes to a person that is there to be sent now: then, when their quiet hours end, or never (null). */
export function whenQuietAllows(model: Model, kind: string, target: string, now: number, expiresAt: number): number | null {
  const rule = RULES[kind];
  const person = model.people.get(target.replace('person:', ''));
  const quiet = person?.preferences.quiet;
  if (!rule || !quiet) return now;
  const end = endOfQuiet(quiet, person.preferences.zone ?? model.zone, now);
  if (end === null || end < expiresAt) return end ?? now;
  return rule === 'hold' ? now : null;
}

/** When the quiet hours around an instant end; null outside them. */
function endOfQuiet({ from, until }: { from: string; until: string }, zone: string, now: number): number | null {
  const [day = '', time = ''] = wallOf(now, zone).split('T');
  const isEvening = from > until && time >= from;
  const isQuiet = isEvening || (from > until ? time < until : time >= from && time < until);
  if (!isQuiet) return null;
  const wall = `${isEvening ? addDays(day, 1) : day}T${until}`;
  const ends = instantsOf(wall, zone);
  return ends.length === 0 ? occurrenceAt(wall, zone) : ends.find((at) => at > now)!;
}
