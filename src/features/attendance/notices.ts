import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { isSkip, type CardKind, type NoticeFacts, type NoticeKind, type Skip, type Target } from '../../bot/define.ts';
import { markStale } from '../../bot/posted.ts';
import { findLeftOffice, findOutOfOffice, listEligible, listSecretariatTargets, membershipClassName } from '../directory/lookup.ts';
import { findDisconnected, listChannelTargets, listMembers } from '../groups/lookup.ts';
import { getMeeting, listAnswers, type MeetingFacts } from '../meetings/lookup.ts';
import { listWanting } from '../preferences/lookup.ts';
import { openingPageCard } from '../opening/cards.ts';
import { getOpeningPage, markOpeningStale, OPENING_CARD, openingSubject, readOpeningSubject } from '../opening/lookup.ts';
import { findCurrentStatement } from '../statements/lookup.ts';
import { missedCard, openingCard } from './cards.ts';
import { renderCorrection } from './correction-notice.ts';
import { byPerson } from './layers.ts';
import { findReading, listPresences } from './lookup.ts';
import { getOpening } from './opening.ts';
import { describeOwnPresence } from './own-presence.ts';
import { rollCard } from './roll-cards.ts';
import { isRunner, listRunners, toTargets } from './runners.ts';
import { getSheet } from './sheet.ts';
import { findUnasked } from './unasked.ts';
import { correctionEndsAt, isClosed } from './window.ts';

/** The meeting of a notice, or why nothing is said about it any more. */
async function getLive(ctx: Ctx, notice: NoticeFacts): Promise<MeetingFacts | Skip> {
  if (notice.meetingId === null) return { skip: 'the notice names no meeting' };
  const meeting = await getMeeting(ctx, notice.meetingId);
  if (meeting.state === 'cancelled') return { skip: 'the meeting is cancelled' };
  const { sequence } = notice.subject;
  if (sequence !== undefined && sequence !== String(meeting.sequence)) return { skip: 'the meeting was moved' };
  return meeting;
}

/** Asks or renders about the live meeting of a notice; passes on why there is nothing to say. */
const about =
  <T>(say: (ctx: Ctx, meeting: MeetingFacts, target: Target) => Promise<T | Skip>) =>
  async (ctx: Ctx, notice: NoticeFacts, target: Target = { person: '' }): Promise<T | Skip> => {
    const meeting = await getLive(ctx, notice);
    return isSkip(meeting) ? meeting : say(ctx, meeting, target);
  };

const subject = (notice: NoticeFacts): string => notice.meetingId ?? '';

const opening: NoticeKind = {
  kind: 'attendance.opening',
  turn: 'first',
  targets: about((ctx, meeting) => listChannelTargets(ctx, meeting.groupId)),
  render: about(async (ctx, meeting, target): Promise<Card | Skip> => {
    const disconnected = await findDisconnected(ctx, target);
    if (disconnected) return disconnected;
    if (ctx.now >= meeting.endsAt || isClosed(meeting)) return { skip: 'the meeting is over' };
    if (!(await findCurrentStatement(ctx))) return { skip: 'no statement is published' };
    return openingCard(await getOpening(ctx, meeting));
  }),
  card: { kind: 'attendance.opening', subject },
  // Who runs the meeting sees that the statement is posted.
  sent: (ctx, notice) => markOpeningStale(ctx, [subject(notice)]),
};

const RUNS_NO_MORE: Skip = { skip: 'the person no longer runs the meeting' };

const isOfSecretariat = async (ctx: Ctx, target: Target): Promise<boolean> =>
  'person' in target && (await findLeftOffice(ctx, target.person)) === null;

const openingChair: NoticeKind = {
  kind: 'attendance.opening-chair',
  turn: 'first',
  targets: about(listRunners),
  render: about(async (ctx, meeting, target): Promise<Card | Skip> => {
    if (ctx.now >= meeting.endsAt || isClosed(meeting)) return { skip: 'the meeting is over' };
    if (!('person' in target && (await isRunner(ctx, meeting, target.person)))) return RUNS_NO_MORE;
    return openingPageCard(await getOpeningPage(ctx, meeting, await isOfSecretariat(ctx, target)));
  }),
  card: {
    kind: OPENING_CARD,
    subject,
    subjectFor: async (ctx, notice, target) => openingSubject(subject(notice), await isOfSecretariat(ctx, target)),
  },
};

/** Goes to nobody: the opening cards say from here on how to join late. */
const checkInClosed: NoticeKind = {
  kind: 'attendance.check-in-closed',
  targets: about(() => Promise.resolve([])),
  render: () => Promise.resolve({ skip: 'nobody is told' }),
  due: (ctx, notice) => markStale(ctx, 'attendance.opening', subject(notice)),
};

const roll: NoticeKind = {
  kind: 'attendance.roll',
  targets: about(async (ctx, meeting) => (isClosed(meeting) ? { skip: 'the roll is confirmed' } : listRunners(ctx, meeting))),
  render: about(async (ctx, meeting, target): Promise<Card | Skip> => {
    if (isClosed(meeting)) return { skip: 'the roll is confirmed' };
    return 'person' in target && (await isRunner(ctx, meeting, target.person)) ? renderRoll(ctx, meeting) : RUNS_NO_MORE;
  }),
  card: { kind: 'attendance.roll', subject },
  // The end of the meeting is when its opening cards lose their buttons.
  due: async (ctx, notice) => {
    await markStale(ctx, 'attendance.opening', subject(notice));
    await markOpeningStale(ctx, [subject(notice)]);
  },
};

const renderRoll = async (ctx: Ctx, meeting: MeetingFacts): Promise<Card> =>
  rollCard(await getSheet(ctx, meeting), (slug) => membershipClassName(ctx.body, slug));

const missed: NoticeKind = {
  kind: 'attendance.missed',
  quiet: 'drop',
  turn: 'last',
  targets: about(async (ctx, meeting): Promise<Target[] | Skip> => {
    const expected = (await listAnswers(ctx, meeting.id)).filter(({ answer }) => answer !== 'declined').map((one) => one.personId);
    const seen = byPerson(await listPresences(ctx, meeting.id));
    const reader = (await findReading(ctx, meeting.id))?.byId;
    const members = new Set((await listMembers(ctx, meeting.groupId)).map((one) => one.personId));
    const unseen = expected.filter((id) => !seen.has(id) && id !== reader && (members.has(id) || meeting.audience === 'all'));
    const eligible = await listEligible(ctx, { slug: meeting.groupSlug }, unseen);
    const asked = unseen.filter((id) => eligible.has(id));
    if (asked.length === 0) return { skip: 'everybody who was expected is recorded' };
    return toTargets(await listWanting(ctx, 'attendance.missed', asked));
  }),
  render: about(async (ctx, meeting, target): Promise<Card | Skip> => {
    const unasked = 'person' in target ? await findUnasked(ctx, meeting, target.person) : null;
    return unasked ?? missedCard(meeting, correctionEndsAt(ctx, meeting));
  }),
};

const correction: NoticeKind = {
  kind: 'attendance.correction',
  quiet: 'hold',
  targets: listSecretariatTargets,
  render: async (ctx, notice, target) => (await findOutOfOffice(ctx, target)) ?? (await renderCorrection(ctx, notice)),
};

export const notices: readonly NoticeKind[] = [opening, openingChair, checkInClosed, roll, missed, correction];

/** The cards of this feature that follow their facts; the subject is the meeting. */
export const cards: readonly CardKind[] = [
  {
    kind: 'attendance.opening',
    render: async (ctx, meetingId) =>
      (await findCurrentStatement(ctx)) ? openingCard(await getOpening(ctx, await getMeeting(ctx, meetingId))) : null,
    reader: describeOwnPresence,
  },
  {
    kind: OPENING_CARD,
    render: async (ctx, about) => {
      const { meetingId, isSecretariat } = readOpeningSubject(about);
      return openingPageCard(await getOpeningPage(ctx, await getMeeting(ctx, meetingId), isSecretariat));
    },
  },
  { kind: 'attendance.roll', render: async (ctx, meetingId) => renderRoll(ctx, await getMeeting(ctx, meetingId)) },
];
