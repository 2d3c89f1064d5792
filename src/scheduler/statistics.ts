import type { Engine } from './parts.ts';

// From so many new rows on, what the database knows of the table is too old to choose a good plan by.
const MANY = 1_000;

/** Counts deliveries that were just written. */
export function noteAdded(engine: Engine, added: number): void {
  engine.meter.due(added);
  engine.added += added;
}

/**
 * After a big fan-out has the database look at its deliveries anew. By itself a server does so once a minute at
 * most, and the embedded database never; until then a claim among 10,000 fresh rows was seen to take over a second.
 */
export async function keepStatistics(engine: Engine): Promise<void> {
  if (engine.added < MANY) return;
  engine.added = 0;
  await engine.db.$executeRaw`ANALYZE "Delivery"`;
}
