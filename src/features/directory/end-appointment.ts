import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { dayBefore, isCurrent } from '../../bot/days.ts';
import { lockDirectory } from './lock-directory.ts';
import { getPerson, listSecretariat, toAppointment, today, type AppointmentFacts, type PersonFacts } from './lookup.ts';
import { boardTurn } from './succession.ts';
import { recordBoardTurns, writeAppointments } from './write-appointments.ts';

export interface EndedAppointment {
  readonly person: PersonFacts;
  readonly appointment: AppointmentFacts;
}

/**
 * Ends an appointment as of now: yesterday was its last day. The row stays. Throws Conflict when it
 * has ended already, or when nobody would be left in the Secretariat.
 */
export const endAppointment = verb(
  'directory.endAppointment',
  z.object({ appointmentId: z.uuid('Choose an appointment.') }),
  (ctx, { appointmentId }): Promise<EndedAppointment> =>
    inTransaction(ctx, async (ctx) => {
      assertSecretariat(ctx);
      const day = today(ctx);
      const appointment = await lockAppointment(ctx, appointmentId);
      const person = await getPerson(ctx, appointment.personId);
      if (appointment.until && appointment.until < day) throw new Conflict(`This appointment of ${person.name} has ended already.`);
      if (appointment.office === 'secretariat' && isCurrent(appointment, day)) await assertOthersStay(ctx, person);
      const change = { given: null, ended: [{ id: appointment.id, until: dayBefore(day) }] };
      await writeAppointments(ctx, [], change.ended);
      const turn = boardTurn(person.appointments, change, day);
      if (turn) recordBoardTurns(ctx, new Map([[person.personId, turn]]));
      return { person: await getPerson(ctx, person.personId), appointment };
    }),
);

async function lockAppointment(ctx: Ctx, id: string): Promise<AppointmentFacts & { personId: string }> {
  // The body's row: two people ending each other's place in the Secretariat must not both succeed.
  await lockDirectory(ctx);
  const row = await ctx.db.appointment.findFirst({ where: { id, bodyId: ctx.body.id } });
  if (!row) throw new NotFound('This appointment is not in the directory.');
  return { ...toAppointment(row), personId: row.personId };
}

async function assertOthersStay(ctx: Ctx, person: PersonFacts): Promise<void> {
  const others = (await listSecretariat(ctx)).filter((one) => one.personId !== person.personId);
  if (others.length === 0)
    throw new Conflict(`${person.name} is the only one in the Secretariat. Appoint somebody else first; then this can be ended.`);
}
