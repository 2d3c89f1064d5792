import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { dayIn, isoDay } from '../../bot/days.ts';
import type { NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { findLeftOffice, listEligible } from '../directory/lookup.ts';
import { findMembership } from '../groups/lookup.ts';
import { findMeeting } from '../meetings/lookup.ts';
import { listWanting } from '../preferences/lookup.ts';
import { dueCard, givenCard } from './cards.ts';
import { DUE } from './due.ts';
import { GIVEN } from './given.ts';
import { findAction, type ActionFacts } from './lookup.ts';

interface Owned {
  readonly action: ActionFacts;
  readonly ownerId: string;
}

/** The action the notice is about, while its owner still is to do it; else why nothing is sent. */
async function stillOwned(ctx: Ctx, { subject }: NoticeFacts): Promise<Owned | Skip> {
  const { actionId = '', ownerId = '' } = subject;
  const action = await findAction(ctx, actionId);
  if (!action) return { skip: 'the action is not there' };
  if (action.state !== 'open') return { skip: `the action is ${action.state}` };
  if (action.ownerId !== ownerId) return { skip: 'somebody else owns the action now' };
  const takesPart = (await findMembership(ctx, ownerId, action.groupId)) !== null || (await findLeftOffice(ctx, ownerId)) === null;
  if (!takesPart) return { skip: 'the owner left the group' };
  if (!(await listEligible(ctx, action.group, [ownerId])).has(ownerId)) return { skip: 'the owner may not take part today' };
  return { action, ownerId };
}

/** The same of a reminder, whose day must still be the one it was planned for. */
async function stillDue(ctx: Ctx, notice: NoticeFacts): Promise<Owned | Skip> {
  const found = await stillOwned(ctx, notice);
  if ('skip' in found) return found;
  if (found.action.due !== notice.subject.due) return { skip: 'the action is due on another day now' };
  const [wants] = await listWanting(ctx, DUE, [found.ownerId]);
  return wants === undefined ? { skip: 'the owner switched reminders of actions off' } : found;
}

type Find = (ctx: Ctx, notice: NoticeFacts) => Promise<Owned | Skip>;

/** A direct message to the owner of an action, as long as `find` holds. */
const toOwner = (kind: string, find: Find, draw: (ctx: Ctx, action: ActionFacts) => Card | Promise<Card>): NoticeKind => ({
  kind,
  quiet: 'hold',
  turn: 'last',
  async targets(ctx, notice): Promise<readonly Target[] | Skip> {
    const found = await find(ctx, notice);
    return 'skip' in found ? found : [{ person: found.ownerId }];
  },
  async render(ctx, notice): Promise<Card | Skip> {
    const found = await find(ctx, notice);
    return 'skip' in found ? found : draw(ctx, found.action);
  },
});

/** Once somebody is given an action, also one of a meeting whose minutes are not issued: it is theirs to do. */
export const givenNotice = toOwner(GIVEN, stillOwned, async (ctx, action) => {
  const meeting = action.meetingId === null ? null : await findMeeting(ctx, action.meetingId);
  return givenCard(action, meeting, ctx.body.settings.contact);
});

/** Before it is due and on the day. */
export const dueNotice = toOwner(DUE, stillDue, (ctx, action) =>
  dueCard(action, action.due ?? '', isoDay(dayIn(action.group.zone, ctx.now)) === action.due),
);
