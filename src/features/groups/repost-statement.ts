import { z } from 'zod';
import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { getStatement } from '../statements/lookup.ts';
import { planStatement } from './planned.ts';

const Published = z.object({ kind: z.literal('anti_trust'), statementVersionId: z.string() });

/** Reaction to a new version of the anti-trust statement: it goes into every connected channel once in force (rule 8). */
export async function repostStatement(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const published = Published.safeParse(entry.facts);
  if (!published.success) return;
  const statement = await getStatement(ctx, published.data.statementVersionId);
  const channels = await ctx.db.groupChannel.findMany({ where: { bodyId: ctx.body.id, disconnectedAt: null }, select: { id: true } });
  await planStatement(
    ctx,
    channels.map((channel) => channel.id),
    statement,
  );
}
