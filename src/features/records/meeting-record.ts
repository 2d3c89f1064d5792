import type { Ctx } from '../../bot/context.ts';
import { identityKey } from '../../bot/fold.ts';
import type { DeliveryState } from '../../db/generated/client.ts';
import { channelName, rich, type Text } from '../../bot/text.ts';
import {
  findReading,
  findRoll,
  isPresent,
  listSeen,
  listStandings,
  toAcceptance,
  type Acceptance,
  type RollEntry,
  type RollFacts,
  type SeenFacts,
} from '../attendance/lookup.ts';
import { listActions, type ActionFacts } from '../actions/lookup.ts';
import { listConcerns, type ConcernFacts } from '../concerns/lookup.ts';
import { getMeeting, listAgendaVersions, listAnswers, type AnswerFacts, type MeetingFacts } from '../meetings/lookup.ts';
import { listComments, listMinuteVersions, type CommentFacts, type MinuteVersionFacts } from '../minutes/lookup.ts';
import { findOpened, listConflicts, listOverrides, type ConflictFacts, type OpenedFacts, type OverrideFacts } from '../opening/lookup.ts';
import { listMeetingDeliveries, type MeetingDelivery } from '../notices/lookup.ts';
import { tellVersions, type AgendaRecord } from './agenda-record.ts';
import { getStatement, type StatementFacts } from '../statements/lookup.ts';

export interface AcknowledgementFacts {
  readonly personId: string;
  readonly name: string;
  readonly version: number;
  readonly at: Date;
}

export interface DeliveryFacts {
  readonly kind: string;
  readonly to: Text;
  readonly state: DeliveryState;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

export interface MeetingRecord {
  readonly meeting: MeetingFacts;
  /** The agenda that was in force when it was sent; the latest one when it never was. */
  readonly agenda: AgendaRecord | null;
  /** Every version, with what became of flagged lines and whom it was sent to; the first one first. */
  readonly agendaVersions: readonly AgendaRecord[];
  readonly agendaSent: readonly { readonly to: Text; readonly at: Date }[];
  readonly statements: readonly StatementFacts[];
  readonly acknowledgements: readonly AcknowledgementFacts[];
  /** Of who was there, guests too. */
  readonly acceptance: Acceptance;
  readonly reading: { readonly by: string; readonly at: Date } | null;
  /** The opening gate as it stood; null when nobody opened the meeting. */
  readonly opened: OpenedFacts | null;
  readonly overrides: readonly OverrideFacts[];
  /** Conflicts of interest, withdrawn ones too. */
  readonly conflicts: readonly ConflictFacts[];
  readonly roll: RollFacts | null;
  /** From the roll; from the layers as they stand while nobody confirmed it. */
  readonly entries: readonly RollEntry[];
  /** Whom a platform saw in the call and nobody says was there. */
  readonly seen: readonly SeenFacts[];
  readonly answers: readonly AnswerFacts[];
  /** Those told to the Secretariat alone are there only for the Secretariat. */
  readonly concerns: readonly ConcernFacts[];
  /** That came up at it, as they stand now. */
  readonly actions: readonly ActionFacts[];
  /** Every version of the minutes, drafts as well, the first one first. */
  readonly minutes: readonly MinuteVersionFacts[];
  readonly comments: readonly CommentFacts[];
  readonly deliveries: readonly DeliveryFacts[];
}

/** Everything that is kept about one meeting. The caller sees to who may read it. Throws NotFound. */
export async function getMeetingRecord(ctx: Ctx, meetingId: string): Promise<MeetingRecord> {
  const meeting = await getMeeting(ctx, meetingId);
  const roll = await findRoll(ctx, meetingId);
  const reading = await findReading(ctx, meetingId);
  const accepted = await listAcknowledgements(ctx, meetingId);
  const versionIds = new Set([...accepted.versionIds, ...(reading ? [reading.statementVersionId] : [])]);
  const statements: StatementFacts[] = [];
  for (const id of versionIds) statements.push(await getStatement(ctx, id));
  const deliveries = await listDeliveries(ctx, meetingId);
  const agendaVersions = await tellVersions(ctx, await listAgendaVersions(ctx, meetingId), deliveries);
  const agendaSent = deliveries.filter((one) => one.kind === 'meetings.agenda' || one.kind === 'meetings.announced').flatMap(sentTo);
  const entries = roll?.entries ?? (await asItStands(ctx, meetingId));
  return {
    meeting,
    agenda: agendaVersions.findLast((one) => one.at <= (agendaSent.at(-1)?.at ?? ctx.now)) ?? null,
    agendaVersions,
    agendaSent,
    statements,
    acknowledgements: accepted.list,
    acceptance: toAcceptance(
      entries.filter(({ status }) => isPresent(status)),
      new Set(accepted.list.map((one) => one.personId)),
    ),
    reading: reading && { by: reading.byName, at: reading.at },
    opened: await findOpened(ctx, meetingId),
    overrides: await listOverrides(ctx, meetingId),
    conflicts: await listConflicts(ctx, meetingId),
    roll,
    entries,
    seen: (await listSeen(ctx, meetingId)).filter((one) => !entries.some((entry) => isPresent(entry.status) && isSame(entry, one))),
    answers: await listAnswers(ctx, meetingId),
    concerns: await listConcerns(ctx, meetingId),
    actions: await listActions(ctx, { meetingId }),
    minutes: await listMinuteVersions(ctx, meetingId),
    comments: await listComments(ctx, meetingId),
    deliveries,
  };
}

const isSame = (entry: RollEntry, seen: SeenFacts): boolean =>
  seen.personId === null ? entry.personId === null && identityKey(entry.name) === identityKey(seen.name) : entry.personId === seen.personId;

async function listAcknowledgements(ctx: Ctx, meetingId: string) {
  const rows = await ctx.db.acknowledgement.findMany({
    where: { bodyId: ctx.body.id, occasion: `meeting:${meetingId}` },
    include: { person: { select: { name: true } }, version: { select: { version: true } } },
    orderBy: { at: 'asc' },
  });
  const list = rows.map((row) => ({ personId: row.personId, name: row.person.name, version: row.version.version, at: row.at }));
  return { list, versionIds: rows.map((row) => row.statementVersionId) };
}

const platformNames = { slack: 'Slack', teams: 'Teams' } as const;

const sentTo = ({ to, sentAt }: DeliveryFacts) => (sentAt ? [{ to, at: sentAt }] : []);

async function listDeliveries(ctx: Ctx, meetingId: string): Promise<DeliveryFacts[]> {
  const rows = await listMeetingDeliveries(ctx, meetingId);
  const names = await namesOf(ctx, rows);
  return rows.map(({ kind, target, state, sentAt, error }) => ({ kind, to: names.get(target) ?? 'somebody', state, sentAt, error }));
}

/** Names of what `channel:<id>` and `person:<id>` stand for. */
async function namesOf(ctx: Ctx, rows: readonly MeetingDelivery[]): Promise<Map<string, Text>> {
  const ids = (prefix: string) => [
    ...new Set(rows.flatMap(({ target }) => (target.startsWith(prefix) ? [target.slice(prefix.length)] : []))),
  ];
  const channels = await ctx.db.groupChannel.findMany({
    where: { bodyId: ctx.body.id, id: { in: ids('channel:') } },
    include: { workspace: { select: { name: true, platform: true } } },
  });
  // Channels of several workspaces often have one name.
  const isOneWorkspace = new Set(channels.map((one) => one.workspaceId)).size === 1;
  const people = await ctx.db.person.findMany({
    where: { bodyId: ctx.body.id, id: { in: ids('person:') } },
    select: { id: true, name: true },
  });
  return new Map<string, Text>([
    ...channels.map(
      ({ id, name, workspace }) =>
        [
          `channel:${id}`,
          isOneWorkspace ? channelName(name) : rich`${channelName(name)} (${workspace.name}, ${platformNames[workspace.platform]})`,
        ] as const,
    ),
    ...people.map((one) => [`person:${one.id}`, one.name] as const),
  ]);
}

/** What the layers say before anybody confirmed the roll. */
async function asItStands(ctx: Ctx, meetingId: string): Promise<RollEntry[]> {
  return (await listStandings(ctx, meetingId)).map((one) => ({
    personId: one.personId,
    name: one.name,
    organisation: one.organisation,
    membershipClass: one.membershipClass,
    role: one.role,
    status: one.status,
    arrivedAt: one.arrivedAt?.toISOString() ?? null,
    leftAt: one.leftAt?.toISOString() ?? null,
    said: one.said,
    alternateFor: null,
    presenceIds: [...one.layers],
  }));
}
