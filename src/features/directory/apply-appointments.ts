import { inTransaction, type Ctx } from '../../bot/context.ts';
import { applyEndings } from './apply-endings.ts';
import { today } from './lookup.ts';
import { remindOfEndings } from './remind-of-endings.ts';
import { recordBoardTurns } from './write-appointments.ts';

/**
 * What offices that begin or end on a day do, from midnight in the body's zone, also when the program was down that
 * day. Runs as often as one likes and on several replicas: everything has one effect.
 */
export async function applyAppointments(ctx: Ctx): Promise<void> {
  await applyBeginnings(ctx);
  await applyEndings(ctx);
  await remindOfEndings(ctx);
}

/**
 * Tells the groups of Board terms that have begun, on their day: whoever sits on the Board today and
 * still has an open membership is named in `directory.appointments-changed`, whose reactions suspend
 * them (PRODUCT.md section 2, rule 2). Once suspended, nobody is named again.
 */
async function applyBeginnings(ctx: Ctx): Promise<void> {
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
