import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { NotAllowed } from '../../bot/errors.ts';
import { listAround, type MeetingFacts } from '../meetings/lookup.ts';
import { toLinkKey } from './join-link.ts';

/** What a platform says of a call: where, and when it happened by the platform's clock. */
export const CallInput = z.object({
  /** The Workspace row's id. */
  workspaceId: z.uuid(),
  joinUrl: z.string().nullish(),
  /** The platform's own id of the channel or group chat. */
  channelId: z.string().nullish(),
  at: z.date(),
});
export type Call = z.output<typeof CallInput>;

/** People stay on and come back after the end; later than this it is another call. */
export const LINGER_MINUTES = 120;

/** Throws NotAllowed unless the program itself acts, as it does for what a platform reports. */
export function assertReported(ctx: Ctx): void {
  if (ctx.actor.kind !== 'scheduler') throw new NotAllowed('Only the platform on which a call takes place can report this.');
}

/**
 * The meeting that a call is: the one with this join link, else the only one of the group whose channel or chat
 * it is in; each while its time holds the moment, from the opening of check-in until two hours after the end.
 * Where several fit, the one under way. Null, logged, when none fits or it stays unclear.
 */
export async function findCallMeeting(ctx: Ctx, call: Call): Promise<MeetingFacts | null> {
  const around = await listAround(ctx, call.at, ctx.body.settings.timings.checkInBefore, LINGER_MINUTES);
  const key = call.joinUrl ? toLinkKey(call.joinUrl) : null;
  const byLink = key === null ? [] : around.filter((meeting) => toLinkKey(meeting.link) === key);
  const groupId = byLink.length > 0 ? null : await findGroupOf(ctx, call);
  const fitting = byLink.length > 0 ? byLink : around.filter((meeting) => meeting.groupId === groupId);
  const found = only(fitting) ?? only(fitting.filter((meeting) => meeting.startsAt <= call.at && call.at <= meeting.endsAt));
  if (!found) {
    const why = fitting.length > 0 ? 'several meetings fit' : 'no meeting fits';
    ctx.log.info({ event: 'call-unmatched', workspace: call.workspaceId, at: call.at, why }, 'a call is no meeting of ours');
  }
  return found;
}

const only = (meetings: readonly MeetingFacts[]): MeetingFacts | null => (meetings.length === 1 ? (meetings[0] ?? null) : null);

async function findGroupOf(ctx: Ctx, { workspaceId, channelId }: Call): Promise<string | null> {
  if (!channelId) return null;
  const where = { bodyId: ctx.body.id, workspaceId, externalChannelId: channelId, disconnectedAt: null };
  return (await ctx.db.groupChannel.findFirst({ where, select: { groupId: true } }))?.groupId ?? null;
}
