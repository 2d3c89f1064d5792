import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { actingPersonId } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import type { StatementKind } from '../../db/generated/client.ts';

export interface NewVersion {
  readonly kind: StatementKind;
  readonly version: number;
  readonly locale: string;
  readonly text: string;
  readonly policyUrl: string | null;
  readonly effectiveFrom: Date;
  readonly confirmed: boolean;
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes a text of a version and answers its id; null when that version is there in that language already. */
export async function insertVersion(ctx: Ctx, { kind, ...written }: NewVersion): Promise<string | null> {
  const id = uuidv7();
  const bodyId = ctx.body.id;
  const statementId = await getStatementId(ctx, kind);
  const row = {
    ...written,
    id,
    bodyId,
    statementId,
    sha256: hashOf(written.text),
    publishedAt: ctx.now,
    publishedById: actingPersonId(ctx),
  };
  const { count } = await ctx.db.statementVersion.createMany({ data: [row], skipDuplicates: true });
  return count === 0 ? null : id;
}

async function getStatementId(ctx: Ctx, kind: StatementKind): Promise<string> {
  const bodyId = ctx.body.id;
  await ctx.db.statement.createMany({ data: [{ id: uuidv7(), bodyId, kind }], skipDuplicates: true });
  return (await ctx.db.statement.findUniqueOrThrow({ where: { bodyId_kind: { bodyId, kind } } })).id;
}
