import type { Ctx } from '../../bot/context.ts';
import type { NoticeFacts, Skip } from '../../bot/define.ts';
import { PersonalKind, type Preferences } from '../../bot/preferences.ts';
import { findMembership, listChannels } from '../groups/lookup.ts';
import { getGroupNotices, listPreferences, ownLeadOf } from '../preferences/lookup.ts';
import { minutesAfter, type MeetingFacts } from './lookup.ts';

/**
 * Why a message that people choose about is not sent to this person after all: between choosing its readers
 * and sending it lie quiet hours, retries and long fan-outs, and they may have chosen otherwise. Null when it is sent.
 */
export async function findUnwanted(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts, personId: string): Promise<Skip | null> {
  const kind = PersonalKind.safeParse(notice.kind).data;
  if (!kind) return null;
  const chosen = (await listPreferences(ctx, [personId])).get(personId);
  if (chosen?.off.includes(kind)) return { skip: 'switched off by the person' };
  if (kind === 'meetings.join') return null;
  if (await isLeftToChannel(ctx, meeting, personId)) return { skip: 'the person chose to be reminded in the channel only' };
  const isLater = kind === 'meetings.reminder' && (await comesLater(ctx, meeting, notice, chosen));
  return isLater ? { skip: 'it comes at the time the person chose' } : null;
}

async function isLeftToChannel(ctx: Ctx, meeting: MeetingFacts, personId: string): Promise<boolean> {
  const membership = await findMembership(ctx, personId, meeting.groupId);
  return membership?.remindBy === 'channel' && (await listChannels(ctx, meeting.groupId)).length > 0;
}

/** True while a reminder at the person's own time, which is another than this one's, is still to come. */
async function comesLater(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts, chosen: Preferences | undefined): Promise<boolean> {
  if (!chosen?.reminderBefore) return false;
  const { timings } = await getGroupNotices(ctx, meeting.groupId);
  const own = ownLeadOf(chosen, timings.reminderBefore);
  return own !== null && String(own) !== notice.subject.lead && minutesAfter(meeting.startsAt, -own) > ctx.now;
}
