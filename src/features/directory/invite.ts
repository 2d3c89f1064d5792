import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { identityKey } from '../../bot/fold.ts';
import { insertPerson } from './add-person.ts';
import { appoint, appointFields, expertProblems, type Appointed } from './appoint.ts';
import { EmailField, optionalText } from './fields.ts';
import { linkAccounts } from './link-accounts.ts';
import { lockDirectory } from './lock-directory.ts';
import { findPersonByEmail } from './lookup.ts';

export const InviteInput = z.object({
  email: EmailField,
  /** Only for somebody who is not in the directory. */
  name: optionalText(150, 'Give a name of at most 150 characters.'),
  organisationName: optionalText(150, 'Give a name of at most 150 characters.'),
  ...appointFields,
});
type Invite = z.output<typeof InviteInput>;

/**
 * Invites an expert to groups, in one go also somebody new, who is added to the directory first: with their
 * organisation, where one is named, which is no member by that. Secretariat only. Everything that does not fit is told
 * at once, by field; otherwise throws and asks as `appoint` does.
 */
export const invite = verb('directory.invite', InviteInput, (ctx, input): Promise<Appointed> =>
  inTransaction(ctx, async (ctx) => {
    assertSecretariat(ctx);
    await lockDirectory(ctx);
    const { name, organisationName, ...invitation } = input;
    const known = await findPersonByEmail(ctx, input.email);
    const problems = { ...expertProblems(input), ...(known || name ? {} : { name: NEEDS_NAME }) };
    if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
    if (!known && name) await addNew(ctx, { name, email: input.email, organisationName });
    return appoint(ctx, { ...invitation, from: toTyped(input.from), until: toTyped(input.until), office: 'expert' });
  }),
);

const NEEDS_NAME = 'Nobody in the directory has this e-mail address. Give the name, and they are added.';

const toTyped = (day: Date | null): string | null => day && day.toISOString().slice(0, 10);

async function addNew(ctx: Ctx, { name, email, organisationName }: Pick<Invite, 'email' | 'organisationName'> & { name: string }) {
  const organisationId = organisationName === null ? null : await findOrMake(ctx, organisationName);
  const personId = await insertPerson(ctx, { name, email }, organisationId);
  recordAudit(ctx, 'directory.addPerson', `person:${personId}`, { organisationId, personId }, { values: { name, email }, personId });
  await linkAccounts(ctx, { email });
}

/** By its name, spelled as it may be; a new one has no class, so it is no member. */
async function findOrMake(ctx: Ctx, name: string): Promise<string> {
  const nameKey = identityKey(name);
  const found = await ctx.db.organisation.findFirst({ where: { bodyId: ctx.body.id, nameKey } });
  if (found) return found.id;
  const id = uuidv7();
  const made = { membershipClass: '', country: '' };
  await ctx.db.organisation.create({
    data: { id, bodyId: ctx.body.id, name, nameKey, ...made, emailDomains: [], createdAt: ctx.now, updatedAt: ctx.now },
  });
  recordAudit(ctx, 'directory.addOrganisation', `organisation:${id}`, made);
  return id;
}
