import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import type { MeetingState, Prisma } from '../../db/generated/client.ts';
import { OPEN_STATES } from '../meetings/lookup.ts';

const REMEMBERED_MS = 60 * 24 * 60 * 60 * 1000;

/** As a chair of the group, or named for the meeting. */
const runBy = (personId: string): Prisma.MeetingWhereInput => ({
  OR: [
    { group: { memberships: { some: { personId, leftAt: null, role: { in: ['chair', 'vice_chair'] } } } } },
    { chairId: personId },
    { secretariatId: personId },
  ],
});

export interface Run {
  readonly states: readonly MeetingState[];
  readonly groupId?: string | undefined;
  /** Those as well that have begun and not ended. */
  readonly begun?: boolean;
}

/** Ids of meetings of the last 60 days that the acting person runs, the Secretariat all of them, latest first: at most 20. */
export async function listRun(ctx: Ctx, { states, groupId, begun }: Run): Promise<string[]> {
  const personId = actingPersonId(ctx);
  if (!personId && !isSecretariat(ctx)) return [];
  const rows = await ctx.db.meeting.findMany({
    where: {
      bodyId: ctx.body.id,
      ...(groupId === undefined ? {} : { groupId }),
      state: { in: [...states] },
      startsAt: { gt: new Date(ctx.now.getTime() - REMEMBERED_MS), lte: ctx.now },
      ...(begun ? {} : { endsAt: { lte: ctx.now } }),
      ...(personId && !isSecretariat(ctx) ? runBy(personId) : {}),
    },
    orderBy: { startsAt: 'desc' },
    take: 20,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Ids of meetings that ended, or with `begun` began, without a confirmed roll, and whose roll the acting person may confirm; latest first. */
export const listRollsToConfirm = (ctx: Ctx, which: Omit<Run, 'states'> = {}): Promise<string[]> =>
  listRun(ctx, { ...which, states: OPEN_STATES });
