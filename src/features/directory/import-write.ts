import type { Ctx } from '../../bot/context.ts';
import { recordAudit } from '../../bot/audit.ts';
import { fold } from '../../bot/fold.ts';
import type { ImportPlan, PlannedOrganisation, PlannedPerson } from './import-plan.ts';
import { recordBoardTurns, writeManyAppointments } from './write-appointments.ts';

/** Rows in one statement: well under what a statement may have of values. */
const BATCH = 1_000;

/** Writes a plan in batches in the open transaction, with the audit rows of what eligibility rests on. */
export async function writeImport(ctx: Ctx, plan: ImportPlan): Promise<void> {
  await writeOrganisations(ctx, plan.organisations);
  await writePeople(ctx, plan.people);
  await writeManyAppointments(ctx, plan.given, plan.ended);
  recordBoardTurns(ctx, plan.boardTurns);
}

/** Bodies have thousands of people: one statement a batch, whether a row is new or known. */
async function writeOrganisations(ctx: Ctx, planned: readonly PlannedOrganisation[]): Promise<void> {
  const changed = planned.filter((one) => one.change !== 'none');
  for (const batch of batches(changed))
    await ctx.db.$executeRaw`
      INSERT INTO "Organisation" AS o
        (id, "bodyId", name, "nameKey", "membershipClass", country, standing, "emailDomains", "createdAt", "updatedAt")
      SELECT r.id, ${ctx.body.id}::uuid, r.name, r."nameKey", r."membershipClass", r.country, r.standing, r."emailDomains", ${ctx.now}, ${ctx.now}
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS r(
        id uuid, name text, "nameKey" text, "membershipClass" text, country text, standing "Standing", "emailDomains" text[])
      ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, "membershipClass" = excluded."membershipClass", country = excluded.country, standing = excluded.standing,
        "emailDomains" = excluded."emailDomains", "updatedAt" = excluded."updatedAt"
      WHERE o."bodyId" = excluded."bodyId"`;
  for (const { id, was, membershipClass, standing } of changed) {
    if (!was) continue;
    const facts = { class: membershipClass, classBefore: was.membershipClass, standing, standingBefore: was.standing };
    recordAudit(ctx, 'directory.changeOrganisation', `organisation:${id}`, facts);
  }
}

async function writePeople(ctx: Ctx, planned: readonly PlannedPerson[]): Promise<void> {
  const changed = planned.filter((one) => one.change !== 'none').map((row) => ({ ...row, nameKey: fold(row.name) }));
  for (const batch of batches(changed))
    await ctx.db.$executeRaw`
      INSERT INTO "Person" AS p
        (id, "bodyId", name, "nameKey", email, "organisationId", zone, locale, "createdAt", "updatedAt")
      SELECT r.id, ${ctx.body.id}::uuid, r.name, r."nameKey", r.email, r."organisationId", r.zone, r.locale, ${ctx.now}, ${ctx.now}
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS r(
        id uuid, name text, "nameKey" text, email text, "organisationId" uuid, zone text, locale text)
      ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, "nameKey" = excluded."nameKey", "organisationId" = excluded."organisationId",
        zone = excluded.zone, locale = excluded.locale, "updatedAt" = excluded."updatedAt"
      WHERE p."bodyId" = excluded."bodyId"`;
}

function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
