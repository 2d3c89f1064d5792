/**
 * Local time by Intl alone: a second opinion on the program's own arithmetic, which uses Temporal.
 * A wall time is `YYYY-MM-DDTHH:mm`, an instant milliseconds since 1970.
 */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formats.set(zone, made);
  return made;
}

/** What the clocks of the zone show at that instant. */
export function wallOf(at: number, zone: string): string {
  // 25/03/2018, 02:30:00
  const [day, month, year, hour, minute] = formatFor(zone).format(at).split(/\D+/);
  return `${year!}-${month!}-${day!}T${hour!}:${minute!}`;
}

const asIfUtc = (wall: string): number => Date.parse(`${wall}:00.000Z`);

/** Minutes the zone's clocks are ahead of UTC. */
export const offsetAt = (at: number, zone: string): number => (asIfUtc(wallOf(at, zone)) - Math.floor(at / MINUTE) * MINUTE) / MINUTE;

/** Every instant at which the clocks show this: none in a gap, two where they go back. */
export function instantsOf(wall: string, zone: string): number[] {
  const near = asIfUtc(wall);
  const offsets = new Set([near - DAY, near, near + DAY].map((at) => offsetAt(at, zone)));
  const found = [...offsets].map((offset) => near - offset * MINUTE).filter((at) => wallOf(at, zone) === wall);
  return [...new Set(found)].sort((a, b) => a - b);
}

/** The calendar day in a zone, `YYYY-MM-DD`. */
export const dayIn = (at: number, zone: string): string => wallOf(at, zone).slice(0, 10);

/** The first instant of a calendar day; where midnight is skipped, the first there is. */
export function startOfDay(day: string, zone: string): number {
  for (let minute = 0; ; minute += 30) {
    const time = new Date(minute * MINUTE).toISOString().slice(11, 16);
    const [first] = instantsOf(`${day}T${time}`, zone);
    if (first !== undefined) return first;
  }
}

/** `YYYY-MM-DD` some days later. */
export const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** The instants between the two at which the zone's clocks change. */
export function changesOf(zone: string, from: number, until: number): number[] {
  const found: number[] = [];
  for (let at = from; at < until; at += DAY) {
    if (offsetAt(at, zone) === offsetAt(at + DAY, zone)) continue;
    let [before, after] = [at, at + DAY];
    while (after - before > MINUTE) {
      const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle, zone) === offsetAt(at, zone)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}

/** When an occurrence is of which nobody could be asked: for a time the clocks skip when they have changed, of one shown twice the first. */
export function occurrenceAt(wall: string, zone: string): number {
  const [first] = instantsOf(wall, zone);
  if (first !== undefined) return first;
  const near = asIfUtc(wall);
  return changesOf(zone, near - 2 * DAY, near + 2 * DAY).find((at) => wallOf(at, zone) > wall)!;
}
