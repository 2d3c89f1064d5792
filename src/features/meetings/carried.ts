import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import { listActions, listDoneSince, type ActionFacts } from '../actions/lookup.ts';
import { AGENDA_CARD } from './answerable.ts';
import { OPEN_STATES, type MeetingFacts } from './lookup.ts';

/** Actions of a group that its next agendas show. */
export interface Carried {
  readonly open: readonly ActionFacts[];
  /** Since the group met last. */
  readonly done: readonly ActionFacts[];
}

export const NOTHING_CARRIED: Carried = { open: [], done: [] };

/** What is carried over to a meeting that is still to come: open actions from before it, and what was done since the group met last. */
export async function getCarried(ctx: Ctx, meeting: MeetingFacts): Promise<Carried> {
  if (meeting.isOver) return NOTHING_CARRIED;
  const last = await ctx.db.meeting.findFirst({
    where: { bodyId: ctx.body.id, groupId: meeting.groupId, state: { notIn: ['draft', 'cancelled'] }, endsAt: { lte: ctx.now } },
    orderBy: { endsAt: 'desc' },
    select: { endsAt: true },
  });
  const isEarlier = (one: ActionFacts): boolean => one.meetingId !== meeting.id;
  const open = await listActions(ctx, { groupId: meeting.groupId, openOnly: true });
  const done = await listDoneSince(ctx, meeting.groupId, last?.endsAt ?? new Date(0));
  return { open: open.filter(isEarlier), done: done.filter(isEarlier) };
}

/** After anything was done to an action of a group, what shows it is drawn again. */
export async function markCarriedStale(ctx: Ctx, { facts }: AuditEntry): Promise<void> {
  const where = { bodyId: ctx.body.id, groupId: String(facts.groupId), state: { in: [...OPEN_STATES] }, endsAt: { gt: ctx.now } };
  const meetings = await ctx.db.meeting.findMany({ where, select: { id: true } });
  if (meetings.length > 0)
    await markStale(
      ctx,
      AGENDA_CARD,
      meetings.map((one) => one.id),
    );
}
