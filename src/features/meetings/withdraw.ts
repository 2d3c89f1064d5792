import { v7 as uuidv7 } from 'uuid';
import { recordAudit, type AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import { MEETING_CARD } from './answerable.ts';

/** Reaction to a person leaving a group, or being suspended from it: their answers for what is still to come are withdrawn. */
export async function withdrawAnswers(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { personId, groupId } = entry.facts;
  if (typeof personId !== 'string' || typeof groupId !== 'string') return;
  const current = await ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, personId, meeting: { groupId, startsAt: { gt: ctx.now } } },
    select: { meetingId: true },
  });
  const meetingIds = current.map((one) => one.meetingId).sort();
  if (meetingIds.length === 0) return;
  await ctx.db.rsvp.createMany({
    data: meetingIds.map((meetingId) => ({
      id: uuidv7(),
      bodyId: ctx.body.id,
      meetingId,
      personId,
      answer: null,
      surface: ctx.surface,
      at: ctx.now,
    })),
  });
  await ctx.db.rsvpCurrent.deleteMany({ where: { bodyId: ctx.body.id, personId, meetingId: { in: meetingIds } } });
  recordAudit(ctx, 'meetings.withdraw', `person:${personId}`, { personId, meetingIds });
  for (const meetingId of meetingIds) await markStale(ctx, MEETING_CARD, meetingId);
}
