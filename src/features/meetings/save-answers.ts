import { v7 as uuidv7 } from 'uuid';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import type { Answer } from '../../db/generated/client.ts';
import { MEETING_CARD, whatChanged } from './answerable.ts';
import type { Scope } from './inputs.ts';
import { getMeeting, listMeetingsById, listOpenOccurrences, type MeetingFacts } from './lookup.ts';

export interface Said {
  readonly answer: Answer;
  readonly note: string | null;
  readonly alternateId: string | null;
  readonly alternateName: string | null;
}

/**
 * Writes the acting person's answer for the occurrences in scope, in the open transaction: a row for each
 * whose answer it changes, one audit row for all. `times` is for how many it counts. Throws Conflict when
 * the meeting named was cancelled or ended since.
 */
export async function saveAnswers(ctx: Ctx, named: MeetingFacts, scope: Scope, said: Said): Promise<{ already: boolean; times: number }> {
  const personId = actingPerson(ctx).id;
  const wanted = await listWanted(ctx, named, scope);
  await lock(ctx, wanted, personId);
  // Read again under the lock: a meeting may have been cancelled, or the same press counted, since the first look.
  const change = whatChanged(await getMeeting(ctx, named.id));
  if (change) throw change;
  const open = (await listMeetingsById(ctx, wanted)).filter((one) => !one.isOver).map((one) => one.id);
  const current = await ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, personId, meetingId: { in: open } },
    include: { rsvp: true },
  });
  const same = new Set(current.filter((one) => isSame(one.rsvp, said)).map((one) => one.meetingId));
  const meetingIds = open.filter((id) => !same.has(id)).sort();
  if (meetingIds.length > 0) await write(ctx, named, scope, said, meetingIds);
  return { already: meetingIds.length === 0, times: open.length };
}

/** Ids in order, so that whoever locks several meetings locks them alike. */
async function listWanted(ctx: Ctx, named: MeetingFacts, scope: Scope): Promise<string[]> {
  if (scope === 'this' || !named.series) return [named.id];
  const open = await listOpenOccurrences(ctx, named.series.id);
  return open
    .filter((one) => scope === 'all' || one.startsAt >= named.startsAt)
    .map((one) => one.id)
    .sort();
}

async function write(ctx: Ctx, named: MeetingFacts, scope: Scope, said: Said, meetingIds: readonly string[]): Promise<void> {
  const personId = actingPerson(ctx).id;
  const rows = meetingIds.map((meetingId) => ({ meetingId, personId, bodyId: ctx.body.id, at: ctx.now, rsvpId: uuidv7() }));
  await ctx.db.rsvp.createMany({ data: rows.map(({ rsvpId, ...row }) => ({ ...row, ...said, id: rsvpId, scope, surface: ctx.surface })) });
  await ctx.db.rsvpCurrent.deleteMany({ where: { bodyId: ctx.body.id, personId, meetingId: { in: [...meetingIds] } } });
  await ctx.db.rsvpCurrent.createMany({ data: rows.map((row) => ({ ...row, answer: said.answer })) });
  const personal: Record<string, string> = {};
  if (said.note) personal.note = said.note;
  if (said.alternateName) personal.alternateName = said.alternateName;
  const facts = { meetingId: named.id, answer: said.answer, alternateId: said.alternateId };
  const ofSeries = scope === 'this' || !named.series ? {} : { scope, seriesId: named.series.id, meetingIds };
  const subject = 'seriesId' in ofSeries ? `series:${ofSeries.seriesId}` : `meeting:${named.id}`;
  recordAudit(ctx, 'meetings.rsvp', subject, { ...facts, ...ofSeries }, { values: personal, personId });
  await markStale(ctx, MEETING_CARD, meetingIds);
}

/** Two presses of one person wait for each other; a cancellation or move waits for the answer, and the other way round. */
async function lock(ctx: Ctx, meetingIds: readonly string[], personId: string): Promise<void> {
  for (const meetingId of meetingIds)
    await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rsvp:${meetingId}:${personId}`}, 0))`;
  await ctx.db.$executeRaw`SELECT 1 FROM "Meeting" WHERE id = ANY(${meetingIds}::uuid[]) ORDER BY id FOR SHARE`;
}

const isSame = (before: Omit<Said, 'answer'> & { readonly answer: Answer | null }, said: Said): boolean =>
  before.answer === said.answer &&
  before.note === said.note &&
  before.alternateId === said.alternateId &&
  before.alternateName === said.alternateName;
