import type { Ctx } from '../../bot/context.ts';
import { Conflict, NotFound } from '../../bot/errors.ts';
import { calendarDay, rich, typed } from '../../bot/text.ts';
import { isCurrent } from '../../bot/days.ts';
import { getPerson, toAppointment, today, type AppointmentFacts, type PersonFacts } from './lookup.ts';

/** The kind of the card that shows what becomes of an invitation about to end; the subject is the appointment's id. */
export const INVITATION_CARD = 'directory.invitation';

/** An expert's invitation with a last day, and what is to become of it. */
export interface InvitationFacts {
  readonly id: string;
  readonly person: PersonFacts;
  readonly from: Date | null;
  readonly until: Date;
  readonly groups: readonly { readonly slug: string; readonly name: string }[];
  readonly sponsor: string | null;
  /** Last day of the invitation that goes on after this one. */
  readonly prolongedUntil: Date | null;
  /** Name of who said that it may end. */
  readonly letEndBy: string | null;
  readonly isOver: boolean;
}

/** Throws NotFound for what is no invitation with a last day in this body. */
export async function getInvitation(ctx: Ctx, id: string): Promise<InvitationFacts> {
  const row = await ctx.db.appointment.findFirst({ where: { id, bodyId: ctx.body.id, office: 'expert' } });
  if (!row?.untilDate) throw new NotFound(rich`This invitation is not in the directory. ${typed('appointments')} shows those there are.`);
  const { from, groupSlugs, sponsor } = toAppointment(row);
  const person = await getPerson(ctx, row.personId);
  const until = row.untilDate;
  return {
    ...{ id, person, from, until, sponsor },
    groups: await ctx.db.group.findMany({
      where: { bodyId: ctx.body.id, slug: { in: [...groupSlugs] } },
      select: { slug: true, name: true },
      orderBy: { nameKey: 'asc' },
    }),
    prolongedUntil: lastAfter(person.appointments, until),
    letEndBy: await nameOf(ctx, row.letEndById),
    isOver: until < today(ctx),
  };
}

/** The invitation, when it can still be decided about. Throws Conflict when it is over, or goes on already. */
export async function getOpenInvitation(ctx: Ctx, id: string): Promise<InvitationFacts> {
  const invitation = await getInvitation(ctx, id);
  const { person, until, prolongedUntil, isOver } = invitation;
  if (prolongedUntil) throw new Conflict(`The invitation of ${person.name} was prolonged already, until ${calendarDay(prolongedUntil)}.`);
  if (isOver)
    throw new Conflict(
      rich`The invitation of ${person.name} ended on ${calendarDay(until)}. To have them again, invite them anew: ${typed('invite')}.`,
    );
  return invitation;
}

function lastAfter(appointments: readonly AppointmentFacts[], until: Date): Date | null {
  const later = appointments.flatMap((one) =>
    one.office === 'expert' && one.until && one.until > until && isCurrent({ from: one.from, until: null }, one.until) ? [one.until] : [],
  );
  return later.reduce<Date | null>((last, day) => (last === null || day > last ? day : last), null);
}

async function nameOf(ctx: Ctx, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const found = await ctx.db.person.findFirst({ where: { id: personId, bodyId: ctx.body.id }, select: { name: true } });
  return found?.name ?? 'the Secretariat';
}
