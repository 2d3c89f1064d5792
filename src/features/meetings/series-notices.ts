import type { Card } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { isSkip, type NoticeFacts, type NoticeKind, type Skip, type Target } from '../../bot/define.ts';
import { listEligible } from '../directory/lookup.ts';
import { findDisconnected } from '../groups/lookup.ts';
import { getGroupNotices } from '../preferences/lookup.ts';
import { markMeetingStale } from './answerable.ts';
import { listMeetingsById, listOccurrences, type MeetingFacts } from './lookup.ts';
import { toldOf } from './move-series.ts';
import { isAgendaDue } from './plan.ts';
import { canStillHear, listChannelTargets } from './readers.ts';
import { SERIES_CARD, type OpenSeries } from './series-answerable.ts';
import * as words from './series-cards.ts';
import { SERIES_CANCELLED, SERIES_MOVED } from './series-planning.ts';
import { isSeriesTold, SERIES_ANNOUNCED } from './series-told.ts';

/** Messages about several occurrences at once. Like those about one, they say nothing that is no longer so. */

async function openSeries(ctx: Ctx, notice: NoticeFacts): Promise<OpenSeries | Skip> {
  const { series } = notice.subject;
  const [next, ...others] = series ? (await listOccurrences(ctx, series)).filter((one) => !one.isOver) : [];
  return next ? [next, ...others] : { skip: 'no meeting of the series is still to come' };
}

/** To the channels, once; its card follows the series. An agenda that is due already stands in it. */
const announced: NoticeKind = {
  kind: SERIES_ANNOUNCED,
  async targets(ctx, notice) {
    const open = await openSeries(ctx, notice);
    return isSkip(open) ? open : listChannelTargets(ctx, open[0]);
  },
  async render(ctx, notice, target): Promise<Card | Skip> {
    const disconnected = await findDisconnected(ctx, target);
    if (disconnected) return disconnected;
    const open = await openSeries(ctx, notice);
    return isSkip(open) ? open : words.seriesCard(open);
  },
  card: { kind: SERIES_CARD, subject: (notice) => notice.subject.series ?? '' },
  async due(ctx, notice) {
    const open = await openSeries(ctx, notice);
    if (isSkip(open)) return;
    const { timings } = await getGroupNotices(ctx, open[0].groupId);
    const carried = open.filter((one) => one.state === 'announced' && isAgendaDue(one, timings, ctx.now)).map((one) => one.id);
    if (carried.length === 0) return;
    const where = { id: { in: carried }, bodyId: ctx.body.id, state: 'announced' as const };
    await ctx.db.meeting.updateMany({ where, data: { state: 'agenda_sent' } });
    await markMeetingStale(ctx, carried);
  },
};

interface Change {
  readonly kind: string;
  readonly counts: (meeting: MeetingFacts) => boolean;
  readonly card: (meetings: OpenSeries, isPersonal: boolean) => Card;
  readonly needsAnnouncement: boolean;
}

/** To the channels and to everybody who answered one of the meetings that changed. */
function changeNotice({ kind, counts, card, needsAnnouncement }: Change): NoticeKind {
  const changed = async (ctx: Ctx, notice: NoticeFacts): Promise<OpenSeries | Skip> => {
    const told = new Map(toldOf(notice.subject).map((one) => [one.id, one.sequence]));
    const meetings = await listMeetingsById(ctx, [...told.keys()]);
    const [first, ...others] = meetings.filter((one) => told.get(one.id) === one.sequence && counts(one));
    return first ? [first, ...others] : { skip: 'the meetings changed since' };
  };
  return {
    kind,
    async targets(ctx, notice) {
      const meetings = await changed(ctx, notice);
      if (isSkip(meetings)) return meetings;
      const { series = '', unheard } = notice.subject;
      const isUnheard = needsAnnouncement && (unheard !== undefined || !(await isSeriesTold(ctx, series)));
      const channels = isUnheard ? [] : await listChannelTargets(ctx, meetings[0]);
      return [...channels, ...(await listAnsweredAny(ctx, meetings))];
    },
    async render(ctx, notice, target): Promise<Card | Skip> {
      const meetings = await changed(ctx, notice);
      if (isSkip(meetings)) return meetings;
      const disconnected = await findDisconnected(ctx, target);
      if (disconnected) return disconnected;
      if ('person' in target && !(await canStillHear(ctx, meetings[0], target.person))) return { skip: 'no longer takes part' };
      return card(meetings, 'person' in target);
    },
  };
}

async function listAnsweredAny(ctx: Ctx, meetings: OpenSeries): Promise<Target[]> {
  const rows = await ctx.db.rsvpCurrent.findMany({
    where: { bodyId: ctx.body.id, meetingId: { in: meetings.map((one) => one.id) } },
    select: { personId: true },
    distinct: ['personId'],
    orderBy: { personId: 'asc' },
  });
  const people = rows.map((row) => row.personId);
  const eligible = await listEligible(ctx, { slug: meetings[0].groupSlug }, people);
  return people.filter((id) => eligible.has(id)).map((person) => ({ person }));
}

export const seriesNotices: readonly NoticeKind[] = [
  announced,
  changeNotice({ kind: SERIES_MOVED, counts: (one) => !one.isOver, card: words.seriesMovedCard, needsAnnouncement: false }),
  changeNotice({
    kind: SERIES_CANCELLED,
    counts: (one) => one.state === 'cancelled',
    card: words.seriesCancelledCard,
    needsAnnouncement: true,
  }),
];
