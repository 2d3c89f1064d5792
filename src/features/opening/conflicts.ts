import type { Ctx } from '../../bot/context.ts';

export interface ConflictFacts {
  readonly id: string;
  readonly meetingId: string;
  readonly personId: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly membershipClass: string | null;
  readonly itemNumber: number | null;
  readonly item: string | null;
  readonly about: string;
  readonly staysOut: boolean;
  readonly at: Date;
  readonly withdrawnAt: Date | null;
}

/** Every conflict of interest declared at a meeting, the first one first; those withdrawn say when. */
export async function listConflicts(ctx: Ctx, meetingId: string): Promise<ConflictFacts[]> {
  const rows = await ctx.db.conflictDeclared.findMany({
    where: { bodyId: ctx.body.id, meetingId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  const withdrawn = new Map(rows.flatMap(({ withdrawsId, at }) => (withdrawsId === null ? [] : [[withdrawsId, at] as const])));
  return rows
    .filter(({ withdrawsId }) => withdrawsId === null)
    .map(({ id, personId, name, organisation, membershipClass, itemNumber, item, about, staysOut, at }) => ({
      ...{ id, meetingId, personId, name, organisation, membershipClass, itemNumber, item, about, staysOut, at },
      withdrawnAt: withdrawn.get(id) ?? null,
    }));
}
