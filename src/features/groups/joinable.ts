import type { Ctx } from '../../bot/context.ts';
import { Ineligible } from '../../bot/errors.ts';
import { calendarDay } from '../../bot/text.ts';
import { today } from '../directory/lookup.ts';
import { listGroupsButton } from './buttons.ts';
import type { GroupFacts } from './lookup.ts';

type Obstacle = 'group-draft' | 'group-dormant' | 'group-closed' | 'applications-over';

function obstacle(ctx: Ctx, { status, applicationsUntil }: GroupFacts): Obstacle | null {
  if (status === 'draft') return 'group-draft';
  if (status === 'dormant') return 'group-dormant';
  if (status === 'closed') return 'group-closed';
  return status === 'applications' && applicationsUntil && applicationsUntil < today(ctx) ? 'applications-over' : null;
}

/** Whether the group takes people in now; who they are is another question. */
export const isJoinable = (ctx: Ctx, group: GroupFacts): boolean => obstacle(ctx, group) === null;

/** Throws Ineligible, with what to do, for a group that takes nobody in now. */
export function assertJoinable(ctx: Ctx, group: GroupFacts): void {
  const reason = obstacle(ctx, group);
  if (reason) throw new Ineligible(reason, words(group, reason, ctx.body.settings.contact), [listGroupsButton]);
}

function words({ name, applicationsUntil }: GroupFacts, reason: Obstacle, contact: string): string {
  const whom = `If you have a question, ask ${contact}.`;
  if (reason === 'group-draft') return `${name} is being prepared and takes nobody in yet. ${whom}`;
  if (reason === 'group-dormant') return `${name} is resting for now, so nobody can join until it meets again. ${whom}`;
  if (reason === 'group-closed') return `${name} is closed, so it takes nobody in. The list shows the other groups. ${whom}`;
  const day = applicationsUntil ? ` on ${calendarDay(applicationsUntil)}` : '';
  return `Applications for ${name} closed${day}. If you would still like to take part, ask ${contact}.`;
}
