import type { Ctx } from '../../bot/context.ts';
import { NotFound, Unavailable } from '../../bot/errors.ts';
import type { StatementKind, StatementVersion } from '../../db/generated/client.ts';
import { toPreferences } from '../../bot/preferences.ts';
import { rich, typed, type Text } from '../../bot/text.ts';
import { dayIn } from '../../bot/days.ts';
import { findInLanguage, isSameLanguage, languageName } from './languages.ts';

export { languageLabel } from './languages.ts';

/** One published version of a statement. */
export interface StatementFacts {
  /** Of the version, not of the statement. */
  readonly id: string;
  readonly kind: StatementKind;
  readonly version: number;
  readonly locale: string;
  /** Its language in English words, such as "French"; null for the one everybody of the body reads. */
  readonly language: string | null;
  readonly text: string;
  readonly policyUrl: string | null;
  readonly effectiveFrom: Date;
  /** effectiveFrom as a calendar day of the body, at UTC midnight. */
  readonly effectiveOn: Date;
  readonly confirmed: boolean;
}

/** A version with what only the Secretariat needs to see of it. */
export interface VersionFacts extends StatementFacts {
  readonly sha256: string;
  readonly publishedAt: Date;
}

const kindOf = { statement: { select: { kind: true } } } as const;

type VersionRow = StatementVersion & { statement: { kind: StatementKind } };

function toFacts(ctx: Ctx, row: VersionRow): VersionFacts {
  const { id, version, locale, text, policyUrl, effectiveFrom, confirmed, sha256, publishedAt } = row;
  const effectiveOn = dayIn(ctx.body.zone, effectiveFrom);
  const language = isSameLanguage(locale, ctx.body.locale) ? null : languageName(locale);
  const facts = { id, kind: row.statement.kind, version, locale, language, text, policyUrl };
  return { ...facts, effectiveFrom, effectiveOn, confirmed, sha256, publishedAt };
}

/**
 * The version in force now, as everybody together is shown it: the highest of those effective in the body's
 * language, else in English. What it is in other languages is the same version. Null when there is none.
 */
export async function findCurrentStatement(ctx: Ctx, kind: StatementKind = 'anti_trust'): Promise<StatementFacts | null> {
  for (const locale of new Set([ctx.body.locale, 'en'])) {
    const row = await ctx.db.statementVersion.findFirst({
      where: { bodyId: ctx.body.id, statement: { kind }, locale, effectiveFrom: { lte: ctx.now } },
      orderBy: { version: 'desc' },
      include: kindOf,
    });
    if (row) return toFacts(ctx, row);
  }
  return null;
}

/** The version in force now. Throws Unavailable in words when nothing is published, for nothing that needs it may go on then. */
export async function getCurrentStatement(ctx: Ctx, kind: StatementKind = 'anti_trust'): Promise<StatementFacts> {
  const found = await findCurrentStatement(ctx, kind);
  if (found) return found;
  const name = kind === 'anti_trust' ? 'anti-trust statement' : 'statement';
  throw new Unavailable(rich`The ${name} is not published yet, so this has to wait. ${ask(ctx)}`);
}

const ask = (ctx: Ctx): Text =>
  ctx.actor.kind === 'person' && ctx.actor.person.isSecretariat
    ? rich`You can publish it with ${typed('policy')}.`
    : `Please ask ${ctx.body.settings.contact} to publish it.`;

/** The same version in other languages, as far as they are in force. */
export async function listTranslations(ctx: Ctx, { id, kind, version }: StatementFacts): Promise<StatementFacts[]> {
  const rows = await ctx.db.statementVersion.findMany({
    where: { bodyId: ctx.body.id, statement: { kind }, version, id: { not: id }, effectiveFrom: { lte: ctx.now } },
    orderBy: { locale: 'asc' },
    include: kindOf,
  });
  return rows.map((row) => toFacts(ctx, row));
}

/** The version in force in the acting person's language where it is published in it, else in English, else as everybody reads it. */
export const findOwnStatement = (ctx: Ctx, kind: StatementKind = 'anti_trust'): Promise<StatementFacts | null> =>
  inLanguage(ctx, kind, () => findOwnLanguage(ctx));

/** The anti-trust statement in force as findOwnStatement gives it, for a person who is written to. */
export const findStatementFor = (ctx: Ctx, personId: string): Promise<StatementFacts | null> =>
  inLanguage(ctx, 'anti_trust', async () => {
    // The chat that shows a language is not known of who is only written to; the one last used stands for it.
    const account = await ctx.db.account.findFirst({
      where: { bodyId: ctx.body.id, personId, locale: { not: null } },
      orderBy: { seenAt: 'desc' },
      select: { locale: true },
    });
    return languageOf(ctx, personId, account?.locale ?? null);
  });

async function inLanguage(ctx: Ctx, kind: StatementKind, language: () => Promise<string | null>): Promise<StatementFacts | null> {
  const current = await findCurrentStatement(ctx, kind);
  const others = current ? await listTranslations(ctx, current) : [];
  if (!current || others.length === 0) return current;
  const all = [current, ...others];
  return findInLanguage(all, (await language()) ?? ctx.body.locale) ?? findInLanguage(all, 'en') ?? current;
}

/** As findOwnStatement; throws Unavailable in words when nothing is published. */
export async function getOwnStatement(ctx: Ctx): Promise<StatementFacts> {
  return (await findOwnStatement(ctx)) ?? getCurrentStatement(ctx);
}

/** The language a person chose, else the one their chat shows, else the directory's; null when none is known. */
async function findOwnLanguage(ctx: Ctx): Promise<string | null> {
  const { db, body, actor } = ctx;
  const account = actor.kind === 'person' || actor.kind === 'stranger' ? actor.account : null;
  const chat = account && (await db.account.findFirst({ where: { id: account.id, bodyId: body.id }, select: { locale: true } }));
  return actor.kind === 'person' ? languageOf(ctx, actor.person.id, chat?.locale ?? null) : (chat?.locale ?? null);
}

async function languageOf({ db, body }: Ctx, personId: string, chat: string | null): Promise<string | null> {
  const person = await db.person.findFirst({ where: { id: personId, bodyId: body.id }, select: { locale: true, preferences: true } });
  return toPreferences(person?.preferences).language ?? chat ?? person?.locale ?? null;
}

/** Of the version in force the text with this id, in whatever language; null when another version is in force by now. Throws Unavailable. */
export async function findInForce(ctx: Ctx, versionId: string): Promise<StatementFacts | null> {
  const current = await getCurrentStatement(ctx);
  if (current.id === versionId) return current;
  return (await listTranslations(ctx, current)).find((one) => one.id === versionId) ?? null;
}

/** The languages in which any text in force is published, by name. */
export async function listLanguages(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.statementVersion.findMany({
    where: { bodyId: ctx.body.id, effectiveFrom: { lte: ctx.now } },
    select: { locale: true },
    distinct: ['locale'],
  });
  return rows.map((row) => row.locale).sort((a, b) => languageName(a).localeCompare(languageName(b), 'en'));
}

/** One version of this body, current or not. Throws NotFound. */
export async function getStatement(ctx: Ctx, versionId: string): Promise<StatementFacts> {
  const row = await ctx.db.statementVersion.findFirst({ where: { id: versionId, bodyId: ctx.body.id }, include: kindOf });
  if (!row) throw new NotFound(rich`That version of the statement is not here. ${typed('policy')} shows the current one.`);
  return toFacts(ctx, row);
}

/** Every version of this body, newest first within its kind. */
export async function listVersions(ctx: Ctx): Promise<VersionFacts[]> {
  const rows = await ctx.db.statementVersion.findMany({
    where: { bodyId: ctx.body.id },
    orderBy: [{ statement: { kind: 'asc' } }, { version: 'desc' }, { locale: 'asc' }],
    include: kindOf,
  });
  return rows.map((row) => toFacts(ctx, row));
}

/** Of versions in the order of listVersions the newest of a kind: in the language everybody reads, where it is there in it. */
export function findNewest<T extends VersionFacts>(versions: readonly T[], kind: StatementKind): T | undefined {
  const [first, ...others] = versions.filter((one) => one.kind === kind);
  return [first, ...others].find((one) => one?.version === first?.version && one?.language === null) ?? first;
}

/** Ids of those who accepted any version on this occasion. */
export async function listAccepted(ctx: Ctx, occasion: string): Promise<Set<string>> {
  const rows = await ctx.db.acknowledgement.findMany({ where: { bodyId: ctx.body.id, occasion }, select: { personId: true } });
  return new Set(rows.map((row) => row.personId));
}

/** Whether the person accepted any version on this occasion (`join:<membership id>` or `meeting:<meeting id>`). */
export async function hasAcknowledged(ctx: Ctx, personId: string, occasion: string): Promise<boolean> {
  const found = await ctx.db.acknowledgement.findFirst({ where: { bodyId: ctx.body.id, personId, occasion }, select: { id: true } });
  return found !== null;
}
