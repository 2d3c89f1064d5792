import type { Ctx } from '../../src/bot/context.ts';
import { ConvenorError } from '../../src/bot/errors.ts';
import type { Database } from '../../src/db/client.ts';
import { tell, violate, type Model, type Person } from './model.ts';
import type { Platform } from './platform.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Something that somebody does at a time. */
export interface Act {
  readonly at: number;
  /** Among acts of one moment, the order in which they were thought of. */
  readonly n: number;
  readonly name: string;
  /** Not done through the program: happens while it does not run, too. */
  readonly isOutside: boolean;
  readonly run: () => Promise<void>;
}

/** A simulation under way, as acts see it. */
export interface Sim {
  readonly random: Random;
  readonly model: Model;
  readonly world: World;
  readonly db: Database;
  readonly platforms: ReadonlyMap<string, Platform>;
  now(): number;
  readonly end: number;
  /** How much happens: 1 for what five busy groups do in a year. */
  readonly density: number;
  /** Puts an act into the future; one that would be in the past or after the end is left out. */
  later(at: number, name: string, run: () => Promise<void>): void;
  wake(): void;
  readonly counts: Record<string, number>;
}

export function count(sim: Sim, what: string): void {
  sim.counts[what] = (sim.counts[what] ?? 0) + 1;
}

/** The context in which a person acts, in the workspace given or the one of their first account. */
export function as(sim: Sim, person: Person, workspaceId?: string): Ctx {
  const account = person.accounts.find((one) => one.workspaceId === workspaceId) ?? person.accounts[0]!;
  const facts = {
    id: account.id,
    workspaceId: workspaceId ?? account.workspaceId,
    externalUserId: account.address,
    name: person.name,
    email: person.email,
    zone: null,
  };
  const acting = { id: person.id, name: person.name, zone: sim.world.body.zone, isSecretariat: person.isSecretariat };
  return sim.world.ctx({ kind: 'person', person: acting, account: facts }, sim.now(), 'slack', () => {
    sim.wake();
  });
}

/**
 * Does something through a verb, and holds the outcome against what the rules say: `allowed` true or false, or
 * null where they leave it open. Null comes back when the program said no.
 */
export async function perform<T>(
  sim: Sim,
  what: string,
  subjects: readonly string[],
  allowed: boolean | null,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    const result = await work();
    count(sim, what.split(' ')[0]!);
    tell(sim.model, subjects, `${what}: done`);
    if (allowed === false) violate(sim.model, `${what}: was let through`, subjects);
    return result;
  } catch (error) {
    if (!(error instanceof ConvenorError)) throw error;
    count(sim, 'refused');
    tell(sim.model, subjects, `${what}: ${error.message}`);
    if (allowed === true) violate(sim.model, `${what}: was refused, ${error.message}`, subjects);
    return null;
  }
}
