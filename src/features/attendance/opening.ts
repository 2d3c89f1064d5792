import type { Ctx } from '../../bot/context.ts';
import type { Reading } from '../../db/generated/client.ts';
import { listAnswers, type MeetingFacts } from '../meetings/lookup.ts';
import { listMeetingDeliveries } from '../notices/lookup.ts';
import { findCurrentStatement, getCurrentStatement, getStatement, listTranslations, type StatementFacts } from '../statements/lookup.ts';
import { wasThere } from './layers.ts';
import { findReading, listStandings } from './lookup.ts';
import { isClosed } from './window.ts';

export interface OpeningFacts {
  readonly meeting: MeetingFacts;
  readonly statement: StatementFacts;
  /** Other languages the statement can be read in. */
  readonly languages: readonly string[];
  readonly here: number;
  /** People who said they attend, and those who came without saying so. */
  readonly expected: number;
  readonly isOpen: boolean;
}

/** What the opening card shows. Throws Unavailable when no statement is published. */
export async function getOpening(ctx: Ctx, meeting: MeetingFacts): Promise<OpeningFacts> {
  const here = (await listStandings(ctx, meeting.id)).filter(({ status }) => wasThere(status)).map((one) => one.personId);
  const attending = (await listAnswers(ctx, meeting.id)).filter((one) => one.answer === 'attending').map((one) => one.personId);
  const statement = await getCurrentStatement(ctx);
  return {
    meeting,
    statement,
    languages: (await listTranslations(ctx, statement)).flatMap((one) => one.language ?? []),
    here: here.length,
    expected: new Set([...here, ...attending]).size,
    isOpen: ctx.now < meeting.endsAt && !isClosed(meeting) && meeting.state !== 'cancelled',
  };
}

export interface OpeningGate {
  readonly meeting: MeetingFacts;
  readonly statement: StatementFacts | null;
  readonly agendaSentAt: Date | null;
  readonly statementPostedAt: Date | null;
  /** The statement's notice is on its way to a channel. */
  readonly isBeingPosted: boolean;
  readonly reading: Reading | null;
}

/** What is to be in place when a meeting opens, read from what was sent. */
export async function getOpeningGate(ctx: Ctx, meeting: MeetingFacts): Promise<OpeningGate> {
  const reading = await findReading(ctx, meeting.id);
  const withAgenda = meeting.agenda.items.length > 0 ? ['meetings.agenda', 'meetings.announced'] : ['meetings.agenda'];
  return {
    meeting,
    statement: reading ? await getStatement(ctx, reading.statementVersionId) : await findCurrentStatement(ctx),
    agendaSentAt: await findSent(ctx, meeting.id, withAgenda),
    statementPostedAt: await findSent(ctx, meeting.id, ['attendance.opening']),
    isBeingPosted: await isOnItsWay(ctx, meeting.id, 'attendance.opening'),
    reading,
  };
}

async function findSent(ctx: Ctx, meetingId: string, kinds: readonly string[]): Promise<Date | null> {
  const sent = (await listMeetingDeliveries(ctx, meetingId, kinds)).flatMap(({ target, state, sentAt }) =>
    state === 'sent' && target.startsWith('channel:') && sentAt ? [sentAt.getTime()] : [],
  );
  return sent.length > 0 ? new Date(Math.min(...sent)) : null;
}

async function isOnItsWay(ctx: Ctx, meetingId: string, kind: string): Promise<boolean> {
  const about = { bodyId: ctx.body.id, meetingId, kind };
  const waiting = await ctx.db.notice.count({
    where: { ...about, OR: [{ state: 'planned' }, { state: 'expanded', deliveries: { some: { state: { in: ['planned', 'claimed'] } } } }] },
  });
  return waiting > 0;
}
