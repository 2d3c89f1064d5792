import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { showMinutesButton } from './buttons.ts';
import { findFlags, openFlags, toKept, type Flag } from './flags.ts';
import { actingSecretariat, assertNotIssued, getConfirmedRoll } from './may-write.ts';
import { VersionInput } from './notes.ts';
import { getPage, type MinutesPage } from './page.ts';
import { changedMeanwhile, getLatestDraft } from './send-for-review.ts';
import { addMinuteVersion, type MinuteVersionFacts } from './versions.ts';

const GIVE_REASON = 'Say why it may stand as it is.';
const REASON_LIMIT = 300;

/** Why something is so, as it is kept. */
export const reason = (missing: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(REASON_LIMIT, `Keep the reason under ${String(REASON_LIMIT)} characters.`);

export const FlagInput = VersionInput.extend({ flag: z.string().max(200) });

export interface KeepChoices {
  readonly meeting: MeetingFacts;
  readonly version: number;
  readonly flag: Flag;
}

/** The flagged text behind the form. Secretariat only. Throws Conflict when it is flagged no more. */
export const openKeep = verb('minutes.openKeep', FlagInput, async (ctx, input): Promise<KeepChoices> => {
  const { meeting, flag } = await getOpenFlag(ctx, input);
  return { meeting, version: input.version, flag };
});

export const KeepFlagInput = FlagInput.extend({ reason: reason(GIVE_REASON) });

/** Lets a flagged text stand, with the reason. Secretariat only. Throws as opening does. */
export const keepFlag = verb('minutes.keepFlag', KeepFlagInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<MinutesPage> => {
    const { meeting, latest, flag } = await getOpenFlag(ctx, input);
    const by = actingSecretariat(ctx);
    const content = { ...latest.content, kept: [...latest.content.kept, ...toKept([flag], input.reason, by, ctx.now)] };
    const n = latest.n + 1;
    if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'draft', content }))) throw changedMeanwhile(meeting);
    const facts = { meetingId: meeting.id, n, item: flag.item.key, topic: flag.topic };
    recordAudit(ctx, 'minutes.keepFlag', `meeting:${meeting.id}`, facts, { values: { reason: input.reason }, personId: null });
    return getPage(ctx, meeting);
  }),
);

interface OpenFlag {
  readonly meeting: MeetingFacts;
  readonly latest: MinuteVersionFacts;
  readonly flag: Flag;
}

async function getOpenFlag(ctx: Ctx, input: z.output<typeof FlagInput>): Promise<OpenFlag> {
  const meeting = await getMeeting(ctx, input.meeting);
  actingSecretariat(ctx);
  const roll = await getConfirmedRoll(ctx, meeting);
  assertNotIssued(meeting, true);
  const latest = await getLatestDraft(ctx, meeting, input.version);
  const flag = openFlags(findFlags(ctx, latest.content, roll)).find(({ id }) => id === input.flag);
  if (flag) return { meeting, latest, flag };
  throw new Conflict('This text is not flagged any more.', [showMinutesButton(meeting.id, 'Show the minutes')]);
}
