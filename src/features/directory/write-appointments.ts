import { recordAudit } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';
import { isoDay } from '../../bot/days.ts';
import { today } from './lookup.ts';
import type { Ending, Given } from './succession.ts';

/** Audited when people begin or cease to sit on the Board, or are invited no more; facts: personIds, office, began. */
export const APPOINTMENTS_CHANGED = 'directory.appointments-changed';

/** Gives and ends appointments in the open transaction, each with an audit row of its own. */
export async function writeAppointments(ctx: Ctx, given: readonly Given[], ended: readonly Ending[]): Promise<void> {
  await update(ctx, ended);
  for (const { id, until } of ended) recordAudit(ctx, 'directory.endAppointment', `appointment:${id}`, { until: isoDay(until) });
  await insert(ctx, given);
  for (const one of given) {
    const { id, personId, office, from, until, groupSlugs, sponsor, reason } = one;
    const values = { ...(sponsor ? { sponsor } : {}), ...(reason ? { reason } : {}) };
    const facts = { personId, office, from: day(from), until: day(until), groups: [...groupSlugs] };
    recordAudit(ctx, 'directory.appoint', `appointment:${id}`, facts, { values, personId });
  }
}

/** The same for the thousands an import may bring: they share audit rows, where each is one line of ids, office and days. */
export async function writeManyAppointments(ctx: Ctx, given: readonly Given[], ended: readonly Ending[]): Promise<void> {
  await update(ctx, ended);
  if (ended.length > 0)
    recordAudit(ctx, 'directory.endAppointment', null, { ended: ended.map((one) => [one.id, isoDay(one.until)].join(' ')) });
  await insert(ctx, given);
  const line = (one: Given): string =>
    [one.id, one.personId, one.office, day(one.from) ?? '-', day(one.until) ?? '-', ...one.groupSlugs].join(' ');
  if (given.length > 0) recordAudit(ctx, 'directory.appoint', null, { given: given.map(line) });
}

const day = (date: Date | null): string | null => (date ? isoDay(date) : null);

async function insert(ctx: Ctx, given: readonly Given[]): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map((one) => ({ ...one, from: day(one.from), until: day(one.until) }));
  await ctx.db.$executeRaw`
    INSERT INTO "Appointment" (id, "bodyId", "personId", office, "fromDate", "untilDate", "groupSlugs", sponsor, reason, "createdAt")
    SELECT r.id, ${ctx.body.id}::uuid, r."personId", r.office, r."from", r."until", r."groupSlugs", r.sponsor, r.reason, ${ctx.now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
      id uuid, "personId" uuid, office "Office", "from" date, "until" date, "groupSlugs" text[], sponsor text, reason text)`;
}

/** A Board term that ends before today is acted on with this, by recordBoardTurns. */
async function update(ctx: Ctx, ended: readonly Ending[]): Promise<void> {
  if (ended.length === 0) return;
  const rows = ended.map((one) => ({ id: one.id, until: isoDay(one.until) }));
  await ctx.db.$executeRaw`
    UPDATE "Appointment" AS a SET "untilDate" = r."until",
      "endedAt" = CASE WHEN a.office = 'board' AND r."until" < ${isoDay(today(ctx))}::date THEN ${ctx.now}::timestamptz ELSE a."endedAt" END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "until" date)
    WHERE a.id = r.id AND a."bodyId" = ${ctx.body.id}::uuid`;
}

/** What groups act on: who began or ceased to sit on the Board. */
export function recordBoardTurns(ctx: Ctx, turns: ReadonlyMap<string, 'begins' | 'ends'>): void {
  for (const turn of ['begins', 'ends'] as const) {
    const personIds = [...turns].filter(([, which]) => which === turn).map(([personId]) => personId);
    if (turn === 'ends') recordEnded(ctx, 'board', personIds);
    else if (personIds.length > 0) recordAudit(ctx, APPOINTMENTS_CHANGED, null, { personIds, office: 'board', began: true });
  }
}

export type EndingOffice = 'board' | 'expert';

/** What groups act on: whose office is over. */
export function recordEnded(ctx: Ctx, office: EndingOffice, personIds: readonly string[]): void {
  if (personIds.length > 0) recordAudit(ctx, APPOINTMENTS_CHANGED, null, { personIds, office, began: false });
}
