import { z } from 'zod';
import { recordAudit, type AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { eligibility, type IneligibleReason } from '../directory/eligibility.ts';
import { holdsOffice, listPeople, today, type PersonFacts } from '../directory/lookup.ts';
import { planInvitationEnded, planMayRejoin } from './planned.ts';

const OfficeEnded = z.object({ personIds: z.array(z.string()), office: z.enum(['board', 'expert']), began: z.literal(false) });

/** Why an expert's place ends for good. Who is lapsed, on the Board, or invited again later keeps it or lost it otherwise. */
const ENDS: readonly IneligibleReason[] = ['invitation-ended', 'not-invited-here', 'no-organisation'];

/**
 * Reaction to offices that ended: former Board members hear that they may join again (rule 2 of the groups), and the
 * place of experts ends where they are invited no more, which they are told.
 */
export async function followEndedOffices(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const ended = OfficeEnded.safeParse(entry.facts);
  if (!ended.success) return;
  const { office, personIds } = ended.data;
  for (const person of await listPeople(ctx, personIds)) await (office === 'board' ? tellMayRejoin(ctx, person) : endPlaces(ctx, person));
}

async function tellMayRejoin(ctx: Ctx, person: PersonFacts): Promise<void> {
  if (holdsOffice(person, 'board', today(ctx))) return;
  const { personId } = person;
  const suspended = await ctx.db.membership.findMany({
    where: { bodyId: ctx.body.id, personId, endReason: 'board' },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  await planMayRejoin(
    ctx,
    personId,
    suspended.map(({ id }) => id),
  );
}

async function endPlaces(ctx: Ctx, person: PersonFacts): Promise<void> {
  const { personId } = person;
  const open = await ctx.db.membership.findMany({
    where: { bodyId: ctx.body.id, personId, leftAt: null },
    select: { id: true, groupId: true, group: { select: { slug: true } } },
    orderBy: { id: 'asc' },
  });
  const ended: string[] = [];
  for (const { id, groupId, group } of open) {
    const verdict = eligibility(person, group.slug, today(ctx));
    if (verdict.eligible || !ENDS.includes(verdict.reason)) continue;
    const data = { leftAt: ctx.now, endReason: 'invitation-ended' };
    const { count } = await ctx.db.membership.updateMany({ where: { id, leftAt: null }, data });
    if (count === 0) continue;
    ended.push(id);
    recordAudit(ctx, 'groups.endInvited', `group:${groupId}`, { groupId, personId, membershipId: id, reason: verdict.reason });
  }
  await planInvitationEnded(ctx, personId, ended);
}
