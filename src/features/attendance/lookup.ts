import { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import type { Prisma, Reading } from '../../db/generated/client.ts';
import { byPerson, resolve, ROLL_STATUSES, wasThere, type Layer, type RollStatus, type Standing } from './layers.ts';
import { countingSightings, isSighting, seenIn, SIGHTING_SOURCES, whoKey, type Seen } from './sightings.ts';

export { toAcceptance, type Acceptance } from './acceptance.ts';
export type { RollStatus } from './layers.ts';
export { instantBetween } from './local-time.ts';
export { getAttendee, type Attendee } from './attendee.ts';
export { assertMayRun, mayRun } from './may-run.ts';
export { listRunningNow } from './running.ts';
export { assertNotCancelled, checkInOpensAt, isClosed } from './window.ts';
export { listRollsToConfirm, listRun } from './run-meetings.ts';
export { isRunner, listRunners } from './runners.ts';

/** One line of a confirmed roll, as its JSON column keeps it. */
export const RollEntry = z.object({
  personId: z.string().nullable(),
  name: z.string(),
  organisation: z.string().nullable(),
  membershipClass: z.string().nullable(),
  role: z.string(),
  status: z.enum(ROLL_STATUSES),
  arrivedAt: z.iso.datetime().nullable(),
  leftAt: z.iso.datetime().nullable(),
  /** 'self' when nobody but the person said so. */
  said: z.enum(['self', 'roll']),
  /** Name of the person stood in for. */
  alternateFor: z.string().nullable(),
  presenceIds: z.array(z.string()),
});
export type RollEntry = z.infer<typeof RollEntry>;

export interface RollFacts {
  readonly id: string;
  readonly meetingId: string;
  readonly version: number;
  readonly entries: readonly RollEntry[];
  readonly confirmedBy: { readonly id: string; readonly name: string };
  readonly at: Date;
}

/** Sightings are no word of anybody's: whoever asks what was said does not get them. */
export const SAID = { source: { notIn: [...SIGHTING_SOURCES] } } satisfies Prisma.PresenceWhereInput;

const listLayers = (ctx: Ctx, where: Prisma.PresenceWhereInput): Promise<Layer[]> =>
  ctx.db.presence.findMany({ where: { ...where, bodyId: ctx.body.id }, orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }] });

/** Everything that people, chair and Secretariat said about attendance at a meeting, oldest first. */
export const listPresences = (ctx: Ctx, meetingId: string): Promise<Layer[]> => listLayers(ctx, { meetingId, ...SAID });

/** What was said about one person at one meeting, oldest first. */
export const listOwnPresences = (ctx: Ctx, meetingId: string, personId: string): Promise<Layer[]> =>
  listLayers(ctx, { meetingId, personId, ...SAID });

/** What platforms reported of a meeting's call, live or in a file, as far as it counts; oldest first. */
export const listSightings = async (ctx: Ctx, meetingId: string): Promise<Layer[]> =>
  countingSightings(await listLayers(ctx, { meetingId, source: { in: [...SIGHTING_SOURCES] } }));

/** Somebody whom a platform saw in a meeting's call. */
export interface SeenFacts extends Seen {
  /** Null for somebody whom the directory does not know. */
  readonly personId: string | null;
  readonly name: string;
  readonly organisation: string | null;
}

/** Who was seen in a meeting's call, and from when to when. That nobody confirmed: it is a suggestion to whoever does. */
export async function listSeen(ctx: Ctx, meetingId: string): Promise<SeenFacts[]> {
  const byWho = Map.groupBy(await listSightings(ctx, meetingId), whoKey);
  return [...byWho.values()].flatMap((own): SeenFacts[] => {
    const [first, seen] = [own[0], seenIn(own)];
    return first && seen ? [{ ...seen, personId: first.personId, name: first.name, organisation: first.organisation }] : [];
  });
}

/** Ids of meetings that ended after `since` and of which any layer names the person, a sighting as well. */
export async function listAttendedIds(ctx: Ctx, personId: string, since: Date): Promise<string[]> {
  const rows = await ctx.db.presence.findMany({
    where: { bodyId: ctx.body.id, personId, meeting: { endsAt: { gt: since } } },
    select: { meetingId: true },
    distinct: ['meetingId'],
  });
  return rows.map((row) => row.meetingId);
}

/** One person's standing at a meeting, with what was copied when they were first recorded. */
export interface StandingFacts extends Standing {
  readonly personId: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly membershipClass: string | null;
  readonly role: string;
}

function toStanding(personId: string, layers: readonly Layer[]): StandingFacts[] {
  const standing = resolve(layers);
  const first = layers.find((layer) => !isSighting(layer));
  if (!standing || !first) return [];
  const { name, organisation, membershipClass, role } = first;
  return [{ ...standing, personId, name, organisation, membershipClass, role }];
}

/** Everybody of whom something was said at a meeting, as the layers stand now. */
export async function listStandings(ctx: Ctx, meetingId: string): Promise<StandingFacts[]> {
  return [...byPerson(await listLayers(ctx, { meetingId }))].flatMap(([personId, layers]) => toStanding(personId, layers));
}

/** One person's standing at each of the meetings at which something is recorded of them, by meeting id. */
export async function listStandingsOf(ctx: Ctx, personId: string, meetingIds: readonly string[]): Promise<Map<string, StandingFacts>> {
  const rows = await listLayers(ctx, { personId, meetingId: { in: [...meetingIds] } });
  const found = new Map<string, StandingFacts>();
  for (const meetingId of new Set(rows.map((row) => row.meetingId)))
    for (const standing of toStanding(
      personId,
      rows.filter((row) => row.meetingId === meetingId),
    ))
      found.set(meetingId, standing);
  return found;
}

/** True for who was at the meeting, whether or not to the end. */
export const isPresent = (status: RollStatus): boolean => wasThere(status);

/** How many people of the directory are, as far as is known, at the meeting. */
export async function countHere(ctx: Ctx, meetingId: string): Promise<number> {
  return (await listStandings(ctx, meetingId)).filter(({ status }) => wasThere(status)).length;
}

/** True when the person is recorded as having been there, by themselves or by the roll. */
export async function hasCheckedIn(ctx: Ctx, meetingId: string, personId: string): Promise<boolean> {
  const standing = resolve(await listOwnPresences(ctx, meetingId, personId));
  return standing !== null && wasThere(standing.status);
}

/** The latest version of the confirmed roll, or null while nobody confirmed one. */
export async function findRoll(ctx: Ctx, meetingId: string): Promise<RollFacts | null> {
  const row = await ctx.db.roll.findFirst({ where: { bodyId: ctx.body.id, meetingId }, orderBy: { version: 'desc' } });
  return row && toRollFacts(row);
}

/** Every confirmed version of a meeting's roll, the first one first. */
export async function listRollVersions(ctx: Ctx, meetingId: string): Promise<RollFacts[]> {
  const rows = await ctx.db.roll.findMany({ where: { bodyId: ctx.body.id, meetingId }, orderBy: { version: 'asc' } });
  return rows.map(toRollFacts);
}

/** Latest roll of each meeting that has one. */
export async function listRolls(ctx: Ctx, meetingIds: readonly string[]): Promise<Map<string, RollFacts>> {
  const rows = await ctx.db.roll.findMany({
    where: { bodyId: ctx.body.id, meetingId: { in: [...meetingIds] } },
    orderBy: { version: 'asc' },
  });
  return new Map(rows.map((row) => [row.meetingId, toRollFacts(row)]));
}

function toRollFacts(row: {
  id: string;
  meetingId: string;
  version: number;
  entries: unknown;
  confirmedById: string;
  confirmedByName: string;
  at: Date;
}): RollFacts {
  const { id, meetingId, version, at } = row;
  return {
    id,
    meetingId,
    version,
    at,
    entries: z.array(RollEntry).parse(row.entries),
    confirmedBy: { id: row.confirmedById, name: row.confirmedByName },
  };
}

/** Who read the statement aloud and when, or null. */
export const findReading = (ctx: Ctx, meetingId: string): Promise<Reading | null> =>
  ctx.db.reading.findFirst({ where: { bodyId: ctx.body.id, meetingId }, orderBy: { at: 'asc' } });
