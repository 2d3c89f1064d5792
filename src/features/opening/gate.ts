import { actingPersonId, isSecretariat } from '../../bot/actor.ts';
import type { Ctx } from '../../bot/context.ts';
import type { StandingFacts } from '../attendance/lookup.ts';
import { listChannels } from '../groups/lookup.ts';
import { listAgendaVersions, minutesAfter, type MeetingFacts } from '../meetings/lookup.ts';
import { listMeetingDeliveries } from '../notices/lookup.ts';
import { findCurrentStatement, getStatement, type StatementFacts } from '../statements/lookup.ts';
import type { Check, GateCheck } from './checks.ts';
import { getKnown, type Known } from './known.ts';

export interface OverrideFacts {
  readonly check: GateCheck | 'not_opened';
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

export interface GateFacts {
  readonly meeting: MeetingFacts;
  /** The one that was read; before, the one to read. */
  readonly statement: StatementFacts | null;
  readonly reading: { readonly by: string; readonly at: Date } | null;
  /** As they stand now. */
  readonly checks: readonly Check[];
  readonly overrides: readonly OverrideFacts[];
  /** The Secretariat was asked to let the meeting open. */
  readonly askedAt: Date | null;
}

/** Checks that are neither in place nor let pass. */
export const listFailing = ({ checks, overrides }: Pick<GateFacts, 'checks' | 'overrides'>): Check[] =>
  checks.filter(({ check, isOk }) => !isOk && !overrides.some((one) => one.check === check));

/**
 * The gate of a meeting, read from what was sent, who is here and what was let pass. With `opens` the acting person is
 * taken to open it: the Secretariat is then there by themselves, which letting a check pass from elsewhere is not.
 */
export const getGate = async (ctx: Ctx, meeting: MeetingFacts, opens?: 'opens'): Promise<GateFacts> =>
  toGate(ctx, await getKnown(ctx, meeting), opens);

export async function toGate(ctx: Ctx, known: Known, opens?: 'opens'): Promise<GateFacts> {
  const { meeting, reading } = known;
  const statement = reading ? await getStatement(ctx, reading.statementVersionId) : await findCurrentStatement(ctx);
  return {
    meeting,
    statement,
    reading: reading && { by: reading.byName, at: reading.at },
    checks: [
      await checkAgenda(ctx, meeting),
      checkSecretariat(ctx, known, opens !== undefined),
      await checkStatement(ctx, meeting, statement !== null),
    ],
    overrides: await listOverrides(ctx, meeting.id),
    askedAt: await findAsked(ctx, meeting.id),
  };
}

/** What was let pass at a meeting, in the order of time. */
export async function listOverrides(ctx: Ctx, meetingId: string): Promise<OverrideFacts[]> {
  const rows = await ctx.db.override.findMany({ where: { bodyId: ctx.body.id, meetingId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return rows.map(({ check, reason, byName, at }) => ({ check, reason, by: byName, at }));
}

export const ASKED = 'opening.asked';
/** Tells who runs a meeting that it can be opened now. */
export const LET_OPEN = 'opening.let-open';

async function findAsked(ctx: Ctx, meetingId: string): Promise<Date | null> {
  const found = await ctx.db.notice.findFirst({
    where: { bodyId: ctx.body.id, meetingId, kind: ASKED },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
  });
  return found?.createdAt ?? null;
}

const check = (name: GateCheck, fact: Check['fact'], isOk: boolean, at: Date | null = null, who: string | null = null): Check => ({
  check: name,
  fact,
  isOk,
  at,
  who,
});

/** The first message to a channel that carried an agenda: the announcement counts where there was one by then. */
async function checkAgenda(ctx: Ctx, meeting: MeetingFacts): Promise<Check> {
  const written = (await listAgendaVersions(ctx, meeting.id)).find(({ items }) => items.length > 0);
  if (!written) return check('agenda', 'none', false);
  const sent = await listPosted(ctx, meeting.id, ['meetings.agenda', 'meetings.announced']);
  const at = sent.find((sentAt) => sentAt >= written.at) ?? null;
  if (!at) return check('agenda', 'not_sent', false);
  const isInTime = at <= minutesAfter(meeting.startsAt, -ctx.body.settings.timings.agendaInTime);
  return check('agenda', isInTime ? 'sent' : 'late', isInTime, at);
}

/** When messages of these kinds about a meeting went to a channel, the first one first. */
async function listPosted(ctx: Ctx, meetingId: string, kinds: readonly string[]): Promise<Date[]> {
  return (await listMeetingDeliveries(ctx, meetingId, kinds))
    .flatMap(({ target, state, sentAt }) => (state === 'sent' && target.startsWith('channel:') && sentAt ? [sentAt] : []))
    .sort((a, b) => a.getTime() - b.getTime());
}

/** Who of the Secretariat is here: the person named for the meeting before others, and whoever opens it themselves. */
function checkSecretariat(ctx: Ctx, known: Known, opens: boolean): Check {
  const { meeting } = known;
  const standings = listOfSecretariat(known);
  const here = standings.find(({ status }) => status === 'here');
  if (here) return check('secretariat', 'here', true, here.arrivedAt, here.name);
  if (opens && ctx.actor.kind === 'person' && (isSecretariat(ctx) || meeting.secretariat?.id === actingPersonId(ctx)))
    return check('secretariat', 'opens', true, null, ctx.actor.person.name);
  const left = standings.find(({ status }) => status === 'left_early');
  return left ? check('secretariat', 'left', false, left.leftAt, left.name) : check('secretariat', 'nobody', false);
}

/** What is said of the Secretariat's people at the meeting, the one named for it first. */
function listOfSecretariat({ meeting, standings, secretariat }: Known): StandingFacts[] {
  const rank = ({ personId }: StandingFacts): number => (personId === meeting.secretariat?.id ? 0 : 1);
  return standings.filter((one) => secretariat.has(one.personId)).sort((a, b) => rank(a) - rank(b));
}

async function checkStatement(ctx: Ctx, meeting: MeetingFacts, isPublished: boolean): Promise<Check> {
  const [postedAt] = await listPosted(ctx, meeting.id, [STATEMENT]);
  if (postedAt) return check('statement', 'posted', true, postedAt);
  if (!isPublished) return check('statement', 'unpublished', false);
  if ((await listChannels(ctx, meeting.groupId)).length === 0) return check('statement', 'no_channel', false);
  return check('statement', (await isBeingPosted(ctx, meeting.id)) ? 'sending' : 'not_posted', false);
}

/** The kind of notice that posts the statement at the start. */
export const STATEMENT = 'attendance.opening';

async function isBeingPosted(ctx: Ctx, meetingId: string): Promise<boolean> {
  const deliveries = { some: { state: { in: ['planned' as const, 'claimed' as const] } } };
  const waiting = await ctx.db.notice.count({
    where: { bodyId: ctx.body.id, meetingId, kind: STATEMENT, OR: [{ state: 'planned' }, { state: 'expanded', deliveries }] },
  });
  return waiting > 0;
}
