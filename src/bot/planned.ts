import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from './context.ts';

export interface PlannedNotice {
  readonly kind: string;
  /** Deterministic: subject, kind and occasion. Planning the same key again changes nothing. */
  readonly key: string;
  readonly meetingId?: string;
  readonly subject?: Readonly<Record<string, string>>;
  readonly dueAt: Date;
  /** After this it would only confuse; it then expires with that reason. */
  readonly expiresAt: Date;
}

/** Plans notices in the open transaction. Those whose key is already there stay as they are. */
export async function planNotices(ctx: Ctx, notices: readonly PlannedNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await ctx.db.notice.createMany({
    data: notices.map((one) => ({
      id: uuidv7(),
      bodyId: ctx.body.id,
      key: one.key,
      kind: one.kind,
      meetingId: one.meetingId ?? null,
      subject: { ...one.subject },
      dueAt: one.dueAt,
      expiresAt: one.expiresAt,
      createdAt: ctx.now,
    })),
    skipDuplicates: true,
  });
}

// News of one thing: by then whoever it concerns has come upon it elsewhere.
const NEWS_MS = 7 * 24 * 60 * 60_000;

/** Plans a message for now, in the open transaction; what did not get out within a week is not sent any more. */
export const planNow = (ctx: Ctx, notice: Omit<PlannedNotice, 'dueAt' | 'expiresAt'>): Promise<void> =>
  planNotices(ctx, [{ ...notice, dueAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + NEWS_MS) }]);

/** Takes back what has not gone out about a meeting, or several, with the reason kept on each row. */
export async function cancelPlanned(ctx: Ctx, meetingId: string | readonly string[], reason: string): Promise<void> {
  const where = { bodyId: ctx.body.id, meetingId: typeof meetingId === 'string' ? meetingId : { in: [...meetingId] } };
  await ctx.db.notice.updateMany({ where: { ...where, state: 'planned' }, data: { state: 'cancelled', reason } });
  await ctx.db.delivery.updateMany({
    where: { bodyId: ctx.body.id, notice: where, state: 'planned' },
    data: { state: 'cancelled', error: reason },
  });
}

/** What has not gone out to a person at an address that is no longer theirs is addressed anew when it is due. */
export async function readdressPlanned(ctx: Ctx, where: { readonly workspaceId: string; readonly address: string }): Promise<void> {
  await ctx.db.delivery.updateMany({
    where: { bodyId: ctx.body.id, state: 'planned', target: { startsWith: 'person:' }, ...where },
    data: { workspaceId: null, address: null },
  });
}
