import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { dayIn, isoDay } from '../../bot/days.ts';
import type { NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { findLeftOffice, listEligible } from '../directory/lookup.ts';
import { findMembership } from '../groups/lookup.ts';
import { listWanting } from '../preferences/lookup.ts';
import { dueCard } from './cards.ts';
import { DUE } from './due.ts';
import { findAction, type ActionFacts } from './lookup.ts';

interface Reminder {
  readonly action: ActionFacts;
  readonly ownerId: string;
  readonly due: string;
}

/** What the reminder is about, while it still holds; else why nothing is sent. */
async function current(ctx: Ctx, { subject }: NoticeFacts): Promise<Reminder | Skip> {
  const { actionId = '', ownerId = '', due = '' } = subject;
  const action = await findAction(ctx, actionId);
  if (!action) return { skip: 'the action is not there' };
  if (action.state !== 'open') return { skip: `the action is ${action.state}` };
  if (action.ownerId !== ownerId) return { skip: 'somebody else owns the action now' };
  if (action.due !== due) return { skip: 'the action is due on another day now' };
  const takesPart = (await findMembership(ctx, ownerId, action.groupId)) !== null || (await findLeftOffice(ctx, ownerId)) === null;
  if (!takesPart) return { skip: 'the owner left the group' };
  if (!(await listEligible(ctx, action.group, [ownerId])).has(ownerId)) return { skip: 'the owner may not take part today' };
  const [wants] = await listWanting(ctx, DUE, [ownerId]);
  return wants === undefined ? { skip: 'the owner switched reminders of actions off' } : { action, ownerId, due };
}

/** To the owner of an action, before it is due and on the day. */
export const dueNotice: NoticeKind = {
  kind: DUE,
  quiet: 'hold',
  turn: 'last',
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    const found = await current(ctx, notice);
    return 'skip' in found ? found : [{ person: found.ownerId }];
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const found = await current(ctx, notice);
    if ('skip' in found) return found;
    const { action, due } = found;
    return dueCard(action, due, isoDay(dayIn(action.group.zone, ctx.now)) === due);
  },
};
