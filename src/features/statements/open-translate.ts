import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { Conflict } from '../../bot/errors.ts';
import { findNewest, listVersions, type StatementFacts } from './lookup.ts';
import { OpenPublishInput } from './open-publish.ts';

/** What the form "Another language" is about: the newest version of that text. Secretariat only. Throws Conflict when there is none. */
export const openTranslate = verb('statements.openTranslate', OpenPublishInput, async (ctx, { kind }): Promise<StatementFacts> => {
  assertSecretariat(ctx);
  const newest = findNewest(await listVersions(ctx), kind);
  if (!newest) throw new Conflict('No version of this text is published yet. Publish one first, then add languages.');
  return newest;
});
