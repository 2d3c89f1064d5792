import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { fold, identityKey } from '../../bot/fold.ts';
import { toCountry } from './country.ts';
import { hintingDomain } from './email-domain.ts';
import { EmailField, NameField, optionalId, optionalText } from './fields.ts';
import { linkAccounts } from './link-accounts.ts';
import { lockDirectory } from './lock-directory.ts';
import { getPerson, type PersonFacts } from './lookup.ts';
import { closeRequests, getRequest } from './requests.ts';

export const AddPersonInput = z.object({
  requestId: optionalId,
  name: NameField,
  email: EmailField,
  /** One of the known organisations; otherwise it is found by name, or new. */
  organisation: optionalId,
  organisationName: optionalText(150, 'Give a name of at most 150 characters.'),
  membershipClass: optionalText(100, 'Choose one of the classes.'),
  country: optionalText(60, 'Give a country of at most 60 characters.'),
});

type AddPerson = z.output<typeof AddPersonInput>;

export interface AddedPerson {
  readonly person: PersonFacts;
  /** Chat accounts that were waiting for this e-mail. */
  readonly linked: number;
}

/**
 * Adds somebody to the directory, with their organisation, which is made when it is new. Chat accounts
 * with the confirmed e-mail are linked, and the request it came from is closed; the person is told. Throws NotFound for a
 * request that is not there, and InvalidInput by field: an e-mail that is known, an unknown class, a new
 * organisation without its class or country.
 */
export const addPerson = verb('directory.addPerson', AddPersonInput, (ctx, input): Promise<AddedPerson> =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    await lockDirectory(ctx);
    if (input.requestId) await getRequest(ctx, input.requestId);
    const organisationId = await findOrMakeOrganisation(ctx, input);
    const id = await insertPerson(ctx, input, organisationId);
    await learnDomain(ctx, organisationId, input.email);
    recordAudit(
      ctx,
      'directory.addPerson',
      `person:${id}`,
      { organisationId, personId: id },
      {
        values: { name: input.name, email: input.email },
        personId: id,
      },
    );
    const linked = await linkAccounts(ctx, { email: input.email });
    if (input.requestId) await closeRequests(ctx, { id: input.requestId }, 'added');
    return { person: await getPerson(ctx, id), linked };
  }),
);

/** Adds the row of a person, in the open transaction; the caller audits it. Throws InvalidInput for an e-mail that is known. */
export async function insertPerson(
  ctx: Ctx,
  { name, email }: Pick<AddPerson, 'name' | 'email'>,
  organisationId: string | null,
): Promise<string> {
  const known = await ctx.db.person.count({ where: { bodyId: ctx.body.id, email } });
  if (known > 0) throw new InvalidInput({ email: 'Somebody with this e-mail address is in the directory already.' });
  const id = uuidv7();
  await ctx.db.person.create({
    data: { id, bodyId: ctx.body.id, name, nameKey: fold(name), email, organisationId, createdAt: ctx.now, updatedAt: ctx.now },
  });
  return id;
}

async function findOrMakeOrganisation(ctx: Ctx, input: AddPerson): Promise<string | null> {
  if (input.organisation) {
    const known = await ctx.db.organisation.findFirst({ where: { id: input.organisation, bodyId: ctx.body.id } });
    if (!known) throw new InvalidInput({ organisation: 'This organisation is not there any more. Open the form again.' });
    return known.id;
  }
  if (!input.organisationName) return null;
  const nameKey = identityKey(input.organisationName);
  const found = await ctx.db.organisation.findFirst({ where: { bodyId: ctx.body.id, nameKey } });
  if (found) return found.id;
  const made = { ...assertNewOrganisation(ctx, input), name: input.organisationName, nameKey };
  const id = uuidv7();
  await ctx.db.organisation.create({
    data: { id, bodyId: ctx.body.id, ...made, emailDomains: [], createdAt: ctx.now, updatedAt: ctx.now },
  });
  recordAudit(ctx, 'directory.addOrganisation', `organisation:${id}`, { membershipClass: made.membershipClass, country: made.country });
  return id;
}

function assertNewOrganisation(ctx: Ctx, input: AddPerson): { membershipClass: string; country: string } {
  const membershipClass = ctx.body.settings.membershipClasses.find((one) => one.slug === input.membershipClass)?.slug;
  const country = input.country ? toCountry(input.country) : null;
  const fields: Record<string, string> = {};
  if (!membershipClass) fields.membershipClass = 'This organisation is new: choose its membership class.';
  if (!country) fields.country = 'This organisation is new: give its country, as a name or a two-letter code.';
  if (!membershipClass || !country) throw new InvalidInput(fields);
  return { membershipClass, country };
}

/** The next colleague's request is then guessed. */
async function learnDomain(ctx: Ctx, organisationId: string | null, email: string): Promise<void> {
  const domain = hintingDomain(email);
  if (organisationId === null || domain === null) return;
  await ctx.db.organisation.updateMany({
    where: { id: organisationId, NOT: { emailDomains: { has: domain } } },
    data: { emailDomains: { push: domain } },
  });
}
