import { v7 as uuidv7 } from 'uuid';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { recordAudit } from '../../bot/audit.ts';
import { fold } from '../../bot/fold.ts';
import { nameFromEmail } from './email-domain.ts';
import { linkAccounts } from './link-accounts.ts';
import { lockDirectory } from './lock-directory.ts';
import { toGiven } from './succession.ts';
import { writeAppointments } from './write-appointments.ts';

/**
 * The people named at the start are in the directory and in the Secretariat. Somebody absent is added
 * with a name made from the e-mail, until the chat tells theirs. Whoever was in the Secretariat once
 * is left as they are: ending an appointment is not undone by the next start. Safe with several
 * replicas at once. Returns how many were appointed.
 */
export async function ensureSecretariat(ctx: Ctx, emails: readonly string[]): Promise<number> {
  const wanted = [...new Set(emails.map((email) => email.trim().toLowerCase()))].filter(Boolean);
  if (wanted.length === 0) return 0;
  return inTransaction(ctx, async (ctx) => {
    await lockDirectory(ctx);
    await addAbsent(ctx, wanted);
    const never = await ctx.db.person.findMany({
      where: { bodyId: ctx.body.id, email: { in: wanted }, appointments: { none: { office: 'secretariat' } } },
      select: { id: true },
    });
    const office = { office: 'secretariat', from: null, until: null, groupSlugs: [] } as const;
    await writeAppointments(
      ctx,
      never.map(({ id }) => toGiven(id, office)),
      [],
    );
    await linkAccounts(ctx, { email: { in: wanted } });
    return never.length;
  });
}

async function addAbsent(ctx: Ctx, emails: readonly string[]): Promise<void> {
  const known = await ctx.db.person.findMany({ where: { bodyId: ctx.body.id, email: { in: [...emails] } }, select: { email: true } });
  const absent = emails.filter((email) => !known.some((person) => person.email === email));
  if (absent.length === 0) return;
  const rows = absent.map((email) => {
    const name = nameFromEmail(email);
    return { id: uuidv7(), bodyId: ctx.body.id, name, nameKey: fold(name), email, createdAt: ctx.now, updatedAt: ctx.now };
  });
  await ctx.db.person.createMany({ data: rows });
  for (const { id, name, email } of rows)
    recordAudit(ctx, 'directory.addPerson', `person:${id}`, { organisationId: null }, { values: { name, email }, personId: id });
}
