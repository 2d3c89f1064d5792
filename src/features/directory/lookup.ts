import { actingPerson } from '../../bot/actor.ts';
import type { BodyFacts, Ctx } from '../../bot/context.ts';
import type { Skip, Target } from '../../bot/define.ts';
import { Ineligible, NotFound } from '../../bot/errors.ts';
import type { Office, Prisma, Standing } from '../../db/generated/client.ts';
import { dayIn, isCurrent } from '../../bot/days.ts';
import { eligibility, type Basis } from './eligibility.ts';
import { refusalButtons, refusalWords } from './refusals.ts';

export { refusalButtons, refusalWords } from './refusals.ts';

export interface Affiliation {
  readonly personId: string;
  readonly name: string;
  readonly organisation: string | null;
  /** Slug; null without an organisation, or when the organisation is not a member. */
  readonly membershipClass: string | null;
}

export interface AppointmentFacts {
  readonly id: string;
  readonly office: Office;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly groupSlugs: readonly string[];
  readonly sponsor: string | null;
}

export interface PersonFacts extends Affiliation {
  readonly email: string;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly organisationId: string | null;
  readonly standing: Standing | null;
  readonly appointments: readonly AppointmentFacts[];
}

const withFacts = { organisation: true, appointments: true } as const satisfies Prisma.PersonInclude;
type PersonRow = Prisma.PersonGetPayload<{ include: typeof withFacts }>;

/** Today's calendar day in the body's zone. */
export const today = (ctx: Ctx): Date => dayIn(ctx.body.zone, ctx.now);

/** Throws NotFound for ids of other bodies and for people who were erased. */
export async function getPerson(ctx: Ctx, id: string): Promise<PersonFacts> {
  const [person] = await listPeople(ctx, [id]);
  if (!person) throw new NotFound('This person is not in the directory (any more).');
  return person;
}

/** Those of the ids that are in the directory, by name. */
export async function listPeople(ctx: Ctx, ids: readonly string[]): Promise<PersonFacts[]> {
  if (ids.length === 0) return [];
  return findPeople(ctx, { id: { in: [...new Set(ids)] } });
}

/** Their names, by id. */
export const namesOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await listPeople(ctx, ids)).map((one) => [one.personId, one.name]));

/** "N. N., River Keepers" */
export const nameInWords = ({ name, organisation }: Pick<Affiliation, 'name' | 'organisation'>): string =>
  organisation === null ? name : `${name}, ${organisation}`;

export async function findPersonByEmail(ctx: Ctx, email: string): Promise<PersonFacts | null> {
  const [person] = await findPeople(ctx, { email: email.trim().toLowerCase() });
  return person ?? null;
}

/** Whoever holds the office of the Secretariat at `ctx.now`, by name. */
export async function listSecretariat(ctx: Ctx): Promise<PersonFacts[]> {
  const people = await findPeople(ctx, { appointments: { some: { office: 'secretariat' } } });
  return people.filter((person) => holdsOffice(person, 'secretariat', today(ctx)));
}

/** Why what is meant for the Secretariat is not sent to this person any more, for the fate of a delivery; null while they are of it. */
export async function findLeftOffice(ctx: Ctx, personId: string): Promise<Skip | null> {
  const isOfIt = (await listSecretariat(ctx)).some((one) => one.personId === personId);
  return isOfIt ? null : { skip: 'the person is no longer of the Secretariat' };
}

/** The same of a target; null for a channel. */
export const findOutOfOffice = async (ctx: Ctx, target: Target): Promise<Skip | null> =>
  'person' in target ? findLeftOffice(ctx, target.person) : null;

/** The Secretariat as whom to write to, or why nobody is written to. */
export async function listSecretariatTargets(ctx: Ctx): Promise<Target[] | Skip> {
  const people = await listSecretariat(ctx);
  return people.length > 0 ? people.map(({ personId }) => ({ person: personId })) : { skip: 'nobody holds the office of the Secretariat' };
}

export const holdsOffice = (person: Pick<PersonFacts, 'appointments'>, office: Office, day: Date): boolean =>
  person.appointments.some((one) => one.office === office && isCurrent(one, day));

/** The acting person, when the rules let them take part in the group today. Throws Ineligible, with the words and whom to ask. */
export async function assertEligible(
  ctx: Ctx,
  group: { readonly slug: string; readonly name: string },
): Promise<{ person: PersonFacts; basis: Basis }> {
  const person = await getPerson(ctx, actingPerson(ctx).id);
  const found = eligibility(person, group.slug, today(ctx));
  if (found.eligible) return { person, basis: found.basis };
  throw new Ineligible(found.reason, refusalWords(found, group.name, ctx.body), refusalButtons(group.name));
}

/** Who of these may take part in the group today: asked before anything is written to them about it. */
export async function listEligible(ctx: Ctx, group: { readonly slug: string }, personIds: readonly string[]): Promise<Set<string>> {
  const people = await listPeople(ctx, personIds);
  const day = today(ctx);
  return new Set(people.filter((person) => eligibility(person, group.slug, day).eligible).map((person) => person.personId));
}

/** The class in words. A slug the body's settings no longer name is shown as it is. */
export function membershipClassName(body: BodyFacts, slug: string | null): string {
  if (slug === null) return 'No membership class';
  return body.settings.membershipClasses.find((one) => one.slug === slug)?.name ?? slug;
}

export interface LinkedAccount {
  readonly id: string;
  /** The name the chat shows. */
  readonly name: string;
  readonly workspace: string;
  /** The platform in words. */
  readonly platform: string;
  /** False while no message can reach it. */
  readonly isReachable: boolean;
  /** Found by the person's e-mail, in a workspace of the body's own. */
  readonly isByEmail: boolean;
}

/** A person's chat accounts, the one seen last first. */
export async function listAccounts(ctx: Ctx, personId: string): Promise<LinkedAccount[]> {
  const rows = await ctx.db.account.findMany({
    where: { bodyId: ctx.body.id, personId },
    include: { workspace: true, person: { select: { email: true } } },
    orderBy: [{ seenAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(({ id, name, email, unreachable, workspace, person }) => ({
    id,
    name,
    workspace: workspace.name,
    platform: workspace.platform.charAt(0).toUpperCase() + workspace.platform.slice(1),
    isReachable: unreachable === null && workspace.status === 'active',
    isByEmail: workspace.kind === 'home' && email !== null && email === person?.email,
  }));
}

/** "ASI Members (Teams)". */
export const accountInWords = ({ workspace, platform }: Pick<LinkedAccount, 'workspace' | 'platform'>): string =>
  `${workspace} (${platform})`;

async function findPeople(ctx: Ctx, where: Prisma.PersonWhereInput): Promise<PersonFacts[]> {
  const rows = await ctx.db.person.findMany({
    where: { ...where, bodyId: ctx.body.id, erasedAt: null },
    include: withFacts,
    orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toFacts);
}

function toFacts(row: PersonRow): PersonFacts {
  return {
    personId: row.id,
    name: row.name,
    email: row.email,
    zone: row.zone,
    locale: row.locale,
    organisationId: row.organisationId,
    organisation: row.organisation?.name ?? null,
    // An organisation without a class is known, but is not a member.
    membershipClass: row.organisation?.membershipClass === '' ? null : (row.organisation?.membershipClass ?? null),
    standing: row.organisation?.standing ?? null,
    appointments: row.appointments.map(toAppointment),
  };
}

type AppointmentRow = PersonRow['appointments'][number];

/** An appointment as the rules see it. */
export const toAppointment = (row: AppointmentRow): AppointmentFacts => ({
  id: row.id,
  office: row.office,
  from: row.fromDate,
  until: row.untilDate,
  groupSlugs: row.groupSlugs,
  sponsor: row.sponsor,
});
