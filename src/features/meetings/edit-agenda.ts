import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPersonId } from '../../bot/actor.ts';
import { canonicalJson, recordAudit } from '../../bot/audit.ts';
import { inTransaction } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { markMeetingStale } from './answerable.ts';
import * as inputs from './inputs.ts';
import { getMeeting } from './lookup.ts';
import { getManageable } from './manageable.ts';

export const EditAgendaInput = z.object({
  meeting: inputs.meetingId,
  /** The version the form showed. */
  n: z.coerce.number().int(),
  agenda: inputs.agenda,
  documents: inputs.documents,
});

/**
 * The next version of a meeting's agenda; earlier ones stay as evidence. Chair and Secretariat. When
 * somebody saved another version meanwhile, the form stays open with what was typed (InvalidInput).
 */
export const editAgenda = verb('meetings.editAgenda', EditAgendaInput, async (ctx, input) => {
  const meeting = await getManageable(ctx, input.meeting);
  const { items, documents, n } = meeting.agenda;
  const isSame = canonicalJson([items, documents]) === canonicalJson([input.agenda, input.documents]);
  if (isSame) return { meeting, changed: false };
  if (n !== input.n) throw overtaken();
  await inTransaction(ctx, async (ctx) => {
    const version = { id: uuidv7(), bodyId: ctx.body.id, meetingId: meeting.id, n: n + 1, at: ctx.now, byId: actingPersonId(ctx) };
    const { count } = await ctx.db.agendaVersion.createMany({
      data: [{ ...version, items: input.agenda, documents: input.documents }],
      skipDuplicates: true,
    });
    if (count === 0) throw overtaken();
    recordAudit(ctx, 'meetings.editAgenda', `meeting:${meeting.id}`, { meetingId: meeting.id, n: n + 1 });
    await markMeetingStale(ctx, meeting.id);
  });
  return { meeting: await getMeeting(ctx, meeting.id), changed: true };
});

const overtaken = (): InvalidInput =>
  new InvalidInput({
    agenda:
      'Somebody changed the agenda while you were writing. Copy your text, close this form, and open the agenda again to join the two.',
  });
