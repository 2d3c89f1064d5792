import { z } from 'zod';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { listAgendaVersions, toShownItems, type MeetingFacts } from '../meetings/lookup.ts';
import { listConflicts, type ConflictFacts } from './conflicts.ts';
import { getDeclarable } from './declarable.ts';
import { MeetingId } from './open.ts';

/** Long enough to say what it is, too short for the detail. */
export const ABOUT_LIMIT = 300;
export const WHOLE = 'whole';

export const DeclareConflictInput = z.object({
  draft: z.uuid('This form no longer works. Please open it again.'),
  meeting: MeetingId,
  /** Version of the agenda that the form showed. */
  agenda: z.coerce.number('This form no longer works. Please open it again.').int().default(0),
  item: z.string('Choose what it is about.').regex(/^(whole|\d{1,3})$/, 'Choose what it is about.'),
  about: z
    .string('Say what others should know.')
    .trim()
    .min(3, 'Say in a few words what others should know, without confidential detail.')
    .max(ABOUT_LIMIT, `Keep it under ${String(ABOUT_LIMIT)} characters, and leave out confidential detail.`),
  out: z.enum(['yes', 'no'], 'Say whether you stay out of it.'),
});

export interface Declared {
  readonly outcome: 'recorded' | 'already';
  readonly conflict: ConflictFacts;
}

/**
 * Declares a conflict of interest with an item of a meeting, or with all of it, with what others should know. The
 * same form twice is one. Throws as `getDeclarable` does, and InvalidInput for an item the agenda does not have.
 */
export const declareConflict = verb('opening.declareConflict', DeclareConflictInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Declared> => {
    const { meeting, me } = await getDeclarable(ctx, input.meeting);
    const { id: personId, name, organisation, membershipClass } = me;
    const row = {
      ...{ id: input.draft, bodyId: ctx.body.id, meetingId: meeting.id, personId, name, organisation, membershipClass },
      ...(await findItem(ctx, meeting, input)),
      ...{ about: input.about, staysOut: input.out === 'yes', at: ctx.now },
    };
    const { count } = await ctx.db.conflictDeclared.createMany({ data: [row], skipDuplicates: true });
    const conflict = (await listConflicts(ctx, meeting.id)).find((one) => one.id === row.id && one.personId === personId);
    if (!conflict) throw new Conflict('This form no longer works. Please open it again; nothing was recorded.');
    if (count > 0) {
      const facts = { meetingId: meeting.id, conflictId: row.id, itemNumber: row.itemNumber, staysOut: row.staysOut };
      recordAudit(ctx, 'opening.declareConflict', `meeting:${meeting.id}`, facts, { values: { about: row.about }, personId });
    }
    return { outcome: count > 0 ? 'recorded' : 'already', conflict };
  }),
);

/** The item by its number on the agenda that was shown, with its title as it was. */
async function findItem(ctx: Ctx, meeting: MeetingFacts, input: { item: string; agenda: number }) {
  if (input.item === WHOLE) return { itemNumber: null, item: null };
  const shown = (await listAgendaVersions(ctx, meeting.id)).find(({ n }) => n === input.agenda);
  const itemNumber = Number(input.item);
  const found = toShownItems(shown?.items ?? [])[itemNumber - 1];
  if (!found) throw new InvalidInput({ item: 'This item is not on the agenda any more. Choose another one.' });
  return { itemNumber, item: found.title };
}
