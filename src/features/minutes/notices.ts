import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import type { CardKind, NoticeFacts, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { rich } from '../../bot/text.ts';
import { isRunner, listRunners } from '../attendance/lookup.ts';
import { findLeftOffice, findOutOfOffice, getPerson, listSecretariatTargets, membershipClassName } from '../directory/lookup.ts';
import { findDisconnected, listChannelTargets } from '../groups/lookup.ts';
import { getMeeting } from '../meetings/lookup.ts';
import { answeredCard, commentCard } from './comment-cards.ts';
import { getComment } from './comments.ts';
import { findIssuedMinutes } from './head.ts';
import { correctedCard, minutesCard } from './issued-cards.ts';
import { getPage } from './page.ts';
import { dueCard, pageCard } from './page-cards.ts';
import { ISSUED_CARD, listMinuteVersions, REVIEW_CARD } from './versions.ts';

const meetingOf = (notice: NoticeFacts): string => notice.meetingId ?? '';
const commentOf = (notice: NoticeFacts): string => notice.subject.commentId ?? '';

const toChannels = async (ctx: Ctx, notice: NoticeFacts): Promise<Target[] | Skip> =>
  listChannelTargets(ctx, (await getMeeting(ctx, meetingOf(notice))).groupId);

async function drawReview(ctx: Ctx, meetingId: string): Promise<Card> {
  const page = await getPage(ctx, await getMeeting(ctx, meetingId));
  const { review } = page.content;
  return pageCard(page, 0, review ? rich`${review.by.name} asks the Secretariat to look at these minutes and to issue them.` : null);
}

async function drawIssued(ctx: Ctx, meetingId: string): Promise<Card | null> {
  const issued = await findIssuedMinutes(ctx, await getMeeting(ctx, meetingId));
  return issued && minutesCard(issued, ctx.now, (slug) => membershipClassName(ctx.body, slug));
}

async function drawComment(ctx: Ctx, id: string): Promise<Card> {
  const comment = await getComment(ctx, id);
  return commentCard(await getMeeting(ctx, comment.meetingId), comment);
}

/** Who sent the draft, and whoever else runs the meeting, but for who sent it back. */
async function listWriters(ctx: Ctx, notice: NoticeFacts): Promise<readonly Target[] | Skip> {
  const meeting = await getMeeting(ctx, meetingOf(notice));
  const runners = await listRunners(ctx, meeting);
  const versions = await listMinuteVersions(ctx, meeting.id);
  const sentBy = versions.findLast(({ content }) => content.review)?.content.review?.by.id;
  const returnedBy = versions.findLast(({ content }) => content.returned)?.content.returned?.by.id;
  if (sentBy === undefined) return runners;
  const others =
    'skip' in runners ? [] : runners.filter((one) => !('person' in one) || (one.person !== sentBy && one.person !== returnedBy));
  return [{ person: sentBy }, ...others];
}

/** Why nobody is asked any more to write these minutes; null while somebody is. */
async function findNotDue(ctx: Ctx, meetingId: string, target: Target): Promise<Skip | null> {
  const meeting = await getMeeting(ctx, meetingId);
  if (meeting.state !== 'closed' && meeting.state !== 'minutes_draft') return { skip: 'the minutes are issued, or none are to be written' };
  if ((await listMinuteVersions(ctx, meeting.id)).at(-1)?.content.review) return { skip: 'the Secretariat has the minutes' };
  return 'person' in target && !(await isRunner(ctx, meeting, target.person)) ? { skip: 'no longer runs the meeting' } : null;
}

const NOT_ISSUED: Skip = { skip: 'the minutes are not issued' };

export const notices: readonly NoticeKind[] = [
  {
    kind: 'minutes.review',
    quiet: 'hold',
    targets: listSecretariatTargets,
    async render(ctx, notice, target) {
      const left = await findOutOfOffice(ctx, target);
      if (left) return left;
      const { state } = await getMeeting(ctx, meetingOf(notice));
      return state === 'minutes_draft' ? drawReview(ctx, meetingOf(notice)) : { skip: 'the minutes are issued already' };
    },
    card: { kind: REVIEW_CARD, subject: meetingOf },
  },
  {
    kind: 'minutes.returned',
    quiet: 'hold',
    targets: listWriters,
    async render(ctx, notice, target) {
      const skip = await findNotDue(ctx, meetingOf(notice), target);
      if (skip) return skip;
      const page = await getPage(ctx, await getMeeting(ctx, meetingOf(notice)));
      const { returned } = page.content;
      if (!returned) return { skip: 'they were sent again' };
      const isSecretariat = 'person' in target && (await findLeftOffice(ctx, target.person)) === null;
      return pageCard({ ...page, isSecretariat }, 0, rich`${returned.by.name} sent the minutes back to you, with a note.`);
    },
  },
  {
    kind: 'minutes.due',
    quiet: 'hold',
    targets: async (ctx, notice) => listRunners(ctx, await getMeeting(ctx, meetingOf(notice))),
    async render(ctx, notice, target) {
      const skip = await findNotDue(ctx, meetingOf(notice), target);
      return skip ?? dueCard(await getPage(ctx, await getMeeting(ctx, meetingOf(notice))));
    },
  },
  {
    kind: 'minutes.issued',
    targets: toChannels,
    render: async (ctx, notice, target) =>
      (await findDisconnected(ctx, target)) ?? (await drawIssued(ctx, meetingOf(notice))) ?? NOT_ISSUED,
    card: { kind: ISSUED_CARD, subject: meetingOf },
  },
  {
    kind: 'minutes.corrected',
    targets: toChannels,
    async render(ctx, notice, target) {
      const issued = await findIssuedMinutes(ctx, await getMeeting(ctx, meetingOf(notice)));
      if (!issued) return NOT_ISSUED;
      return (await findDisconnected(ctx, target)) ?? correctedCard(issued, Number(notice.subject.n));
    },
  },
  {
    kind: 'minutes.comment',
    quiet: 'hold',
    targets: listSecretariatTargets,
    render: async (ctx, notice, target) => (await findOutOfOffice(ctx, target)) ?? drawComment(ctx, commentOf(notice)),
    card: { kind: 'minutes.comment', subject: commentOf },
  },
  {
    kind: 'minutes.answered',
    quiet: 'hold',
    async targets(ctx, notice) {
      const { byId } = await getComment(ctx, commentOf(notice));
      return [{ person: (await getPerson(ctx, byId)).personId }];
    },
    async render(ctx, notice) {
      const comment = await getComment(ctx, commentOf(notice));
      return answeredCard(await getMeeting(ctx, comment.meetingId), comment);
    },
  },
];

/** The cards of this feature that follow their facts; the subject is the meeting, or the comment. */
export const cards: readonly CardKind[] = [
  { kind: REVIEW_CARD, render: drawReview },
  { kind: ISSUED_CARD, render: drawIssued },
  { kind: 'minutes.comment', render: drawComment },
];
