import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { resolveGroup } from '../groups/lookup.ts';

/** A line and a button each must fit one message. */
const ON_PAGE = 15;

export const PastInput = z.object({
  group: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
  page: z.coerce.number('This button no longer works. Please ask for the records again.').int().min(0).default(0),
});

export interface PastMeeting {
  readonly id: string;
  readonly groupName: string;
  readonly subTopic: string;
  readonly startsAt: Date;
  readonly isCancelled: boolean;
  readonly rollAt: Date | null;
}

export interface Past {
  readonly group: { readonly slug: string; readonly name: string } | null;
  readonly meetings: readonly PastMeeting[];
  readonly page: number;
  readonly hasMore: boolean;
}

/** Meetings that have begun, latest first, of one group or all. For the Secretariat. */
export const past = verb('records.past', PastInput, async (ctx, input): Promise<Past> => {
  assertSecretariat(ctx);
  const group = input.group ? await resolveGroup(ctx, input.group, { press: 'records.past' }) : null;
  const rows = await ctx.db.meeting.findMany({
    where: { bodyId: ctx.body.id, state: { not: 'draft' }, startsAt: { lte: ctx.now }, ...(group ? { groupId: group.id } : {}) },
    orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
    skip: input.page * ON_PAGE,
    take: ON_PAGE + 1,
    include: { group: { select: { name: true } }, rolls: { orderBy: { version: 'desc' }, take: 1, select: { at: true } } },
  });
  return {
    group,
    meetings: rows.slice(0, ON_PAGE).map((row) => ({
      id: row.id,
      groupName: row.group.name,
      subTopic: row.subTopic,
      startsAt: row.startsAt,
      isCancelled: row.state === 'cancelled',
      rollAt: row.rolls[0]?.at ?? null,
    })),
    page: input.page,
    hasMore: rows.length > ON_PAGE,
  };
});
