import { isSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { markStale } from '../../bot/posted.ts';
import { getMeeting, type MeetingFacts } from '../meetings/lookup.ts';
import type { NoteItem } from './content.ts';
import { assertMayWrite, assertNotIssued, getConfirmedRoll } from './may-write.ts';
import * as notes from './notes.ts';
import { getPage, type MinutesPage } from './page.ts';
import { addMinuteVersion, blank, listMinuteVersions, type MinuteVersionFacts } from './versions.ts';

/** The notes of a meeting, one page of them. Throws NotAllowed, and Conflict without a confirmed roll or once they are issued. */
export const openNotes = verb('minutes.openNotes', notes.PageInput, async (ctx, input): Promise<notes.NotesPage> => {
  const meeting = await getWritable(ctx, input.meeting);
  const latest = (await listMinuteVersions(ctx, meeting.id)).at(-1);
  return notes.toNotesPage(meeting, latest?.n ?? 0, (latest?.content ?? blank(meeting)).items, input.page);
});

export type SavedNotes =
  | { readonly outcome: 'saved'; readonly page: MinutesPage }
  | { readonly outcome: 'more'; readonly next: notes.NotesPage }
  /** Somebody saved since the form was opened: nothing was written, and the form comes back with what was typed. */
  | { readonly outcome: 'changed'; readonly again: notes.NotesPage };

/**
 * Saves one page of notes as the next version of the draft, which the meeting's first one makes a minutes draft.
 * Of two who save at once the second sees what the first wrote beside their own words. Throws as opening does,
 * and InvalidInput for what does not fit.
 */
export const saveNotes = verb('minutes.saveNotes', notes.NotesInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<SavedNotes> => {
    const meeting = await getWritable(ctx, input.meeting);
    const versions = await listMinuteVersions(ctx, meeting.id);
    const latest = versions.at(-1);
    const before = (latest?.content ?? blank(meeting)).items;
    const typed = typedOn(meeting, versions, input);
    const problems = notes.findProblems(typed, input);
    if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
    if ((latest?.n ?? 0) !== input.version) return { outcome: 'changed', again: bringBack(meeting, versions, typed, input) };
    const items = notes.withDepartures(typed, input);
    if (!notes.isSame(items, before) && !(await write(ctx, meeting, latest, items)))
      return { outcome: 'changed', again: bringBack(meeting, await listMinuteVersions(ctx, meeting.id), typed, input) };
    return answer(ctx, meeting, input.page);
  }),
);

async function getWritable(ctx: Ctx, meetingId: string): Promise<MeetingFacts> {
  const meeting = await getMeeting(ctx, meetingId);
  await assertMayWrite(ctx, meeting);
  await getConfirmedRoll(ctx, meeting);
  assertNotIssued(meeting, isSecretariat(ctx));
  return meeting;
}

const baseOf = (meeting: MeetingFacts, versions: readonly MinuteVersionFacts[], n: number): readonly NoteItem[] =>
  (versions.find((one) => one.n === n)?.content ?? blank(meeting)).items;

/** What the form showed, with what was typed over it. */
export const typedOn = (meeting: MeetingFacts, versions: readonly MinuteVersionFacts[], input: notes.NotesInput): NoteItem[] =>
  notes.withTyped(baseOf(meeting, versions, input.version), input);

/** The form again, now after the latest version: what was typed stands in it, and beside it what was saved meanwhile. */
export function bringBack(
  meeting: MeetingFacts,
  versions: readonly MinuteVersionFacts[],
  typed: readonly NoteItem[],
  input: notes.NotesInput,
): notes.NotesPage {
  const latest = versions.at(-1);
  const saved = latest?.content.items ?? [];
  const merged = notes.mergeNotes(baseOf(meeting, versions, input.version), typed, saved);
  const shown = notes.toNotesPage(meeting, latest?.n ?? 0, merged, input.page);
  const theirs = saved.filter((item) => merged.some((one) => one.key === item.key && !notes.isSame([one], [item])));
  return {
    ...shown,
    departure: { title: input.departure ?? '', note: input.departureNote ?? '' },
    changed: latest ? { by: latest.by, at: latest.at, theirs: new Map(theirs.map((item) => [item.key, item])) } : null,
  };
}

async function write(ctx: Ctx, meeting: MeetingFacts, latest: MinuteVersionFacts | undefined, items: NoteItem[]): Promise<boolean> {
  const n = (latest?.n ?? 0) + 1;
  const content = { ...(latest?.content ?? blank(meeting)), items };
  if (!(await addMinuteVersion(ctx, meeting, { n, kind: 'draft', content }))) return false;
  const { count } = await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, state: 'closed' },
    data: { state: 'minutes_draft', updatedAt: ctx.now },
  });
  if (count > 0) await markStale(ctx, 'meetings.meeting', meeting.id);
  recordAudit(ctx, 'minutes.saveNotes', `meeting:${meeting.id}`, { meetingId: meeting.id, n });
  return true;
}

async function answer(ctx: Ctx, before: MeetingFacts, page: number): Promise<SavedNotes> {
  const meeting = await getMeeting(ctx, before.id);
  const saved = await getPage(ctx, meeting);
  const next = notes.toNotesPage(meeting, saved.n, saved.content.items, page + 1);
  return next.page > page ? { outcome: 'more', next } : { outcome: 'saved', page: saved };
}
