import { parseArgs } from 'node:util';
import { openOwnDatabase } from './database.ts';
import { simulate } from './simulate.ts';
import { Violation } from './violation.ts';

/** npm run simulate -- --years 1 --seed 1 [--seeds 10] [--people 12] [--density 1] [--year 2018] [--days 365]: one line of figures for each seed; status 1 at the first violation. */
const { values } = parseArgs({
  options: {
    years: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    people: { type: 'string', default: '12' },
    density: { type: 'string', default: '1' },
    year: { type: 'string', default: '2018' },
    days: { type: 'string' },
  },
});

const days = values.days === undefined ? Math.round(Number(values.years) * 365) : Number(values.days);
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed += 1) {
  const database = await openOwnDatabase();
  const began = performance.now();
  try {
    const { acts, fates, ...figures } = await simulate(database.db, database.sql, {
      seed,
      days,
      people: Number(values.people),
      density: Number(values.density),
      year: Number(values.year),
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${JSON.stringify({ seed, days, seconds, ...figures, fates, acts })}\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof Violation ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
