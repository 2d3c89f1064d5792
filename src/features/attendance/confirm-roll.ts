import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { moment, rich } from '../../bot/text.ts';
import { getMeeting, OPEN_STATES } from '../meetings/lookup.ts';
import { rollButton } from './buttons.ts';
import { findRoll, type RollFacts } from './lookup.ts';
import { assertMayConfirm } from './open-roll.ts';
import { judgedLayers, RollInput, toChoices, type RunBy } from './roll-choices.ts';
import { guestLayers, parseGuests } from './roll-guests.ts';
import { toEntries } from './roll-entries.ts';
import { toPage, type RollPage } from './roll-page.ts';
import { getSheet, type Sheet } from './sheet.ts';

const REASON_LIMIT = 500;

export const ConfirmRollInput = RollInput.extend({
  guests: z.string().trim().max(3_000, 'Keep the list of guests under 3,000 characters.').nullish(),
  reason: z
    .string()
    .trim()
    .max(REASON_LIMIT, `Keep the reason under ${String(REASON_LIMIT)} characters.`)
    .nullish(),
});

/**
 * Records the judgement of one page of a long roll and gives the next page. Nothing is confirmed until the
 * last page is sent. Throws as confirming does.
 */
export const markRoll = verb('attendance.markRoll', RollInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<RollPage> => {
    const { sheet, by } = await openForWriting(ctx, input);
    const layers = judgedLayers(ctx, sheet, toChoices(sheet, input), by, null);
    if (layers.length > 0) await ctx.db.presence.createMany({ data: layers });
    const presenceIds = layers.map((layer) => layer.id);
    recordAudit(ctx, 'attendance.markRoll', `meeting:${sheet.meeting.id}`, { meetingId: sheet.meeting.id, presenceIds });
    return toPage(await getSheet(ctx, sheet.meeting), input.page + 1);
  }),
);

/**
 * Confirms the roll: the chair's or Secretariat's word for each person, the guests, and the result as the
 * next version, which closes the meeting. Of two who confirm at once, one is told that the other did.
 * Throws NotAllowed, Conflict, and InvalidInput for guests or a missing reason.
 */
export const confirmRoll = verb('attendance.confirmRoll', ConfirmRollInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<RollFacts> => {
    const { sheet, by } = await openForWriting(ctx, input);
    const reason = input.reason ?? '';
    if (sheet.version > 0 && reason === '') throw new InvalidInput({ reason: 'Say why the confirmed roll is changed.' });
    const judged = judgedLayers(ctx, sheet, toChoices(sheet, input), by, reason === '' ? null : reason);
    const guests = guestLayers(ctx, sheet, parseGuests(input.guests ?? ''), by);
    const entries = toEntries(sheet, judged, guests);
    const roll = { id: uuidv7(), bodyId: ctx.body.id, meetingId: sheet.meeting.id, version: sheet.version + 1, entries, at: ctx.now };
    const { count } = await ctx.db.roll.createMany({
      data: [{ ...roll, confirmedById: by.id, confirmedByName: by.name }],
      skipDuplicates: true,
    });
    if (count === 0) throw await confirmedMeanwhile(ctx, sheet.meeting.id);
    const layers = [...judged, ...guests];
    if (layers.length > 0) await ctx.db.presence.createMany({ data: layers });
    await closeMeeting(ctx, sheet);
    const facts = { meetingId: sheet.meeting.id, rollId: roll.id, version: roll.version, presenceIds: layers.map((layer) => layer.id) };
    const personal = { values: reason === '' ? {} : { reason }, personId: null };
    recordAudit(ctx, 'attendance.confirmRoll', `meeting:${sheet.meeting.id}`, facts, personal);
    return { ...roll, confirmedBy: { id: by.id, name: by.name } };
  }),
);

/**
 * What both ways of sending the form check: the right to, and that nobody confirmed since it was opened. Asked
 * before the right, so that a chair hears who was first; and of the sheet, which is read later.
 */
async function openForWriting(ctx: Ctx, input: z.output<typeof RollInput>): Promise<{ sheet: Sheet; by: RunBy }> {
  const meeting = await getMeeting(ctx, input.meeting);
  const latest = await findRoll(ctx, meeting.id);
  if ((latest?.version ?? 0) !== input.version) throw await confirmedMeanwhile(ctx, meeting.id);
  const person = await assertMayConfirm(ctx, meeting);
  const sheet = await getSheet(ctx, meeting);
  if (sheet.version !== input.version) throw await confirmedMeanwhile(ctx, meeting.id);
  return { sheet, by: { id: person.id, name: person.name, source: isSecretariat(ctx) ? 'secretariat' : 'chair' } };
}

async function confirmedMeanwhile(ctx: Ctx, meetingId: string): Promise<Conflict> {
  const roll = await findRoll(ctx, meetingId);
  const who = roll
    ? rich`The roll was confirmed meanwhile by ${roll.confirmedBy.name} at ${moment(roll.at)}.`
    : 'The roll changed meanwhile.';
  return new Conflict(rich`${who} What you sent was not recorded.`, [rollButton(meetingId, 'Open the roll')]);
}

async function closeMeeting(ctx: Ctx, sheet: Sheet): Promise<void> {
  if (sheet.version === 0) {
    const { count } = await ctx.db.meeting.updateMany({
      where: { id: sheet.meeting.id, bodyId: ctx.body.id, state: { in: [...OPEN_STATES] } },
      data: { state: 'closed', closedAt: ctx.now, updatedAt: ctx.now },
    });
    if (count === 0) throw new Conflict('The meeting was cancelled or closed meanwhile. What you sent was not recorded.');
  }
  for (const kind of ['meetings.meeting', 'attendance.opening', 'attendance.roll']) await markStale(ctx, kind, sheet.meeting.id);
}
