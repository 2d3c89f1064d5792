import { ahead } from './ahead.ts';
import { inWords, isMet, type Goal } from './goal.ts';
import { lateness } from './lateness.ts';
import { isolation, limits } from './limits.ts';
import { openPlace, type Place } from './place.ts';
import { planning } from './planning.ts';
import { throughput } from './throughput.ts';

// Milliseconds are counted first: what big writes leave the server and the collector to do afterwards would be counted with them.
const PARTS: Readonly<Record<string, (place: Place) => Promise<Goal[]>>> = { lateness, planning, throughput, isolation, ahead, limits };

/** Measures the sending of notices on PostgreSQL; true when every goal is met. Without names all parts run, some five minutes. */
export async function run(only: readonly string[]): Promise<boolean> {
  const place = await openPlace();
  const all: Goal[] = [];
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const goals = await part(place);
      for (const goal of goals) process.stdout.write(`${name.padEnd(11)} ${inWords(goal)}\n`);
      all.push(...goals);
    }
  } finally {
    await place.close();
  }
  process.stdout.write(`Repeat: node bench/run.ts ${['notices', ...only].join(' ')}\n`);
  return all.every(isMet);
}
