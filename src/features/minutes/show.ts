import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { mayRun, listRollsToConfirm } from '../attendance/lookup.ts';
import { listMemberships, resolveGroup } from '../groups/lookup.ts';
import { getMeeting, listMeetingsById, type MeetingFacts } from '../meetings/lookup.ts';
import { findIssuedMinutes, type IssuedMinutes } from './head.ts';
import { findLatestIssued, listMinutesToDo } from './lookup.ts';
import { assertMayRead } from './may-read.ts';
import { assertIssued, getConfirmedRoll } from './may-write.ts';
import { MeetingId } from './notes.ts';
import { getPage, type MinutesPage } from './page.ts';

export const ShowInput = z.object({
  meeting: MeetingId.optional(),
  group: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
  page: z.coerce.number('This button no longer works. Please ask for the minutes again.').int().min(0).default(0),
});

export type Shown =
  | { readonly outcome: 'page'; readonly page: MinutesPage }
  | { readonly outcome: 'issued'; readonly issued: IssuedMinutes; readonly page: number; readonly work: MinutesPage | null }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] }
  /** Held, and the roll is what comes first. */
  | { readonly outcome: 'roll'; readonly meeting: MeetingFacts }
  | { readonly outcome: 'none' };

/**
 * The minutes of a meeting: the page to write them on for who runs it, and the issued text for everybody who was
 * there or is in the group. Without a meeting named it is the one whose roll is confirmed and whose minutes are
 * to be written, else the latest issued one. Throws NotAllowed, and Conflict for a cancelled meeting and
 * without a confirmed roll.
 */
export const show = verb('minutes.show', ShowInput, async (ctx, input): Promise<Shown> => {
  if (input.meeting !== undefined) return showOne(ctx, await getMeeting(ctx, input.meeting), input.page);
  const person = actingPerson(ctx);
  const group = input.group ? await resolveGroup(ctx, input.group, { press: 'minutes.show' }) : null;
  const meetings = (await listMeetingsById(ctx, await listMinutesToDo(ctx, group?.id))).toReversed();
  const [only] = meetings;
  if (only) return meetings.length > 1 ? { outcome: 'choose', meetings } : showOne(ctx, only, input.page);
  const [waiting] = await listRollsToConfirm(ctx, group ? { groupId: group.id } : {});
  if (waiting !== undefined) return { outcome: 'roll', meeting: await getMeeting(ctx, waiting) };
  const groupIds = group ? [group.id] : (await listMemberships(ctx, person.id)).map((one) => one.groupId);
  const latest = await findLatestIssued(ctx, groupIds);
  return latest === null ? { outcome: 'none' } : showOne(ctx, await getMeeting(ctx, latest), input.page);
});

async function showOne(ctx: Ctx, meeting: MeetingFacts, page: number): Promise<Shown> {
  const runs = await mayRun(ctx, meeting);
  if (!runs) {
    await assertMayRead(ctx, meeting);
    assertIssued(meeting);
  }
  await getConfirmedRoll(ctx, meeting);
  const issued = await findIssuedMinutes(ctx, meeting);
  const work = runs ? await getPage(ctx, meeting) : null;
  if (issued) return { outcome: 'issued', issued, page, work };
  return work ? { outcome: 'page', page: work } : { outcome: 'none' };
}
