import type { Ctx } from '../../bot/context.ts';
import { findPersonByEmail, type PersonFacts } from '../directory/lookup.ts';

/** The people named as the body's legal contact. An e-mail that is not in the directory is logged and passed over. */
export async function listLegalContacts(ctx: Ctx): Promise<PersonFacts[]> {
  const found: PersonFacts[] = [];
  for (const email of ctx.body.settings.legalContact) {
    const person = await findPersonByEmail(ctx, email);
    if (person) found.push(person);
    else ctx.log.warn({ event: 'legal-contact-unknown', body: ctx.body.slug }, 'a legal contact of the settings is not in the directory');
  }
  return found;
}
