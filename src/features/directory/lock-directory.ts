import type { Ctx } from '../../bot/context.ts';

/**
 * Makes changes to the directory of a body wait for each other until the open transaction ends.
 * Everything else that names the body's row goes on.
 */
export async function lockDirectory(ctx: Ctx): Promise<void> {
  await ctx.db.$queryRaw`SELECT id FROM "Body" WHERE id = ${ctx.body.id}::uuid FOR NO KEY UPDATE`;
}

/** Makes changes to which accounts a person has wait for each other. */
export async function lockPerson(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.$queryRaw`SELECT id FROM "Person" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** Makes what is done with a chat account wait for each other; answers whose it is now, null when nobody's. Throws for no account of the body. */
export async function lockAccount(ctx: Ctx, id: string): Promise<string | null> {
  const [row] = await ctx.db.$queryRaw<{ personId: string | null }[]>`
    SELECT "personId" FROM "Account" WHERE id = ${id}::uuid AND "bodyId" = ${ctx.body.id}::uuid FOR NO KEY UPDATE`;
  if (!row) throw new Error(`no account ${id} in this body`);
  return row.personId;
}
