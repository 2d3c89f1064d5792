import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../../bot/context.ts';
import type { PresenceSource, PresenceWhat } from '../../db/generated/client.ts';

/**
 * Makes presses of one person at one meeting wait for each other, until the end of the transaction.
 * Presence rows are appended and have no unique key, so what is read after this is what counts.
 */
export async function lockAttendance(ctx: Ctx, meetingId: string, personId: string): Promise<void> {
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`attendance:${meetingId}:${personId}`}::text, 0))`;
}

/** Makes what is reported of one meeting's call, live or in a file, wait for each other until the end of the transaction. */
export async function lockSightings(ctx: Ctx, meetingId: string): Promise<void> {
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sightings:${meetingId}`}::text, 0))`;
}

/** What is copied onto the row at the time of writing, so that a later change of employer rewrites nothing. */
export interface Copied {
  readonly name: string;
  readonly organisation: string | null;
  readonly membershipClass: string | null;
  readonly role: string;
}

export interface NewLayer extends Copied {
  readonly meetingId: string;
  readonly personId: string | null;
  readonly source: PresenceSource;
  readonly what: PresenceWhat;
  readonly at: Date;
  /** Null for what a platform reported. */
  readonly byId: string | null;
  readonly forPersonId?: string | null;
  readonly replacesId?: string | null;
  readonly reason?: string | null;
}

/** The row of a layer, with its id, not yet written. */
export const toRow = (ctx: Ctx, layer: NewLayer) => ({
  id: uuidv7(),
  bodyId: ctx.body.id,
  meetingId: layer.meetingId,
  personId: layer.personId,
  source: layer.source,
  what: layer.what,
  at: layer.at,
  recordedAt: ctx.now,
  byId: layer.byId,
  forPersonId: layer.forPersonId ?? null,
  replacesId: layer.replacesId ?? null,
  reason: layer.reason ?? null,
  name: layer.name,
  organisation: layer.organisation,
  membershipClass: layer.membershipClass,
  role: layer.role,
});

/** Appends one layer and gives its id. */
export async function writeLayer(ctx: Ctx, layer: NewLayer): Promise<string> {
  const row = toRow(ctx, layer);
  await ctx.db.presence.createMany({ data: [row] });
  return row.id;
}
