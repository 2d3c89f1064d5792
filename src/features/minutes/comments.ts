import type { Ctx } from '../../bot/context.ts';
import { NotFound } from '../../bot/errors.ts';

/** What somebody says is wrong in issued minutes, and what came of it. */
export interface CommentFacts {
  readonly id: string;
  readonly meetingId: string;
  /** The version it speaks of. */
  readonly n: number;
  /** Null for the minutes as a whole. */
  readonly item: string | null;
  readonly text: string;
  readonly at: Date;
  readonly byId: string;
  readonly by: string;
  readonly organisation: string | null;
  readonly answer: {
    readonly takenUpIn: number | null;
    /** What people know that version by. */
    readonly edition: number | null;
    readonly reason: string;
    readonly by: string;
    readonly at: Date;
  } | null;
}

/** The comments on a meeting's minutes, oldest first. For the Secretariat and the record. */
export const listComments = (ctx: Ctx, meetingId: string): Promise<CommentFacts[]> => listWhere(ctx, { meetingId });

/** Throws NotFound. */
export async function getComment(ctx: Ctx, id: string): Promise<CommentFacts> {
  const [found] = await listWhere(ctx, { id });
  if (!found) throw new NotFound('This suggestion is not in the record. The page of the minutes shows those there are.');
  return found;
}

async function listWhere(ctx: Ctx, where: { readonly meetingId: string } | { readonly id: string }): Promise<CommentFacts[]> {
  const rows = await ctx.db.minuteComment.findMany({
    where: { ...where, bodyId: ctx.body.id },
    include: { answer: true },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  const taken = rows.filter(({ answer }) => answer?.takenUpIn != null).map(({ meetingId }) => meetingId);
  const given =
    taken.length === 0
      ? []
      : await ctx.db.minuteVersion.findMany({
          where: { bodyId: ctx.body.id, meetingId: { in: taken }, kind: { not: 'draft' } },
          select: { meetingId: true, n: true },
        });
  const editionOf = (meetingId: string, last: number): number => given.filter((one) => one.meetingId === meetingId && one.n <= last).length;
  return rows.map(({ id, meetingId, n, item, text, at, byId, byName, organisation, answer }) => ({
    ...{ id, meetingId, n, item, text, at, byId, organisation },
    by: byName,
    answer: answer && {
      takenUpIn: answer.takenUpIn,
      edition: answer.takenUpIn === null ? null : editionOf(meetingId, answer.takenUpIn),
      ...{ reason: answer.reason, by: answer.byName, at: answer.at },
    },
  }));
}
