import type { BodyFacts, Ctx } from '../../bot/context.ts';
import { toPlain, type Text } from '../../bot/text.ts';
import { isPresent, listPresences, listRollVersions, listSightings, type RollEntry } from '../attendance/lookup.ts';
import { namesOf, listPeople, membershipClassName, type Affiliation } from '../directory/lookup.ts';
import { getGroup } from '../groups/lookup.ts';
import type { Host, MeetingFacts } from '../meetings/lookup.ts';
import type { MinutesFacts } from '../minutes/lookup.ts';
import { getMeetingRecord, type MeetingRecord } from '../records/lookup.ts';

/** Everything a file about a meeting is made of. */
export interface FileFacts {
  readonly body: BodyFacts;
  /** The group's: times are given in it, with UTC beside. */
  readonly zone: string;
  readonly record: MeetingRecord;
  readonly chair: HostFacts | null;
  readonly secretariat: HostFacts | null;
}

export interface HostFacts {
  readonly name: string;
  readonly organisation: string | null;
  /** By the roll, or the layers as they stand. */
  readonly wasThere: boolean;
}

/** `rollVersion`: who was there as an earlier version of the roll has it; null for the latest. */
export async function gatherFacts(ctx: Ctx, meeting: MeetingFacts, rollVersion: number | null = null): Promise<FileFacts> {
  const { zone } = await getGroup(ctx, meeting.groupId);
  const record = await onRoll(ctx, await getMeetingRecord(ctx, meeting.id), rollVersion);
  const hosts = [record.meeting.chair, record.meeting.secretariat];
  const people = await listPeople(
    ctx,
    hosts.flatMap((host) => host?.id ?? []),
  );
  const [chair, secretariat] = hosts.map((host) => host && toHost(host, record.entries, people));
  return { body: ctx.body, zone, record, chair: chair ?? null, secretariat: secretariat ?? null };
}

async function onRoll(ctx: Ctx, record: MeetingRecord, version: number | null): Promise<MeetingRecord> {
  const roll = version === null ? undefined : (await listRollVersions(ctx, record.meeting.id)).find((one) => one.version === version);
  return roll ? { ...record, roll, entries: roll.entries } : record;
}

/** What was written down at the time counts before what the directory says today. */
function toHost(host: Host, entries: readonly RollEntry[], people: readonly Affiliation[]): HostFacts {
  const entry = entries.find((one) => one.personId === host.id);
  const known = entry ?? people.find((one) => one.personId === host.id);
  return { name: host.name, organisation: known?.organisation ?? null, wasThere: entry !== undefined && isPresent(entry.status) };
}

/** One layer of attendance as it was written down. */
export interface LayerFacts {
  readonly name: string;
  readonly what: string;
  readonly source: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly by: string | null;
  readonly reason: string | null;
}

/** Every layer of attendance that counts, what platforms saw among them, in the order it was written down. */
export async function listLayers(ctx: Ctx, meetingId: string): Promise<LayerFacts[]> {
  const rows = [...(await listPresences(ctx, meetingId)), ...(await listSightings(ctx, meetingId))];
  const names = await namesOf(
    ctx,
    rows.flatMap((row) => row.byId ?? []),
  );
  return rows
    .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ name, what, source, at, recordedAt, byId, reason }) => ({
      ...{ name, what, source, at, recordedAt, reason },
      by: byId === null ? null : (names.get(byId) ?? 'somebody'),
    }));
}

/** A text as one line, its times in the group's zone. */
export const inZone = ({ zone }: Pick<FileFacts, 'zone'>, text: Text): string => toPlain(text, zone);

export const classOf = ({ body }: Pick<FileFacts, 'body'>, slug: string | null): string =>
  slug === null || slug === '' ? 'None' : membershipClassName(body, slug);

export interface MinutesFile extends FileFacts {
  readonly minutes: MinutesFacts;
}

export interface RecordFile extends FileFacts {
  readonly minutes: MinutesFacts | null;
  readonly layers: readonly LayerFacts[];
  readonly drawnUpAt: Date;
}
