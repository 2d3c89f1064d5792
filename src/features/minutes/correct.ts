import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { planNow } from '../../bot/planned.ts';
import type { RollFacts } from '../attendance/lookup.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import { getComment, type CommentFacts } from './comments.ts';
import type { Content, NoteItem } from './content.ts';
import { answerComment } from './decline-comment.ts';
import { findFlags, itemName, openFlags, toKept, type Flag } from './flags.ts';
import { reason } from './keep-flag.ts';
import { actingSecretariat, assertIssued, getConfirmedRoll } from './may-write.ts';
import * as notes from './notes.ts';
import { getPage, type MinutesPage } from './page.ts';
import { bringBack, typedOn } from './save-notes.ts';
import { addMinuteVersion, listMinuteVersions, type MinuteVersionFacts } from './versions.ts';

const commentId = z.uuid('This form no longer works. Please begin again.').optional();

export interface Correcting {
  readonly notes: notes.NotesPage;
  /** What it answers. */
  readonly comment: CommentFacts | null;
  /** Typed before, when the form comes back. */
  readonly reason: string;
}

export const OpenCorrectionInput = notes.PageInput.extend({ comment: commentId });

/** Issued minutes, one page of them, to be corrected. Secretariat only. Throws Conflict before they are issued. */
export const openCorrection = verb('minutes.openCorrection', OpenCorrectionInput, async (ctx, input): Promise<Correcting> => {
  const { meeting, latest } = await getCorrectable(ctx, input.meeting);
  const comment = await getOwnComment(ctx, meeting, input.comment);
  return { notes: notes.toNotesPage(meeting, latest.n, latest.content.items, input.page), comment, reason: comment?.text ?? '' };
});

export const CorrectInput = notes.NotesInput.extend({
  comment: commentId,
  reason: reason('Say what was wrong: everybody reads it beside the corrected minutes.'),
  clearance: z.string().trim().max(300, 'Keep it under 300 characters.').nullish(),
});
type Correction = z.output<typeof CorrectInput>;

export type Corrected =
  { readonly outcome: 'corrected'; readonly page: MinutesPage } | { readonly outcome: 'changed'; readonly again: Correcting };

/**
 * Corrects issued minutes by a new version with its reason, on the roll as it is confirmed now; the posted minutes
 * follow, and the channels are told once. Secretariat only. Throws InvalidInput for flagged words without a
 * reason and when nothing was changed, Conflict before the minutes are issued.
 */
export const correct = verb('minutes.correct', CorrectInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Corrected> => {
    const { meeting, roll, latest, versions } = await getCorrectable(ctx, input.meeting);
    const comment = await getOwnComment(ctx, meeting, input.comment);
    const typed = typedOn(meeting, versions, input);
    const problems = notes.findProblems(typed, input);
    if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
    const changed = async (): Promise<Corrected> => {
      const again = bringBack(meeting, await listMinuteVersions(ctx, meeting.id), typed, input);
      return { outcome: 'changed', again: { notes: again, comment, reason: input.reason } };
    };
    if (latest.n !== input.version) return changed();
    const content = toCorrected(ctx, latest.content, notes.withDepartures(typed, input), roll, input);
    const n = latest.n + 1;
    if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'correction', content, reason: input.reason }))) return changed();
    if (comment && !comment.answer) await answerComment(ctx, comment, actingSecretariat(ctx), { takenUpIn: n, reason: input.reason });
    await tell(ctx, meeting, n, input.reason);
    return { outcome: 'corrected', page: await getPage(ctx, meeting) };
  }),
);

interface Correctable {
  readonly meeting: MeetingFacts;
  readonly roll: RollFacts;
  readonly versions: readonly MinuteVersionFacts[];
  readonly latest: MinuteVersionFacts;
}

async function getCorrectable(ctx: Ctx, meetingId: string): Promise<Correctable> {
  const meeting = await getMeeting(ctx, meetingId);
  actingSecretariat(ctx);
  assertIssued(meeting);
  const versions = await listMinuteVersions(ctx, meetingId);
  const latest = versions.at(-1);
  if (!latest) throw new Conflict('There are no minutes of this meeting to correct.');
  return { meeting, roll: await getConfirmedRoll(ctx, meeting), versions, latest };
}

async function getOwnComment(ctx: Ctx, meeting: MeetingFacts, id: string | undefined): Promise<CommentFacts | null> {
  const found = id === undefined ? null : await getComment(ctx, id);
  return found?.meetingId === meeting.id ? found : null;
}

function toCorrected(ctx: Ctx, before: Content, items: NoteItem[], roll: RollFacts, input: Correction): Content {
  if (notes.isSame(items, before.items) && roll.version === before.rollVersion)
    throw new InvalidInput({ reason: 'Nothing was changed, so there is nothing to correct. Change the text, or close this form.' });
  const open = openFlags(findFlags(ctx, { items, kept: before.kept }, roll));
  if (open.length > 0 && !input.clearance) throw new InvalidInput(flagProblems(open));
  const kept = toKept(open, input.clearance ?? '', actingSecretariat(ctx), ctx.now);
  return { ...before, items, kept: [...before.kept, ...kept], rollVersion: roll.version };
}

/** Beside each text that is flagged; what has no field of its own is said where the reason goes. */
function flagProblems(flags: readonly Flag[]): Record<string, string> {
  const why = flags.map((flag) => `${itemName(flag.item)}: ${flag.reason} ${flag.instead ?? ''}`.trim());
  return { clearance: `${[...new Set(why)].join(' ')} Put it in other words, or say here why it may stand.` };
}

async function tell(ctx: Ctx, { id }: MeetingFacts, n: number, why: string): Promise<void> {
  recordAudit(ctx, 'minutes.correct', `meeting:${id}`, { meetingId: id, n }, { values: { reason: why }, personId: null });
  await planNow(ctx, {
    kind: 'minutes.corrected',
    key: `minutes:${id}:minutes.corrected:${String(n)}`,
    meetingId: id,
    subject: { n: String(n) },
  });
}
