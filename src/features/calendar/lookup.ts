import { z } from 'zod';
import type { BodyFacts, Ctx } from '../../bot/context.ts';
import { BodySettings } from '../../bot/settings.ts';
import type { Database } from '../../db/client.ts';
import { listEligible } from '../directory/lookup.ts';
import { listMemberships } from '../groups/lookup.ts';
import { listAnswersOf, listSince, type MeetingFacts } from '../meetings/lookup.ts';
import { findCurrentStatement } from '../statements/lookup.ts';
import { toIcs } from './ics.ts';
import { hashToken, isToken } from './token.ts';

/** What an address opens: the meetings of one person of one body, or a single one of them. */
export interface FeedFacts {
  readonly body: BodyFacts;
  readonly person: { readonly id: string; readonly name: string };
  readonly meetingId: string | null;
}

/** The feed behind a token; null for unknown, malformed and revoked ones, and for one of another meeting than asked for. */
export async function findFeed(db: Database, token: string, meetingId: string | null = null): Promise<FeedFacts | null> {
  if (!isToken(token) || (meetingId !== null && !z.uuid().safeParse(meetingId).success)) return null;
  const hashes = meetingId === null ? [hashToken(token)] : [hashToken(token), hashToken(token, meetingId)];
  const row = await db.feedToken.findFirst({
    where: { tokenHash: { in: hashes }, revokedAt: null, person: { erasedAt: null } },
    include: { person: { include: { body: true } } },
  });
  if (!row) return null;
  const { id, slug, name, zone, locale, settings } = row.person.body;
  return {
    body: { id, slug, name, zone, locale, settings: BodySettings.parse(settings) },
    person: { id: row.person.id, name: row.person.name },
    meetingId,
  };
}

const DAYS_BACK = 90;

/** The feed as an iCalendar file; null when it is of a single meeting that is not the person's to see (any more). */
export async function findCalendar(ctx: Ctx, feed: FeedFacts): Promise<string | null> {
  const all = await listFeedMeetings(ctx, feed.person.id);
  const meetings = feed.meetingId === null ? all : all.filter((one) => one.id === feed.meetingId);
  if (feed.meetingId !== null && meetings.length === 0) return null;
  const answers = await listAnswersOf(
    ctx,
    feed.person.id,
    meetings.map((one) => one.id),
  );
  const statement = await findCurrentStatement(ctx);
  return toIcs({
    name: `${ctx.body.name} working groups`,
    host: new URL(ctx.publicUrl).hostname,
    zone: ctx.body.zone,
    policyUrl: statement?.policyUrl ?? null,
    events: meetings.map((meeting) => ({ meeting, answer: answers.get(meeting.id) ?? null })),
  });
}

/** Meetings of the person's groups, as long as they may take part: the links in them are for nobody else. */
async function listFeedMeetings(ctx: Ctx, personId: string): Promise<MeetingFacts[]> {
  const memberships = await listMemberships(ctx, personId);
  const since = new Date(ctx.now.getTime() - DAYS_BACK * 24 * 60 * 60_000);
  const meetings = await listSince(
    ctx,
    personId,
    memberships.map((one) => one.groupId),
    since,
  );
  const open = new Set<string>();
  for (const slug of new Set(meetings.map((one) => one.groupSlug)))
    if ((await listEligible(ctx, { slug }, [personId])).has(personId)) open.add(slug);
  return meetings.filter((one) => open.has(one.groupSlug));
}
