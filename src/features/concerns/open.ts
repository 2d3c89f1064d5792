import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotAllowed } from '../../bot/errors.ts';
import { moment, rich } from '../../bot/text.ts';
import { resolveGroup, type GroupFacts } from '../groups/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { listRaisable, refuseOutsider, type Raisable } from './raisable.ts';

export const MeetingId = z.uuid('This button no longer works. Please begin again.');

export const OpenInput = z.object({
  meeting: MeetingId.optional(),
  group: z.string().trim().max(100, 'Name the group in fewer words.').optional(),
});

export type Opened =
  /** `draft` names the concern before it is sent, so that sending it twice is one. */
  | { readonly outcome: 'meeting'; readonly draft: string; readonly meeting: MeetingFacts }
  | { readonly outcome: 'groups'; readonly draft: string; readonly groups: readonly GroupFacts[] }
  | { readonly outcome: 'choose'; readonly meetings: readonly MeetingFacts[] };

/**
 * Finds what a concern can be about: the meeting named, else the one whose check-in is open or that goes on,
 * else the latest that ended within 72 hours, else the group (its chats are covered as well). Records nothing.
 * Throws NotAllowed for strangers and outsiders, Conflict for a meeting that has not begun or is long over.
 */
export const openConcern = verb('concerns.open', OpenInput, async (ctx, input): Promise<Opened> => {
  const raisable = await listRaisable(ctx);
  if (input.meeting !== undefined) return toForm(await getRaisable(ctx, raisable, input.meeting));
  if (input.group) return openForGroup(ctx, raisable, input.group);
  if (raisable.live.length > 1) return { outcome: 'choose', meetings: raisable.live };
  const [meeting] = [...raisable.live, ...raisable.ended];
  if (meeting) return toForm(meeting);
  if (raisable.groups.length > 0) return { outcome: 'groups', draft: uuidv7(), groups: raisable.groups };
  throw new NotAllowed(
    `You are in no working group, and were at none of their meetings in the last three days. If you have a concern, tell ${ctx.body.settings.contact}, without the sensitive content.`,
  );
});

const toForm = (meeting: MeetingFacts): Opened => ({ outcome: 'meeting', draft: uuidv7(), meeting });

async function openForGroup(ctx: Ctx, raisable: Raisable, typed: string): Promise<Opened> {
  const group = await resolveGroup(ctx, typed, { press: 'concerns.open' });
  const live = raisable.live.filter((meeting) => meeting.groupId === group.id);
  if (live.length > 1) return { outcome: 'choose', meetings: live };
  const [meeting] = [...live, ...raisable.ended.filter((one) => one.groupId === group.id)];
  if (meeting) return toForm(meeting);
  if (!raisable.groups.some((one) => one.id === group.id)) refuseOutsider(ctx, group.name);
  return { outcome: 'groups', draft: uuidv7(), groups: [group] };
}

/** The meeting, when the acting person may raise a concern about it now. Throws as `openConcern` does. */
export async function getRaisable(ctx: Ctx, { live, ended, groups }: Raisable, meetingId: string): Promise<MeetingFacts> {
  const found = [...live, ...ended].find((meeting) => meeting.id === meetingId);
  if (found) return found;
  const meeting = await getMeeting(ctx, meetingId);
  if (!groups.some((group) => group.id === meeting.groupId)) refuseOutsider(ctx, `${meeting.groupName}: ${meeting.subTopic}`);
  throw new Conflict(rich`${whyNot(ctx, meeting)} A concern about the group's chats and other work can be recorded at any time.`, [
    { label: `About ${meeting.groupName}`, press: 'concerns.open', with: { group: meeting.groupSlug } },
  ]);
}

function whyNot(ctx: Ctx, meeting: MeetingFacts) {
  if (meeting.state === 'cancelled') return `${meeting.subTopic} was cancelled.`;
  return meeting.endsAt < ctx.now
    ? rich`${meeting.subTopic} ended at ${moment(meeting.endsAt)}, more than three days ago.`
    : rich`${meeting.subTopic} starts at ${moment(meeting.startsAt)} and has not begun.`;
}
