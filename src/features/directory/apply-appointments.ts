import { inTransaction, type Ctx } from '../../bot/context.ts';
import { today } from './lookup.ts';
import { recordBoardTurns } from './write-appointments.ts';

/**
 * Tells the groups of Board terms that have begun, on their day: whoever sits on the Board today and
 * still has an open membership is named in `directory.appointments-changed`, whose reactions suspend
 * them (PRODUCT.md section 2, rule 2). Runs as often as one likes: once suspended, nobody is named
 * again.
 */
export async function applyAppointments(ctx: Ctx): Promise<void> {
  const day = today(ctx);
  const sitting = await ctx.db.person.findMany({
    where: {
      bodyId: ctx.body.id,
      memberships: { some: { leftAt: null } },
      appointments: {
        some: {
          office: 'board',
          AND: [{ OR: [{ fromDate: null }, { fromDate: { lte: day } }] }, { OR: [{ untilDate: null }, { untilDate: { gte: day } }] }],
        },
      },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  if (sitting.length === 0) return;
  await inTransaction(ctx, (ctx) => {
    recordBoardTurns(ctx, new Map(sitting.map(({ id }) => [id, 'begins'])));
    return Promise.resolve();
  });
}
