import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit, recordWithheld } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { rich, typed } from '../../bot/text.ts';
import { getPerson } from '../directory/lookup.ts';
import { CHAT, getItem, OFF_AGENDA, type Item } from './item.ts';
import { findRaised, type ConcernFacts } from './lookup.ts';
import { getRaisable, MeetingId } from './open.ts';
import { listTold, planConcern, type Told } from './planned.ts';
import { listRaisable, refuseOutsider } from './raisable.ts';

/** Long enough to find an item again, too short to tell what was said. */
export const WHICH_LIMIT = 60;

export const RaiseInput = z.object({
  draft: z.uuid('This form no longer works. Please begin again.'),
  meeting: MeetingId.optional(),
  group: z.uuid('Choose the group.').nullish(),
  /** Version of the agenda that the form showed. */
  agenda: z.coerce.number('This form no longer works. Please begin again.').int().default(0),
  how: z.enum(['open', 'secretariat'], 'Choose who is to hear of it.'),
  item: z
    .string('Choose what it is about.')
    .regex(/^(off-agenda|chat|\d{1,3})$/, 'Choose what it is about.')
    .nullish(),
  which: z
    .string()
    .trim()
    .max(WHICH_LIMIT, `Name it in at most ${String(WHICH_LIMIT)} characters, and leave out what was said.`)
    .nullish(),
  nameless: z.array(z.string()).nullish(),
});

export interface Raised {
  readonly outcome: 'recorded' | 'already';
  readonly concern: ConcernFacts;
  readonly told: Told;
}

interface About extends Item {
  readonly groupId: string;
  readonly meetingId: string | null;
}

/**
 * "Stop: competition concern": records when, at which meeting and item, and who (rule 8; DOMAIN's objection
 * log), never the substance, and has it told at once. Kept for the Secretariat alone when the person chooses
 * that; without any id of theirs when they ask to keep their name out. Sending a form twice is one concern.
 * Throws NotAllowed for strangers and outsiders, Conflict and InvalidInput.
 */
export const raise = verb('concerns.raise', RaiseInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Raised> => {
    const isNameless = (input.nameless ?? []).length > 0;
    if (isNameless && input.how === 'open')
      throw new InvalidInput({
        nameless: 'What is said in the meeting is said with your name. Choose "Tell only the Secretariat", or leave this open.',
      });
    const about = await getAbout(ctx, input);
    const by = isNameless ? null : await getPerson(ctx, actingPerson(ctx).id);
    const row = {
      id: input.draft,
      bodyId: ctx.body.id,
      ...about,
      openness: input.how,
      raisedById: by?.personId ?? null,
      raisedByName: by?.name ?? null,
      organisation: by?.organisation ?? null,
      membershipClass: by?.membershipClass ?? null,
      at: ctx.now,
    };
    const { count } = await ctx.db.concern.createMany({ data: [row], skipDuplicates: true });
    const concern = await findRaised(ctx, row.id);
    if (!concern) throw new Conflict(rich`This form no longer works. Type ${typed('concern')} again; nothing was recorded.`);
    if (count > 0) {
      audit(ctx, concern, isNameless);
      await planConcern(ctx, concern);
    }
    return { outcome: count > 0 ? 'recorded' : 'already', concern, told: await listTold(ctx, concern) };
  }),
);

function audit(ctx: Ctx, { id, meeting, group, openness, itemNumber }: ConcernFacts, isNameless: boolean): void {
  const facts = { concernId: id, groupId: group.id, meetingId: meeting?.id ?? null, openness, itemNumber };
  const record = isNameless ? recordWithheld : recordAudit;
  record(ctx, 'concerns.raise', `concern:${id}`, facts);
}

async function getAbout(ctx: Ctx, input: z.output<typeof RaiseInput>): Promise<About> {
  const raisable = await listRaisable(ctx);
  const which = { itemNumber: null, item: input.which ? input.which : null };
  if (input.meeting === undefined) {
    const group = raisable.groups.find((one) => one.id === input.group);
    if (!input.group) throw new InvalidInput({ group: 'Choose the group.' });
    if (!group) refuseOutsider(ctx, 'this group');
    return { groupId: group.id, meetingId: null, ...which };
  }
  const meeting = await getRaisable(ctx, raisable, input.meeting);
  const chosen = input.item ?? (meeting.agenda.items.length > 0 ? null : OFF_AGENDA);
  if (chosen === null) throw new InvalidInput({ item: 'Choose what it is about.' });
  const groupId = meeting.groupId;
  if (chosen === CHAT) return { groupId, meetingId: null, ...which };
  const item = await getItem(ctx, meeting, input.agenda, chosen);
  return { groupId, meetingId: meeting.id, ...(item.itemNumber === null ? which : item) };
}
