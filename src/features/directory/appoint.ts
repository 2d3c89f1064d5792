import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { EmailField, optionalDay, optionalText } from './fields.ts';
import { findEnds, type Ends } from './ends.ts';
import { lockDirectory } from './lock-directory.ts';
import { findPersonByEmail, getPerson, today, type PersonFacts } from './lookup.ts';
import { boardTurn, succeed, toGiven } from './succession.ts';
import { recordBoardTurns, writeAppointments } from './write-appointments.ts';

export const OfficeField = z.enum(['board', 'ipaf', 'secretariat', 'expert'], 'Choose the office.');

/** What an office has besides who holds it and which it is. */
export const appointFields = {
  from: optionalDay,
  until: optionalDay,
  groups: z
    .array(z.string().max(100))
    .nullish()
    .transform((slugs) => slugs ?? []),
  sponsor: optionalText(150, 'Keep the sponsor under 150 characters.'),
  reason: optionalText(500, 'Keep the reason under 500 characters.'),
  /** What was shown to end with it (`Ends.digest`), empty when nothing was; left out where nobody is asked. */
  ends: z.string().max(20).optional(),
};

export const AppointInput = z.object({ email: EmailField, office: OfficeField, ...appointFields }).superRefine((input, issues) => {
  const problems = input.office === 'expert' ? expertProblems(input) : { ...daysProblem(input), ...groupsProblem(input) };
  for (const [field, message] of Object.entries(problems)) issues.addIssue({ code: 'custom', path: [field], message });
});

type Dates = { readonly from: Date | null; readonly until: Date | null };

const daysProblem = ({ from, until }: Dates): Record<string, string> =>
  from && until && until < from ? { until: 'Give a last day that is not before the first.' } : {};

const groupsProblem = ({ groups }: { readonly groups: readonly string[] }): Record<string, string> =>
  groups.length > 0 ? { groups: 'Only experts are invited to groups one by one. Clear the groups, or choose "Invited expert".' } : {};

/** What an invitation of an expert lacks, by field. */
export const expertProblems = (
  input: Dates & { readonly groups: readonly string[]; readonly sponsor: string | null },
): Record<string, string> => ({
  ...daysProblem(input),
  ...(input.groups.length === 0 ? { groups: 'Choose the groups the expert is invited to.' } : {}),
  ...(input.until ? {} : { until: 'Give the last day of the invitation.' }),
  ...(input.sponsor ? {} : { sponsor: 'Say who in the Secretariat invites the expert.' }),
});

export type Appointed =
  | { readonly outcome: 'given'; readonly person: PersonFacts }
  /** Nothing is done yet: it would end this, and whoever gives the office has not seen that. */
  | { readonly outcome: 'asks'; readonly ends: Ends };

/**
 * Gives a person of the directory an office. What they held of the same office ends, and stays in the
 * history. With `ends` it first asks, when it would end what was not shown. Whoever begins to sit on the Board today is
 * named in `directory.appointments-changed`.
 * Throws InvalidInput by field, Conflict when exactly this is in the directory already.
 */
export const appoint = verb('directory.appoint', AppointInput, (ctx, input): Promise<Appointed> =>
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
    const ends = input.ends === undefined ? null : await findEnds(ctx, person, change);
    if (ends && ends.digest !== input.ends) return { outcome: 'asks', ends };
    const given = toGiven(person.personId, change.given, { sponsor: input.sponsor, reason: input.reason });
    await writeAppointments(ctx, [given], change.ended);
    const turn = boardTurn(person.appointments, change, day);
    if (turn) recordBoardTurns(ctx, new Map([[person.personId, turn]]));
    return { outcome: 'given', person: await getPerson(ctx, person.personId) };
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
