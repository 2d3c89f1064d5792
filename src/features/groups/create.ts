import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { InvalidInput } from '../../bot/errors.ts';
import { fold } from '../../bot/fold.ts';
import { groupFields } from './group-fields.ts';
import { getGroup } from './lookup.ts';

export const CreateInput = z.object({
  ...groupFields,
  slug: z
    .string()
    .trim()
    .max(60, 'Use at most 60 characters for the short name.')
    .nullish()
    .refine((slug) => !slug || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), 'Use small letters, digits and hyphens, such as climate-change.'),
});

/**
 * Makes a working group. Its short name is how it is typed and never changes; left empty, it is made from
 * the name. Secretariat only. Throws InvalidInput when the name or the short name is taken.
 */
export const create = verb('groups.create', CreateInput, async (ctx, { slug: typed, ...fields }) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx) => {
    await assertNameFree(ctx, fields.name, null);
    const slug = typed || fold(fields.name).replaceAll(' ', '-');
    if (slug === '') throw new InvalidInput({ slug: 'Give a short name in small letters, for it cannot be made from this name.' });
    const id = uuidv7();
    const { count } = await ctx.db.group.createMany({
      data: [{ id, bodyId: ctx.body.id, slug, nameKey: fold(fields.name), ...fields, createdAt: ctx.now, updatedAt: ctx.now }],
      skipDuplicates: true,
    });
    if (count === 0) throw new InvalidInput({ slug: `The short name ${slug} is taken by another group. Please choose another one.` });
    recordAudit(ctx, 'groups.create', `group:${id}`, { groupId: id, slug, status: fields.status });
    return getGroup(ctx, id);
  });
});

/** Two living groups of one name could not be told apart by typing. */
export async function assertNameFree(ctx: Ctx, name: string, exceptId: string | null): Promise<void> {
  const taken = await ctx.db.group.findFirst({
    where: { bodyId: ctx.body.id, nameKey: fold(name), status: { not: 'closed' }, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    select: { id: true },
  });
  if (taken) throw new InvalidInput({ name: 'Another group has this name. Please choose another one.' });
}
