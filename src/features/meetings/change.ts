import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { markMeetingStale } from './answerable.ts';
import { chooseHosts } from './hosts.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { getManageable } from './manageable.ts';
import { kindProblem } from './schedule.ts';
import { recordTitles, screenTitles } from './screen-titles.ts';
import { SERIES_CARD } from './series-answerable.ts';
import { lockOccurrences } from './series-change.ts';

export const ChangeInput = z.object({
  meeting: inputs.meetingId,
  subTopic: inputs.subTopic,
  kind: inputs.kind,
  link: inputs.link,
  chair: inputs.host,
  secretariat: inputs.host,
  clearance: inputs.clearance,
  scope: inputs.scope,
});

/**
 * Changes what a meeting is about, its link or who runs it; not when it is. The cards follow; nobody is
 * written to, except with a new link once the old one went out. Of a series, others can be given what was
 * changed too; what differs from one to the next besides stays. Throws NotAllowed, Conflict when it is over.
 */
export const change = verb('meetings.change', ChangeInput, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  const { problems: hostProblems, ...hosts } = await chooseHosts(ctx, { id: meeting.groupId, name: meeting.groupName }, input);
  const titles = screenTitles(ctx, { subTopic: input.subTopic }, input.clearance, meeting);
  const problems = { ...kindProblem(ctx, input.kind), ...hostProblems, ...titles.problems };
  if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const wanted = { subTopic: input.subTopic, kind: input.kind, link: input.link, ...hosts };
  const changed = whatDiffers(meeting, wanted);
  if (changed.length === 0) return { meeting, changed, times: 0 };
  const data = Object.fromEntries(changed.map((field) => [field, wanted[field]]));
  const scope = meeting.series ? (input.scope ?? 'this') : 'this';
  const times = await inTransaction(ctx, async (ctx) => {
    recordTitles(ctx, `meeting:${meeting.id}`, meeting.id, titles);
    return save(ctx, meeting, scope, data);
  });
  return { meeting: await getMeeting(ctx, meeting.id), changed, times };
});

async function save(ctx: Ctx, meeting: MeetingFacts, scope: inputs.Scope, data: Partial<Wanted>): Promise<number> {
  const { series } = meeting;
  const meetingIds = (await lockOccurrences(ctx, meeting, scope)).map((one) => one.id);
  if (!meetingIds.includes(meeting.id)) throw new Conflict('Somebody cancelled or closed this meeting just now. Nothing was changed.');
  await ctx.db.meeting.updateMany({ where: { id: { in: meetingIds }, bodyId: ctx.body.id }, data: { ...data, updatedAt: ctx.now } });
  const changed = Object.keys(data);
  if (scope === 'this' || !series) recordAudit(ctx, 'meetings.change', `meeting:${meeting.id}`, { meetingId: meeting.id, changed });
  else {
    await ctx.db.series.updateMany({ where: { id: series.id, bodyId: ctx.body.id }, data: { ...data, updatedAt: ctx.now } });
    recordAudit(ctx, 'meetings.changeSeries', `series:${series.id}`, { seriesId: series.id, scope, changed, meetingIds });
  }
  await markMeetingStale(ctx, meetingIds);
  if (series) await markStale(ctx, SERIES_CARD, series.id);
  return meetingIds.length;
}

type Wanted = Record<'subTopic' | 'kind' | 'link', string> & Record<'chairId' | 'secretariatId', string | null>;

function whatDiffers(meeting: MeetingFacts, wanted: Wanted): (keyof Wanted)[] {
  const now: Wanted = {
    subTopic: meeting.subTopic,
    kind: meeting.kind,
    link: meeting.link,
    chairId: meeting.chair?.id ?? null,
    secretariatId: meeting.secretariat?.id ?? null,
  };
  return (Object.keys(now) as (keyof Wanted)[]).filter((field) => now[field] !== wanted[field]);
}
