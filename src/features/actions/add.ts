import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { isSecretariat } from '../../bot/actor.ts';
import { planGiven } from './given.ts';
import * as inputs from './inputs.ts';
import { findAction, type ActionFacts } from './lookup.ts';
import { chooseOwner, listOwnerChoices, type OwnerChoice } from './owners.ts';
import { getPlace, type Place } from './rights.ts';
import { keepStep } from './steps.ts';

const PlaceInput = z.object({ meeting: inputs.meetingId.optional(), group: z.string().trim().max(200).nullish() });

export interface AddChoices extends Place {
  /** Names the action before it is sent, so that sending it twice is one. */
  readonly draft: string;
  readonly owners: readonly OwnerChoice[];
  /** The acting person may let flagged words stand. */
  readonly confirms: boolean;
}

/** The form of a new action. For chairs, who runs the meeting, and the Secretariat. Throws as getPlace does. */
export const openAdd = verb('actions.openAdd', PlaceInput, async (ctx, input): Promise<AddChoices> => {
  const place = await getPlace(ctx, input);
  return { ...place, draft: uuidv7(), owners: await listOwnerChoices(ctx, place.group.id), confirms: isSecretariat(ctx) };
});

export const AddInput = PlaceInput.extend({ draft: inputs.draft, ...inputs.fields });

export interface Added {
  readonly outcome: 'added' | 'already';
  readonly action: ActionFacts;
}

/**
 * Adds an action of a group's, and has its owner told and reminded. The same form twice is one action. Throws as
 * openAdd does, and InvalidInput by field.
 */
export const add = verb('actions.add', AddInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Added> => {
    const { group, meeting } = await getPlace(ctx, input);
    inputs.assertDue(ctx, group.zone, input.due);
    const { owner: named, ...owner } = await chooseOwner(ctx, group, input);
    const topics = inputs.screenWords(ctx, 'what', `${input.what} (${input.ownerName === null ? '' : (named ?? '')})`, input.clearance);
    const row = { id: input.draft, bodyId: ctx.body.id, groupId: group.id, meetingId: meeting?.id ?? null, what: input.what, ...owner };
    const { count } = await ctx.db.action.createMany({
      data: [{ ...row, due: input.due, n: 1, createdAt: ctx.now }],
      skipDuplicates: true,
    });
    if (count === 0) return alreadyAdded(ctx, row);
    const action = await keepStep(ctx, row.id, 'added', { topics, clearance: input.clearance });
    await planGiven(ctx, action, null);
    return { outcome: 'added', action };
  }),
);

/** What the same form made before; an id that is of another place tells nothing of what it names. */
async function alreadyAdded(ctx: Ctx, { id, groupId, meetingId }: Pick<ActionFacts, 'id' | 'groupId' | 'meetingId'>): Promise<Added> {
  const action = await findAction(ctx, id);
  if (action?.groupId !== groupId || action.meetingId !== meetingId)
    throw new Conflict('This form no longer works. Please open it again; nothing was added.');
  return { outcome: 'already', action };
}
