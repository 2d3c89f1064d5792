import { z } from 'zod';
import { isSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { StatementKind } from '../../db/generated/enums.ts';
import { languageName } from './languages.ts';
import { findNewest, findOwnStatement, listLanguages, listVersions, type StatementFacts, type VersionFacts } from './lookup.ts';

export interface PolicyFacts {
  readonly bodyName: string;
  readonly current: readonly StatementFacts[];
  /** Published, but in force only from a later day. */
  readonly coming: readonly StatementFacts[];
  /** Languages besides those shown in which a text in force can be read. */
  readonly otherLanguages: readonly string[];
  readonly maySeeVersions: boolean;
}

/** The texts in force in the language of who asks, and those that will be; anybody may read them, people outside the directory too. */
export const show = verb('statements.show', z.object({}), async (ctx): Promise<PolicyFacts> => {
  const current: StatementFacts[] = [];
  for (const kind of Object.values(StatementKind)) {
    const found = await findOwnStatement(ctx, kind);
    if (found) current.push(found);
  }
  const coming = (await listVersions(ctx)).filter(
    (one, _, all) => one.effectiveFrom > ctx.now && !isOvertaken(one, current) && isFirstOf(one, all),
  );
  const shown = new Set(current.map((one) => one.locale));
  const otherLanguages = (await listLanguages(ctx)).filter((locale) => !shown.has(locale)).map(languageName);
  return { bodyName: ctx.body.name, current, coming, otherLanguages, maySeeVersions: isSecretariat(ctx) };
});

/** One text for each coming version: in the language everybody reads, where there is one. */
function isFirstOf(one: VersionFacts, all: readonly VersionFacts[]): boolean {
  const same = all.filter(({ kind, version }) => kind === one.kind && version === one.version);
  return one === findNewest(same, one.kind);
}

/** A lower version never comes into force after a higher one. */
const isOvertaken = (one: StatementFacts, current: readonly StatementFacts[]): boolean =>
  current.some((inForce) => inForce.kind === one.kind && inForce.version > one.version);
