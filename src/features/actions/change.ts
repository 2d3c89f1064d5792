import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { planGiven } from './given.ts';
import * as inputs from './inputs.ts';
import type { ActionFacts } from './lookup.ts';
import { chooseOwner, listOwnerChoices, type OwnerChoice } from './owners.ts';
import { getKept } from './rights.ts';
import { keepStep, lockAction } from './steps.ts';

export interface ChangeChoices {
  readonly action: ActionFacts;
  readonly owners: readonly OwnerChoice[];
  readonly confirms: boolean;
}

/** The action behind its form. For who keeps the list. Throws Conflict once it is done or dropped. */
export const openChange = verb('actions.openChange', inputs.ActionInput, async (ctx, input): Promise<ChangeChoices> => {
  const action = await getKept(ctx, input.action);
  assertOpen(action);
  return { action, owners: await listOwnerChoices(ctx, action.groupId), confirms: isSecretariat(ctx) };
});

export const ChangeInput = inputs.ActionInput.extend({
  /** The step the form showed. */
  n: z.coerce.number('This form no longer works. Please open it again.').int(),
  ...inputs.fields,
});

export interface Changed {
  readonly action: ActionFacts;
  readonly isChanged: boolean;
}

/**
 * Changes what is to be done, by whom or until when; what it was stays as evidence, and a new owner is told. When
 * somebody changed it meanwhile, the form stays open with what was typed (InvalidInput). Throws as openChange does.
 */
export const change = verb('actions.change', ChangeInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Changed> => {
    await lockAction(ctx, input.action);
    const action = await getKept(ctx, input.action);
    assertOpen(action);
    if (action.n !== input.n) throw overtaken(action);
    // A day that has passed may stay while the rest is changed.
    if (input.due !== action.due) inputs.assertDue(ctx, action.group.zone, input.due);
    const { owner: named, ...owner } = await chosenOwner(ctx, action, input);
    const isSame = input.what === action.what && input.due === action.due && owner.ownerId === action.ownerId && named === action.owner;
    if (isSame) return { action, isChanged: false };
    const topics = inputs.screenWords(ctx, 'what', `${input.what} (${input.ownerName ?? ''})`, input.clearance);
    const data = { what: input.what, due: input.due, ...owner, n: action.n + 1 };
    await ctx.db.action.updateMany({ where: { id: action.id, bodyId: ctx.body.id }, data });
    const changed = await keepStep(ctx, action.id, 'changed', { topics, clearance: input.clearance });
    await planGiven(ctx, changed, action.ownerId);
    return { action: changed, isChanged: true };
  }),
);

/** Who owns it already may go on owning it, also after they left the group. */
async function chosenOwner(ctx: Ctx, action: ActionFacts, given: z.output<typeof ChangeInput>) {
  if (given.owner !== null && given.owner === action.ownerId && given.ownerName === null)
    return { ownerId: action.ownerId, ownerName: null, owner: action.owner };
  return chooseOwner(ctx, { id: action.groupId, name: action.group.name }, given);
}

/** Throws Conflict saying what became of an action that is no longer open. */
export function assertOpen({ state, group }: ActionFacts): void {
  if (state === 'open') return;
  throw new Conflict(
    state === 'done'
      ? 'This action is done already. Nothing was changed.'
      : `This action was dropped. Nothing was changed; the chairs of ${group.name} and the Secretariat can take it up again.`,
  );
}

const overtaken = ({ what }: ActionFacts): InvalidInput =>
  new InvalidInput({
    what: `Somebody changed this action while you were writing; it now says: ${what} Copy your text, close this form, and open it again.`,
  });
