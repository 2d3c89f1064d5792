import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import type { ActionState } from '../../db/generated/client.ts';
import { assertOpen } from './change.ts';
import * as inputs from './inputs.ts';
import type { ActionFacts } from './lookup.ts';
import { getKept, getOwnOrKept } from './rights.ts';
import { keepStep, lockAction, type Said } from './steps.ts';

export interface Finished {
  readonly outcome: 'now' | 'already';
  readonly action: ActionFacts;
  /** Who last changed its state, and when. */
  readonly by: string;
  readonly at: Date;
}

/** The form that says an action is done. For its owner and who keeps the list. Throws Conflict once it was dropped. */
export const openDone = verb('actions.openDone', inputs.ActionInput, async (ctx, input): Promise<ActionFacts | Finished> => {
  const { action } = await getOwnOrKept(ctx, input.action);
  if (action.state === 'done') return tell(ctx, action, 'already');
  assertOpen(action);
  return action;
});

export const MarkDoneInput = inputs.ActionInput.extend({ note: inputs.note });

/** Marks an action done; a second time changes nothing. Throws NotAllowed for others, InvalidInput for a note that the screen flags. */
export const markDone = verb('actions.markDone', MarkDoneInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Finished> => {
    await lockAction(ctx, input.action);
    const { action } = await getOwnOrKept(ctx, input.action);
    if (action.state === 'done') return tell(ctx, action, 'already');
    assertOpen(action);
    if (input.note !== null) inputs.screenNote(ctx, 'note', input.note);
    return tell(ctx, await close(ctx, action, 'done', { note: input.note }), 'now');
  }),
);

/** The form that asks why. For who keeps the list. Throws Conflict once it is done or dropped. */
export const openDrop = verb('actions.openDrop', inputs.ActionInput, async (ctx, input): Promise<ActionFacts> => {
  const action = await getKept(ctx, input.action);
  assertOpen(action);
  return action;
});

export const DropInput = inputs.ActionInput.extend({ reason: inputs.reason });

/** Drops an action with the reason; a second time changes nothing. Throws as openDrop does. */
export const drop = verb('actions.drop', DropInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Finished> => {
    await lockAction(ctx, input.action);
    const action = await getKept(ctx, input.action);
    if (action.state === 'dropped') return tell(ctx, action, 'already');
    assertOpen(action);
    inputs.screenNote(ctx, 'reason', input.reason);
    return tell(ctx, await close(ctx, action, 'dropped', { note: input.reason }), 'now');
  }),
);

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Takes up an action again that was done or dropped. For who keeps the list; its owner may take back "done" for
 * 24 hours. A second time changes nothing. Throws NotAllowed, and Conflict when the owner comes too late.
 */
export const reopen = verb('actions.reopen', inputs.ActionInput, (ctx, input) =>
  inTransaction(ctx, async (ctx): Promise<Finished> => {
    await lockAction(ctx, input.action);
    const { action, isKeeper } = await getOwnOrKept(ctx, input.action);
    if (action.state === 'open') return tell(ctx, action, 'already');
    const isInTime = action.state === 'done' && action.closedAt !== null && ctx.now.getTime() - action.closedAt.getTime() <= DAY_MS;
    if (!isKeeper && !isInTime)
      throw new Conflict(
        `You can take back "done" for a day only. If the action is not done, ask the chair of ${action.group.name} or ${ctx.body.settings.contact} to take it up again.`,
      );
    return tell(ctx, await close(ctx, action, 'open'), 'now');
  }),
);

const STEPS = { open: 'reopened', done: 'done', dropped: 'dropped' } as const;

async function close(ctx: Ctx, action: ActionFacts, state: ActionState, said?: Said): Promise<ActionFacts> {
  const data = { state, n: action.n + 1, closedAt: state === 'open' ? null : ctx.now };
  await ctx.db.action.updateMany({ where: { id: action.id, bodyId: ctx.body.id }, data });
  return keepStep(ctx, action.id, STEPS[state], said);
}

async function tell(ctx: Ctx, action: ActionFacts, outcome: Finished['outcome']): Promise<Finished> {
  const where = { bodyId: ctx.body.id, actionId: action.id };
  const last = await ctx.db.actionStep.findFirstOrThrow({ where, orderBy: { n: 'desc' } });
  return { outcome, action, by: last.byName, at: last.at };
}
