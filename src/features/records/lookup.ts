import { Temporal } from 'temporal-polyfill';
import { stringify } from 'csv-stringify/sync';
import { actingPerson } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import { isPresent, listRolls, listStandingsOf, SAID, type RollFacts, type RollStatus, type StandingFacts } from '../attendance/lookup.ts';
import { listAnswersOf } from '../meetings/lookup.ts';

export { getMeetingRecord, type MeetingRecord } from './meeting-record.ts';

/** What the record says of one person at one meeting, and on whose word. */
export interface OwnMeeting {
  readonly meetingId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly subTopic: string;
  readonly startsAt: Date;
  /** `nothing` when neither the person nor anybody else said anything. */
  readonly status: RollStatus | 'nothing';
  readonly source: 'roll' | 'self' | 'answer' | null;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
  /** As it was written down at the time. */
  readonly organisation: string | null;
}

export interface OwnRecord {
  readonly from: Date;
  readonly until: Date;
  /** Latest first. */
  readonly meetings: readonly OwnMeeting[];
  readonly attended: number;
  readonly apologies: number;
  readonly groups: number;
}

const MONTHS = 12;

/**
 * The acting person's participation in the last twelve months: meetings of their groups that were held
 * while they were in them, and every other meeting they are recorded at. Throws NotAllowed for strangers.
 */
export async function getOwnRecord(ctx: Ctx): Promise<OwnRecord> {
  const { id: personId } = actingPerson(ctx);
  const from = monthsBefore(ctx, MONTHS);
  const held = await listHeld(ctx, personId, from);
  const ids = held.map((meeting) => meeting.id);
  const rolls = await listRolls(ctx, ids);
  const answers = await listAnswersOf(ctx, personId, ids);
  const standings = await listStandingsOf(ctx, personId, ids);
  const meetings = held.map((meeting): OwnMeeting => {
    const own = standings.get(meeting.id);
    const said = fromRoll(rolls.get(meeting.id), personId) ?? fromStanding(own) ?? fromAnswer(answers.get(meeting.id) ?? null);
    const { id: meetingId, groupId, subTopic, startsAt } = meeting;
    return { meetingId, groupId, groupName: meeting.group.name, subTopic, startsAt, organisation: own?.organisation ?? null, ...said };
  });
  return {
    from,
    until: ctx.now,
    meetings,
    attended: meetings.filter(({ status }) => status !== 'nothing' && isPresent(status)).length,
    apologies: meetings.filter(({ status }) => status === 'apologies').length,
    groups: new Set(meetings.map((meeting) => meeting.groupId)).size,
  };
}

function monthsBefore(ctx: Ctx, months: number): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now.getTime()).toZonedDateTimeISO(ctx.body.zone);
  return new Date(now.subtract({ months }).epochMilliseconds);
}

async function listHeld(ctx: Ctx, personId: string, from: Date) {
  const memberships = await ctx.db.membership.findMany({ where: { bodyId: ctx.body.id, personId } });
  const during = memberships.map(({ groupId, joinedAt, leftAt }) => ({
    groupId,
    startsAt: { gte: joinedAt, ...(leftAt ? { lte: leftAt } : {}) },
  }));
  return ctx.db.meeting.findMany({
    where: {
      bodyId: ctx.body.id,
      state: { notIn: ['draft', 'cancelled'] },
      AND: [{ startsAt: { gte: from } }, { endsAt: { lte: ctx.now } }],
      OR: [...during, { presences: { some: { personId, ...SAID } } }],
    },
    select: { id: true, groupId: true, subTopic: true, startsAt: true, group: { select: { name: true } } },
    orderBy: { startsAt: 'desc' },
  });
}

type Said = Pick<OwnMeeting, 'status' | 'source' | 'arrivedAt' | 'leftAt'>;

const toDate = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

function fromRoll(roll: RollFacts | undefined, personId: string): Said | null {
  const entry = roll?.entries.find((one) => one.personId === personId);
  return entry ? { status: entry.status, source: entry.said, arrivedAt: toDate(entry.arrivedAt), leftAt: toDate(entry.leftAt) } : null;
}

function fromStanding(standing: StandingFacts | undefined): Said | null {
  return standing ? { status: standing.status, source: standing.said, arrivedAt: standing.arrivedAt, leftAt: standing.leftAt } : null;
}

const fromAnswer = (answer: string | null): Said => {
  const none = { arrivedAt: null, leftAt: null };
  return answer === 'declined' ? { status: 'apologies', source: 'answer', ...none } : { status: 'nothing', source: null, ...none };
};

const CSV_COLUMNS = ['meeting_start_utc', 'group', 'sub_topic', 'status', 'source', 'arrived_utc', 'left_utc', 'organisation'] as const;

/** The acting person's record as CSV (RFC 4180, one header line); cells that a spreadsheet would run as formulas are made text. */
export async function ownRecordCsv(ctx: Ctx): Promise<string> {
  const { meetings } = await getOwnRecord(ctx);
  const rows = meetings.map((one) => [
    one.startsAt.toISOString(),
    one.groupName,
    one.subTopic,
    one.status,
    one.source ?? '',
    one.arrivedAt?.toISOString() ?? '',
    one.leftAt?.toISOString() ?? '',
    one.organisation ?? '',
  ]);
  return stringify([[...CSV_COLUMNS], ...rows], { escape_formulas: true, record_delimiter: 'windows' });
}
