import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import { listPeople } from '../directory/lookup.ts';

/** The message to the chair, and the card that follows what became of the suggestion. */
export const SUGGESTION = 'meetings.suggestion';
export const SUGGESTION_ANSWERED = 'meetings.suggestion-answered';

export interface SuggestionFacts {
  readonly id: string;
  readonly meetingId: string;
  readonly text: string;
  readonly byId: string;
  readonly by: string;
  readonly organisation: string | null;
  readonly answer: { readonly isTakenUp: boolean; readonly reason: string | null; readonly by: string; readonly at: Date } | null;
}

/** What somebody proposed for an agenda, with what became of it; null when it is not this body's. */
export async function findSuggestion(ctx: Ctx, id: string): Promise<SuggestionFacts | null> {
  const row = await ctx.db.agendaSuggestion.findFirst({ where: { id, bodyId: ctx.body.id }, include: { answer: true } });
  if (!row) return null;
  const [person] = await listPeople(ctx, [row.personId]);
  const { answer } = row;
  return {
    id,
    meetingId: row.meetingId,
    text: row.text,
    byId: row.personId,
    by: person?.name ?? 'A member',
    organisation: person?.organisation ?? null,
    answer: answer && { isTakenUp: answer.takenUpIn !== null, reason: answer.reason, by: answer.byName, at: answer.at },
  };
}

/** A suggestion for this meeting that nobody answered. Throws NotFound for one of another meeting, Conflict once it is answered. */
export async function getOpenSuggestion(ctx: Ctx, meetingId: string, id: string): Promise<SuggestionFacts> {
  const found = await findSuggestion(ctx, id);
  if (found?.meetingId !== meetingId) throw new NotFound('This suggestion is not there. Please open the agenda of the meeting.');
  const { answer } = found;
  if (!answer) return found;
  const how = answer.isTakenUp ? 'put it on the agenda' : 'did not take it up';
  throw new Conflict(rich`${answer.by} ${how} on ${moment(answer.at)}, and ${found.by} was told. Nothing was done again.`);
}

/**
 * Keeps what became of a suggestion, in the open transaction, and has whoever made it told. Throws Conflict when
 * somebody else answered meanwhile.
 */
export async function answerSuggestion(
  ctx: Ctx,
  { id, meetingId }: SuggestionFacts,
  answer: { readonly takenUpIn: number | null; readonly reason: string | null },
): Promise<void> {
  const by = ctx.actor.kind === 'person' ? ctx.actor.person : { id: null, name: 'The Secretariat' };
  const row = { id: uuidv7(), bodyId: ctx.body.id, suggestionId: id, ...answer, at: ctx.now, byId: by.id, byName: by.name };
  const { count } = await ctx.db.agendaSuggestionAnswer.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw new Conflict('Somebody else answered this suggestion just now. Nothing was done.');
  await markStale(ctx, SUGGESTION, id);
  const key = `suggestion:${id}:answered`;
  await planNow(ctx, { kind: SUGGESTION_ANSWERED, key, subject: { meetingId, suggestionId: id } });
  const values: Record<string, string> = answer.reason ? { reason: answer.reason } : {};
  const facts = { meetingId, suggestionId: id, takenUpIn: answer.takenUpIn };
  recordAudit(ctx, 'meetings.answerSuggestion', `meeting:${meetingId}`, facts, { values, personId: null });
}
