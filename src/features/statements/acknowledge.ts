import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { actingPerson } from '../../bot/actor.ts';
import type { AuditEntry } from '../../bot/audit.ts';
import type { Ctx } from '../../bot/context.ts';

const Joined = z.object({ groupId: z.string(), membershipId: z.string(), statementVersionId: z.string() });
const CheckedIn = z.object({ meetingId: z.string(), statementVersionId: z.string() });

/** Reaction to joining: whoever joined accepted the version that was on the form. */
export async function acknowledgeOnJoining(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { groupId, membershipId, statementVersionId } = Joined.parse(entry.facts);
  await acknowledge(ctx, { occasion: `join:${membershipId}`, statementVersionId, groupId, meetingId: null });
}

/** Reaction to checking in: one press says "I'm here and I will comply". Without a statement on show nothing was accepted. */
export async function acknowledgeOnCheckIn(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const accepted = CheckedIn.safeParse(entry.facts);
  if (!accepted.success) return;
  const { meetingId, statementVersionId } = accepted.data;
  await acknowledge(ctx, { occasion: `meeting:${meetingId}`, statementVersionId, groupId: null, meetingId });
}

interface Accepted {
  readonly occasion: string;
  readonly statementVersionId: string;
  readonly groupId: string | null;
  readonly meetingId: string | null;
}

/**
 * Only the person themself accepts: the acting person, with the account and surface they pressed on. The row
 * names the text they were shown; whoever accepted a version on this occasion in one language did so in all.
 */
async function acknowledge(ctx: Ctx, accepted: Accepted): Promise<void> {
  const person = actingPerson(ctx);
  const { statementId, version } = await ctx.db.statementVersion.findFirstOrThrow({
    where: { id: accepted.statementVersionId, bodyId: ctx.body.id },
    select: { statementId: true, version: true },
  });
  const same = { personId: person.id, occasion: accepted.occasion, version: { statementId, version } };
  if ((await ctx.db.acknowledgement.count({ where: { bodyId: ctx.body.id, ...same } })) > 0) return;
  const accountId = ctx.actor.kind === 'person' ? (ctx.actor.account?.id ?? null) : null;
  await ctx.db.acknowledgement.createMany({
    data: [{ id: uuidv7(), bodyId: ctx.body.id, personId: person.id, ...accepted, at: ctx.now, surface: ctx.surface, accountId }],
    skipDuplicates: true,
  });
}
