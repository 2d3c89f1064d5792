import { createHash } from 'node:crypto';
import type { Ctx } from '../../bot/context.ts';
import type { Office } from '../../db/generated/client.ts';
import type { PersonFacts } from './lookup.ts';
import type { Succession } from './succession.ts';

/** What giving an office takes away, for who gives it to see beforehand. */
export interface Ends {
  readonly person: Pick<PersonFacts, 'name'>;
  /** Names of the groups in which their place ends. */
  readonly places: readonly string[];
  /** From when the places end; null: today. */
  readonly placesEnd: Date | null;
  /** Offices of theirs that end sooner than they would have. */
  readonly offices: readonly { readonly office: Office; readonly until: Date | null; readonly endsOn: Date }[];
  /** Stands for exactly this, so that a yes counts for nothing else. */
  readonly digest: string;
}

/** What this change takes away from the person; null when that is nothing. A Board member's places end for the term (rule 2). */
export async function findEnds(ctx: Ctx, person: PersonFacts, change: Succession): Promise<Ends | null> {
  const { given } = change;
  const places = given?.office === 'board' ? await listPlaces(ctx, person.personId) : [];
  const offices = change.ended.flatMap(({ id, until }) => {
    const held = person.appointments.find((one) => one.id === id);
    return held ? [{ id, office: held.office, until: held.until, endsOn: until }] : [];
  });
  if (places.length === 0 && offices.length === 0) return null;
  const ids = [person.personId, ...places.map((one) => one.id), ...offices.map((one) => `${one.id}:${one.endsOn.toISOString()}`)];
  const digest = createHash('sha256').update(ids.sort().join(' ')).digest('hex').slice(0, 16);
  return { person, places: places.map((one) => one.name), placesEnd: given?.from ?? null, offices, digest };
}

async function listPlaces(ctx: Ctx, personId: string): Promise<{ id: string; name: string }[]> {
  const where = { bodyId: ctx.body.id, personId, leftAt: null };
  const rows = await ctx.db.membership.findMany({ where, select: { id: true, group: { select: { name: true } } } });
  return rows.map((row) => ({ id: row.id, name: row.group.name })).sort((a, b) => a.name.localeCompare(b.name));
}
