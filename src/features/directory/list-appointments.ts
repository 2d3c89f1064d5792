import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import type { Appointment, Office } from '../../db/generated/client.ts';
import { toAppointment, today, type AppointmentFacts } from './lookup.ts';

export interface HeldAppointment extends AppointmentFacts {
  readonly name: string;
  readonly organisation: string | null;
  /** An invitation that goes on after this one. */
  readonly isProlonged: boolean;
}

type AppointmentRow = Pick<Appointment, 'personId' | 'office' | 'fromDate' | 'untilDate'>;

const order: Record<Office, number> = { board: 0, ipaf: 1, expert: 2, secretariat: 3 };

/** The Secretariat's view of who holds an office now or will, by office and name. */
export const listAppointments = verb('directory.listAppointments', z.object({}), async (ctx): Promise<HeldAppointment[]> => {
  assertSecretariat(ctx);
  const rows = await ctx.db.appointment.findMany({
    where: { bodyId: ctx.body.id, person: { erasedAt: null }, OR: [{ untilDate: null }, { untilDate: { gte: today(ctx) } }] },
    include: { person: { select: { name: true, nameKey: true, organisation: { select: { name: true } } } } },
  });
  return rows
    .sort((a, b) => order[a.office] - order[b.office] || a.person.nameKey.localeCompare(b.person.nameKey))
    .map((row) => ({
      ...toAppointment(row),
      name: row.person.name,
      organisation: row.person.organisation?.name ?? null,
      isProlonged: rows.some((other) => isAfter(other, row)),
    }));
});

const isAfter = (other: AppointmentRow, one: AppointmentRow): boolean =>
  other.personId === one.personId &&
  other.office === one.office &&
  one.untilDate !== null &&
  (other.fromDate ?? one.untilDate) > one.untilDate;
