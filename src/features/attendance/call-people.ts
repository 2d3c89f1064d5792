import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { holdsOffice, listPeople, today, type PersonFacts } from '../directory/lookup.ts';
import { listMembers } from '../groups/lookup.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { inBatches } from './import-batches.ts';
import type { Copied } from './presence.ts';

/** Somebody in a call, as the platform names them. */
export const CallPerson = z.object({
  externalUserId: z.string().nullish(),
  name: z
    .string()
    .trim()
    .transform((name) => name.slice(0, 200) || 'Somebody without a name'),
  email: z
    .string()
    .transform((email) => email.trim().toLowerCase())
    .nullish(),
});
export type CallPerson = z.output<typeof CallPerson>;

export interface Attending extends Copied {
  /** Null for somebody whom the directory does not know. */
  readonly personId: string | null;
}

/**
 * Who in the directory the people of a call are: by their account, else in a home workspace by exactly their
 * e-mail, never by a name. What is copied onto the record comes with them; of others only the name is known.
 */
export async function identify(ctx: Ctx, meeting: MeetingFacts, workspaceId: string, people: readonly CallPerson[]): Promise<Attending[]> {
  const ids = await idsByAccount(ctx, workspaceId, people);
  const emails = await idsAtHome(ctx, workspaceId, people);
  const idOf = (one: CallPerson): string | undefined => ids.get(one.externalUserId ?? '') ?? emails.get(one.email ?? '');
  const known = await copiesOf(
    ctx,
    meeting,
    people.flatMap((one) => idOf(one) ?? []),
  );
  return people.map((one) => known.get(idOf(one) ?? '') ?? unknownGuest(one.name));
}

/** Somebody in a call of whom only the name is known. */
export const unknownGuest = (name: string): Attending => ({
  personId: null,
  name,
  organisation: null,
  membershipClass: null,
  role: 'guest',
});

/** What is copied onto the record of those of the ids that are in the directory, by id. */
export async function copiesOf(ctx: Ctx, meeting: MeetingFacts, personIds: readonly string[]): Promise<Map<string, Attending>> {
  const roles = new Map((await listMembers(ctx, meeting.groupId)).map((one) => [one.personId, one.role]));
  return new Map(
    (await listPeople(ctx, personIds)).map((person) => {
      const { personId, name, organisation, membershipClass } = person;
      return [personId, { personId, name, organisation, membershipClass, role: roles.get(personId) ?? roleOutside(ctx, meeting, person) }];
    }),
  );
}

function roleOutside(ctx: Ctx, meeting: MeetingFacts, person: PersonFacts): string {
  if (meeting.secretariat?.id === person.personId || holdsOffice(person, 'secretariat', today(ctx))) return 'secretariat';
  if (meeting.chair?.id === person.personId) return 'chair';
  return meeting.audience === 'all' ? 'invited' : 'guest';
}

async function idsByAccount(ctx: Ctx, workspaceId: string, people: readonly CallPerson[]): Promise<Map<string, string>> {
  const externalUserId = { in: people.flatMap((one) => one.externalUserId ?? []) };
  const rows = await ctx.db.account.findMany({
    where: { bodyId: ctx.body.id, workspaceId, externalUserId, personId: { not: null } },
    select: { externalUserId: true, personId: true },
  });
  return new Map(rows.flatMap((row) => (row.personId ? [[row.externalUserId, row.personId] as const] : [])));
}

async function idsAtHome(ctx: Ctx, workspaceId: string, people: readonly CallPerson[]): Promise<Map<string, string>> {
  const emails = people.flatMap((one) => (one.email ? [one.email] : []));
  const isHome = (await ctx.db.workspace.count({ where: { id: workspaceId, bodyId: ctx.body.id, kind: 'home' } })) > 0;
  return isHome ? idsByEmail(ctx, emails) : new Map();
}

/** By exactly the e-mail that the directory has, as the Secretariat put it there. */
export async function idsByEmail(ctx: Ctx, emails: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const batch of inBatches(emails)) {
    const where = { bodyId: ctx.body.id, email: { in: batch }, erasedAt: null };
    for (const { id, email } of await ctx.db.person.findMany({ where, select: { id: true, email: true } })) found.set(email, id);
  }
  return found;
}
