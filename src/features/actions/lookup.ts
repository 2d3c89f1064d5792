import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';
import { typed, rich } from '../../bot/text.ts';
import type { ActionState, Prisma } from '../../db/generated/client.ts';
import { namesOf } from '../directory/lookup.ts';

export { isDueSoon } from './due.ts';

/** A task for the group's work: advice, not a decision. */
export interface ActionFacts {
  readonly id: string;
  readonly groupId: string;
  readonly meetingId: string | null;
  readonly what: string;
  readonly ownerId: string | null;
  /** Null while nobody owns it, or when the owner is no longer in the directory. */
  readonly owner: string | null;
  /** Local day in the group's zone, YYYY-MM-DD. */
  readonly due: string | null;
  readonly state: ActionState;
  /** When it was added. */
  readonly at: Date;
  /** When it was done or dropped. */
  readonly closedAt: Date | null;
  /** Number of its latest step. */
  readonly n: number;
  readonly group: { readonly slug: string; readonly name: string; readonly zone: string };
  /** Who ran the meeting it came up at. */
  readonly hostIds: readonly string[];
}

const WITH = {
  group: { select: { slug: true, name: true, zone: true } },
  meeting: { select: { chairId: true, secretariatId: true } },
} satisfies Prisma.ActionInclude;

export interface Which {
  readonly meetingId?: string;
  readonly groupId?: string;
  readonly openOnly?: boolean;
}

/** The actions of a meeting, or of a group, by the day they are due; those without a day come last, in the order they were added. */
export const listActions = (ctx: Ctx, { meetingId, groupId, openOnly }: Which): Promise<ActionFacts[]> =>
  listWhere(ctx, { ...(meetingId && { meetingId }), ...(groupId && { groupId }), ...(openOnly && { state: 'open' }) });

/** The open actions of groups, in the same order. */
export const listOpenActions = (ctx: Ctx, groupIds: readonly string[]): Promise<ActionFacts[]> =>
  listWhere(ctx, { groupId: { in: [...groupIds] }, state: 'open' });

/** The open actions that a person owns, in the same order. */
export const listOwnActions = (ctx: Ctx, personId: string): Promise<ActionFacts[]> => listWhere(ctx, { ownerId: personId, state: 'open' });

/** What was done in a group since then. */
export const listDoneSince = (ctx: Ctx, groupId: string, since: Date): Promise<ActionFacts[]> =>
  listWhere(ctx, { groupId, state: 'done', closedAt: { gt: since } });

export const findAction = async (ctx: Ctx, id: string): Promise<ActionFacts | null> => (await listWhere(ctx, { id }))[0] ?? null;

/** Throws NotFound for what is not this body's. */
export async function getAction(ctx: Ctx, id: string): Promise<ActionFacts> {
  const found = await findAction(ctx, id);
  if (found) return found;
  throw new NotFound(rich`This action is not in the list. Type ${typed('action')} to see what there is.`);
}

async function listWhere(ctx: Ctx, where: Prisma.ActionWhereInput): Promise<ActionFacts[]> {
  const rows = await ctx.db.action.findMany({
    where: { ...where, bodyId: ctx.body.id },
    include: WITH,
    orderBy: [{ due: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
  });
  const names = await namesOf(
    ctx,
    rows.flatMap((row) => row.ownerId ?? []),
  );
  return rows.map(({ id, groupId, meetingId, what, ownerId, ownerName, due, state, n, createdAt, closedAt, group, meeting }) => ({
    ...{ id, groupId, meetingId, what, ownerId, due, state, n, closedAt, group },
    owner: ownerId === null ? ownerName : (names.get(ownerId) ?? null),
    at: createdAt,
    hostIds: [meeting?.chairId, meeting?.secretariatId].flatMap((one) => one ?? []),
  }));
}
