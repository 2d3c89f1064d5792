import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../bot/context.ts';
import type { Organisation, Prisma } from '../../db/generated/client.ts';
import type { DirectoryFile } from './csv-file.ts';
import type { DirectoryRow, OrganisationRow } from './csv-rows.ts';
import { hintingDomain } from './email-domain.ts';
import { toAppointment, today } from './lookup.ts';
import { boardTurn, succeed, toGiven, type Ending, type Given } from './succession.ts';

export interface PlannedOrganisation extends Omit<Organisation, 'bodyId' | 'createdAt' | 'updatedAt'> {
  readonly change: 'add' | 'update' | 'none';
  /** What eligibility rests on was changed. */
  readonly was: Pick<Organisation, 'membershipClass' | 'standing'> | null;
}

export interface PlannedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly organisationId: string | null;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly change: 'add' | 'update' | 'none';
}

/** All that an import will write, worked out before anything is written. */
export interface ImportPlan {
  readonly organisations: readonly PlannedOrganisation[];
  readonly people: readonly PlannedPerson[];
  readonly given: readonly Given[];
  readonly ended: readonly Ending[];
  readonly boardTurns: ReadonlyMap<string, 'begins' | 'ends'>;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** People, and offices of people, that the directory has and the file has not. They stay. */
  readonly missing: readonly string[];
}

const withAppointments = { appointments: true } as const satisfies Prisma.PersonInclude;
type PersonRow = Prisma.PersonGetPayload<{ include: typeof withAppointments }>;

/** Compares the good rows of a file with the directory as it is in the open transaction. */
export async function planImport(ctx: Ctx, file: DirectoryFile): Promise<ImportPlan> {
  const where = { bodyId: ctx.body.id };
  const known = await ctx.db.organisation.findMany({ where });
  const people = await ctx.db.person.findMany({
    where: { ...where, erasedAt: null },
    include: withAppointments,
    orderBy: { email: 'asc' },
  });
  const organisations = planOrganisations(file, new Map(known.map((one) => [one.nameKey, one])));
  const byEmail = new Map(people.map((person) => [person.email, person]));
  return { organisations: [...organisations.values()], ...planPeople(ctx, file.rows, organisations, byEmail) };
}

function planOrganisations(file: DirectoryFile, known: ReadonlyMap<string, Organisation>): Map<string, PlannedOrganisation> {
  const domains = new Map<string, Set<string>>();
  for (const row of file.rows) {
    const domain = hintingDomain(row.email);
    const key = row.organisation?.nameKey;
    if (key !== undefined && domain !== null) domains.set(key, (domains.get(key) ?? new Set()).add(domain));
  }
  return new Map(
    [...file.organisations].map(([key, said]) => [key, planOrganisation(said, known.get(key), [...(domains.get(key) ?? [])])]),
  );
}

/** What the file does not say of an organisation stays as it is. */
function planOrganisation(said: OrganisationRow, now: Organisation | undefined, domains: readonly string[]): PlannedOrganisation {
  const after = {
    id: now?.id ?? uuidv7(),
    name: said.name,
    nameKey: said.nameKey,
    membershipClass: said.membershipClass ?? now?.membershipClass ?? '',
    country: said.country ?? now?.country ?? '',
    standing: said.standing ?? now?.standing ?? 'good',
    emailDomains: [...new Set([...(now?.emailDomains ?? []), ...domains])],
  };
  if (!now) return { ...after, change: 'add', was: null };
  const moved = after.membershipClass !== now.membershipClass || after.standing !== now.standing;
  const told = moved || after.name !== now.name || after.country !== now.country || after.emailDomains.length !== now.emailDomains.length;
  return {
    ...after,
    change: told ? 'update' : 'none',
    was: moved ? { membershipClass: now.membershipClass, standing: now.standing } : null,
  };
}

type PeoplePlan = Omit<ImportPlan, 'organisations'>;

function planPeople(
  ctx: Ctx,
  rows: readonly DirectoryRow[],
  organisations: ReadonlyMap<string, PlannedOrganisation>,
  byEmail: ReadonlyMap<string, PersonRow>,
): PeoplePlan {
  const people: PlannedPerson[] = [];
  const given: Given[] = [];
  const ended: Ending[] = [];
  const boardTurns = new Map<string, 'begins' | 'ends'>();
  const missing = new Set(byEmail.keys());
  const counts = { added: 0, updated: 0, unchanged: 0 };
  const day = today(ctx);
  for (const row of rows) {
    const now = byEmail.get(row.email);
    const organisation = row.organisation ? organisations.get(row.organisation.nameKey) : undefined;
    const person = planPerson(row, organisation?.id ?? null, now);
    people.push(person);
    const held = now?.appointments.map(toAppointment) ?? [];
    const change = row.appointment ? succeed(held, row.appointment, day) : { given: null, ended: [] };
    if (change.given) given.push(toGiven(person.id, change.given));
    ended.push(...change.ended);
    const turn = boardTurn(held, change, day);
    if (turn) boardTurns.set(person.id, turn);
    missing.delete(row.email);
    for (const office of officesLeft(held, row, day)) missing.add(`${row.email} (${office})`);
    const touched = person.change !== 'none' || change.given !== null || isMoved(organisation);
    counts[person.change === 'add' ? 'added' : touched ? 'updated' : 'unchanged'] += 1;
  }
  return { people, given, ended, boardTurns, ...counts, missing: [...missing].sort() };
}

const isMoved = (organisation: PlannedOrganisation | undefined): boolean => organisation?.was !== undefined && organisation.was !== null;

function planPerson(row: DirectoryRow, organisationId: string | null, now: PersonRow | undefined): PlannedPerson {
  const { name, email } = row;
  const after = { name, email, organisationId, zone: row.zone ?? now?.zone ?? null, locale: row.locale ?? now?.locale ?? null };
  if (!now) return { ...after, id: uuidv7(), change: 'add' };
  const same = (['name', 'organisationId', 'zone', 'locale'] as const).every((field) => after[field] === now[field]);
  return { ...after, id: now.id, change: same ? 'none' : 'update' };
}

/** Offices held now or later that the row does not name: an export that knows nothing of them must not end them. */
function officesLeft(held: readonly ReturnType<typeof toAppointment>[], row: DirectoryRow, day: Date): string[] {
  const live = held.filter((one) => one.office !== row.appointment?.office && (one.until === null || one.until >= day));
  return [...new Set(live.map((one) => one.office))];
}
