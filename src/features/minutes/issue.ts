import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { markStale } from '../../bot/posted.ts';
import { count, moment, rich } from '../../bot/text.ts';
import { listActions } from '../actions/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { showMinutesButton } from './buttons.ts';
import type { MinuteAction } from './content.ts';
import { findFlags, itemName, openFlags } from './flags.ts';
import { actingSecretariat, getConfirmedRoll } from './may-write.ts';
import { VersionInput } from './notes.ts';
import { changedMeanwhile, getLatestDraft } from './send-for-review.ts';
import { addMinuteVersion, listMinuteVersions } from './versions.ts';

/**
 * Issues the minutes as they were seen: with the actions as they stand and the roll as it is confirmed, to the
 * group's channels. Secretariat only; once. Throws Conflict while a text is flagged, when somebody changed them
 * meanwhile, and when they are issued already.
 */
export const issue = verb('minutes.issue', VersionInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<MeetingFacts> => {
    const meeting = await getMeeting(ctx, input.meeting);
    actingSecretariat(ctx);
    const roll = await getConfirmedRoll(ctx, meeting);
    if (meeting.state === 'minutes_issued') throw await issuedAlready(ctx, meeting);
    const { content, n: latest } = await getLatestDraft(ctx, meeting, input.version);
    const open = openFlags(findFlags(ctx, content, roll));
    if (open.length > 0)
      throw new Conflict(
        `${count(open.length, 'text is', 'texts are')} flagged, so the minutes were not issued: ${[...new Set(open.map(({ item }) => itemName(item)))].join('; ')}. Reword each, or keep it with a reason.`,
        [showMinutesButton(meeting.id, 'Show the minutes')],
      );
    const n = latest + 1;
    const frozen = { ...content, returned: null, actions: await frozenActions(ctx, meeting.id), rollVersion: roll.version };
    if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'issued', content: frozen }))) throw await lost(ctx, meeting);
    await close(ctx, meeting);
    recordAudit(ctx, 'minutes.issue', `meeting:${meeting.id}`, { meetingId: meeting.id, n, rollVersion: roll.version });
    return getMeeting(ctx, meeting.id);
  }),
);

/** The actions of a meeting as minutes keep them. */
async function frozenActions(ctx: Ctx, meetingId: string): Promise<MinuteAction[]> {
  return (await listActions(ctx, { meetingId })).map(({ what, owner, due, state }) => ({ what, owner, due, state }));
}

async function close(ctx: Ctx, meeting: MeetingFacts): Promise<void> {
  const { count: closed } = await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, state: 'minutes_draft' },
    data: { state: 'minutes_issued', updatedAt: ctx.now },
  });
  if (closed === 0) throw await issuedAlready(ctx, meeting);
  await markStale(ctx, 'meetings.meeting', meeting.id);
  await planNow(ctx, { kind: 'minutes.issued', key: `minutes:${meeting.id}:minutes.issued`, meetingId: meeting.id });
}

async function lost(ctx: Ctx, meeting: MeetingFacts): Promise<Conflict> {
  const latest = (await listMinuteVersions(ctx, meeting.id)).at(-1);
  return latest?.kind === 'issued' ? issuedAlready(ctx, meeting) : changedMeanwhile(meeting, latest);
}

async function issuedAlready(ctx: Ctx, meeting: MeetingFacts): Promise<Conflict> {
  const issued = (await listMinuteVersions(ctx, meeting.id)).find((one) => one.kind === 'issued');
  const who = issued ? rich`by ${issued.by} on ${moment(issued.at)}` : 'already';
  return new Conflict(rich`The minutes of ${meeting.subTopic} were issued ${who}. Nothing was done again.`, [
    showMinutesButton(meeting.id, 'Show the minutes'),
  ]);
}
