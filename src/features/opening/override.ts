import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import { recordAudit } from '../../bot/audit.ts';
import { inTransaction, type Ctx } from '../../bot/context.ts';
import { verb } from '../../bot/define.ts';
import { planNotices } from '../../bot/planned.ts';
import { getGate, LET_OPEN, listFailing, listOverrides, type GateFacts, type OverrideFacts } from './gate.ts';
import { getOverridable, OpenOverrideInput } from './open-override.ts';

export const REASON_LIMIT = 500;

export const OverrideInput = OpenOverrideInput.extend({
  reason: z
    .string('Say why.')
    .trim()
    .min(3, 'Say why, in a few words.')
    .max(REASON_LIMIT, `Keep the reason under ${String(REASON_LIMIT)} characters.`),
});

export interface Overridden {
  /** Already: somebody let it pass before; theirs stays. */
  readonly outcome: 'recorded' | 'already';
  readonly override: OverrideFacts;
  readonly gate: GateFacts;
}

/**
 * Lets a check of the opening gate pass, or a meeting be closed that nobody opened, with the reason (rule 13).
 * Once a meeting and check; the first stays. Who runs the meeting is told once nothing stands in the way. Throws NotAllowed for all but the Secretariat, Conflict once the
 * meeting is open or closed and for a check that is in place, InvalidInput without a reason.
 */
export const override = verb('opening.override', OverrideInput, (ctx, { meeting, check, reason }) =>
  inTransaction(ctx, async (ctx): Promise<Overridden> => {
    const gate = await getOverridable(ctx, meeting, check);
    const by = actingPerson(ctx);
    const row = { id: uuidv7(), bodyId: ctx.body.id, meetingId: meeting, check, reason, byId: by.id, byName: by.name, at: ctx.now };
    const { count } = await ctx.db.override.createMany({ data: [row], skipDuplicates: true });
    if (count > 0) {
      const facts = { meetingId: meeting, overrideId: row.id, check };
      recordAudit(ctx, 'opening.override', `meeting:${meeting}`, facts, { values: { reason }, personId: null });
    }
    const after = await getGate(ctx, gate.meeting);
    if (count > 0) await tellRunners(ctx, after, by.id);
    const kept = (await listOverrides(ctx, meeting)).find((one) => one.check === check);
    const mine = { check, reason, by: by.name, at: ctx.now };
    return { outcome: count > 0 ? 'recorded' : 'already', override: kept ?? mine, gate: after };
  }),
);

/** Plans the word that a meeting can be opened, while it can: their opening card only changes where it stands. */
async function tellRunners(ctx: Ctx, gate: GateFacts, by: string): Promise<void> {
  const { meeting, reading } = gate;
  if (reading || listFailing(gate).length > 0 || ctx.now >= meeting.endsAt) return;
  const key = `meeting:${meeting.id}:${LET_OPEN}`;
  await planNotices(ctx, [{ kind: LET_OPEN, key, meetingId: meeting.id, subject: { by }, dueAt: ctx.now, expiresAt: meeting.endsAt }]);
}
