import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { getAnswerable, MEETING_CARD, whatChanged } from './answerable.ts';
import { listColleagues } from './colleagues.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';

export const RsvpInput = z.object({
  meeting: inputs.meetingId,
  answer: z.enum(['attending', 'tentative', 'declined']),
  /** As it stood beside the button: a press on a card from before a move notes nothing. */
  sequence: z.string().optional(),
  note: inputs.optionalText(2000),
  alternate: z.string().nullish(),
  alternateName: inputs.optionalText(100),
});
type RsvpAnswer = z.output<typeof RsvpInput>;

/**
 * Notes what a person says beforehand; allowed until the meeting ends. One press is one row: the same
 * answer again changes nothing and says so (`already`). Throws what getAnswerable throws, and
 * InvalidInput for an alternate who can't stand in.
 */
export const rsvp = verb('meetings.rsvp', RsvpInput, async (ctx, input) => {
  const meeting = await getAnswerable(ctx, input.meeting, input.sequence);
  const said = await toSaid(ctx, meeting, input);
  const already = await inTransaction(ctx, (ctx) => saveAnswer(ctx, meeting.id, said));
  return { meeting: already ? meeting : await getMeeting(ctx, meeting.id), answer: said.answer, already };
});

interface Said {
  readonly answer: RsvpAnswer['answer'];
  readonly note: string | null;
  readonly alternateId: string | null;
  readonly alternateName: string | null;
}

async function toSaid(ctx: Ctx, meeting: MeetingFacts, input: RsvpAnswer): Promise<Said> {
  if (input.answer !== 'declined') return { answer: input.answer, note: null, alternateId: null, alternateName: null };
  const note = input.note || null;
  if (!input.alternate) return { answer: 'declined', note, alternateId: null, alternateName: input.alternateName || null };
  const colleague = (await listColleagues(ctx, meeting)).find((one) => one.id === input.alternate);
  if (!colleague)
    throw new InvalidInput({ alternate: "This person can't stand in for you: choose an eligible colleague of your organisation." });
  return { answer: 'declined', note, alternateId: colleague.id, alternateName: colleague.name };
}

async function saveAnswer(ctx: Ctx, meetingId: string, said: Said): Promise<boolean> {
  const personId = actingPerson(ctx).id;
  await lock(ctx, meetingId, personId);
  // Read again under the lock: the meeting may have been cancelled, or the same press counted, since the first look.
  const change = whatChanged(await getMeeting(ctx, meetingId));
  if (change) throw change;
  const current = await ctx.db.rsvpCurrent.findUnique({ where: { meetingId_personId: { meetingId, personId } }, include: { rsvp: true } });
  if (current && isSame(current.rsvp, said)) return true;
  const row = { meetingId, personId, bodyId: ctx.body.id, at: ctx.now };
  const rsvpId = uuidv7();
  await ctx.db.rsvp.create({ data: { ...row, ...said, id: rsvpId, surface: ctx.surface } });
  await ctx.db.rsvpCurrent.upsert({
    where: { meetingId_personId: { meetingId, personId } },
    create: { ...row, rsvpId, answer: said.answer },
    update: { rsvpId, answer: said.answer, at: ctx.now },
  });
  const personal: Record<string, string> = {};
  if (said.note) personal.note = said.note;
  if (said.alternateName) personal.alternateName = said.alternateName;
  const facts = { meetingId, answer: said.answer, alternateId: said.alternateId };
  recordAudit(ctx, 'meetings.rsvp', `meeting:${meetingId}`, facts, { values: personal, personId });
  await markStale(ctx, MEETING_CARD, meetingId);
  return false;
}

/** Two presses of one person wait for each other; a cancellation or move waits for the answer, and the other way round. */
async function lock(ctx: Ctx, meetingId: string, personId: string): Promise<void> {
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rsvp:${meetingId}:${personId}`}, 0))`;
  await ctx.db.$executeRaw`SELECT 1 FROM "Meeting" WHERE id = ${meetingId}::uuid FOR SHARE`;
}

const isSame = (before: Omit<Said, 'answer'> & { readonly answer: Said['answer'] | null }, said: Said): boolean =>
  before.answer === said.answer &&
  before.note === said.note &&
  before.alternateId === said.alternateId &&
  before.alternateName === said.alternateName;
