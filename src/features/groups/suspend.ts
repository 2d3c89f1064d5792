import { z } from 'zod';
import { recordAudit, type AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { eligibility } from '../directory/eligibility.ts';
import { listPeople, today } from '../directory/lookup.ts';
import { planSuspended } from './planned.ts';

const BoardTermBegan = z.object({ personIds: z.array(z.string()), office: z.literal('board'), began: z.literal(true) });

/**
 * Reaction to changed appointments: whoever is now a sitting Board member leaves every group, and the
 * Secretariat and they are told (rule 2 of the groups). A term that has not begun yet ends nothing.
 */
export async function suspendBoardMembers(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const began = BoardTermBegan.safeParse(entry.facts);
  if (!began.success) return;
  const people = await listPeople(ctx, began.data.personIds);
  for (const person of people) {
    const verdict = eligibility(person, '', today(ctx));
    if (!verdict.eligible && verdict.reason === 'board') await suspend(ctx, person.personId);
  }
}

async function suspend(ctx: Ctx, personId: string): Promise<void> {
  const open = await ctx.db.membership.findMany({
    where: { bodyId: ctx.body.id, personId, leftAt: null },
    select: { id: true, groupId: true },
    orderBy: { id: 'asc' },
  });
  const ended: string[] = [];
  for (const { id, groupId } of open) {
    const { count } = await ctx.db.membership.updateMany({ where: { id, leftAt: null }, data: { leftAt: ctx.now, endReason: 'board' } });
    if (count === 0) continue;
    ended.push(id);
    recordAudit(ctx, 'groups.suspend', `group:${groupId}`, { groupId, personId, membershipId: id, reason: 'board' });
  }
  await planSuspended(ctx, personId, ended);
}
