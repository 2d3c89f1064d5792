import { z } from 'zod';
import { actingPerson, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { assertMayRun, assertNotCancelled, checkInOpensAt, listRunningNow } from '../attendance/lookup.ts';
import { resolveGroup } from '../groups/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { getOpeningPage, type OpeningPage } from './lookup.ts';

export const MeetingId = z.uuid('This button no longer works. Please ask for the meeting again.');

export const OpenInput = z.object({
  meeting: MeetingId.optional(),
  group: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
});

export type Opened =
  | { readonly outcome: 'page'; readonly page: OpeningPage }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] }
  | { readonly outcome: 'none'; readonly minutes: number };

/**
 * Shows the opening page of a meeting: its gate with what can be done about it, the script, and who is here.
 * Without one named it is the meeting under way, or about to start, that the person runs. Records nothing.
 * Throws NotAllowed for others, Conflict before check-in opens.
 */
export const open = verb('opening.open', OpenInput, async (ctx, input): Promise<Opened> => {
  if (input.meeting !== undefined) return toPage(ctx, await getMeeting(ctx, input.meeting));
  actingPerson(ctx);
  const group = input.group ? await resolveGroup(ctx, input.group, { press: 'opening.open' }) : null;
  const meetings = await listRunningNow(ctx, group?.id);
  const [only] = meetings;
  if (!only) return { outcome: 'none', minutes: ctx.body.settings.timings.checkInBefore };
  return meetings.length > 1 ? { outcome: 'choose', meetings } : toPage(ctx, only);
});

async function toPage(ctx: Ctx, meeting: MeetingFacts): Promise<Opened> {
  await assertMayRun(ctx, meeting);
  assertOpenable(ctx, meeting);
  return { outcome: 'page', page: await getOpeningPage(ctx, meeting, isSecretariat(ctx)) };
}

/** Throws Conflict for a cancelled meeting, and before check-in opens. */
export function assertOpenable(ctx: Ctx, meeting: MeetingFacts): void {
  assertNotCancelled(meeting);
  const opensAt = checkInOpensAt(ctx, meeting);
  if (ctx.now >= opensAt) return;
  throw new Conflict(rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)}. It can be opened from ${moment(opensAt)}.`);
}
