import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { holdsOffice, listPeople, today } from './lookup.ts';
import { recordEnded, type EndingOffice } from './write-appointments.ts';

/** More are left for the next minute: an import may bring thousands of terms of long ago. */
const AT_ONCE = 1_000;

interface Ended {
  readonly personId: string;
  readonly office: string;
}

/**
 * Tells the groups of Board terms and invitations whose last day has passed, once each, whenever it is that the
 * program runs next: former Board members who were suspended may rejoin, and the place of experts who are invited
 * no more ends (PRODUCT.md sections 1 and 2, rules 1 and 2).
 */
export async function applyEndings(ctx: Ctx): Promise<void> {
  const over = await ctx.db.appointment.findMany({
    where: { bodyId: ctx.body.id, office: { in: ['board', 'expert'] }, endedAt: null, untilDate: { lt: today(ctx) } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  if (over.length === 0) return;
  await inTransaction(ctx, async (ctx) => {
    const ended = await ctx.db.appointment.updateManyAndReturn({
      where: { id: { in: over.map(({ id }) => id) }, endedAt: null },
      data: { endedAt: ctx.now },
      select: { id: true, personId: true, office: true },
    });
    if (ended.length === 0) return;
    recordAudit(ctx, 'directory.applyEndings', null, { appointmentIds: ended.map(({ id }) => id) });
    await tell(ctx, 'board', ended, { endReason: 'board' });
    await tell(ctx, 'expert', ended, { leftAt: null });
  });
}

/** Names those who no longer hold the office and have memberships that this is about. */
async function tell(
  ctx: Ctx,
  office: EndingOffice,
  ended: readonly Ended[],
  about: { endReason: string } | { leftAt: null },
): Promise<void> {
  const ids = ended.filter((one) => one.office === office).map((one) => one.personId);
  if (ids.length === 0) return;
  const concerned = await ctx.db.membership.findMany({
    where: { bodyId: ctx.body.id, personId: { in: ids }, ...about },
    select: { personId: true },
    distinct: ['personId'],
  });
  const people = await listPeople(
    ctx,
    concerned.map((one) => one.personId),
  );
  const left = office === 'board' ? people.filter((one) => !holdsOffice(one, 'board', today(ctx))) : people;
  recordEnded(
    ctx,
    office,
    left.map((one) => one.personId),
  );
}
