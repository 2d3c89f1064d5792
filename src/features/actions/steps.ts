import { v7 as uuidv7 } from 'uuid';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import type { ActionStepWhat } from '../../db/generated/client.ts';
import { planDue } from './due.ts';
import { getAction, type ActionFacts } from './lookup.ts';

/** Whoever changes an action waits here for who changes it now. */
export async function lockAction(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.$executeRaw`SELECT 1 FROM "Action" WHERE id = ${id}::uuid AND "bodyId" = ${ctx.body.id}::uuid FOR UPDATE`;
}

export interface Said {
  readonly note?: string | null;
  readonly topics?: readonly string[];
  readonly clearance?: string | null;
}

const VERBS: Readonly<Record<ActionStepWhat, string>> = {
  added: 'actions.add',
  changed: 'actions.change',
  done: 'actions.markDone',
  reopened: 'actions.reopen',
  dropped: 'actions.drop',
};

/** Keeps as evidence what the action is after a change, audits it, and plans its reminders. The action as it is now. */
export async function keepStep(ctx: Ctx, id: string, step: ActionStepWhat, said: Said = {}): Promise<ActionFacts> {
  const by = actingPerson(ctx);
  const action = await getAction(ctx, id);
  const { what, ownerId, owner, due, n, groupId, meetingId } = action;
  const topics = [...(said.topics ?? [])];
  await ctx.db.actionStep.create({
    data: {
      ...{ id: uuidv7(), bodyId: ctx.body.id, actionId: id, n, step, what, ownerId, owner, due, topics },
      ...{ note: said.note ?? null, clearance: topics.length > 0 ? (said.clearance ?? null) : null },
      ...{ at: ctx.now, byId: by.id, byName: by.name },
    },
  });
  recordAudit(ctx, VERBS[step], `action:${id}`, { actionId: id, groupId, meetingId, n, ownerId, due, topics });
  if (action.state === 'open') await planDue(ctx, action);
  return action;
}
