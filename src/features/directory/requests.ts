import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import type { AccessRequestState, Prisma } from '../../db/generated/client.ts';
import { rich, typed } from '../../bot/text.ts';
import { hintingDomain } from './email-domain.ts';

export interface RequestFacts {
  readonly id: string;
  readonly state: AccessRequestState;
  readonly name: string;
  /** Confirmed by the chat platform; null where it tells none. */
  readonly email: string | null;
  readonly workspace: string;
  readonly guess: { readonly id: string; readonly name: string } | null;
  readonly askedAt: Date;
  readonly closedBy: string | null;
}

/** Audited when who asked turns out to be in the directory, or was added; facts: personId. */
export const REQUEST_ADDED = 'directory.request-added';

/** The kind of the card that shows one request; it follows the request's state. */
export const REQUEST_CARD = 'directory.request';

/** Longest first in the queue: who has waited most. */
export async function listWaiting(ctx: Ctx): Promise<RequestFacts[]> {
  return findRequests(ctx, { state: 'waiting' });
}

export async function getRequest(ctx: Ctx, id: string): Promise<RequestFacts> {
  const [found] = await findRequests(ctx, { id });
  if (!found) throw new NotFound(rich`This request is not there any more. Type ${typed('queue')} to see who waits.`);
  return found;
}

async function findRequests(ctx: Ctx, where: Prisma.AccessRequestWhereInput): Promise<RequestFacts[]> {
  const rows = await ctx.db.accessRequest.findMany({
    where: { ...where, bodyId: ctx.body.id },
    include: { account: { include: { workspace: { select: { name: true } } } } },
    orderBy: { askedAt: 'asc' },
  });
  const guesses = await namesOf(
    ctx,
    'organisation',
    rows.flatMap((row) => row.guessedOrganisationId ?? []),
  );
  const closers = await namesOf(
    ctx,
    'person',
    rows.flatMap((row) => row.closedById ?? []),
  );
  return rows.map((row) => {
    const guessed = guesses.get(row.guessedOrganisationId ?? '');
    return {
      id: row.id,
      state: row.state,
      name: row.account.name,
      email: row.account.email,
      workspace: row.account.workspace.name,
      guess: row.guessedOrganisationId !== null && guessed !== undefined ? { id: row.guessedOrganisationId, name: guessed } : null,
      askedAt: row.askedAt,
      closedBy: closers.get(row.closedById ?? '') ?? null,
    };
  });
}

async function namesOf(ctx: Ctx, what: 'organisation' | 'person', ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const args = { where: { bodyId: ctx.body.id, id: { in: [...ids] } }, select: { id: true, name: true } };
  const rows = what === 'person' ? await ctx.db.person.findMany(args) : await ctx.db.organisation.findMany(args);
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface ClosedRequest {
  readonly id: string;
  readonly accountId: string;
}

/** Closes those of the requests that still wait, and has their cards drawn again. Returns those that this call closed. */
export async function closeRequests(
  ctx: Ctx,
  which: Prisma.AccessRequestWhereInput,
  state: Exclude<AccessRequestState, 'waiting'>,
): Promise<readonly ClosedRequest[]> {
  const waiting = await ctx.db.accessRequest.findMany({
    where: { ...which, bodyId: ctx.body.id, state: 'waiting' },
    select: { id: true },
  });
  if (waiting.length === 0) return [];
  const closed = await ctx.db.accessRequest.updateManyAndReturn({
    where: { id: { in: waiting.map((one) => one.id) }, state: 'waiting' },
    data: { state, closedAt: ctx.now, closedById: actingPersonId(ctx) },
    select: { id: true, accountId: true },
  });
  for (const { id } of waiting) await markStale(ctx, REQUEST_CARD, id);
  return closed;
}

/** The organisation whose domain the e-mail has, when exactly one does. A hint for the Secretariat, never a right. */
export async function guessOrganisation(ctx: Ctx, email: string | null): Promise<string | null> {
  const domain = email === null ? null : hintingDomain(email);
  if (domain === null) return null;
  const found = await ctx.db.organisation.findMany({
    where: { bodyId: ctx.body.id, emailDomains: { has: domain } },
    select: { id: true },
    take: 2,
  });
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
