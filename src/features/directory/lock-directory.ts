import type { Ctx } from '../../bot/context.ts';

/**
 * Makes changes to the directory of a body wait for each other until the open transaction ends.
 * Everything else that names the body's row goes on.
 */
export async function lockDirectory(ctx: Ctx): Promise<void> {
  await ctx.db.$queryRaw`SELECT id FROM "Body" WHERE id = ${ctx.body.id}::uuid FOR NO KEY UPDATE`;
}
