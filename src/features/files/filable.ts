import type { Ctx } from '../../bot/context.ts';

export interface Period {
  readonly groupId: string;
  /** Local days YYYY-MM-DD, inclusive; null for open. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Ids of the group's meetings that have begun, by when they were; cancelled ones too, for they have a record. */
export async function listFilable(ctx: Ctx, { groupId, from, to }: Period): Promise<string[]> {
  const rows = await ctx.db.meeting.findMany({
    where: {
      bodyId: ctx.body.id,
      groupId,
      state: { not: 'draft' },
      startsAt: { lte: ctx.now },
      localStart: { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lte: `${to}T23:59` }) },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
