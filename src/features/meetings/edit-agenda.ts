import { z } from 'zod';
import { canonicalJson, recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { addVersions, getAgenda } from './agenda-versions.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting, type MeetingFacts } from './lookup.ts';
import { getManageable } from './manageable.ts';
import { markCheckStale } from './waiting-lines.ts';
import { joinProblems, recordTitles, screenTitles } from './screen-titles.ts';
import { answerSuggestion, getOpenSuggestion } from './suggestions.ts';
import { recordScreened, screenAgenda, toHeld, type Held } from './screen-agenda.ts';

export const EditAgendaInput = z.object({
  meeting: inputs.meetingId,
  /** The version the form showed. */
  n: z.coerce.number().int(),
  agenda: inputs.agenda,
  documents: inputs.documents,
  clearance: inputs.clearance,
  /** The suggestion that is taken up with it. */
  suggestion: z.uuid().optional(),
});

export interface AgendaSaved {
  readonly meeting: MeetingFacts;
  readonly changed: boolean;
  /** Lines that wait for the Secretariat from now on. */
  readonly held: readonly Held[];
}

/**
 * The next version of a meeting's agenda; earlier ones stay as evidence. Chair and Secretariat. Its lines
 * are screened; who suggested what is taken up with it is told. When somebody saved another version meanwhile, the form stays open with what was typed (InvalidInput).
 */
export const editAgenda = verb('meetings.editAgenda', EditAgendaInput, async (ctx, input): Promise<AgendaSaved> => {
  const meeting = await getManageable(ctx, input.meeting);
  const before = await getAgenda(ctx, meeting.id);
  const suggestion = input.suggestion === undefined ? null : await getOpenSuggestion(ctx, meeting.id, input.suggestion);
  const screened = screenAgenda(ctx, input.agenda, input.clearance, before.items);
  const { items, held } = screened;
  const titles = screenTitles(ctx, { documents: input.documents }, input.clearance, before);
  const { documents } = titles;
  const problems = joinProblems(screened.problems, titles.problems);
  if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
  const isSame = canonicalJson([before.items, before.documents]) === canonicalJson([items, documents]);
  if (isSame) return { meeting, changed: false, held: [] };
  if (before.n !== input.n) throw overtaken();
  const n = before.n + 1;
  await inTransaction(ctx, async (ctx) => {
    if (!(await addVersions(ctx, [{ meetingId: meeting.id, n, items, documents }]))) throw overtaken();
    if (suggestion) await answerSuggestion(ctx, suggestion, { takenUpIn: n, reason: null });
    recordAudit(ctx, 'meetings.editAgenda', `meeting:${meeting.id}`, { meetingId: meeting.id, n });
    recordScreened(ctx, `meeting:${meeting.id}`, meeting.id, n, screened);
    recordTitles(ctx, `meeting:${meeting.id}`, meeting.id, titles);
    await markMeetingStale(ctx, meeting.id);
    await markCheckStale(ctx, [meeting]);
  });
  return { meeting: await getMeeting(ctx, meeting.id), changed: true, held: toHeld(ctx, held) };
});

const overtaken = (): InvalidInput =>
  new InvalidInput({
    agenda:
      'Somebody changed the agenda while you were writing. Copy your text, close this form, and open the agenda again to join the two.',
  });
