import { v7 as uuidv7 } from 'uuid';
import type { Office } from '../../db/generated/client.ts';
import { dayBefore, isCurrent } from '../../bot/days.ts';
import type { AppointmentFacts } from './lookup.ts';

/** An office as it is to be held from now on. */
export interface Wanted {
  readonly office: Office;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly groupSlugs: readonly string[];
}

export interface Ending {
  readonly id: string;
  readonly until: Date;
}

/** What changes for one person: nothing, or one appointment given and those of the same office that it ends. */
export interface Succession {
  readonly given: Wanted | null;
  readonly ended: readonly Ending[];
}

/**
 * What giving an office does to those of the same office that a person holds. History stays: what is
 * replaced keeps its row and ends, the day before the new one begins when that is still to come (a
 * Board member elected again sits on without a gap), otherwise yesterday. One that has not begun is
 * withdrawn: its end lies before its start.
 */
export function succeed(held: readonly AppointmentFacts[], wanted: Wanted, today: Date): Succession {
  const same = held.filter((one) => one.office === wanted.office);
  if (same.some((one) => isSame(one, wanted))) return { given: null, ended: [] };
  const yesterday = dayBefore(today);
  const eve = wanted.from ? dayBefore(wanted.from) : yesterday;
  const until = eve > yesterday ? eve : yesterday;
  const ended = same.filter((one) => one.until === null || one.until > until).map((one) => ({ id: one.id, until }));
  return { given: wanted, ended };
}

function isSame(one: Wanted, other: Wanted): boolean {
  const groups = (slugs: readonly string[]): string => [...slugs].sort().join(';');
  return (
    one.from?.getTime() === other.from?.getTime() &&
    one.until?.getTime() === other.until?.getTime() &&
    groups(one.groupSlugs) === groups(other.groupSlugs)
  );
}

/** Whether the person begins or ceases today to be a sitting Board member by this change; null when neither. */
export function boardTurn(held: readonly AppointmentFacts[], change: Succession, today: Date): 'begins' | 'ends' | null {
  const sits = (terms: readonly Pick<AppointmentFacts, 'office' | 'from' | 'until'>[]): boolean =>
    terms.some((one) => one.office === 'board' && isCurrent(one, today));
  const ends = new Map(change.ended.map((one) => [one.id, one.until]));
  const after = held.map((one) => ({ ...one, until: ends.get(one.id) ?? one.until }));
  const before = sits(held);
  const now = sits(change.given ? [...after, change.given] : after);
  return before === now ? null : now ? 'begins' : 'ends';
}

export interface Given extends Wanted {
  readonly id: string;
  readonly personId: string;
  readonly sponsor: string | null;
  readonly reason: string | null;
}

/** A new row for an office, with an id to be named by. */
export const toGiven = (
  personId: string,
  wanted: Wanted,
  by: { readonly sponsor: string | null; readonly reason: string | null } = { sponsor: null, reason: null },
): Given => ({ ...wanted, ...by, id: uuidv7(), personId });
