import type { Ctx } from '../../bot/context.ts';
import { planNotices } from '../../bot/planned.ts';
import type { StatementFacts } from '../statements/lookup.ts';

const DAY = 24 * 60 * 60 * 1000;
const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY);

/** The welcome to who just joined, once per membership. */
export async function planWelcome(ctx: Ctx, membershipId: string): Promise<void> {
  const key = `membership:${membershipId}:welcome`;
  await planNotices(ctx, [{ kind: 'groups.welcome', key, subject: { membershipId }, dueAt: ctx.now, expiresAt: daysAfter(ctx.now, 3) }]);
}

/** To somebody who is in the directory from now on, once a person. */
export async function planAdded(ctx: Ctx, personId: string): Promise<void> {
  const key = `person:${personId}:added`;
  await planNotices(ctx, [{ kind: 'groups.added', key, subject: { personId }, dueAt: ctx.now, expiresAt: daysAfter(ctx.now, 14) }]);
}

/** The statement into each of these channels once it is in force, once per channel and version (rule 8). */
export async function planStatement(
  ctx: Ctx,
  channelIds: readonly string[],
  statement: Pick<StatementFacts, 'id' | 'version' | 'effectiveFrom'>,
): Promise<void> {
  const dueAt = statement.effectiveFrom > ctx.now ? statement.effectiveFrom : ctx.now;
  await planNotices(
    ctx,
    channelIds.map((channelId) => ({
      kind: 'groups.statement',
      key: `channel:${channelId}:statement:${String(statement.version)}`,
      subject: { channelId, statementVersionId: statement.id },
      dueAt,
      expiresAt: daysAfter(dueAt, 7),
    })),
  );
}

/** One message about all the places a person had to give up at once; the memberships name the occasion. */
export const planSuspended = (ctx: Ctx, personId: string, membershipIds: readonly string[]): Promise<void> =>
  planAbout(ctx, 'suspended', personId, membershipIds, membershipIds.toSorted()[0]);

/** One message, once for the place that was lost last: they may join again. */
export const planMayRejoin = (ctx: Ctx, personId: string, membershipIds: readonly string[]): Promise<void> =>
  planAbout(ctx, 'may-rejoin', personId, membershipIds, membershipIds.toSorted().at(-1), 30);

/** One message about all the places that ended with an invitation. */
export const planInvitationEnded = (ctx: Ctx, personId: string, membershipIds: readonly string[]): Promise<void> =>
  planAbout(ctx, 'invitation-ended', personId, membershipIds, membershipIds.toSorted()[0], 30);

async function planAbout(
  ctx: Ctx,
  what: string,
  personId: string,
  membershipIds: readonly string[],
  occasion: string | undefined,
  days = 7,
): Promise<void> {
  if (occasion === undefined) return;
  const subject = { personId, membershipIds: membershipIds.join(',') };
  const key = `membership:${occasion}:${what}`;
  await planNotices(ctx, [{ kind: `groups.${what}`, key, subject, dueAt: ctx.now, expiresAt: daysAfter(ctx.now, days) }]);
}
