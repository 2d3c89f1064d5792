import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { isSkip, type NoticeFacts, type NoticeKind, type Skip, type Target } from '../../bot/define.ts';
import type { MeetingState } from '../../db/generated/client.ts';
import { findDisconnected } from '../groups/lookup.ts';
import { getGroupNotices } from '../preferences/lookup.ts';
import { findStatementFor } from '../statements/lookup.ts';
import { findAgendaChange } from './agenda-changed.ts';
import { AGENDA_CARD, markMeetingStale, MEETING_CARD } from './answerable.ts';
import { getCarried } from './carried.ts';
import { agendaCard, meetingCard } from './cards.ts';
import { findAnswer, findMeeting, type MeetingFacts } from './lookup.ts';
import * as words from './notice-cards.ts';
import { isAgendaDue } from './plan.ts';
import { canStillHear, listAnswered, listChannelTargets, listJoining, listReminded, listSilent, wasTold } from './readers.ts';
import { findUnwanted } from './still-wanted.ts';

interface MeetingNotice extends Pick<NoticeKind, 'quiet' | 'ahead' | 'turn'> {
  readonly kind: string;
  readonly to: (ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts) => Promise<readonly Target[] | Skip>;
  readonly card: (ctx: Ctx, meeting: MeetingFacts, target: Target, notice: NoticeFacts) => Promise<Card | Skip> | Card | Skip;
  readonly due?: (ctx: Ctx, meeting: MeetingFacts) => Promise<void>;
  readonly about?: 'cancelled';
  readonly shows?: string;
}

/** Wraps a kind so that nothing is ever said about a meeting that changed since, nor to people who left. */
export function meetingNotice({ to, card, due, about, shows, ...rest }: MeetingNotice): NoticeKind {
  const current = async (ctx: Ctx, notice: NoticeFacts): Promise<MeetingFacts | Skip> => {
    const meeting = await findMeeting(ctx, notice.meetingId ?? notice.subject.meetingId ?? '');
    if (!meeting) return { skip: 'the meeting is not there' };
    const { sequence } = notice.subject;
    if (sequence !== undefined && sequence !== String(meeting.sequence)) return { skip: 'the meeting changed since' };
    if (about !== 'cancelled' && meeting.state === 'cancelled') return { skip: 'the meeting is cancelled' };
    return about !== 'cancelled' && meeting.isOver ? { skip: 'the meeting is over' } : meeting;
  };
  return {
    ...rest,
    async targets(ctx, notice) {
      const meeting = await current(ctx, notice);
      return isSkip(meeting) ? meeting : to(ctx, meeting, notice);
    },
    async render(ctx, notice, target) {
      const meeting = await current(ctx, notice);
      if (isSkip(meeting)) return meeting;
      return (await findObstacle(ctx, meeting, notice, target)) ?? card(ctx, meeting, target, notice);
    },
    ...(shows ? { card: { kind: shows, subject: (notice: NoticeFacts) => notice.meetingId ?? '' } } : {}),
    ...(due
      ? {
          async due(ctx: Ctx, notice: NoticeFacts) {
            const meeting = await current(ctx, notice);
            if (!isSkip(meeting)) await due(ctx, meeting);
          },
        }
      : {}),
  };
}

/** Why this reader is not written to after all; null when they are. */
async function findObstacle(ctx: Ctx, meeting: MeetingFacts, notice: NoticeFacts, target: Target): Promise<Skip | null> {
  if ('channel' in target) return findDisconnected(ctx, target);
  if (!('person' in target)) return null;
  if (!(await canStillHear(ctx, meeting, target.person))) return { skip: 'no longer takes part' };
  return findUnwanted(ctx, meeting, notice, target.person);
}

/** Only forward: a state is never taken back by a notice. */
async function step(ctx: Ctx, meeting: MeetingFacts, from: MeetingState[], to: MeetingState): Promise<void> {
  const { count } = await ctx.db.meeting.updateMany({
    where: { id: meeting.id, bodyId: ctx.body.id, sequence: meeting.sequence, state: { in: from } },
    data: { state: to },
  });
  if (count > 0) await markMeetingStale(ctx, meeting.id);
}

const agendaSent = (ctx: Ctx, meeting: MeetingFacts): Promise<void> => step(ctx, meeting, ['announced'], 'agenda_sent');

const carriesAgenda = async (ctx: Ctx, meeting: MeetingFacts): Promise<void> => {
  const { timings } = await getGroupNotices(ctx, meeting.groupId);
  if (isAgendaDue(meeting, timings, ctx.now)) await agendaSent(ctx, meeting);
};

const channelsAndAnswered = async (ctx: Ctx, meeting: MeetingFacts): Promise<Target[]> => [
  ...(await listChannelTargets(ctx, meeting)),
  ...(await listAnswered(ctx, meeting)),
];

/** The person's answer, when it still is one that expects them; else why nothing is sent. */
async function comingOrSkip(ctx: Ctx, meeting: MeetingFacts, target: Target, card: () => Card): Promise<Card | Skip> {
  if (!('person' in target)) return card();
  const answer = await findAnswer(ctx, meeting.id, target.person);
  return answer === 'attending' || answer === 'tentative' ? card() : { skip: 'no longer expected' };
}

export const meetingNotices: readonly NoticeKind[] = [
  meetingNotice({
    kind: 'meetings.announced',
    to: listChannelTargets,
    card: (_, meeting) => meetingCard(meeting),
    due: carriesAgenda,
    shows: MEETING_CARD,
  }),
  meetingNotice({
    kind: 'meetings.moved',
    to: channelsAndAnswered,
    card: async (ctx, meeting, target) =>
      words.movedCard(
        meeting,
        'person' in target ? await findAnswer(ctx, meeting.id, target.person) : null,
        await findAgendaChange(ctx, meeting, target),
      ),
    due: carriesAgenda,
  }),
  meetingNotice({
    kind: 'meetings.cancelled',
    about: 'cancelled',
    to: async (ctx, meeting, { subject }) =>
      !subject.unheard && (await wasTold(ctx, meeting)) ? channelsAndAnswered(ctx, meeting) : listAnswered(ctx, meeting),
    card: (_, meeting) => words.cancelledCard(meeting),
  }),
  meetingNotice({
    kind: 'meetings.agenda',
    // Announced so late, as after an outage, that the announcement carried it.
    to: (ctx, meeting) =>
      meeting.state === 'announced' ? listChannelTargets(ctx, meeting) : Promise.resolve({ skip: 'the agenda went out already' }),
    card: async (ctx, meeting) => agendaCard(meeting, await getCarried(ctx, meeting)),
    due: agendaSent,
    shows: AGENDA_CARD,
  }),
  meetingNotice({
    kind: 'meetings.nudge',
    quiet: 'drop',
    ahead: true,
    turn: 'last',
    to: listSilent,
    card: async (ctx, meeting, target) =>
      'person' in target && (await findAnswer(ctx, meeting.id, target.person))
        ? { skip: 'answered meanwhile' }
        : words.nudgeCard(meeting, await findAgendaChange(ctx, meeting, target)),
  }),
  meetingNotice({
    kind: 'meetings.reminder',
    quiet: 'hold',
    ahead: true,
    to: listReminded,
    card: async (ctx, meeting, target) => {
      const agendaSent = await findAgendaChange(ctx, meeting, target);
      return comingOrSkip(ctx, meeting, target, () => words.reminderCard(meeting, agendaSent));
    },
  }),
  meetingNotice({
    kind: 'meetings.join',
    ahead: true,
    turn: 'first',
    to: listJoining,
    card: async (ctx, meeting, target, notice) => {
      const statement = 'person' in target ? await findStatementFor(ctx, target.person) : null;
      const facts = { meeting, now: ctx.now, timings: ctx.body.settings.timings, isNewLink: notice.subject.again === 'link', statement };
      return comingOrSkip(ctx, meeting, target, () => words.joinCard(facts));
    },
    due: (ctx, meeting) => step(ctx, meeting, ['announced', 'agenda_sent'], 'check_in_open'),
  }),
];
