import type { Ctx } from '../../bot/context.ts';
import { NotFound, Unavailable } from '../../bot/errors.ts';
import type { StatementKind, StatementVersion } from '../../db/generated/client.ts';
import { dayIn } from './days.ts';

/** One published version of a statement. */
export interface StatementFacts {
  /** Of the version, not of the statement. */
  readonly id: string;
  readonly kind: StatementKind;
  readonly version: number;
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
  const { id, version, text, policyUrl, effectiveFrom, confirmed, sha256, publishedAt } = row;
  const effectiveOn = dayIn(ctx.body.zone, effectiveFrom);
  return { id, kind: row.statement.kind, version, text, policyUrl, effectiveFrom, effectiveOn, confirmed, sha256, publishedAt };
}

/** The version in force now: the highest of those effective, in the body's language, else in English. Null when there is none. */
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
  throw new Unavailable(`The ${name} is not published yet, so this has to wait. ${ask(ctx)}`);
}

const ask = (ctx: Ctx): string =>
  ctx.actor.kind === 'person' && ctx.actor.person.isSecretariat
    ? 'You can publish it with /wg policy.'
    : `Please ask ${ctx.body.settings.contact} to publish it.`;

/** One version of this body, current or not. Throws NotFound. */
export async function getStatement(ctx: Ctx, versionId: string): Promise<StatementFacts> {
  const row = await ctx.db.statementVersion.findFirst({ where: { id: versionId, bodyId: ctx.body.id }, include: kindOf });
  if (!row) throw new NotFound('That version of the statement is not here. /wg policy shows the current one.');
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

/** Whether the person accepted any version on this occasion (`join:<membership id>` or `meeting:<meeting id>`). */
export async function hasAcknowledged(ctx: Ctx, personId: string, occasion: string): Promise<boolean> {
  const found = await ctx.db.acknowledgement.findFirst({ where: { bodyId: ctx.body.id, personId, occasion }, select: { id: true } });
  return found !== null;
}
