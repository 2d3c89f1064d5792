import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { markMeetingStale } from './answerable.ts';
import { chooseHosts } from './hosts.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { getManageable } from './manageable.ts';
import { kindProblem } from './schedule.ts';

export const ChangeInput = z.object({
  meeting: inputs.meetingId,
  subTopic: inputs.subTopic,
  kind: inputs.kind,
  link: inputs.link,
  chair: inputs.host,
  secretariat: inputs.host,
});

/**
 * Changes what a meeting is about, its link or who runs it; not when it is. The cards follow; nobody is
 * written to, except with a new link once the old one went out. Throws NotAllowed, Conflict when it is over.
 */
export const change = verb('meetings.change', ChangeInput, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  const { problems: hostProblems, ...hosts } = await chooseHosts(ctx, { id: meeting.groupId, name: meeting.groupName }, input);
  const problems = { ...kindProblem(ctx, input.kind), ...hostProblems };
  if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const wanted = { subTopic: input.subTopic, kind: input.kind, link: input.link, ...hosts };
  const changed = whatDiffers(meeting, wanted);
  if (changed.length === 0) return { meeting, changed };
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.meeting.updateMany({ where: { id: meeting.id, bodyId: ctx.body.id }, data: { ...wanted, updatedAt: ctx.now } });
    recordAudit(ctx, 'meetings.change', `meeting:${meeting.id}`, { meetingId: meeting.id, changed });
    await markMeetingStale(ctx, meeting.id);
  });
  return { meeting: await getMeeting(ctx, meeting.id), changed };
});

type Wanted = Record<'subTopic' | 'kind' | 'link', string> & Record<'chairId' | 'secretariatId', string | null>;

function whatDiffers(meeting: MeetingFacts, wanted: Wanted): string[] {
  const now: Wanted = {
    subTopic: meeting.subTopic,
    kind: meeting.kind,
    link: meeting.link,
    chairId: meeting.chair?.id ?? null,
    secretariatId: meeting.secretariat?.id ?? null,
  };
  return (Object.keys(now) as (keyof Wanted)[]).filter((field) => now[field] !== wanted[field]);
}
