import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { EmailField, optionalDay, optionalText } from './fields.ts';
import { lockDirectory } from './lock-directory.ts';
import { findPersonByEmail, getPerson, today, type PersonFacts } from './lookup.ts';
import { boardTurn, succeed, toGiven } from './succession.ts';
import { recordBoardTurns, writeAppointments } from './write-appointments.ts';

export const OfficeField = z.enum(['board', 'ipaf', 'secretariat', 'expert'], 'Choose the office.');

export const AppointInput = z
  .object({
    email: EmailField,
    office: OfficeField,
    from: optionalDay,
    until: optionalDay,
    groups: z
      .array(z.string().max(100))
      .nullish()
      .transform((slugs) => slugs ?? []),
    sponsor: optionalText(150, 'Keep the sponsor under 150 characters.'),
    reason: optionalText(500, 'Keep the reason under 500 characters.'),
  })
  .superRefine((input, issues) => {
    const wrong = (field: string, message: string): void => {
      issues.addIssue({ code: 'custom', path: [field], message });
    };
    if (input.from && input.until && input.until < input.from) wrong('until', 'Give a last day that is not before the first.');
    if (input.office === 'expert') {
      if (input.groups.length === 0) wrong('groups', 'Choose the groups the expert is invited to.');
      if (!input.until) wrong('until', 'Give the last day of the invitation.');
      if (!input.sponsor) wrong('sponsor', 'Say who in the Secretariat invites the expert.');
    } else if (input.groups.length > 0) {
      wrong('groups', 'Only experts are invited to groups one by one. Clear the groups, or choose "Invited expert".');
    }
  });

/**
 * Gives a person of the directory an office. What they held of the same office ends, and stays in the
 * history. Whoever begins to sit on the Board today is named in `directory.appointments-changed`.
 * Throws InvalidInput by field, Conflict when exactly this is in the directory already.
 */
export const appoint = verb('directory.appoint', AppointInput, (ctx, input): Promise<PersonFacts> =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    const day = today(ctx);
    if (input.until && input.until < day) throw new InvalidInput({ until: 'That day has passed. Give today or a later day.' });
    await assertGroups(ctx, input.groups);
    await lockDirectory(ctx);
    const person = await getPersonByEmail(ctx, input.email);
    const wanted = { office: input.office, from: input.from, until: input.until, groupSlugs: input.groups };
    const change = succeed(person.appointments, wanted, day);
    if (!change.given) throw new Conflict(`${person.name} holds exactly this office in the directory already. Nothing was changed.`);
    const given = toGiven(person.personId, change.given, { sponsor: input.sponsor, reason: input.reason });
    await writeAppointments(ctx, [given], change.ended);
    const turn = boardTurn(person.appointments, change, day);
    if (turn) recordBoardTurns(ctx, new Map([[person.personId, turn]]));
    return getPerson(ctx, person.personId);
  }),
);

async function getPersonByEmail(ctx: Ctx, email: string): Promise<PersonFacts> {
  const person = await findPersonByEmail(ctx, email);
  if (!person) throw new InvalidInput({ email: 'Nobody in the directory has this e-mail address. Add the person first.' });
  return person;
}

async function assertGroups(ctx: Ctx, slugs: readonly string[]): Promise<void> {
  const known = await ctx.db.group.count({ where: { bodyId: ctx.body.id, slug: { in: [...slugs] } } });
  if (known !== new Set(slugs).size) throw new InvalidInput({ groups: 'One of these groups is not there any more. Open the form again.' });
}
