import type { Ctx } from '../../bot/context.ts';
import { listRun } from '../attendance/lookup.ts';
import { minutesAfter } from '../meetings/lookup.ts';
import { listMinuteVersions, type MinuteVersionFacts } from './versions.ts';

export { listComments, type CommentFacts } from './comments.ts';
export { assertMayRead as assertMayReadIssued } from './may-read.ts';
export { listMinuteVersions, versionName, type MinuteVersionFacts } from './versions.ts';

export interface MinutesFacts {
  readonly meetingId: string;
  readonly n: number;
  /** What people know it by; null for a draft. */
  readonly edition: number | null;
  readonly kind: 'draft' | 'issued' | 'correction';
  /** Number on the agenda; null for a departure from it. `input`: to the Standards Committee. */
  readonly items: readonly {
    readonly number: number | null;
    readonly title: string;
    readonly note: string;
    readonly input: string | null;
  }[];
  /** As they were when the minutes were issued. `due` is a local day, YYYY-MM-DD. */
  readonly actions: readonly {
    readonly what: string;
    readonly owner: string | null;
    readonly due: string | null;
    readonly state: 'open' | 'done' | 'dropped';
  }[];
  readonly at: Date;
  readonly by: string;
  /** Why, of a correction. */
  readonly reason: string | null;
  readonly isIssued: boolean;
  /** Until when a correction can be suggested; null before they are issued. */
  readonly commentsUntil: Date | null;
  readonly corrections: readonly { readonly n: number; readonly edition: number | null; readonly at: Date; readonly reason: string }[];
  /** Of the roll whose names and affiliations they have; null before they are issued. */
  readonly rollVersion: number | null;
}

/** The latest version of a meeting's minutes, a draft as well; null while nobody noted anything. The caller sees to who may read a draft. */
export async function findMinutes(ctx: Ctx, meetingId: string): Promise<MinutesFacts | null> {
  return toMinutes(ctx, await listMinuteVersions(ctx, meetingId));
}

export function toMinutes(ctx: Ctx, versions: readonly MinuteVersionFacts[]): MinutesFacts | null {
  const latest = versions.at(-1);
  if (!latest) return null;
  const { meetingId, n, edition, kind, at, by, reason, content } = latest;
  const { items, actions, rollVersion } = content;
  const issued = versions.find((one) => one.kind === 'issued');
  const corrections = versions
    .filter((one) => one.kind === 'correction')
    .map((one) => ({ n: one.n, edition: one.edition, at: one.at, reason: one.reason ?? '' }));
  return {
    ...{ meetingId, n, edition, kind, at, by, reason, actions, rollVersion, corrections },
    items: items.map(({ number, title, note, input }) => ({ number, title, note, input })),
    isIssued: issued !== undefined,
    commentsUntil: issued ? minutesAfter(issued.at, ctx.body.settings.timings.commentAfter) : null,
  };
}

/** Ids of the meetings whose roll is confirmed and whose minutes the acting person may write or issue, latest first. */
export const listMinutesToDo = (ctx: Ctx, groupId?: string): Promise<string[]> =>
  listRun(ctx, { states: ['closed', 'minutes_draft'], groupId, begun: true });

/** The id of the group's, or of all the person's groups', latest meeting whose minutes are issued; null when there is none. */
export async function findLatestIssued(ctx: Ctx, groupIds: readonly string[]): Promise<string | null> {
  const row = await ctx.db.meeting.findFirst({
    where: { bodyId: ctx.body.id, groupId: { in: [...groupIds] }, state: 'minutes_issued' },
    orderBy: { startsAt: 'desc' },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Whether a notice of this kind gives minutes out, rather than being about a draft or a suggested correction. */
export const isGivenOut = (kind: string): boolean => kind === 'minutes.issued' || kind === 'minutes.corrected';
