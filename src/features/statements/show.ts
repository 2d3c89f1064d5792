import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { StatementKind } from '../../db/generated/enums.ts';
import { findCurrentStatement, listVersions, type StatementFacts } from './lookup.ts';

export interface PolicyFacts {
  readonly bodyName: string;
  readonly current: readonly StatementFacts[];
  /** Published, but in force only from a later day. */
  readonly coming: readonly StatementFacts[];
  readonly maySeeVersions: boolean;
}

/** The texts in force and those that will be; anybody may read them, people outside the directory too. */
export const show = verb('statements.show', z.object({}), async (ctx): Promise<PolicyFacts> => {
  const current: StatementFacts[] = [];
  for (const kind of Object.values(StatementKind)) {
    const found = await findCurrentStatement(ctx, kind);
    if (found) current.push(found);
  }
  const coming = (await listVersions(ctx)).filter((one) => one.effectiveFrom > ctx.now && !isOvertaken(one, current));
  return { bodyName: ctx.body.name, current, coming, maySeeVersions: isSecretariat(ctx) };
});

/** A lower version never comes into force after a higher one. */
const isOvertaken = (one: StatementFacts, current: readonly StatementFacts[]): boolean =>
  current.some((inForce) => inForce.kind === one.kind && inForce.version > one.version);
