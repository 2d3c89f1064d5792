import { nameOf } from './model.ts';
import type { Options, Run } from './prepare.ts';

/** What did not hold, with what is needed to see it again. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

const TOLD = 40;

/** Throws for the first thing that does not hold, with the stories of those it is about. */
export function throwViolation(run: Run, options: Options): void {
  const { model } = run.sim;
  const [first] = model.violations;
  if (!first) return;
  const stories = [...new Set(first.subjects)].flatMap((id) => [
    `  ${nameOf(model, id)}:`,
    ...(model.stories.get(id) ?? []).slice(-TOLD).map((line) => `    ${line}`),
  ]);
  const more =
    model.violations.length > 1
      ? [`and ${String(model.violations.length - 1)} more:`, ...model.violations.slice(1, 6).map((one) => `  ${one.what}`)]
      : [];
  const { seed, days, people, year, density } = options;
  const where = `seed ${String(seed)}, step ${String(run.step)}, ${new Date(run.time.now).toISOString()}`;
  const again = `node test/simulation/run.ts --seed ${String(seed)} --year ${String(year)} --days ${String(days)} --people ${String(people)} --density ${String(density)}`;
  throw new Violation([`${where}: ${first.what}`, ...stories, ...more, `To see it again: ${again}`].join('\n'));
}
