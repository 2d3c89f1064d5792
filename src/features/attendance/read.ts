import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { openButton } from '../opening/buttons.ts';
import { failingWords, getGate, listFailing, wayOnButtons, type Check } from '../opening/lookup.ts';
import { getCurrentStatement } from '../statements/lookup.ts';
import { checkInReader, MeetingId } from './check-in.ts';
import { findReading, listRunningNow } from './lookup.ts';
import { assertMayRun } from './may-run.ts';
import { assertNotCancelled, checkInOpensAt, isClosed } from './window.ts';

export const ReadInput = z.object({ meeting: MeetingId.optional() });

export type ReadAloud =
  /** `isHere`: recorded as here with the same press. */
  | { readonly outcome: 'recorded'; readonly meeting: MeetingFacts; readonly by: string; readonly at: Date; readonly isHere: boolean }
  | { readonly outcome: 'already'; readonly meeting: MeetingFacts; readonly by: string; readonly at: Date }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] };

/**
 * Records who read the statement aloud and when, once a meeting, and puts the meeting in session. Whoever reads it accepts it
 * with the same press, through the statements feature, and is checked in. Without a meeting named it is the one under way that the person runs. The opening gate as it stood is kept with it. Throws
 * NotAllowed for others; Conflict before check-in opens, after the roll is confirmed, and while a check of the gate
 * is neither in place nor let pass by the Secretariat.
 */
export const read = verb('attendance.read', ReadInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<ReadAloud> => {
    if (input.meeting !== undefined) return readAloud(ctx, await getMeeting(ctx, input.meeting));
    actingPerson(ctx);
    const meetings = await listRunningNow(ctx);
    const [only] = meetings;
    if (!only) throw new Conflict('No meeting that you run is under way. You can record the reading once check-in has opened.');
    return meetings.length > 1 ? { outcome: 'choose', meetings } : readAloud(ctx, only);
  }),
);

async function readAloud(ctx: Ctx, meeting: MeetingFacts): Promise<ReadAloud> {
  const reader = await assertMayRun(ctx, meeting);
  assertNotCancelled(meeting);
  const before = await findReading(ctx, meeting.id);
  if (before) return { outcome: 'already', meeting, by: before.byName, at: before.at };
  assertMeetingOpen(ctx, meeting);
  const statement = await getCurrentStatement(ctx);
  const opened = await openGate(ctx, meeting, reader);
  const reading = { id: uuidv7(), bodyId: ctx.body.id, meetingId: meeting.id, statementVersionId: statement.id };
  const { count } = opened
    ? await ctx.db.reading.createMany({ data: [{ ...reading, byId: reader.id, byName: reader.name, at: ctx.now }], skipDuplicates: true })
    : { count: 0 };
  const kept = count === 0 ? await findReading(ctx, meeting.id) : null;
  if (kept) return { outcome: 'already', meeting, by: kept.byName, at: kept.at };
  await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, state: { in: ['announced', 'agenda_sent', 'check_in_open'] } },
    data: { state: 'in_session', updatedAt: ctx.now },
  });
  const facts = { meetingId: meeting.id, statementVersionId: statement.id, readingId: reading.id, openingId: opened };
  recordAudit(ctx, 'attendance.read', `meeting:${meeting.id}`, facts);
  const isHere = await checkInReader(ctx, meeting, statement.id);
  await markStale(ctx, 'meetings.meeting', meeting.id);
  return { outcome: 'recorded', meeting, by: reader.name, at: ctx.now, isHere };
}

/**
 * Keeps the gate as it stands, once a meeting: its id, or null when somebody opened the meeting just before. Throws
 * Conflict with what is missing, and what can be done, while a check is neither in place nor let pass.
 */
async function openGate(ctx: Ctx, meeting: MeetingFacts, by: { readonly id: string; readonly name: string }): Promise<string | null> {
  const gate = await getGate(ctx, meeting, 'opens');
  if (listFailing(gate).length > 0)
    throw new Conflict(rich`Nothing is recorded yet: ${meeting.subTopic} can't be opened. ${failingWords(gate)}`, [
      ...wayOnButtons(gate, isSecretariat(ctx)),
      openButton(meeting.id, 'See the opening page'),
    ]);
  const id = uuidv7();
  const checks = gate.checks.map((one: Check) => ({ ...one, at: one.at?.toISOString() ?? null }));
  const row = { id, bodyId: ctx.body.id, meetingId: meeting.id, checks, byId: by.id, byName: by.name, at: ctx.now };
  const { count } = await ctx.db.opening.createMany({ data: [row], skipDuplicates: true });
  return count > 0 ? id : null;
}

function assertMeetingOpen(ctx: Ctx, meeting: MeetingFacts): void {
  const opensAt = checkInOpensAt(ctx, meeting);
  if (ctx.now < opensAt)
    throw new Conflict(
      rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. The reading can be recorded from ${moment(opensAt)}.`,
    );
  if (isClosed(meeting))
    throw new Conflict('The roll of this meeting is confirmed, so a reading can no longer be added. Tell the Secretariat.');
}
