import { v7 as uuidv7 } from 'uuid';
import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { markStale } from '../../bot/posted.ts';
import type { MinuteKind } from '../../db/generated/client.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { Content } from './content.ts';

export interface MinuteVersionFacts {
  readonly meetingId: string;
  readonly n: number;
  /** What people know it by: issued minutes are version 1, their first correction 2; null for a draft. */
  readonly edition: number | null;
  readonly kind: MinuteKind;
  readonly content: Content;
  readonly at: Date;
  readonly by: string;
  /** Why, of a correction. */
  readonly reason: string | null;
}

/** Every version of a meeting's minutes, the first one first. The caller sees to who may read drafts. */
export async function listMinuteVersions(ctx: Ctx, meetingId: string): Promise<MinuteVersionFacts[]> {
  const rows = await ctx.db.minuteVersion.findMany({ where: { bodyId: ctx.body.id, meetingId }, orderBy: { n: 'asc' } });
  let given = 0;
  return rows.map(({ n, kind, content, at, byName, reason }) => ({
    ...{ meetingId, n, kind, at, reason },
    edition: kind === 'draft' ? null : ++given,
    content: Content.parse(content),
    by: byName,
  }));
}

/** "Version 1" of what was given out, "Draft 4" of what was not. */
export const versionName = ({ n, edition }: Pick<MinuteVersionFacts, 'n' | 'edition'>): string =>
  edition === null ? `Draft ${String(n)}` : `Version ${String(edition)}`;

/** What is noted before anybody noted anything: the items of the agenda. */
export const blank = (meeting: MeetingFacts): Content => ({
  items: meeting.agenda.items.map(({ title }, i) => ({ key: String(i + 1), number: i + 1, title, note: '', input: null })),
  kept: [],
  actions: [],
  rollVersion: null,
  review: null,
  returned: null,
});

export interface NewMinuteVersion {
  readonly n: number;
  readonly kind: MinuteKind;
  readonly content: Content;
  readonly reason?: string;
}

/** Messages that show a meeting's minutes and follow them. */
export const REVIEW_CARD = 'minutes.review';
export const ISSUED_CARD = 'minutes.issued';

/** Appends a version in the open transaction. False when somebody else wrote this version first: nothing was written then. */
export async function addMinuteVersion(ctx: Ctx, meeting: MeetingFacts, { n, kind, content, reason }: NewMinuteVersion): Promise<boolean> {
  const by = actingPerson(ctx);
  const row = { id: uuidv7(), bodyId: ctx.body.id, meetingId: meeting.id, n, kind, content, at: ctx.now, byId: by.id, byName: by.name };
  const { count } = await ctx.db.minuteVersion.createMany({ data: [{ ...row, reason: reason ?? null }], skipDuplicates: true });
  if (count === 0) return false;
  for (const card of [REVIEW_CARD, ISSUED_CARD]) await markStale(ctx, card, meeting.id);
  return true;
}
