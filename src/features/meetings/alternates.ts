import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { planNow } from '../../bot/planned.ts';
import type { Answer } from '../../db/generated/client.ts';
import { findAnswer, listMeetingsById, type MeetingFacts } from './lookup.ts';

/** Told to whom somebody named as their alternate. */
export const NAMED = 'meetings.alternate-named';
/** Told to who named them: what their alternate says. */
export const ANSWERED = 'meetings.alternate-answered';

export interface Naming {
  readonly meeting: MeetingFacts;
  /** Who can't come, and named the alternate. */
  readonly by: { readonly id: string; readonly name: string };
  readonly alternateId: string;
  readonly scope: string;
}

/** Whether `by` counts on this person as their alternate now, and for which meetings they said so; null when not. */
export async function findNaming(ctx: Ctx, meeting: MeetingFacts, by: string, alternateId: string): Promise<Naming | null> {
  const row = await ctx.db.rsvpCurrent.findFirst({
    where: { bodyId: ctx.body.id, meetingId: meeting.id, personId: by, rsvp: { alternateId } },
    include: { rsvp: { select: { scope: true } }, person: { select: { name: true } } },
  });
  return row && { meeting, by: { id: by, name: row.person.name }, alternateId, scope: row.rsvp.scope };
}

/**
 * What an answer means to alternates: who is named hears of it, and who named this person hears what they say now.
 * One message for an answer, also when it counts for many meetings of a series: it names the first of them.
 */
export async function planAlternates(ctx: Ctx, { facts, personId }: AuditEntry): Promise<void> {
  if (personId === null || typeof facts.meetingId !== 'string') return;
  const ids = Array.isArray(facts.meetingIds) ? facts.meetingIds : [facts.meetingId];
  const alternateId = typeof facts.alternateId === 'string' ? facts.alternateId : null;
  const says = facts.answer === 'attending' || facts.answer === 'declined' ? facts.answer : null;
  // Nearly every answer is of nobody's alternate, and names none: no more than one look is spent on those.
  const namings = says === null ? [] : await listNamings(ctx, ids, personId);
  if (alternateId === null && namings.length === 0) return;
  const open = (await listMeetingsById(ctx, ids)).filter((one) => !one.isOver);
  const first = open.find((one) => one.id === facts.meetingId) ?? open[0];
  if (first && alternateId !== null) await tellNamed(ctx, first, personId, alternateId);
  for (const [by, meetingId] of new Map(namings.map((one) => [one.personId, one.meetingId])))
    if (says !== null && open.some((one) => one.id === meetingId))
      await tellNamer(ctx, { meetingId, by, alternate: personId, answer: says });
}

/** Who counts on this person as their alternate for which of the meetings, the last one first. */
const listNamings = (ctx: Ctx, meetingIds: readonly string[], alternateId: string) =>
  ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, meetingId: { in: [...meetingIds] }, rsvp: { alternateId } },
    select: { meetingId: true, personId: true },
    orderBy: { meeting: { startsAt: 'desc' } },
  });

async function tellNamed(ctx: Ctx, meeting: MeetingFacts, by: string, alternate: string): Promise<void> {
  if ((await findAnswer(ctx, meeting.id, alternate)) === 'attending') return;
  const key = `meeting:${meeting.id}:${NAMED}:${by}:${String(ctx.now.getTime())}`;
  await planNow(ctx, { kind: NAMED, key, subject: { meetingId: meeting.id, by, alternate } });
}

async function tellNamer(ctx: Ctx, subject: { meetingId: string; by: string; alternate: string; answer: Answer }): Promise<void> {
  const key = `meeting:${subject.meetingId}:${ANSWERED}:${subject.by}:${subject.alternate}:${String(ctx.now.getTime())}`;
  await planNow(ctx, { kind: ANSWERED, key, subject });
}
