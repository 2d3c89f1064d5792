import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { resolveGroup } from '../groups/lookup.ts';
import { getMeeting, listMeetingsById, type MeetingFacts } from '../meetings/lookup.ts';
import { MeetingId } from './check-in.ts';
import { findRoll, listRollsToConfirm } from './lookup.ts';
import { assertMayRun } from './may-run.ts';
import { toPage, type RollPage } from './roll-page.ts';
import { getSheet } from './sheet.ts';
import { assertNotCancelled, isClosed } from './window.ts';

export const OpenRollInput = z.object({
  meeting: MeetingId.optional(),
  group: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
});

export type OpenedRoll =
  | { readonly outcome: 'open'; readonly page: RollPage }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] }
  | { readonly outcome: 'none' };

/**
 * Shows who is known to have been there, to be confirmed. Without a meeting named it is the one that has
 * begun and waits for its roll. Throws NotAllowed for people who do not run it, Conflict before the start.
 */
export const openRoll = verb('attendance.openRoll', OpenRollInput, (ctx, input) => pickRoll(ctx, input, 'attendance.open-roll', openOne));

/** Does it with the meeting named, else with the only one whose roll waits; `press` is what a choice of groups runs. */
export async function pickRoll(
  ctx: Ctx,
  input: z.output<typeof OpenRollInput>,
  press: string,
  work: (ctx: Ctx, meeting: MeetingFacts) => Promise<OpenedRoll>,
): Promise<OpenedRoll> {
  if (input.meeting !== undefined) return work(ctx, await getMeeting(ctx, input.meeting));
  actingPerson(ctx);
  const group = input.group ? await resolveGroup(ctx, input.group, { press }) : null;
  const ids = await listRollsToConfirm(ctx, { begun: true, groupId: group?.id });
  const meetings = (await listMeetingsById(ctx, ids)).toReversed();
  const [only] = meetings;
  if (!only) return { outcome: 'none' };
  return meetings.length > 1 ? { outcome: 'choose', meetings } : work(ctx, only);
}

export async function openOne(ctx: Ctx, meeting: MeetingFacts): Promise<OpenedRoll> {
  await assertMayConfirm(ctx, meeting);
  return { outcome: 'open', page: toPage(await getSheet(ctx, meeting), 0) };
}

/** Throws unless the acting person may confirm the roll now; once it is confirmed only the Secretariat corrects it. */
export async function assertMayConfirm(ctx: Ctx, meeting: MeetingFacts): Promise<{ readonly id: string; readonly name: string }> {
  const person = await assertMayRun(ctx, meeting);
  assertNotCancelled(meeting);
  if (ctx.now < meeting.startsAt)
    throw new Conflict(rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. The roll can be confirmed once it has begun.`);
  if (!isClosed(meeting) || isSecretariat(ctx)) return person;
  const roll = await findRoll(ctx, meeting.id);
  const who = roll ? rich`The roll was confirmed by ${roll.confirmedBy.name} on ${moment(roll.at)}.` : 'The roll is confirmed.';
  throw new NotAllowed(rich`${who} Only the Secretariat can correct it now: tell ${ctx.body.settings.contact} what is wrong.`);
}
