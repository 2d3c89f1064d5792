import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { hashOf, insertVersion } from './insert-version.ts';
import { isSameLanguage, languageName, toLocale } from './languages.ts';
import { findNewest, getStatement, listVersions, type StatementFacts, type VersionFacts } from './lookup.ts';
import { PublishInput } from './publish.ts';

export const TranslateInput = PublishInput.pick({ kind: true, text: true, policyUrl: true, confirmed: true }).extend({
  /** The version on show when the form was opened. */
  version: z.coerce.number('This form is from an earlier version. Please open it again.').int(),
  language: z
    .string('Give a language.')
    .max(40)
    .transform((typed, check) => {
      const locale = toLocale(typed);
      if (locale) return locale;
      check.addIssue({ code: 'custom', message: `No language has the tag "${typed}". Give one such as fr, de or pt-BR.` });
      return z.NEVER;
    }),
});

/**
 * Publishes the newest version of a text in another language: the same version, in force from the same
 * moment or, when that has passed, from now. The same form twice publishes once. Secretariat only. Throws
 * InvalidInput for a language it is published in, for what was published is never changed; Conflict when
 * there is nothing to translate or a newer version came in between.
 */
export const translate = verb('statements.translate', TranslateInput, async (ctx, input): Promise<StatementFacts> => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx) => {
    const versions = await listVersions(ctx);
    const newest = findNewest(versions, input.kind);
    if (newest?.version !== input.version) throw overtaken();
    const there = versions.find(({ kind, version, locale }) => {
      return kind === input.kind && version === newest.version && isSameLanguage(locale, input.language);
    });
    if (there?.sha256 === hashOf(input.text)) return there;
    if (there) throw published(there);
    return getStatement(ctx, await putIn(ctx, newest, input));
  });
});

async function putIn(
  ctx: Ctx,
  { kind, version, effectiveFrom: from }: VersionFacts,
  input: z.output<typeof TranslateInput>,
): Promise<string> {
  const { text, policyUrl, language: locale } = input;
  const effectiveFrom = from > ctx.now ? from : ctx.now;
  const confirmed = input.confirmed?.includes('yes') ?? false;
  const id = await insertVersion(ctx, { kind, version, locale, text, policyUrl, effectiveFrom, confirmed });
  if (id === null) throw overtaken();
  const facts = { statementVersionId: id, kind, version, locale, sha256: hashOf(text), confirmed };
  recordAudit(ctx, 'statements.translate', `statement:${id}`, facts);
  return id;
}

const overtaken = (): Conflict =>
  new Conflict('There is no such version to translate, or a newer one was published meanwhile. Please look at the versions first.', [
    { label: 'All versions', press: 'statements.versions' },
  ]);

const published = ({ version, locale }: VersionFacts): InvalidInput =>
  new InvalidInput({
    language: `Version ${String(version)} is published in ${languageName(locale)} already, and what was published is never changed. Publish a new version to change it.`,
  });
