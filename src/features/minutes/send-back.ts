import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { showMinutesButton } from './buttons.ts';
import { actingSecretariat, assertNotIssued, getConfirmedRoll } from './may-write.ts';
import { VersionInput } from './notes.ts';
import { changedMeanwhile, getLatestDraft } from './send-for-review.ts';
import { addMinuteVersion, type MinuteVersionFacts } from './versions.ts';

const SAY = 'Say what should be changed, so that the chair knows what to do.';
const NOTE_LIMIT = 1_000;

export const SendBackInput = VersionInput.extend({
  note: z
    .string({ error: SAY })
    .trim()
    .min(1, SAY)
    .max(NOTE_LIMIT, `Keep it under ${String(NOTE_LIMIT)} characters.`),
});

export interface SendingBack {
  readonly meeting: MeetingFacts;
  readonly version: number;
  /** Who sent them. */
  readonly sentBy: string;
}

/** Asks what should be changed. Secretariat only. Throws Conflict for minutes that were not sent, were changed meanwhile, or are issued. */
export const openSendBack = verb('minutes.openSendBack', VersionInput, async (ctx, input): Promise<SendingBack> => {
  const { meeting, sentBy } = await getSent(ctx, input);
  return { meeting, version: input.version, sentBy };
});

/** Gives a draft back to who runs the meeting, with what should be changed; they are told. Secretariat only. Throws as opening does. */
export const sendBack = verb('minutes.sendBack', SendBackInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<SendingBack> => {
    const { meeting, latest, sentBy } = await getSent(ctx, input);
    const { id, name } = actingSecretariat(ctx);
    const n = latest.n + 1;
    const content = { ...latest.content, review: null, returned: { by: { id, name }, at: ctx.now.toISOString(), note: input.note } };
    if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'draft', content }))) throw changedMeanwhile(meeting);
    const key = `minutes:${meeting.id}:minutes.returned:${String(n)}`;
    await planNow(ctx, { kind: 'minutes.returned', key, meetingId: meeting.id, subject: { n: String(n) } });
    const facts = { meetingId: meeting.id, n };
    recordAudit(ctx, 'minutes.sendBack', `meeting:${meeting.id}`, facts, { values: { note: input.note }, personId: null });
    return { meeting, version: n, sentBy };
  }),
);

interface Sent {
  readonly meeting: MeetingFacts;
  readonly latest: MinuteVersionFacts;
  readonly sentBy: string;
}

async function getSent(ctx: Ctx, input: z.output<typeof VersionInput>): Promise<Sent> {
  const meeting = await getMeeting(ctx, input.meeting);
  actingSecretariat(ctx);
  await getConfirmedRoll(ctx, meeting);
  assertNotIssued(meeting, true);
  const latest = await getLatestDraft(ctx, meeting, input.version);
  const { review } = latest.content;
  if (review) return { meeting, latest, sentBy: review.by.name };
  throw new Conflict('These minutes are with the chair: nobody has sent them to the Secretariat yet, or they were sent back already.', [
    showMinutesButton(meeting.id, 'Show the minutes'),
  ]);
}
