import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { moment, rich } from '../../bot/text.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { isSecretariat } from '../../bot/actor.ts';
import { notesButton, showMinutesButton } from './buttons.ts';
import { assertMayWrite, assertNotIssued, getConfirmedRoll } from './may-write.ts';
import { VersionInput } from './notes.ts';
import { addMinuteVersion, listMinuteVersions, type MinuteVersionFacts } from './versions.ts';

/**
 * Hands the draft to the Secretariat, which is told once each time: what is changed afterwards shows in its message. Throws
 * NotAllowed, and Conflict when it was sent before, when somebody changed it, or when nothing is noted.
 */
export const sendForReview = verb('minutes.sendForReview', VersionInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<MeetingFacts> => {
    const meeting = await getMeeting(ctx, input.meeting);
    const { id, name } = await assertMayWrite(ctx, meeting);
    await getConfirmedRoll(ctx, meeting);
    assertNotIssued(meeting, isSecretariat(ctx));
    const latest = await getLatestDraft(ctx, meeting, input.version);
    const { review } = latest.content;
    if (review) throw new Conflict(rich`They were sent to the Secretariat by ${review.by.name} on ${moment(new Date(review.at))}.`);
    const content = { ...latest.content, review: { by: { id, name }, at: ctx.now.toISOString() }, returned: null };
    const n = latest.n + 1;
    if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'draft', content }))) throw changedMeanwhile(meeting);
    await planNow(ctx, { kind: 'minutes.review', key: `minutes:${meeting.id}:minutes.review:${String(n)}`, meetingId: meeting.id });
    recordAudit(ctx, 'minutes.sendForReview', `meeting:${meeting.id}`, { meetingId: meeting.id, n });
    return meeting;
  }),
);

/** The draft as the acting person saw it. Throws Conflict when there is none or somebody saved another one meanwhile. */
export async function getLatestDraft(ctx: Ctx, meeting: MeetingFacts, seen: number): Promise<MinuteVersionFacts> {
  const latest = (await listMinuteVersions(ctx, meeting.id)).at(-1);
  if (!latest) throw new Conflict(`Nothing is noted yet about ${meeting.subTopic}. Write the notes first.`, [notesButton(meeting.id)]);
  if (latest.n !== seen) throw changedMeanwhile(meeting, latest);
  return latest;
}

export function changedMeanwhile({ id }: MeetingFacts, latest?: MinuteVersionFacts): Conflict {
  const who = latest ? rich`${latest.by} changed the minutes at ${moment(latest.at)}.` : 'Somebody changed the minutes just now.';
  return new Conflict(rich`${who} Nothing was done; look at them again first.`, [showMinutesButton(id, 'Show the minutes')]);
}
