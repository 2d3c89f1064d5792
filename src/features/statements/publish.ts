import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { optionalLink } from '../../bot/https.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { Conflict, InvalidInput } from '../../bot/errors.ts';
import { StatementKind } from '../../db/generated/enums.ts';
import { dayIn, startOfDay } from '../../bot/days.ts';
import { hashOf, insertVersion } from './insert-version.ts';
import { findNewest, getStatement, listVersions, type StatementFacts, type VersionFacts } from './lookup.ts';

/** So that a text is always shown whole: the narrower platform cuts a message part at 3,000 characters. */
export const MAX_TEXT = 2_500;

export const PublishInput = z.object({
  kind: z.enum(StatementKind, 'Choose which text this is.'),
  text: z
    .string('Give the text.')
    .trim()
    .min(1, 'Give the text.')
    .max(MAX_TEXT, 'Use at most 2,500 characters, so that it is always shown whole; link to the full policy.'),
  policyUrl: optionalLink,
  effectiveFrom: z.iso.date('Give a date, such as 2026-12-01.'),
  confirmed: z.array(z.string()).nullish(),
  /** Ids of the versions that were on show when the form was opened. Left out by scripts. */
  seen: z
    .string()
    .transform((ids) => ids.split(','))
    .optional(),
});

type Wanted = z.output<typeof PublishInput>;

/**
 * Publishes the next version of a text; older versions and what was accepted under them stay. Two
 * people publishing at once: one wins, the other is told. The same form sent twice publishes once.
 * Secretariat only. Throws InvalidInput for a past day or a text that changes nothing, Conflict when overtaken.
 */
export const publish = verb('statements.publish', PublishInput, async (ctx, input) => {
  assertSecretariat(ctx);
  return inTransaction(ctx, async (ctx) => {
    assertNotPast(ctx, input.effectiveFrom);
    const newest = findNewest(await listVersions(ctx), input.kind);
    if (newest && isSame(newest, input)) return alreadyThere(newest, input);
    if (newest && input.seen && !input.seen.includes(newest.id)) throw overtaken(newest.version);
    return getStatement(ctx, await putIn(ctx, input, (newest?.version ?? 0) + 1));
  });
});

function assertNotPast(ctx: Ctx, day: string): void {
  if (new Date(day) < dayIn(ctx.body.zone, ctx.now))
    throw new InvalidInput({ effectiveFrom: 'Give today or a later day: a text cannot have been in force before it was published.' });
}

const isConfirmed = (input: Wanted): boolean => input.confirmed?.includes('yes') ?? false;

const isSame = (newest: VersionFacts, input: Wanted): boolean =>
  newest.sha256 === hashOf(input.text) && newest.policyUrl === input.policyUrl && newest.confirmed === isConfirmed(input);

/** A second click of the same form hears that it is done; a fresh form with the old text is told so. */
function alreadyThere(newest: VersionFacts, input: Wanted): StatementFacts {
  if (input.seen && !input.seen.includes(newest.id)) return newest;
  throw new InvalidInput({
    text: `This is the same as version ${String(newest.version)}. Change the text, the link or whether it is confirmed.`,
  });
}

const overtaken = (version: number): Conflict =>
  new Conflict(
    `Version ${String(version)} was published in the meantime, so yours was not saved. Please look at it first, then publish again.`,
    [{ label: 'All versions', press: 'statements.versions' }],
  );

async function putIn(ctx: Ctx, input: Wanted, version: number): Promise<string> {
  const { kind, text, policyUrl } = input;
  const effectiveFrom = startOfDay(ctx.body.zone, input.effectiveFrom);
  const confirmed = isConfirmed(input);
  const id = await insertVersion(ctx, { kind, version, locale: ctx.body.locale, text, policyUrl, effectiveFrom, confirmed });
  if (id === null) throw overtaken(version);
  const facts = { statementVersionId: id, kind, version, sha256: hashOf(text), effectiveFrom: effectiveFrom.toISOString(), confirmed };
  recordAudit(ctx, 'statements.publish', `statement:${id}`, facts);
  return id;
}
