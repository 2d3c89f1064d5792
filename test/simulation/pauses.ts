import type { Sim } from './sim.ts';
import { changesOf, DAY, HOUR, MINUTE } from './wall-time.ts';
import { anyTime, groupsOf } from './year.ts';

/** A time that the program does not live through. */
export interface Pause {
  readonly kind: 'stop' | 'jump';
  readonly from: number;
  /** Before it, when the clock is set back. */
  readonly until: number;
  /** Whether people are still answered meanwhile, by another process. */
  readonly answers: boolean;
}

/** The program stands still over half of all clock changes, and at other times for hours or days; and its clock jumps. */
export function pauses(sim: Sim, from: number): Pause[] {
  const { random } = sim;
  const found: Pause[] = [];
  const add = (kind: Pause['kind'], at: number, length: number): void => {
    const [begins, ends] = [Math.min(at, at + length), Math.max(at, at + length)];
    if (found.every((one) => begins > Math.max(one.from, one.until) || ends < Math.min(one.from, one.until)))
      found.push({ kind, from: at, until: at + length, answers: random.chance(0.5) });
  };
  for (const zone of new Set(groupsOf(sim).map((one) => one.zone)))
    for (const change of changesOf(zone, from, sim.end))
      if (random.chance(0.5)) add('stop', change - random.int(5, 300) * MINUTE, random.int(6, 900) * MINUTE);
  const years = (sim.end - from) / (365 * DAY);
  for (let i = 0; i < Math.round(5 * years); i += 1) add('stop', anyTime(sim, from), random.int(10, 900) * MINUTE);
  for (let i = 0; i < Math.round(3 * years); i += 1) add('stop', anyTime(sim, from), random.int(20, 100) * HOUR);
  for (const length of [HOUR, HOUR, DAY, -HOUR, -DAY]) if (years > 0.5) add('jump', anyTime(sim, from) + 2 * DAY, length);
  return found.sort((a, b) => a.from - b.from);
}
